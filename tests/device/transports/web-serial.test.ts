/** What Web Serial does that other ports do not: streams that end, ports that cannot change their speed. */
import { expect, test } from 'vitest';
import type { MemoryDevice } from '../../../app/device/memory-transport.ts';
import type { Line } from '../../../app/device/transport.ts';
import {
  createWebSerialTransport,
  type WebSerialTransport,
} from '../../../app/device/web/web-serial-transport.ts';
import { SerialStandIn } from './serial-stand-in.ts';

const IDS = { usbVendorId: 0x2341, usbProductId: 0x0043 };

interface Place {
  readonly serial: SerialStandIn;
  readonly transport: WebSerialTransport;
  readonly calls: string[];
  readonly device: MemoryDevice;
  readonly say: (bytes: Uint8Array) => void;
}

function place(hasWires = true): Place {
  const serial = new SerialStandIn();
  const calls: string[] = [];
  let send: (bytes: Uint8Array) => void = () => undefined;
  const device: MemoryDevice = {
    opened: (to, baud) => {
      send = to;
      calls.push(`open ${baud}`);
    },
    written: (bytes) => void calls.push(`write ${[...bytes].join(' ')}`),
    signals: ({ dtr, rts }) => {
      calls.push(`signals ${dtr} ${rts}`);
      return hasWires;
    },
    baud: () => undefined,
    closed: () => void calls.push('close'),
  };
  serial.plug('a', IDS, device);
  return {
    serial,
    transport: createWebSerialTransport(serial),
    calls,
    device,
    say: (bytes) => send(bytes),
  };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

function heard(line: Line): { readonly bytes: number[]; closings: number } {
  const ear = { bytes: [] as number[], closings: 0 };
  line.listen({ bytes: (chunk) => void ear.bytes.push(...chunk), closed: () => void ear.closings++ });
  return ear;
}

test('bytes that came too fast for the browser are lost, the port is not', async () => {
  const { transport, say } = place();
  const line = await transport.open((await transport.list())[0]?.path ?? '', 9_600);
  const ear = heard(line);
  say(Uint8Array.of(1, 2));
  await turn();
  say(new Uint8Array(20_000));
  await turn();
  say(Uint8Array.of(3));
  await turn();
  expect(ear.bytes).toEqual([1, 2, 3]);
  expect(ear.closings).toBe(0);
  await line.close();
});

test('another speed closes and opens the port; the same does not', async () => {
  const { transport, say, calls } = place();
  const line = await transport.open('serial-1', 9_600);
  const ear = heard(line);
  await line.setBaud(9_600);
  await line.setBaud(57_600);
  await line.write(Uint8Array.of(7));
  say(Uint8Array.of(8));
  await turn();
  await Promise.all([line.write(Uint8Array.of(1)), line.write(Uint8Array.of(2))]);
  await line.close();
  await line.close();
  expect(ear).toEqual({ bytes: [8], closings: 0 });
  expect(calls).toEqual(['open 9600', 'close', 'open 57600', 'write 7', 'write 1', 'write 2', 'close']);
});

test('a cable that comes out is told once, and everything after it fails', async () => {
  const { serial, transport, calls } = place();
  const [port] = await transport.list();
  const line = await transport.open(port?.path ?? '', 9_600);
  const ear = heard(line);
  serial.unplug('a');
  await turn();
  expect(ear.closings).toBe(1);
  for (const work of [
    line.write(Uint8Array.of(1)),
    line.setSignals({ dtr: true, rts: true }),
    line.setBaud(1_200),
  ])
    await expect(work).rejects.toMatchObject({ code: 'unplugged' });
  await line.close();
  expect(calls).toEqual(['open 9600']);
  expect(await transport.list()).toEqual([]);
  await expect(transport.open(port?.path ?? '', 9_600)).rejects.toMatchObject({ code: 'unplugged' });
});

test('a port without wires says so; one that is held, or a list that fails, is a fault', async () => {
  const { serial, transport } = place(false);
  const [port] = await transport.list();
  expect(port).toEqual({ path: 'serial-1', vendorId: 0x2341, productId: 0x0043 });
  const line = await transport.open('serial-1', 9_600);
  expect(await line.setSignals({ dtr: true, rts: true })).toBe(false);
  await expect(transport.open('serial-1', 9_600)).rejects.toMatchObject({ code: 'port-busy' });
  await line.close();
  serial.getPorts = () => Promise.reject(new Error('not allowed'));
  await expect(transport.list()).rejects.toMatchObject({ code: 'port-failed' });
  serial.requestPort = () => Promise.reject(new DOMException('no click', 'SecurityError'));
  await expect(transport.request([])).rejects.toMatchObject({ code: 'port-failed' });
});
