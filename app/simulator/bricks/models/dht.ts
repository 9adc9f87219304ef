/**
 * DHT11 and DHT22 (AM2302): temperature and humidity on one wire with a pull-up.
 *
 * Inputs: `celsius`, `humidity`, `failure` (0 none, 1 silent, 2 wrong checksum). The program holds the wire
 * low (18 ms or 1 ms) and lets it go; 30 µs later the sensor answers 80 µs low, 80 µs high, then per bit 50 µs
 * low and 27 or 70 µs high, and a last 50 µs low. Asked again too early (1 s, 2 s) it stays silent, as many
 * parts do. Specs: Aosong DHT11 V1.3; Aosong AM2302.
 */
import type { Hold } from '../../machine/pins.ts';
import type { ModelMaker } from '../brick-model.ts';
import { createWaveform } from './waveform.ts';

const MODELS = {
  dht11: { startUs: 18_000, everyMs: 1000, celsius: [0, 50], humidity: [20, 90] },
  dht22: { startUs: 1000, everyMs: 2000, celsius: [-40, 80], humidity: [0, 100] },
} as const;
/** A low while the program sets the pin up is no request. */
const STRAY_US = 100;

function dhtBytes(model: keyof typeof MODELS, celsius: number, humidity: number): number[] {
  const tenths = Math.round(Math.abs(celsius) * 10);
  const sign = celsius < 0 ? 0x80 : 0;
  const wet = Math.round(humidity * 10);
  const bytes =
    model === 'dht22'
      ? [wet >> 8, wet & 0xff, (tenths >> 8) | sign, tenths & 0xff]
      : [Math.floor(wet / 10), wet % 10, Math.floor(tenths / 10), (tenths % 10) | sign];
  return [...bytes, bytes.reduce((sum, byte) => sum + byte, 0) & 0xff];
}

export const dht: ModelMaker = (host) => {
  const name = host.setting('MODEL') === 'dht22' ? 'dht22' : 'dht11';
  const model = MODELS[name];
  host.contact(0).set('pull-up');
  const wire = host.contact(0);
  const wave = createWaveform(host, wire);
  const state = { celsius: 20, humidity: 50, failure: 0, lowSince: -1, answered: -1 };
  const answer = (from: number): void => {
    state.answered = from;
    const bytes = dhtBytes(name, state.celsius, state.humidity);
    if (state.failure === 2) bytes[4] = ((bytes[4] ?? 0) + 1) & 0xff;
    const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1));
    const low = (us: number): readonly [Hold, number] => [0, host.us(us)];
    const high = (us: number): readonly [Hold, number] => ['open', host.us(us)];
    const body = bits.flatMap((bit) => [low(50), high(bit === 1 ? 70 : 27)]);
    wave.play(from + host.us(30), [low(80), high(80), ...body, low(50)], 'open');
  };
  host.onEdge(0, (level, cycle) => {
    if (wave.isPlaying) return;
    if (level === 0) {
      state.lowSince = cycle;
      return;
    }
    const low = state.lowSince < 0 ? 0 : cycle - state.lowSince;
    state.lowSince = -1;
    if (low < host.us(STRAY_US) || state.failure === 1) return;
    const since = state.answered < 0 ? Number.POSITIVE_INFINITY : cycle - state.answered;
    if (low < host.us(model.startUs)) host.problem('sensor-start', `${(low * 1000) / host.clockHz} ms`);
    else if (since < host.us(model.everyMs * 1000))
      host.problem('sensor-too-early', `after ${Math.round((since * 1000) / host.clockHz)} ms`);
    else answer(cycle);
  });
  const range = ([min, max]: readonly [number, number], start: number) => ({ min, max, start });
  return {
    outputs: [],
    inputs: {
      celsius: range(model.celsius, 20),
      humidity: range(model.humidity, 50),
      failure: { min: 0, max: 2, start: 0 },
    },
    set: (input, value) => void Object.assign(state, { [input]: value }),
    save: () => ({ state: { ...state }, wave: wave.save() }),
    restore: (saved) => {
      const both = saved as { state: object; wave: unknown };
      Object.assign(state, both.state);
      wave.restore(both.wave);
    },
  };
};
