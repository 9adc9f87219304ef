#!/usr/bin/env node
// Starts the genie command; bundles it first when dist/ is missing.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const bundle = new URL('../dist/genie.mjs', import.meta.url);
if (!existsSync(fileURLToPath(bundle))) {
  const { buildCommand } = await import('../scripts/build.mjs');
  if (!(await buildCommand())) process.exit(4);
}
// Node 22 and later keep what they have compiled of the bundle.
module.enableCompileCache?.();
// A build is over before code that V8 optimises in other threads is of use: it may wait three times as long for it.
if (process.argv[2] === 'build') setFlagsFromString('--interrupt-budget=200000');
const { main } = await import(bundle.href);
await main(process.argv.slice(2));
