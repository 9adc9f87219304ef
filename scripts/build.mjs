/**
 * Bundles the genie command into dist/ and links node_modules/.bin/genie to it.
 *
 * In: the checkout. Out: dist/*.mjs, each written whole or not at all, and the link. Runs as
 * `npm run build`, as npm's `prepare`, and from bin/genie.mjs when dist/ is missing. Safe to run
 * several times at once. Firmware templates stay files in firmware-templates/.
 */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export async function buildCommand() {
  const esbuild = await importEsbuild();
  if (esbuild === undefined) return false;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { genie: 'app/cli/main.ts', start: 'app/cli/start.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Loaded only by commands that talk to a board: it brings a native library for each system.
    external: ['serialport'],
    define: { GENIE_VERSION: JSON.stringify(version) },
    banner: {
      js: "import { createRequire as genieRequire } from 'node:module'; const require = genieRequire(import.meta.url);",
    },
    logLevel: 'warning',
    write: false,
  });
  const dist = join(root, 'dist');
  await mkdir(dist, { recursive: true });
  for (const { path, contents } of result.outputFiles) {
    const whole = `${path}.${process.pid}.tmp`;
    await writeFile(whole, contents);
    await rename(whole, path);
  }
  return true;
}

/** Without it (a partial node_modules) there is nothing to bundle with: npm install will run us again. */
async function importEsbuild() {
  try {
    return await import('esbuild');
  } catch (reason) {
    if (reason.code !== 'ERR_MODULE_NOT_FOUND') throw reason;
    console.warn('genie: esbuild is not installed yet; run "npm install" again.');
    return undefined;
  }
}

/**
 * npm does not link a package's own command into its own node_modules. Without this link `npx genie`
 * would fetch the registry's unrelated package of that name.
 */
export async function linkCommand() {
  const bin = join(root, 'node_modules', '.bin');
  await mkdir(bin, { recursive: true });
  if (process.platform === 'win32') {
    await replace(join(bin, 'genie.cmd'), (path) =>
      writeFile(path, '@ECHO off\r\nnode "%~dp0\\..\\..\\bin\\genie.mjs" %*\r\n'),
    );
    await replace(join(bin, 'genie'), (path) =>
      writeFile(path, '#!/bin/sh\nexec node "$(dirname "$0")/../../bin/genie.mjs" "$@"\n'),
    );
    return;
  }
  await chmod(join(root, 'bin', 'genie.mjs'), 0o755);
  await replace(join(bin, 'genie'), (path) => symlink('../../bin/genie.mjs', path));
}

async function replace(path, make) {
  const next = `${path}.${process.pid}.tmp`;
  await rm(next, { force: true });
  await make(next);
  await rename(next, path);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildCommand();
  await linkCommand();
}
