/**
 * A buzzer without electronics of its own: it sounds as its wire changes.
 *
 * Output: `hz`, 0 when silent, dated at the first rise of the sound. Three periods of a steady pitch (within
 * 3 % or 30 µs: an interrupt may delay an edge) are a sound, 24 tell its pitch more exactly; 40 ms without a rise
 * are silence.
 */
import { type ModelMaker, noInputs, plainState } from '../brick-model.ts';

const SILENCE_US = 40_000;
const STEADY = 0.03;
const JITTER_US = 30;
const PERIODS = 3;
const MANY_PERIODS = 24;

export const buzzer: ModelMaker = (host) => {
  host.contact(0);
  const state = { firstRise: -1, lastRise: -1, lastFall: 0, periods: 0, hz: 0 };
  const silence = host.us(SILENCE_US);
  const quiet = host.clock(() => {
    const end = state.lastRise + silence;
    if (host.now() < end) {
      quiet.set(end);
      return;
    }
    if (state.hz !== 0) host.emit('hz', 0, Math.max(state.lastFall, state.lastRise));
    Object.assign(state, { firstRise: -1, lastRise: -1, periods: 0, hz: 0 });
  });
  host.onEdge(0, (level, cycle) => {
    if (level === 0) {
      state.lastFall = cycle;
      return;
    }
    const period = cycle - state.lastRise;
    const mean = state.periods === 0 ? period : (state.lastRise - state.firstRise) / state.periods;
    const isSteady = Math.abs(period - mean) <= mean * STEADY + host.us(JITTER_US);
    if (state.lastRise < 0) {
      state.firstRise = cycle;
      state.periods = 0;
      quiet.set(cycle + silence);
    } else if (isSteady) state.periods++;
    else {
      state.firstRise = state.lastRise;
      state.periods = 1;
    }
    state.lastRise = cycle;
    if (state.periods !== PERIODS && state.periods !== MANY_PERIODS) return;
    const hz = Math.round(((state.periods * host.clockHz) / (cycle - state.firstRise)) * 10) / 10;
    const tolerance = state.periods === PERIODS ? 0.01 : 0.002;
    if (Math.abs(hz - state.hz) <= state.hz * tolerance) return;
    state.hz = hz;
    host.emit('hz', hz, state.firstRise);
  });
  host.emit('hz', 0);
  return { outputs: ['hz'], ...noInputs, ...plainState(state) };
};
