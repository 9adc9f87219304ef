/**
 * STK500 version 1, as Optiboot and ATmegaBOOT speak it.
 *
 * Spec: Atmel application note AVR061. No checksums: a page is believed only after it was read back.
 * An address and the command that uses it go out in one write: one round trip instead of two.
 */
import type { Conversation } from '../conversation.ts';
import { DeviceError } from '../device-error.ts';
import { REPLY_MS, type Programmer, type ProtocolTraits, type Signature } from './programmer.ts';

const GET_SYNC = 0x30;
const LOAD_ADDRESS = 0x55;
const PROG_PAGE = 0x64;
const READ_PAGE = 0x74;
const READ_SIGN = 0x75;
const LEAVE_PROGMODE = 0x51;
const CRC_EOP = 0x20;
const INSYNC = 0x14;
const OK = 0x10;
const FLASH = 0x46;

/** Optiboot blinks for 375 ms before it reads; the greeting waits in the chip meanwhile. */
const FIRST_SYNC_MS = 900;
/** ATmegaBOOT ignores LEAVE_PROGMODE; after five bytes it does not know it starts the program. */
const UNKNOWN_BYTES = new Uint8Array(5).fill(0xff);

export const STK500V1: ProtocolTraits = {
  readBytes: 256,
  ascending: false,
  reset: 'pulse',
  guard: 'halt',
  otherBauds: [115_200, 57_600],
  wakeMs: 75,
  writeMsPerByte: 0.13,
  readMsPerByte: 0.095,
};

export function createStk500v1(conversation: Conversation): Programmer {
  const loadAddress = (address: number): number[] => [
    LOAD_ADDRESS,
    (address >> 1) & 255,
    (address >> 9) & 255,
    CRC_EOP,
  ];

  /** Sends, and takes exactly the answer's length; INSYNC and OK must stand at its ends. */
  const ask = async (bytes: Uint8Array, length: number): Promise<Uint8Array> => {
    await conversation.send(bytes);
    const reply = await conversation.receive(length + 2, REPLY_MS);
    if (reply[0] !== INSYNC || reply[length + 1] !== OK) throw garbled(reply);
    return reply.subarray(1, length + 1);
  };

  /** As `ask`, with the answer to the address before it. */
  const askAt = async (address: number, command: readonly number[], data: Uint8Array, length: number) => {
    const bytes = Uint8Array.from([...loadAddress(address), ...command, ...data, CRC_EOP]);
    await conversation.send(bytes);
    const reply = await conversation.receive(length + 4, REPLY_MS);
    if (reply[0] !== INSYNC || reply[1] !== OK || reply[2] !== INSYNC || reply[length + 3] !== OK)
      throw garbled(reply);
    return reply.subarray(3, length + 3);
  };

  const lengthBytes = (length: number): number[] => [length >> 8, length & 255, FLASH];
  const none = new Uint8Array(0);

  return {
    async sync() {
      conversation.discard();
      await conversation.send(Uint8Array.of(GET_SYNC, CRC_EOP));
      await conversation.receiveThrough([INSYNC, OK], FIRST_SYNC_MS);
    },
    async signature() {
      const [first = 0, second = 0, third = 0] = await ask(Uint8Array.of(READ_SIGN, CRC_EOP), 3);
      return [first, second, third] satisfies Signature;
    },
    async write(address, page) {
      await askAt(address, [PROG_PAGE, ...lengthBytes(page.length)], page, 0);
    },
    read: (address, length) => askAt(address, [READ_PAGE, ...lengthBytes(length)], none, length),
    rewind: () => Promise.resolve(),
    recover: () => Promise.reject(new DeviceError('garbled', 'only a reset helps')),
    async leave() {
      await ask(Uint8Array.of(LEAVE_PROGMODE, CRC_EOP), 0);
      await conversation.send(UNKNOWN_BYTES);
    },
  };
}

const garbled = (reply: Uint8Array): DeviceError =>
  new DeviceError('garbled', `unexpected reply ${reply.slice(0, 8).join(' ')}`);
