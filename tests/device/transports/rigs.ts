/**
 * The virtual board in memory and over Web Serial: rigs for transport-tests.ts that need nothing of Node.
 */
import type { Clock } from '../../../app/device/clock.ts';
import { MemoryTransport } from '../../../app/device/memory-transport.ts';
import { createWebSerialTransport } from '../../../app/device/web/web-serial-transport.ts';
import { bootProgram } from '../../../app/virtual-board/boot-program.ts';
import { VirtualBoard } from '../../../app/virtual-board/virtual-board.ts';
import { SerialStandIn } from './serial-stand-in.ts';
import type { Rig } from './transport-tests.ts';

export const UNO_IDS = { vendorId: 0x2341, productId: 0x0043 } as const;

type Run = Rig['run'];

export function memoryRig(clock: Clock, run: Run): Rig {
  const board = new VirtualBoard({ clock, boot: bootProgram() });
  const transport = new MemoryTransport();
  const info = { path: 'usb', ...UNO_IDS };
  transport.plug(info, board);
  return {
    clock,
    transport,
    board,
    run,
    port: () => Promise.resolve(info),
    unplug: () => {
      transport.unplug('usb');
      board.power(false);
    },
    plug: () => {
      transport.plug(info, board);
      board.power(true);
    },
    isOpen: () => transport.isOpen('usb'),
  };
}

export function webSerialRig(clock: Clock, run: Run): Rig {
  const board = new VirtualBoard({ clock, boot: bootProgram() });
  const serial = new SerialStandIn();
  const ids = { usbVendorId: UNO_IDS.vendorId, usbProductId: UNO_IDS.productId };
  serial.plug('usb', ids, board);
  const transport = createWebSerialTransport(serial);
  return {
    clock,
    transport,
    board,
    run,
    async port() {
      const [port] = await transport.list();
      if (port === undefined) throw new Error('no port is listed');
      return port;
    },
    unplug: () => {
      serial.unplug('usb');
      board.power(false);
    },
    plug: () => {
      serial.plug('usb', ids, board);
      board.power(true);
    },
    isOpen: () => serial.isOpen('usb'),
  };
}
