#!/usr/bin/env node
// Starts the genie command; bundles it first when dist/ is missing.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bundle = new URL('../dist/genie.mjs', import.meta.url);
if (!existsSync(fileURLToPath(bundle))) {
  const { buildCommand } = await import('../scripts/build.mjs');
  if (!(await buildCommand())) process.exit(4);
}
const { main } = await import(bundle.href);
await main(process.argv.slice(2));
