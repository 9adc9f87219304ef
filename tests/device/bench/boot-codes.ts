/**
 * Three bootloaders as their sources behave, traps included: Optiboot 4.4, ATmegaBOOT and the Mega's STK500v2.
 *
 * In: the chip of uart-board.ts. Each is a generator that takes a byte at every `yield`, in the order of
 * the C sources that come with the Arduino core; the flash holds what they would write.
 */
import type { BootChip, BootCode } from './uart-board.ts';

const lettersOf = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const ERASE_MS = 4;
const WRITE_MS = 4;
const MEGA_328P = [0x1e, 0x95, 0x0f] as const;

/** Reads up to the terminator; a wrong one starts the program in 16 ms. */
function* verifySpace(chip: BootChip): Generator<void, boolean, number> {
  if ((yield) !== 0x20) {
    chip.watchdog(16);
    for (;;) {
      // Bytes are not read any more, so they do not feed the watchdog either.
      chip.busy(20);
      yield;
    }
  }
  chip.put(0x14);
  return true;
}

/** Optiboot 4.4: no erase command; a page goes at its header, before its data. */
export const optiboot = (signature: readonly number[] = MEGA_328P): BootCode =>
  function* (chip, cause) {
    if (cause === 'power') {
      chip.startApp();
      return;
    }
    chip.watchdog(1_000);
    chip.busy(375);
    chip.watchdog(1_000);
    let address = 0;
    // The RAM of the page, which a short page leaves half old.
    const buffer: number[] = Array.from({ length: chip.pageBytes }, () => 0);
    for (;;) {
      const command = yield;
      switch (command) {
        case 0x41: {
          const which = yield;
          yield* verifySpace(chip);
          chip.put(which === 0x82 ? 4 : which === 0x81 ? 4 : 3);
          break;
        }
        case 0x42:
          for (let i = 0; i < 20; i++) yield;
          yield* verifySpace(chip);
          break;
        case 0x45:
          for (let i = 0; i < 5; i++) yield;
          yield* verifySpace(chip);
          break;
        case 0x55: {
          const low = yield;
          address = ((low | ((yield) << 8)) * 2) & 0xffff;
          yield* verifySpace(chip);
          break;
        }
        case 0x56:
          for (let i = 0; i < 4; i++) yield;
          yield* verifySpace(chip);
          chip.put(0);
          break;
        case 0x64: {
          yield;
          const length = (yield) || 256;
          yield;
          if (address < 0x7000) chip.erase(address);
          for (let i = 0; i < length; i++) buffer[i] = yield;
          if (address >= 0x7000) chip.erase(address);
          yield* verifySpace(chip);
          chip.program(address, buffer.slice(0, chip.pageBytes));
          chip.busy(WRITE_MS);
          break;
        }
        case 0x74: {
          yield;
          const length = (yield) || 256;
          yield;
          yield* verifySpace(chip);
          for (let i = 0; i < length; i++) {
            chip.put(chip.flash[address % chip.flash.length] ?? 0);
            address = (address + 1) & 0xffff;
          }
          break;
        }
        case 0x75:
          yield* verifySpace(chip);
          chip.put(...signature);
          break;
        case 0x51:
          chip.watchdog(16);
          yield* verifySpace(chip);
          break;
        default:
          yield* verifySpace(chip);
      }
      chip.put(0x10);
    }
  };

/** ATmegaBOOT at 57600: silence or five bytes it does not know start the program; Q does nothing. */
export const atmegaBoot = (signature: readonly number[] = MEGA_328P): BootCode =>
  function* (chip) {
    let errors = 0;
    let address = 0;
    chip.busy(200);
    chip.watchdog(1_190);
    const wrong = (): void => {
      if (++errors === 5) chip.startApp();
    };
    const nothing = function* (): Generator<void, void, number> {
      if ((yield) === 0x20) chip.put(0x14, 0x10);
      else wrong();
    };
    const oneByte = function* (value: number): Generator<void, void, number> {
      if ((yield) === 0x20) chip.put(0x14, value, 0x10);
      else wrong();
    };
    for (;;) {
      const command = yield;
      switch (command) {
        case 0x30:
        case 0x50:
        case 0x52:
        case 0x51:
          yield* nothing();
          break;
        case 0x40:
          if ((yield) > 0x85) yield;
          yield* nothing();
          break;
        case 0x41: {
          const which = yield;
          yield* oneByte(which === 0x80 ? 2 : which === 0x81 ? 1 : which === 0x82 ? 16 : 0);
          break;
        }
        case 0x42:
          for (let i = 0; i < 20; i++) yield;
          yield* nothing();
          break;
        case 0x45:
          for (let i = 0; i < 5; i++) yield;
          yield* nothing();
          break;
        case 0x55: {
          const low = yield;
          address = low | ((yield) << 8);
          yield* nothing();
          break;
        }
        case 0x56:
          for (let i = 0; i < 4; i++) yield;
          yield* oneByte(0);
          break;
        case 0x64: {
          const high = yield;
          const length = (high << 8) | (yield);
          const isEeprom = (yield) === 0x45;
          const buffer: number[] = [];
          for (let i = 0; i < length; i++) buffer.push(yield);
          if ((yield) !== 0x20) {
            wrong();
            break;
          }
          const at = (address * 2) & 0xffff;
          if (!isEeprom)
            for (let page = 0; page < length; page += chip.pageBytes) {
              chip.erase(at + page);
              chip.program(at + page, buffer.slice(page, page + chip.pageBytes));
              chip.busy(ERASE_MS + WRITE_MS);
            }
          chip.put(0x14, 0x10);
          break;
        }
        case 0x74: {
          const high = yield;
          const length = (high << 8) | (yield);
          let at = (address * 2) & 0xffff;
          const isEeprom = (yield) === 0x45;
          if ((yield) !== 0x20) break;
          chip.put(0x14);
          for (let i = 0; i < length; i++) {
            chip.put(isEeprom ? 0xff : (chip.flash[at % chip.flash.length] ?? 0));
            at = (at + 1) & 0xffff;
          }
          address = at;
          chip.put(0x10);
          break;
        }
        case 0x75:
          if ((yield) === 0x20) chip.put(0x14, ...signature, 0x10);
          else wrong();
          break;
        case 0x76:
          yield* oneByte(0);
          break;
        default:
          wrong();
      }
    }
  };

