/**
 * STK500 version 2, as the bootloader of the Mega 2560 speaks it.
 *
 * Spec: Atmel application note AVR068. Frames with a sequence number and a checksum, one at a time: the
 * chip does not listen while it answers. Reading and writing move the address on, so it is sent only when
 * it jumps. CHIP_ERASE erases nothing and answers FAILED, but sets the pointer of the erasing to 0.
 */
import type { Conversation } from '../conversation.ts';
import { DeviceError } from '../device-error.ts';
import { REPLY_MS, type Programmer, type ProtocolTraits, type Signature } from './programmer.ts';

const MESSAGE_START = 0x1b;
const TOKEN = 0x0e;
const CMD_SIGN_ON = 0x01;
const CMD_LOAD_ADDRESS = 0x06;
const CMD_LEAVE_PROGMODE_ISP = 0x11;
const CMD_CHIP_ERASE_ISP = 0x12;
const CMD_PROGRAM_FLASH_ISP = 0x13;
const CMD_READ_FLASH_ISP = 0x14;
const CMD_READ_SIGNATURE_ISP = 0x1b;
const STATUS_CMD_OK = 0x00;
const NAME = 'AVRISP_2';
/** Mode, delay, three SPI commands, two poll bytes: of no meaning to this bootloader. */
const UNUSED = [0, 0, 0, 0, 0, 0, 0] as const;

export const STK500V2: ProtocolTraits = {
  readBytes: 256,
  ascending: true,
  reset: 'pulse',
  guard: 'halt',
  otherBauds: [],
  wakeMs: 75,
  writeMsPerByte: 0.131,
  readMsPerByte: 0.097,
};

export function createStk500v2(conversation: Conversation): Programmer {
  let sequence = 0;
  let next: number | undefined;

  const request = async (body: readonly number[] | Uint8Array): Promise<Uint8Array> => {
    sequence = (sequence + 1) & 255;
    const frame = [MESSAGE_START, sequence, body.length >> 8, body.length & 255, TOKEN, ...body];
    await conversation.send(Uint8Array.of(...frame, xor(frame)));
    return reply(body[0] ?? 0);
  };

  const reply = async (command: number): Promise<Uint8Array> => {
    await conversation.receiveThrough([MESSAGE_START], REPLY_MS);
    const head = await conversation.receive(4, REPLY_MS);
    const [number, high = 0, low = 0, token] = head;
    const length = high * 256 + low;
    if (number !== sequence || token !== TOKEN || length < 2 || length > 275)
      throw new DeviceError('garbled', `frame head ${head.join(' ')}`);
    const rest = await conversation.receive(length + 1, REPLY_MS);
    const body = rest.subarray(0, length);
    if (xor([MESSAGE_START, ...head, ...body]) !== rest[length] || body[0] !== command)
      throw new DeviceError('garbled', 'checksum');
    return body;
  };

  const expectOk = (body: Uint8Array): Uint8Array => {
    if (body[1] !== STATUS_CMD_OK) throw new DeviceError('garbled', `status ${body[1]}`);
    return body;
  };

  const goTo = async (address: number): Promise<void> => {
    if (address === next) return;
    const word = address >>> 1;
    const bytes = [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
    expectOk(await request([CMD_LOAD_ADDRESS, ...bytes]));
  };

  return {
    async sync() {
      conversation.discard();
      // Whatever was said before: number 1 is always taken.
      sequence = 0;
      next = undefined;
      const body = expectOk(await request([CMD_SIGN_ON]));
      if (String.fromCharCode(...body.subarray(3)) !== NAME)
        throw new DeviceError('garbled', 'another programmer');
    },
    async signature() {
      const bytes: number[] = [];
      for (const index of [0, 1, 2])
        bytes.push(expectOk(await request([CMD_READ_SIGNATURE_ISP, 4, 0x30, 0, index, 0]))[2] ?? 0);
      const [first = 0, second = 0, third = 0] = bytes;
      return [first, second, third] satisfies Signature;
    },
    async write(address, page) {
      await goTo(address);
      next = undefined;
      const size = [page.length >> 8, page.length & 255];
      expectOk(await request([CMD_PROGRAM_FLASH_ISP, ...size, ...UNUSED, ...page]));
      next = address + page.length;
    },
    async read(address, length) {
      await goTo(address);
      next = undefined;
      const body = expectOk(await request([CMD_READ_FLASH_ISP, length >> 8, length & 255, 0x20]));
      if (body.length !== length + 3) throw new DeviceError('garbled', 'length of what was read');
      next = address + length;
      return body.slice(2, length + 2);
    },
    async rewind() {
      await request([CMD_CHIP_ERASE_ISP, 0, 0, 0, 0, 0, 0]);
    },
    async leave() {
      expectOk(await request([CMD_LEAVE_PROGMODE_ISP, 1, 1]));
    },
    recover: () => Promise.reject(new DeviceError('garbled', 'only a reset helps')),
  };
}

const xor = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0);
