/**
 * A strip of WS2812B pixels, decoded from its wire's edges.
 *
 * Output `pixels`: "#rrggbb" each, dated when they latch (50 µs low); a single LED has `colour` before it.
 * Wrong timing is a problem: T0H 400 ± 150 ns, T1H 800 ± 150 ns, low between bits 0.2…9 µs (the datasheet's
 * 1.25 µs ± 600 ns a bit is stricter than the parts, which latch from some 9 µs on), bits missing at the latch.
 * Spec: Worldsemi WS2812B datasheet; G, R, B, each most significant bit first.
 */
import { type BrickHost, type BrickModel, type ModelMaker, noInputs } from '../brick-model.ts';

const RESET_NS = 50_000;
const MAX_PIXELS = 300;
const hex2 = (n: number): string => n.toString(16).padStart(2, '0');

function pixels(host: BrickHost, count: number, isSingle: boolean): BrickModel {
  host.contact(0);
  const bytes = new Uint8Array(3 * Math.min(MAX_PIXELS, count));
  const ns = (cycles: number): number => (cycles * 1e9) / host.clockHz;
  const state = {
    rose: -1,
    fell: -1,
    bits: 0,
    isArmed: false,
    shown: Array.from({ length: count }, () => '#000000'),
  };
  const reset = host.us(RESET_NS / 1000);
  const show = (cycle?: number): void => {
    if (isSingle) host.emit('colour', state.shown[0] ?? '', cycle);
    host.emit('pixels', [...state.shown], cycle);
  };
  const latch = host.clock(() => {
    const end = state.fell + reset;
    if (host.now() < end || host.level(0) === 1) {
      latch.set(host.level(0) === 1 ? host.now() + reset : end);
      return;
    }
    state.isArmed = false;
    if (state.bits % 24 !== 0) host.problem('strip-timing', `${state.bits} bits`);
    const sent = Math.min(count, Math.floor(state.bits / 24));
    for (let i = 0; i < sent; i++) {
      const [g, r, b] = bytes.subarray(3 * i);
      state.shown[i] = `#${hex2(r ?? 0)}${hex2(g ?? 0)}${hex2(b ?? 0)}`;
    }
    state.bits = 0;
    bytes.fill(0);
    show();
  });
  host.onEdge(0, (level, cycle) => {
    if (level === 1) {
      const low = ns(cycle - state.fell);
      if (state.bits > 0 && (low < 200 || low > 9000))
        host.problem('strip-timing', `low for ${Math.round(low)} ns`);
      state.rose = cycle;
      return;
    }
    if (state.rose < 0) return;
    const high = ns(cycle - state.rose);
    state.fell = cycle;
    const isZero = high >= 250 && high <= 550;
    const isOne = high >= 650 && high <= 950;
    if (!isZero && !isOne) host.problem('strip-timing', `high for ${Math.round(high)} ns`);
    const at = state.bits >> 3;
    if (high > 600 && at < bytes.length) bytes[at] = (bytes[at] ?? 0) | (0x80 >> (state.bits & 7));
    state.bits++;
    if (!state.isArmed) {
      state.isArmed = true;
      latch.set(cycle + reset);
    }
  });
  show();
  return {
    outputs: isSingle ? ['colour', 'pixels'] : ['pixels'],
    ...noInputs,
    save: () => structuredClone({ state, bytes }),
    restore: (saved) => {
      const both = structuredClone(saved) as { state: object; bytes: Uint8Array };
      Object.assign(state, both.state);
      bytes.set(both.bytes);
    },
  };
}

export const ledStrip: ModelMaker = (host) => pixels(host, Number(host.setting('COUNT') ?? 8), false);
export const rgbLed: ModelMaker = (host) => pixels(host, 1, true);
