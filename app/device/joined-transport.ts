/** The ports of several transports as one: this computer's, and the virtual board's. The first that lists a path opens it. */
import type { PortInfo, Transport } from './transport.ts';

/** `last` also opens what no one lists: systems know more ports than they tell. */
export function joinTransports(last: Transport, ...others: readonly Transport[]): Transport {
  const all = [last, ...others];
  return {
    async list() {
      const lists = await Promise.all(all.map((transport) => transport.list()));
      return lists.flat();
    },
    async open(path, baud) {
      for (const transport of others) {
        const ports: readonly PortInfo[] = await transport.list();
        if (ports.some((port) => port.path === path)) return transport.open(path, baud);
      }
      return last.open(path, baud);
    },
    watch(changed) {
      const ends = all.map((transport) => transport.watch?.(changed));
      return () => ends.forEach((end) => end?.());
    },
  };
}
