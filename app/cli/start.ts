/** `npm start`, bundled as dist/start.mjs: prints the page of start-page.ts. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHost } from '../host/host.ts';
import { startPage } from './start-page.ts';
import { createStyle } from './style.ts';

export async function start(): Promise<void> {
  const here = dirname(fileURLToPath(import.meta.url));
  const host = await createHost(here);
  const style = createStyle(process.stdout.isTTY, host.surroundings.variables);
  process.stdout.write(await startPage(host, dirname(here), style));
}
