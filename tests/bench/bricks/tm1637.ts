/**
 * A 4-digit display behind a TM1637, on two wires with pull-ups.
 *
 * In: edges of CLK and DIO. Start: DIO falls while CLK is high; stop: DIO rises while CLK is high; bits
 * are taken when CLK rises, LSB first; after the eighth falling edge the chip holds DIO low for one clock.
 * Out: digits as text with the colon, brightness, violations (clock faster than 500 kHz, DIO driven high
 * during the acknowledge, data moved while CLK is high).
 * Spec: Titan Micro TM1637 V2.4.
 */
import type { Brick } from '../machine.ts';

export interface Tm1637 {
  readonly kind: 'display';
  /** Four places, a ':' after the second when lit, '.' after another place's point: "12:34", " -5 ", "12.5 ". */
  text(): string;
  segments(): readonly number[];
  /** 0 when off, else 1…8. */
  brightness(): number;
  history(): readonly { ms: number; text: string }[];
  readonly violations: readonly string[];
}

const GLYPHS: Readonly<Record<number, string>> = {
  0x00: ' ',
  0x3f: '0',
  0x06: '1',
  0x5b: '2',
  0x4f: '3',
  0x66: '4',
  0x6d: '5',
  0x7d: '6',
  0x07: '7',
  0x7f: '8',
  0x6f: '9',
  0x40: '-',
  0x77: 'A',
  0x7c: 'b',
  0x39: 'C',
  0x5e: 'd',
  0x79: 'E',
  0x71: 'F',
  0x76: 'H',
  0x38: 'L',
  0x54: 'n',
  0x5c: 'o',
  0x73: 'P',
  0x50: 'r',
  0x78: 't',
  0x3e: 'U',
  0x08: '_',
  0x63: '°',
  0x27: '7',
  0x67: '9',
};
const MIN_HALF_CLOCK_NS = 400;

export const tm1637 =
  (pins: { clock: number; data: number }): Brick<Tm1637> =>
  (machine) => {
    const digits = new Uint8Array(6);
    const violations: string[] = [];
    const history: { ms: number; text: string }[] = [];
    let [active, bits, count, acknowledging] = [false, 0, 0, false];
    let [bytes, pointer, fixed, level, lastClock] = [0, 0, false, 0, 0];

    const text = (): string =>
      [...digits.subarray(0, 4)]
        .map((segments, i) => {
          const point = (segments & 0x80) === 0 ? '' : i === 1 ? ':' : '.';
          return (GLYPHS[segments & 0x7f] ?? '?') + point;
        })
        .join('');
    const record = (): void => {
      const now = level === 0 ? '' : text();
      if (history.at(-1)?.text !== now) history.push({ ms: machine.ms, text: now });
    };
    const takeByte = (byte: number): void => {
      bytes++;
      if (bytes > 1) {
        if (pointer < digits.length) digits[pointer] = byte;
        if (!fixed) pointer++;
      } else if (byte >> 6 === 1) fixed = (byte & 4) !== 0;
      else if (byte >> 6 === 2) level = (byte & 8) === 0 ? 0 : (byte & 7) + 1;
      else if (byte >> 6 === 3) pointer = byte & 0x0f;
      else violations.push(`unknown command ${byte} at ${machine.ms} ms`);
    };

    machine.setPullUp(pins.clock);
    machine.setPullUp(pins.data);
    machine.onEdge(pins.data, (now) => {
      if (machine.level(pins.clock) === 0 || acknowledging) return;
      if (now === 0) [active, bits, count, bytes] = [true, 0, 0, 0];
      else if (active) {
        if (count % 9 > 1) violations.push(`stop inside a byte at ${machine.ms} ms`);
        active = false;
        record();
      }
    });
    machine.onEdge(pins.clock, (now, cycle) => {
      const half = ((cycle - lastClock) * 1e9) / machine.clockHz;
      lastClock = cycle;
      if (!active) return;
      if (half < MIN_HALF_CLOCK_NS) violations.push(`clock held ${half} ns at ${machine.ms} ms`);
      if (now === 1) {
        if (acknowledging) {
          if (machine.drive(pins.data) === 1)
            violations.push(`DIO driven against the acknowledge at ${machine.ms} ms`);
          return;
        }
        bits |= machine.level(pins.data) << count;
        count++;
        return;
      }
      if (acknowledging) {
        acknowledging = false;
        machine.setDigital(pins.data, 'floating');
      } else if (count === 8) {
        takeByte(bits);
        [bits, count, acknowledging] = [0, 0, true];
        machine.setDigital(pins.data, 0);
      }
    });
    return {
      kind: 'display',
      text: () => (level === 0 ? '' : text()),
      segments: () => [...digits.subarray(0, 4)],
      brightness: () => level,
      history: () => history,
      violations,
    };
  };
