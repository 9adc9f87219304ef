/**
 * A strip of WS2812B pixels, decoded from the wire to the nanosecond.
 *
 * In: the pin and the number of pixels. Out: a frame for each latch (50 µs low) with what every pixel
 * shows, and violations of the timing: T0H 400 ± 150 ns, T1H 800 ± 150 ns, low between bits 0.2…5 µs
 * (the datasheet's period of 1.25 µs ± 600 ns is stricter than the parts), bits missing at the latch.
 * Spec: Worldsemi WS2812B datasheet; G, R, B, each most significant bit first.
 */
import type { Brick } from '../machine.ts';

export interface Pixel {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}
export interface StripFrame {
  readonly ms: number;
  readonly pixels: readonly Pixel[];
}
export interface Strip {
  readonly kind: 'strip';
  frames(): readonly StripFrame[];
  /** What shows now. */
  pixels(): readonly Pixel[];
  /** What shows now as "rrggbb". */
  colours(): string[];
  violations(): readonly string[];
}

const OFF: Pixel = { r: 0, g: 0, b: 0 };
const RESET_NS = 50_000;
const MAX_VIOLATIONS = 50;
const hex2 = (n: number): string => n.toString(16).padStart(2, '0');

export const ws2812 =
  (options: { pin: number; count: number }): Brick<Strip> =>
  (machine) => {
    const { pin, count } = options;
    const ns = (cycles: number): number => (cycles * 1e9) / machine.clockHz;
    const frames: StripFrame[] = [];
    const violations: string[] = [];
    let bits: number[] = [];
    let shown: readonly Pixel[] = Array.from({ length: count }, () => OFF);
    let rose = 0;
    let fell = 0;
    const violate = (what: string, cycle: number): void => {
      if (violations.length < MAX_VIOLATIONS) violations.push(`${what} at ${ns(cycle) / 1e6} ms`);
    };

    const latch = (): void => {
      if (bits.length === 0) return;
      const byte = (at: number): number => bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0);
      const sent = Math.floor(bits.length / 24);
      if (bits.length % 24 !== 0) violate(`${bits.length} bits sent`, fell);
      shown = shown.map((before, i) =>
        i < sent ? { g: byte(24 * i), r: byte(24 * i + 8), b: byte(24 * i + 16) } : before,
      );
      bits = [];
      frames.push({ ms: (ns(fell) + RESET_NS) / 1e6, pixels: shown });
    };
    const latchIfDue = (): void => {
      if (machine.level(pin) === 0 && ns(machine.cycles - fell) >= RESET_NS) latch();
    };
    machine.onEdge(pin, (level, cycle) => {
      if (level === 1) {
        const low = ns(cycle - fell);
        if (low >= RESET_NS) latch();
        else if (bits.length > 0 && (low < 200 || low > 5000)) violate(`low of ${low} ns`, cycle);
        rose = cycle;
        return;
      }
      const high = ns(cycle - rose);
      fell = cycle;
      const zero = high >= 250 && high <= 550;
      const one = high >= 650 && high <= 950;
      if (!zero && !one) violate(`high of ${high} ns`, cycle);
      bits.push(high > 600 ? 1 : 0);
    });
    return {
      kind: 'strip',
      frames: () => {
        latchIfDue();
        return frames;
      },
      pixels: () => {
        latchIfDue();
        return shown;
      },
      colours: () => {
        latchIfDue();
        return shown.map(({ r, g, b }) => hex2(r) + hex2(g) + hex2(b));
      },
      violations: () => violations,
    };
  };