/** The Mega's: frames with checksums; an erase pointer of its own that only goes up; no listening while it answers. */
export const stk500v2Boot = (signature: readonly number[] = [0x1e, 0x98, 0x01]): BootCode =>
  function* (chip) {
    const APP_END = 0x3e000;
    let address = 0;
    let eraseAddress = 0;
    let expected = 0;
    // Silence starts the program, if there is one.
    const listen = (ms: number): void => {
      const isEmpty = chip.flash[0] === 0xff && chip.flash[1] === 0xff;
      chip.watchdog(isEmpty ? undefined : ms);
    };
    chip.watchdog(1_000);
    let byte = yield;
    listen(7_000);
    for (;;) {
      // One frame.
      const body: number[] = [];
      for (;;) {
        while (byte !== 0x1b) byte = yield;
        const number = yield;
        if (number !== 1 && number !== expected) {
          byte = yield;
          continue;
        }
        const high = yield;
        const low = yield;
        const length = high * 256 + low;
        const token = yield;
        expected = number;
        if (token !== 0x0e) {
          byte = yield;
          continue;
        }
        body.length = 0;
        let sum = 0x1b ^ number ^ high ^ low ^ token;
        do {
          const data: number = yield;
          // The chip's buffer ends here; what lies behind it is the stack.
          if (body.length < 285) body.push(data);
          sum ^= data;
          if (body.length === 285 && length > 285) {
            chip.startApp();
            return;
          }
        } while (body.length !== length);
        if ((yield) === sum) break;
        byte = yield;
      }
      const [command = 0] = body;
      let answer: number[] = [command, 0];
      let isLeaving = false;
      switch (command) {
        case 0x01:
          answer = [command, 0, 8, ...lettersOf('AVRISP_2')];
          break;
        case 0x03:
          answer = [command, 0, 0];
          break;
        case 0x06:
          address =
            (((body[1] ?? 0) << 24) | ((body[2] ?? 0) << 16) | ((body[3] ?? 0) << 8) | (body[4] ?? 0)) * 2;
          break;
        case 0x11:
          isLeaving = true;
          break;
        case 0x02:
        case 0x10:
          break;
        case 0x12:
          eraseAddress = 0;
          answer = [command, 0xc0];
          break;
        case 0x13: {
          const size = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
          if (eraseAddress < APP_END) {
            chip.erase(eraseAddress);
            chip.busy(ERASE_MS);
            eraseAddress += chip.pageBytes;
          }
          chip.program(address, body.slice(10, 10 + size));
          chip.busy(WRITE_MS);
          address += size;
          break;
        }
        case 0x14: {
          const size = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
          answer = [command, 0];
          for (let i = 0; i < Math.min(size, 280); i++)
            answer.push(chip.flash[(address + i) % chip.flash.length] ?? 0);
          answer.push(0);
          address += size;
          break;
        }
        case 0x1b:
          answer = [command, 0, signature[body[4] ?? 0] ?? 0, 0];
          break;
        default:
          answer = [command, 0xc0];
      }
      const frame = [0x1b, expected, answer.length >> 8, answer.length & 255, 0x0e, ...answer];
      chip.put(
        ...frame,
        frame.reduce((sum, next) => sum ^ next, 0),
      );
      expected = (expected + 1) & 255;
      if (isLeaving) {
        chip.busy(50);
        chip.startApp();
        return;
      }
      listen(7_000);
      byte = yield;
    }
  };
