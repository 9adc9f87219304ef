/**
 * DHT11 and DHT22 (AM2302): temperature and humidity on one wire with a pull-up.
 *
 * In: the pin, the model, values that may change. Out: the 40-bit answer to each request; request times.
 * The program holds the wire low (18 ms or 1 ms), lets it go; 30 µs later the sensor answers 80 µs low,
 * 80 µs high, then per bit 50 µs low and 27 or 70 µs high, and a last 50 µs low.
 * Asked again too early (1 s, 2 s) it stays silent, as many parts do.
 * Specs: Aosong DHT11 V1.3; Aosong AM2302.
 */
import type { Brick } from '../machine.ts';

export interface Dht {
  readonly kind: 'dht';
  set(values: { celsius: number; humidity: number }): void;
  setAt(atMs: number, values: { celsius: number; humidity: number }): void;
  /** How the next answers fail: not at all, no answer, a wrong checksum. */
  setFailure(failure: 'none' | 'silent' | 'checksum'): void;
  /** When each request that got an answer ended. */
  readonly answersMs: readonly number[];
  readonly violations: readonly string[];
}

const MODELS = {
  dht11: { startUs: 18_000, everyMs: 1000 },
  dht22: { startUs: 1000, everyMs: 2000 },
} as const;

/** The five bytes of an answer. */
export function dhtBytes(model: keyof typeof MODELS, celsius: number, humidity: number): number[] {
  const tenths = Math.round(Math.abs(celsius) * 10);
  const sign = celsius < 0 ? 0x80 : 0;
  const wet = Math.round(humidity * 10);
  const bytes =
    model === 'dht22'
      ? [wet >> 8, wet & 0xff, (tenths >> 8) | sign, tenths & 0xff]
      : [Math.floor(wet / 10), wet % 10, Math.floor(tenths / 10), (tenths % 10) | sign];
  return [...bytes, bytes.reduce((sum, byte) => sum + byte, 0) & 0xff];
}

export const dht =
  (options: { pin: number; model: keyof typeof MODELS }): Brick<Dht> =>
  (machine) => {
    const { pin, model } = options;
    const { startUs, everyMs } = MODELS[model];
    const us = (n: number): number => machine.toCycles(n / 1000);
    let values = { celsius: 20, humidity: 50 };
    let failure: 'none' | 'silent' | 'checksum' = 'none';
    let lowSince: number | undefined;
    let answering = false;
    const answersMs: number[] = [];
    const violations: string[] = [];
    machine.setPullUp(pin);

    const answer = (from: number): void => {
      answersMs.push((from * 1000) / machine.clockHz);
      const bytes = dhtBytes(model, values.celsius, values.humidity);
      if (failure === 'checksum') bytes[4] = ((bytes[4] ?? 0) + 1) & 0xff;
      const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1));
      let at = from + us(30);
      const hold = (level: 0 | 1, forUs: number): void => {
        machine.schedule(at, () => machine.setDigital(pin, level === 0 ? 0 : 'floating'));
        at += us(forUs);
      };
      answering = true;
      hold(0, 80);
      hold(1, 80);
      for (const bit of bits) {
        hold(0, 50);
        hold(1, bit === 1 ? 70 : 27);
      }
      hold(0, 50);
      hold(1, 0);
      machine.schedule(at, () => (answering = false));
    };
    machine.onEdge(pin, (level, cycle) => {
      if (answering) return;
      if (level === 0) {
        lowSince = cycle;
        return;
      }
      const low = lowSince === undefined ? 0 : cycle - lowSince;
      lowSince = undefined;
      if (low === 0 || failure === 'silent') return;
      const ms = (cycle * 1000) / machine.clockHz;
      const last = answersMs.at(-1);
      // A short low while the program configures the pin is no request.
      if (low < us(startUs)) {
        if (low > us(100)) violations.push(`start of ${(low * 1000) / machine.clockHz} ms at ${ms} ms`);
      } else if (last !== undefined && ms - last < everyMs)
        violations.push(`asked again after ${ms - last} ms`);
      else answer(cycle);
    });
    return {
      kind: 'dht',
      set: (next) => (values = next),
      setAt: (atMs, next) => machine.at(atMs, () => (values = next)),
      setFailure: (next) => (failure = next),
      answersMs,
      violations,
    };
  };
