/**
 * The same list of tests on all transports: in memory, over the real serialport, and over Web Serial in real
 * Chromium (in Node where there is none). Each time the virtual board is at the other end.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { findTool, requireTool } from '../../support/reference-tools.ts';
import { VirtualClock } from '../bench/virtual-clock.ts';
import { ptyRig } from './pty-rig.ts';
import { memoryRig, webSerialRig } from './rigs.ts';
import { TRANSPORT_TESTS } from './transport-tests.ts';

const run = promisify(execFile);

const hasChromium = requireTool('chromium');
if (hasChromium) console.warn('skipped: Web Serial in Node; it runs in Chromium here');

describe.each([
  ['in memory', memoryRig],
  ...(hasChromium ? [] : ([['Web Serial, on virtual time', webSerialRig]] as const)),
] as const)('transport: %s', (_, makeRig) => {
  test.each(TRANSPORT_TESTS)('$name', async ({ run }) => {
    const clock = new VirtualClock();
    await run(makeRig(clock, (work) => clock.run(work)));
  });
});

// In real time, so several beside each other; each has a board and a port of its own.
const inRealTime = { retry: 1, concurrent: true };
describe.skipIf(!requireTool('gcc'))('transport: serialport, over a pseudo-terminal', inRealTime, () => {
  test.each(TRANSPORT_TESTS)('$name', async ({ run }) => {
    const rig = await ptyRig();
    try {
      await run(rig);
    } finally {
      rig.stop();
    }
  });
});

interface PageAnswer {
  readonly name: string;
  readonly problem?: string;
}

test.runIf(hasChromium)('transport: Web Serial, in Chromium', async () => {
  const script = await build({
    stdin: {
      contents: `
        import { createSystemClock } from ${JSON.stringify(resolve('app/device/clock.ts'))};
        import { webSerialRig } from ${JSON.stringify(resolve('tests/device/transports/rigs.ts'))};
        import { TRANSPORT_TESTS } from ${JSON.stringify(resolve('tests/device/transports/transport-tests.ts'))};
        const answers = [];
        for (const { name, run } of TRANSPORT_TESTS) {
          try {
            await run(webSerialRig(createSystemClock(), (work) => work));
            answers.push({ name });
          } catch (failure) {
            answers.push({ name, problem: String(failure && failure.stack) });
          }
        }
        document.body.textContent = JSON.stringify({ agent: navigator.userAgent, answers });`,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const folder = await mkdtemp(join(tmpdir(), 'genie-serial-page-'));
  try {
    const page = join(folder, 'page.html');
    const text = script.outputFiles[0]?.text ?? '';
    await writeFile(
      page,
      `<!doctype html><meta charset="utf-8"><body><script type="module">${text.replaceAll('</script', '<\\/script')}</script></body>`,
    );
    const { stdout } = await run(
      findTool('chromium') ?? 'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--virtual-time-budget=600000',
        '--dump-dom',
        pathToFileURL(page).href,
      ],
      { maxBuffer: 16e6 },
    );
    const body = /<body>(\{[^]*\})<\/body>/.exec(stdout)?.[1] ?? '';
    const { agent, answers } = JSON.parse(body) as { agent: string; answers: PageAnswer[] };
    console.info(agent);
    expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(answers.map(({ name }) => name)).toEqual(TRANSPORT_TESTS.map(({ name }) => name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
