/**
 * Tells when ports come and go.
 *
 * In: a transport, a clock. Out: the whole list at first, then every change. Where the system tells by itself
 * (Web Serial) the list is read at once, elsewhere twice a second. A list that fails while devices come and go
 * changes nothing.
 */
import { bounded, type Clock } from './clock.ts';
import type { PortInfo, Transport } from './transport.ts';

export interface PortChange {
  readonly ports: readonly PortInfo[];
  readonly appeared: readonly PortInfo[];
  readonly gone: readonly PortInfo[];
}

const LOOK_MS = 500;
const LIST_MS = 2_000;

/** Until the answer is called. */
export function watchPorts(
  transport: Transport,
  clock: Clock,
  onChange: (change: PortChange) => void,
): () => void {
  let known: readonly PortInfo[] | undefined;
  let isOver = false;
  let isLooking = false;
  let isAsked = false;
  let cancel: () => void = () => undefined;

  const look = async (): Promise<void> => {
    cancel();
    isAsked = isLooking;
    if (isLooking) return;
    isLooking = true;
    const ports = await bounded(clock, LIST_MS, 'port-failed', transport.list()).catch(() => undefined);
    isLooking = false;
    if (isOver) return;
    if (ports !== undefined) compare(ports);
    cancel = clock.after(isAsked ? 0 : LOOK_MS, () => void look());
    isAsked = false;
  };
  const compare = (ports: readonly PortInfo[]): void => {
    const before = known ?? [];
    const isFirst = known === undefined;
    known = ports;
    const appeared = ports.filter((port) => !before.some((one) => isSame(one, port)));
    const gone = before.filter((port) => !ports.some((one) => isSame(one, port)));
    if (isFirst || appeared.length > 0 || gone.length > 0) onChange({ ports, appeared, gone });
  };

  const unwatch = transport.watch?.(() => void look());
  void look();
  return () => {
    isOver = true;
    cancel();
    unwatch?.();
  };
}

/** A 32U4 that becomes its bootloader is another device under the same name. */
const isSame = (first: PortInfo, second: PortInfo): boolean =>
  first.path === second.path &&
  first.vendorId === second.vendorId &&
  first.productId === second.productId &&
  first.location === second.location &&
  first.serialNumber === second.serialNumber;
