/** Ports as the command sees them: which are boards, which one is meant, what is remembered, what is logged. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { DeviceError } from '../../app/device/device-error.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { candidates } from '../../app/device/candidates.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import { linuxPorts } from '../../app/device/node/linux-ports.ts';
import { groupCommand, openFailure } from '../../app/device/node/open-failure.ts';
import { portInfo } from '../../app/device/node/serialport-transport.ts';
import { choosePort, listPorts, portHolders, portTrouble, readMemory } from '../../app/host/devices.ts';
import { HELP_TOPICS, helpPlatform, PORT_HELP } from '../../app/host/port-help.ts';
import { STATION_HEADS, stationLine } from '../../app/host/station-log.ts';
import { VirtualClock } from '../device/bench/virtual-clock.ts';
import type { MemoryDevice } from '../../app/device/memory-transport.ts';

const nothing: MemoryDevice = {
  opened: () => undefined,
  written: () => undefined,
  signals: () => true,
  baud: () => undefined,
  closed: () => undefined,
};

describe('which boards a port may be', () => {
  test('by its USB ids', () => {
    const ids = (vendorId: number, productId: number): string[] =>
      candidates({ path: 'x', vendorId, productId }).map(({ id }) => id);
    expect(ids(0x2341, 0x8036)).toEqual(['leonardo']);
    expect(ids(0x2341, 0x0042)).toEqual(['mega']);
    expect(ids(0x1a86, 0x7523)).toContain('nano');
    expect(ids(0x1234, 0x5678)).toEqual([]);
    // A pseudo-terminal has none: it may be any.
    expect(candidates({ path: 'x' })).toEqual(BOARDS);
  });
});

describe('the port that is meant', () => {
  const code = (promise: Promise<unknown>): Promise<unknown> =>
    promise.catch((failure: unknown) => (failure instanceof DeviceError ? failure.code : failure));

  test('is the only board, the named one, or asked for', async () => {
    const transport = new MemoryTransport();
    const service = createDeviceService(transport, new VirtualClock());
    transport.plug({ path: 'modem', vendorId: 0x1234, productId: 1 }, nothing);
    expect(await code(choosePort(service, undefined))).toBe('no-board');
    transport.plug({ path: 'a', vendorId: 0x2341, productId: 0x0043 }, nothing);
    expect((await choosePort(service, undefined)).path).toBe('a');
    transport.plug({ path: 'b', vendorId: 0x1a86, productId: 0x7523 }, nothing);
    expect((await listPorts(service)).map(({ path }) => path)).toEqual(['a', 'b']);
    expect(await code(choosePort(service, undefined))).toBe('several-boards');
    expect(await choosePort(service, 'b')).toMatchObject({ path: 'b', vendorId: 0x1a86 });
    expect(await choosePort(service, '/dev/pts/3')).toEqual({ path: '/dev/pts/3' });
  });
});

describe('what a grown-up should know', () => {
  test('is there for every system, in both languages', () => {
    const all = Object.values(PORT_HELP).flatMap((help) => HELP_TOPICS.map((topic) => help[topic]));
    expect(all).toHaveLength(9);
    expect(all.every(({ fr, en }) => fr.length > 30 && en.length > 30 && fr !== en)).toBe(true);
    expect(PORT_HELP.linux.permission.en).toContain('usermod -aG dialout');
    expect(PORT_HELP.windows.driver.fr).toContain('CH340');
    expect(PORT_HELP.macos.busy.en).toContain('lsof');
    expect(
      ['win32', 'darwin', 'linux', 'freebsd'].map((name) => helpPlatform(name as NodeJS.Platform)),
    ).toEqual(['windows', 'macos', 'linux', 'linux']);
  });

  test('a program that holds a port is named', async () => {
    const proc = await mkdtemp(join(tmpdir(), 'genie-proc-'));
    await mkdir(join(proc, '42/fd'), { recursive: true });
    await mkdir(join(proc, '43/fd'), { recursive: true });
    await mkdir(join(proc, 'self'));
    await symlink('/dev/ttyUSB0', join(proc, '42/fd/7'));
    await symlink('/dev/null', join(proc, '43/fd/1'));
    await writeFile(join(proc, '42/comm'), 'arduino-ide\n');
    expect(await portHolders('/dev/ttyUSB0', proc)).toEqual(['arduino-ide']);
    expect(await portHolders('/dev/ttyUSB1', proc)).toEqual([]);
    await rm(proc, { recursive: true });
  });
});

describe('ports of a Linux computer', () => {
  let sys = '';
  beforeAll(async () => {
    sys = await mkdtemp(join(tmpdir(), 'genie-sys-'));
    const usb = join(sys, 'devices/pci0/usb1/1-2.3');
    await mkdir(join(usb, '1-2.3:1.0/ttyUSB0'), { recursive: true });
    await writeFile(join(usb, 'idVendor'), '1a86\n');
    await writeFile(join(usb, 'idProduct'), '7523\n');
    await writeFile(join(usb, 'serial'), 'A1B2\n');
    await mkdir(join(sys, 'devices/platform/serial8250'), { recursive: true });
    for (const [name, device] of [
      ['ttyUSB0', join(usb, '1-2.3:1.0/ttyUSB0')],
      ['ttyS0', join(sys, 'devices/platform/serial8250')],
    ] as const) {
      await mkdir(join(sys, 'class/tty', name), { recursive: true });
      await symlink(device, join(sys, 'class/tty', name, 'device'));
    }
    await mkdir(join(sys, 'class/tty/tty1'));
  });
  afterAll(() => rm(sys, { recursive: true, force: true }));

  test('are those of USB devices, with their socket', async () => {
    expect(await linuxPorts(sys)).toEqual([
      { path: '/dev/ttyUSB0', vendorId: 0x1a86, productId: 0x7523, location: '1-2.3', serialNumber: 'A1B2' },
    ]);
    expect(await linuxPorts(join(sys, 'none'))).toEqual([]);
  });
});

describe('a port that does not open', () => {
  test.each([
    ['linux', 'Error: Permission denied, cannot open /dev/ttyUSB0', 'no-permission'],
    ['win32', 'Opening COM3: Access denied', 'port-busy'],
    ['win32', 'Opening COM3: File not found', 'unplugged'],
    ['linux', 'Error Resource temporarily unavailable Cannot lock port', 'port-busy'],
    ['darwin', 'Error: Resource busy, cannot open /dev/cu.usbmodem1', 'port-busy'],
    ['linux', 'Error: No such file or directory, cannot open /dev/ttyUSB0', 'unplugged'],
    ['linux', 'Error: something else', 'port-failed'],
  ] as const)('on %s: "%s" is %s', async (platform, words, code) => {
    expect((await openFailure(new Error(words), '/dev/null', platform)).code).toBe(code);
  });

  test('without permission names the group of that very device', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'genie-group-'));
    await writeFile(join(folder, 'group'), `root:x:0:\nuucp:x:${process.getgid?.() ?? 0}:\n`);
    await writeFile(join(folder, 'port'), '');
    const command = await groupCommand(join(folder, 'port'), join(folder, 'group'));
    expect(command).toMatch(/^sudo usermod -aG (uucp|root) \$USER$/);
    await rm(folder, { recursive: true });
  });

  test('is told without opening it', async () => {
    expect(await portTrouble('/dev/null', 'linux')).toBeUndefined();
    expect((await portTrouble('/dev/genie-nothing', 'linux'))?.code).toBe('unplugged');
    expect(await portTrouble('COM3', 'win32')).toBeUndefined();
  });

  test('macOS’ callout name is taken', () => {
    const port = { path: '/dev/tty.usbmodem1', vendorId: '2341', productId: '0043', locationId: '14200000' };
    expect(portInfo(port, 'darwin')).toEqual({
      path: '/dev/cu.usbmodem1',
      vendorId: 0x2341,
      productId: 0x43,
      location: '14200000',
    });
  });
});

test('what is remembered of sockets survives, and nonsense does not', () => {
  expect([
    ...readMemory('{"1-2":{"baud":57600,"pulse":"long","image":"AQI="},"x":3,"y":{"baud":"fast"}}'),
  ]).toEqual([
    ['1-2', { baud: 57_600, pulse: 'long', image: Uint8Array.of(1, 2) }],
    ['y', {}],
  ]);
  for (const text of ['', 'null', '[', '3']) expect(readMemory(text).size).toBe(0);
});

test('a station’s line quotes what must be quoted', () => {
  const [board] = BOARDS;
  if (board === undefined) throw new Error('no boards');
  const port = { path: 'p', location: '1-2', serialNumber: '=1+1' };
  const time = new Date('2026-01-02T03:04:05Z');
  const line = stationLine(
    { job: { board, port, image: new Uint8Array(0) }, ms: 1_234 },
    'a "b", c.genie',
    time,
  );
  expect(line).toBe(`2026-01-02T03:04:05.000Z,1-2,'=1+1,genie-base,"a ""b"", c.genie",ok,1.2\r\n`);
  expect(STATION_HEADS.split(',')).toHaveLength(line.replace(/"[^\r]*",ok/, 'x,ok').split(',').length);
});
