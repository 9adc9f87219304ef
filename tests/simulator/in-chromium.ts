/**
 * Runs a module in a worker of a real page of Chromium, under the product's content security policy.
 *
 * In: the worker's source, which answers each message with a message; a message. Out: the answer. The page is served
 * from a port of this computer and sends back what the worker says.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { findTool } from '../support/reference-tools.ts';

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
const PAGE = '<!doctype html><meta charset="utf-8"><script src="page.js"></script>';
const SCRIPT = `const worker = new Worker('worker.js');
const tell = (what) => fetch('answer', { method: 'POST', body: JSON.stringify(what) });
worker.onmessage = ({ data }) => tell({ data });
worker.onerror = ({ message }) => tell({ problem: message });
fetch('question').then((answer) => answer.json()).then((data) => worker.postMessage(data));`;

export async function askWorker<T>(source: string, question: unknown, limitMs: number): Promise<T> {
  const bundle = await build({
    stdin: { contents: source, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', PAGE],
    '/page.js': ['text/javascript', SCRIPT],
    '/worker.js': ['text/javascript', bundle.outputFiles[0]?.text ?? ''],
    '/question': ['application/json', JSON.stringify(question)],
  };
  const folder = await mkdtemp(join(tmpdir(), 'genie-page-'));
  let settle: (text: string) => void = () => undefined;
  const answered = new Promise<string>((done) => (settle = done));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        response.end();
        settle(text);
      });
      return;
    }
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.[0] ?? 'text/plain',
      'content-security-policy': POLICY,
    });
    response.end(file?.[1]);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.address() as AddressInfo;
  const child = spawn(
    findTool('chromium') ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--remote-debugging-port=0',
      `http://127.0.0.1:${port}/`,
    ],
    { stdio: 'ignore', detached: true },
  );
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const timer = setTimeout(() => settle('{"problem":"no answer in time"}'), limitMs);
  try {
    const { data, problem } = JSON.parse(await answered) as { data: T; problem?: string };
    if (problem !== undefined) throw new Error(problem);
    return data;
  } finally {
    clearTimeout(timer);
    // Chromium's own processes are in its group.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
