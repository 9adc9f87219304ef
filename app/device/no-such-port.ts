/**
 * A port that cannot be opened because there is none of that name: said so, with those there are.
 *
 * In: what the first opening of a port threw. Out: 'no-port' instead of a cable that came out, where it was not
 * listed; otherwise the same fault.
 */
import { bounded, type Clock } from './clock.ts';
import { DeviceError } from './device-error.ts';
import { candidates } from './candidates.ts';
import type { Transport } from './transport.ts';

const LIST_MS = 2_000;

export async function noSuchPort(
  fault: DeviceError,
  path: string,
  { transport, clock }: { readonly transport: Transport; readonly clock: Clock },
): Promise<DeviceError> {
  if (fault.code !== 'unplugged') return fault;
  const ports = await bounded(clock, LIST_MS, 'port-failed', transport.list()).catch(() => []);
  if (ports.some((port) => port.path === path)) return fault;
  const boards = ports.filter((port) => candidates(port).length > 0).map((port) => port.path);
  return new DeviceError('no-port', fault, { port: path, ports: boards.join(', ') || '–' });
}
