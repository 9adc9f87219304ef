/**
 * The USB serial ports of a Linux computer, as /sys/class/tty lists them: no program is asked (`udevadm`,
 * which serialport calls, is not everywhere), and the socket of the computer is told.
 *
 * In: the folder of sysfs. Out: ports with a vendor id; the others (/dev/ttyS0, Bluetooth) are no boards.
 */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PortInfo } from '../transport.ts';

/** Sixty and more that are no device: the list is read again and again while boards come and go. */
const CONSOLES = /^(tty\d*|console|ptmx)$/;

export async function linuxPorts(sys = '/sys'): Promise<readonly PortInfo[]> {
  const folder = join(sys, 'class/tty');
  const names = await readdir(folder).catch(() => []);
  const some = names.filter((name) => !CONSOLES.test(name));
  const found = await Promise.all(some.map((name) => portOf(folder, name)));
  return found
    .filter((port) => port !== undefined)
    .toSorted((first, second) => first.path.localeCompare(second.path, 'en', { numeric: true }));
}

async function portOf(folder: string, name: string): Promise<PortInfo | undefined> {
  const device = await realpath(join(folder, name, 'device')).catch(() => undefined);
  // The interface, the converter's port, then the USB device itself: never far.
  for (let at = device, steps = 0; at !== undefined && steps < 5; at = dirname(at), steps++) {
    const vendorId = await hex(join(at, 'idVendor'));
    const productId = await hex(join(at, 'idProduct'));
    if (vendorId === undefined || productId === undefined) continue;
    const serialNumber = await words(join(at, 'serial'));
    const maker = await words(join(at, 'manufacturer'));
    return {
      path: `/dev/${name}`,
      vendorId,
      productId,
      location: basename(at),
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(maker === undefined ? {} : { maker }),
    };
  }
  return undefined;
}

async function words(file: string): Promise<string | undefined> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim();
  return text === '' ? undefined : text;
}

async function hex(file: string): Promise<number | undefined> {
  const number = Number.parseInt((await words(file)) ?? '', 16);
  return Number.isNaN(number) ? undefined : number;
}
