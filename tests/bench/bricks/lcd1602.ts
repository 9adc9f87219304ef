/**
 * A 16×2 character display: HD44780 in 4-bit mode behind a PCF8574 on I2C.
 *
 * In: I2C bytes: P0 RS, P1 RW, P2 E, P3 backlight, P4…P7 D4…D7; a nibble is taken when E falls.
 * Out: the two lines now and over time, cursor, backlight, own characters, violations of the busy times:
 * 37 µs, clear and home 1.52 ms, 15 ms after power, 4.1 ms and 100 µs in the reset sequence.
 * Specs: Hitachi HD44780U (ADE-207-272), figure 24 and table 6; NXP PCF8574.
 */
import type { Brick } from '../machine.ts';

export interface Lcd {
  readonly kind: 'lcd';
  /** Both lines of 16 characters; own characters show as ␀…␇, unknown codes as �. */
  lines(): readonly [string, string];
  linesAt(ms: number): readonly [string, string];
  /** Every state of the text, with the time of its last change. */
  history(): readonly { ms: number; lines: readonly [string, string] }[];
  backlight(): boolean;
  isOn(): boolean;
  /** Eight rows of five bits. */
  ownCharacter(code: number): number[];
  readonly violations: readonly string[];
}

const [RS, RW, E, BACKLIGHT] = [1, 2, 4, 8] as const;
const COLUMNS = 16;
const ROM_A00: Readonly<Record<number, string>> = {
  0x5c: '¥',
  0x7e: '→',
  0x7f: '←',
  0xa5: '·',
  0xdf: '°',
  0xe0: 'α',
  0xe1: 'ä',
  0xe2: 'β',
  0xe4: 'µ',
  0xee: 'ñ',
  0xef: 'ö',
  0xf4: 'Ω',
  0xf5: 'ü',
  0xf6: 'Σ',
  0xf7: 'π',
  0xfd: '÷',
  0xff: '█',
};

function glyph(code: number): string {
  if (code < 0x10) return String.fromCharCode(0x2400 + (code & 7));
  return ROM_A00[code] ?? (code >= 0x20 && code < 0x7e ? String.fromCharCode(code) : '\uFFFD');
}

export const lcd1602 =
  (options: { address: number }): Brick<Lcd> =>
  (machine) => {
    const ddram = new Uint8Array(128).fill(0x20);
    const cgram = new Uint8Array(64);
    const violations: string[] = [];
    const history: { ms: number; lines: readonly [string, string] }[] = [];
    let [port, fourBits, highNibble] = [0xff, false, -1];
    let [address, inCgram, step, shiftsDisplay, shift, on] = [0, false, 1, false, 0, false];
    let [busyUntilUs, wakeUps, readHigh] = [15_000, 0, true];

    const nowUs = (): number => machine.ms * 1000;
    const line = (start: number): string =>
      Array.from({ length: COLUMNS }, (_, i) => glyph(ddram[start + ((i + shift + 80) % 40)] ?? 0x20)).join(
        '',
      );
    const lines = (): readonly [string, string] => {
      const blank = ' '.repeat(COLUMNS);
      return on ? [line(0), line(0x40)] : [blank, blank];
    };
    const record = (): void => {
      const now = lines();
      const last = history.at(-1);
      if (last !== undefined && last.lines.join() === now.join()) return;
      history.push({ ms: machine.ms, lines: now });
    };
    const busyFor = (us: number): void => {
      busyUntilUs = nowUs() + us;
    };
    const moveCursor = (by: number): void => {
      address += by;
      if (address === 0x28) address = 0x40;
      if (address === 0x68 || address === 128) address = 0;
      if (address === -1) address = 0x67;
      if (address === 0x3f) address = 0x27;
    };

    const command = (byte: number): void => {
      busyFor(37);
      if ((byte & 0x80) !== 0) [address, inCgram] = [byte & 0x7f, false];
      else if ((byte & 0x40) !== 0) [address, inCgram] = [byte & 0x3f, true];
      else if ((byte & 0x20) !== 0) {
        fourBits = (byte & 0x10) === 0;
        // The reset sequence: three times 8-bit mode, slowly, before 4-bit mode.
        if (!fourBits) busyFor(wakeUps === 0 ? 4100 : 100);
        wakeUps++;
      } else if ((byte & 0x10) !== 0) {
        const by = (byte & 4) !== 0 ? 1 : -1;
        if ((byte & 8) !== 0) shift -= by;
        else moveCursor(by);
      } else if ((byte & 8) !== 0) on = (byte & 4) !== 0;
      else if ((byte & 4) !== 0) [step, shiftsDisplay] = [(byte & 2) !== 0 ? 1 : -1, (byte & 1) !== 0];
      else if (byte !== 0) {
        busyFor(1520);
        [address, inCgram, shift] = [0, false, 0];
        if ((byte & 1) !== 0) {
          ddram.fill(0x20);
          step = 1;
        }
      }
      shift = ((shift % 40) + 40) % 40;
    };
    const write = (byte: number): void => {
      busyFor(41);
      if (inCgram) {
        cgram[address & 0x3f] = byte;
        address = (address + step) & 0x3f;
        return;
      }
      ddram[address] = byte;
      moveCursor(step);
      if (shiftsDisplay) shift = (shift + step + 40) % 40;
    };
    const execute = (byte: number, isData: boolean): void => {
      if (isData) write(byte);
      else command(byte);
      record();
    };
    const takeNibble = (nibble: number, isData: boolean): void => {
      if (highNibble < 0 && nowUs() < busyUntilUs) {
        violations.push(`written ${Math.round(busyUntilUs - nowUs())} µs too early at ${machine.ms} ms`);
      }
      if (!fourBits) return execute(nibble << 4, isData);
      if (highNibble < 0) {
        highNibble = nibble;
        return;
      }
      const byte = (highNibble << 4) | nibble;
      highNibble = -1;
      execute(byte, isData);
    };

    machine.addTwiDevice(options.address, {
      write: (byte) => {
        const fell = (port & E) !== 0 && (byte & E) === 0;
        if (fell && (port & RW) === 0) takeNibble(port >> 4, (port & RS) !== 0);
        if (fell && (port & RW) !== 0) readHigh = !readHigh;
        port = byte;
        return true;
      },
      read: () => {
        if ((port & RW) === 0 || (port & E) === 0) return port;
        const status = (nowUs() < busyUntilUs ? 0x80 : 0) | (address & 0x7f);
        return (port & 0x0f) | (readHigh ? status & 0xf0 : (status & 0x0f) << 4);
      },
    });
    record();
    return {
      kind: 'lcd',
      lines,
      linesAt: (ms) => history.findLast((state) => state.ms <= ms)?.lines ?? ['', ''],
      history: () => history,
      backlight: () => (port & BACKLIGHT) !== 0,
      isOn: () => on,
      ownCharacter: (code) => [...cgram.subarray((code & 7) * 8, (code & 7) * 8 + 8)],
      violations,
    };
  };
