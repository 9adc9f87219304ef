/**
 * AVR109, as Caterina speaks it: the bootloader of the 32U4.
 *
 * Spec: Atmel application note AVR109. It runs over USB, so bytes are not lost on the way, but a packet
 * holds one command: the rest of the packet is dropped. Writing and reading move the address on.
 * A write that misses bytes waits for ever: recover() fills it up with escapes, which are no command.
 */
import { pause } from '../clock.ts';
import type { Conversation } from '../conversation.ts';
import { DeviceError } from '../device-error.ts';
import { REPLY_MS, type Programmer, type ProtocolTraits } from './programmer.ts';

const CR = 0x0d;
const ESCAPE = 0x1b;
const letter = (text: string): number => text.charCodeAt(0);
const SET_ADDRESS = letter('A');
const BLOCK_WRITE = letter('B');
const BLOCK_READ = letter('g');
const FLASH = letter('F');
const IDENTIFIER = /^[A-Z]{7}$/;
/** A block may be announced as this long by one wrong bit. */
const LONGEST_BLOCK = 0x8100;
const ESCAPES_AT_ONCE = 512;
const SETTLE_MS = 50;

export const AVR109: ProtocolTraits = {
  readBytes: 256,
  ascending: false,
  reset: 'touch',
  guard: 'blank',
  otherBauds: [],
  wakeMs: 0,
  writeMsPerByte: 0.075,
  readMsPerByte: 0.016,
};

export function createAvr109(conversation: Conversation): Programmer {
  let next: number | undefined;

  const ask = async (bytes: Uint8Array, length: number): Promise<Uint8Array> => {
    await conversation.send(bytes);
    return conversation.receive(length, REPLY_MS);
  };

  const expectCr = (reply: Uint8Array): void => {
    if (reply[0] !== CR) throw new DeviceError('garbled', `reply ${reply[0]}`);
  };

  const goTo = async (address: number): Promise<void> => {
    if (address === next) return;
    expectCr(await ask(Uint8Array.of(SET_ADDRESS, (address >> 9) & 255, (address >> 1) & 255), 1));
  };

  const head = (command: number, length: number): number[] => [command, length >> 8, length & 255, FLASH];

  const greet = async (ms: number): Promise<void> => {
    conversation.discard();
    next = undefined;
    await conversation.send(Uint8Array.of(letter('S')));
    const name = await conversation.receive(7, ms);
    if (!IDENTIFIER.test(String.fromCharCode(...name))) throw new DeviceError('garbled', 'not a bootloader');
  };

  return {
    sync: () => greet(REPLY_MS),
    async signature() {
      const [third = 0, second = 0, first = 0] = await ask(Uint8Array.of(letter('s')), 3);
      return [first, second, third];
    },
    async write(address, page) {
      await goTo(address);
      next = undefined;
      expectCr(await ask(Uint8Array.from([...head(BLOCK_WRITE, page.length), ...page]), 1));
      next = address + page.length;
    },
    async read(address, length) {
      await goTo(address);
      next = undefined;
      const bytes = await ask(Uint8Array.from(head(BLOCK_READ, length)), length);
      next = address + length;
      return bytes;
    },
    rewind: () => Promise.resolve(),
    async leave() {
      expectCr(await ask(Uint8Array.of(letter('E')), 1));
    },
    async recover() {
      for (let sent = 0; sent < LONGEST_BLOCK; sent += ESCAPES_AT_ONCE) {
        await conversation.send(new Uint8Array(ESCAPES_AT_ONCE).fill(ESCAPE));
        const isListening = await greet(sent < 2 * ESCAPES_AT_ONCE ? 300 : 20).then(
          () => true,
          (fault: unknown) => {
            if (DeviceError.from(fault).code === 'unplugged') throw fault;
            return false;
          },
        );
        if (!isListening) continue;
        // Late answers of an earlier greeting would be taken for something else.
        await pause(conversation.clock, SETTLE_MS);
        return greet(REPLY_MS);
      }
      throw new DeviceError('no-answer', 'escapes do not help');
    },
  };
}
