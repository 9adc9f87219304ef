/** `npm start`: bundles what has changed and shows one example, from blocks to firmware. */
import { buildCommand } from './build.mjs';

if (await buildCommand()) {
  const { start } = await import(new URL('../dist/start.mjs', import.meta.url).href);
  await start();
}
