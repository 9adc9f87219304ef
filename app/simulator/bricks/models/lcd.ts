/**
 * A 16×2 character display: HD44780 in 4-bit mode behind a PCF8574 on I2C.
 *
 * PCF8574: P0 RS, P1 RW, P2 E, P3 backlight, P4…P7 D4…D7; a nibble is taken when E falls. Outputs: `lines`
 * (two of 16 characters), `backlight`, `drawings` (eight own characters, 8 rows of 5 bits as hexadecimal).
 * An order within the busy time of the one before is a problem and is lost: 37 µs, clear and home 1.52 ms,
 * 15 ms after power, 4.1 ms and 100 µs in the reset sequence.
 * Specs: Hitachi HD44780U (ADE-207-272), figure 24 and table 6; NXP PCF8574.
 */
import { type ModelMaker, noInputs } from '../brick-model.ts';
import { createI2cDevice } from './i2c-device.ts';
import { lcdGlyph } from './lcd-glyphs.ts';

const [RS, RW, E, BACKLIGHT] = [1, 2, 4, 8] as const;
const COLUMNS = 16;
/** The wires of an I2C port carry SDA first, then SCL. */
const [SDA, SCL] = [0, 1] as const;

export const lcd: ModelMaker = (host) => {
  const ddram = new Uint8Array(128).fill(0x20);
  const cgram = new Uint8Array(64);
  const s = {
    port: 0xff,
    isFourBits: false,
    highNibble: -1,
    address: 0,
    inCgram: false,
    step: 1,
    shiftsDisplay: false,
    shift: 0,
    isOn: false,
    busyUntil: host.us(15_000),
    wakeUps: 0,
    readsHigh: true,
  };
  const line = (start: number): string =>
    Array.from({ length: COLUMNS }, (_, i) =>
      lcdGlyph(ddram[start + ((i + s.shift + 80) % 40)] ?? 0x20),
    ).join('');
  const show = (): void => {
    const blank = ' '.repeat(COLUMNS);
    host.emit('lines', s.isOn ? [line(0), line(0x40)] : [blank, blank]);
  };
  const showDrawings = (): void => {
    const one = (n: number): string =>
      [...cgram.subarray(n * 8, n * 8 + 8)].map((row) => (row & 31).toString(16)).join(' ');
    host.emit(
      'drawings',
      Array.from({ length: 8 }, (_, n) => one(n)),
    );
  };
  const busyFor = (us: number): void => {
    s.busyUntil = host.now() + host.us(us);
  };
  const moveCursor = (by: number): void => {
    s.address += by;
    if (s.address === 0x28) s.address = 0x40;
    if (s.address === 0x68 || s.address === 128) s.address = 0;
    if (s.address === -1) s.address = 0x67;
    if (s.address === 0x3f) s.address = 0x27;
  };
  const command = (byte: number): void => {
    busyFor(37);
    if ((byte & 0x80) !== 0) Object.assign(s, { address: byte & 0x7f, inCgram: false });
    else if ((byte & 0x40) !== 0) Object.assign(s, { address: byte & 0x3f, inCgram: true });
    else if ((byte & 0x20) !== 0) {
      s.isFourBits = (byte & 0x10) === 0;
      // The reset sequence: three times 8-bit mode, slowly, before 4-bit mode.
      if (!s.isFourBits) busyFor(s.wakeUps === 0 ? 4100 : 100);
      s.wakeUps++;
    } else if ((byte & 0x10) !== 0) {
      const by = (byte & 4) !== 0 ? 1 : -1;
      if ((byte & 8) !== 0) s.shift -= by;
      else moveCursor(by);
    } else if ((byte & 8) !== 0) s.isOn = (byte & 4) !== 0;
    else if ((byte & 4) !== 0)
      Object.assign(s, { step: (byte & 2) !== 0 ? 1 : -1, shiftsDisplay: (byte & 1) !== 0 });
    else if (byte !== 0) {
      busyFor(1520);
      Object.assign(s, { address: 0, inCgram: false, shift: 0 });
      if ((byte & 1) !== 0) {
        ddram.fill(0x20);
        s.step = 1;
      }
    }
    s.shift = ((s.shift % 40) + 40) % 40;
  };
  const write = (byte: number): void => {
    busyFor(41);
    if (s.inCgram) {
      cgram[s.address & 0x3f] = byte;
      s.address = (s.address + s.step) & 0x3f;
      showDrawings();
      return;
    }
    ddram[s.address] = byte;
    moveCursor(s.step);
    if (s.shiftsDisplay) s.shift = (s.shift + s.step + 40) % 40;
  };
  const execute = (byte: number, isData: boolean): void => {
    if (host.now() < s.busyUntil) {
      const early = Math.round(((s.busyUntil - host.now()) * 1e6) / host.clockHz);
      host.problem('screen-too-fast', `0x${byte.toString(16)}, ${early} µs early`);
      return;
    }
    if (isData) write(byte);
    else command(byte);
    show();
  };
  const takeNibble = (nibble: number, isData: boolean): void => {
    if (!s.isFourBits) execute(nibble << 4, isData);
    else if (s.highNibble < 0) s.highNibble = nibble;
    else {
      const byte = (s.highNibble << 4) | nibble;
      s.highNibble = -1;
      execute(byte, isData);
    }
  };
  const bus = createI2cDevice(host, { sda: SDA, scl: SCL }, Number(host.setting('ADDRESS') ?? 0x27), {
    write: (byte) => {
      const fell = (s.port & E) !== 0 && (byte & E) === 0;
      const before = s.port;
      s.port = byte;
      host.emit('backlight', (byte & BACKLIGHT) === 0 ? 0 : 1);
      if (!fell) return true;
      if ((before & RW) === 0) takeNibble(before >> 4, (before & RS) !== 0);
      else s.readsHigh = !s.readsHigh;
      return true;
    },
    read: () => {
      if ((s.port & RW) === 0 || (s.port & E) === 0) return s.port;
      const status = (host.now() < s.busyUntil ? 0x80 : 0) | (s.address & 0x7f);
      return (s.port & 0x0f) | (s.readsHigh ? status & 0xf0 : (status & 0x0f) << 4);
    },
    stop: (isBroken) => {
      if (isBroken) host.problem('screen-bus', 'stop inside a byte');
    },
  });
  show();
  showDrawings();
  host.emit('backlight', 1);
  return {
    outputs: ['lines', 'backlight', 'drawings'],
    ...noInputs,
    save: () => structuredClone({ s, ddram, cgram, bus: bus.save() }),
    restore: (saved) => {
      const all = structuredClone(saved) as { s: object; ddram: Uint8Array; cgram: Uint8Array; bus: unknown };
      Object.assign(s, all.s);
      ddram.set(all.ddram);
      cgram.set(all.cgram);
      bus.restore(all.bus);
    },
  };
};
