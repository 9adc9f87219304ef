/**
 * USB vendor and product ids by maker. Clones share them: they narrow the choice, the chip's signature decides.
 *
 * Arduino's own ids are those of the official core's boards.txt (tests/boards/bases.test.ts compares).
 */
import type { Board } from '../types.ts';

type UsbIds = Board['usb'];

const ids = (vendorId: number, ...productIds: readonly number[]): UsbIds =>
  productIds.map((productId) => ({ vendorId, productId }));

/** FTDI FT232R, WCH CH340, Silicon Labs CP210x: the USB-serial chips of Nanos and clones. */
export const USB_SERIAL_CHIPS: UsbIds = [
  ...ids(0x0403, 0x6001),
  ...ids(0x1a86, 0x7523),
  ...ids(0x10c4, 0xea60),
];

export const USB_UNO: UsbIds = [...ids(0x2341, 0x0043, 0x0001, 0x0243, 0x006a), ...ids(0x2a03, 0x0043)];

export const USB_MEGA: UsbIds = [
  ...ids(0x2341, 0x0010, 0x0042, 0x0210, 0x0242),
  ...ids(0x2a03, 0x0010, 0x0042),
];

/** The bootloader (0x0036) and the sketch (0x8036) of a Leonardo have different product ids. */
export const USB_LEONARDO: UsbIds = [...ids(0x2341, 0x0036, 0x8036), ...ids(0x2a03, 0x0036, 0x8036)];
