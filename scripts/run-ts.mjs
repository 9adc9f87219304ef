/**
 * Runs a TypeScript file: `node scripts/run-ts.mjs FILE [arguments]`.
 *
 * In: a file of this checkout. Out: its own output and exit code. Bundled with esbuild into
 * node_modules/.cache, so that its imports of packages are found, and deleted afterwards.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('node scripts/run-ts.mjs FILE [arguments]');
  process.exit(2);
}
const cache = join(root, 'node_modules', '.cache');
await mkdir(cache, { recursive: true });
const folder = await mkdtemp(join(cache, 'run-ts-'));
try {
  const outfile = join(folder, 'bundle.mjs');
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'inline',
    // avr8js has imports without extensions: it must be bundled, the rest may stay packages.
    external: ['esbuild', 'blockly', 'serialport'],
    logLevel: 'warning',
  });
  process.exitCode = await new Promise((done) => {
    const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...args], { stdio: 'inherit' });
    child.on('close', (code) => done(code ?? 1));
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
