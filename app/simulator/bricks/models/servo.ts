/**
 * A hobby servo: pulses of 544…2400 µs ask for 0…180 degrees, and it turns there at its own speed.
 *
 * Outputs: `angle` where it is, `target` where it was told to go, `held` 0 when no pulses come (limp).
 * It moves at each pulse, 60° in 0.12 s. Spec: Tower Pro SG90; the range is the Arduino Servo library's.
 */
import { type ModelMaker, noInputs, plainState } from '../brick-model.ts';

const [MIN_US, MAX_US] = [544, 2400] as const;
/** Beyond these it strains. */
const [STOP_LOW_US, STOP_HIGH_US] = [490, 2500] as const;
const DEGREES_A_SECOND = 500;
const LIMP_US = 50_000;
/** The shortest pulse that is a command at all. */
const NOISE_US = 100;

const tenths = (degrees: number): number => Math.round(degrees * 10) / 10;

export const servo: ModelMaker = (host) => {
  host.contact(0);
  const state = { rose: -1, lastPulse: -1, angle: 90 };
  const limp = host.clock(() => {
    const end = state.lastPulse + host.us(LIMP_US);
    if (host.now() < end) limp.set(end);
    else host.emit('held', 0, state.lastPulse);
  });
  host.onEdge(0, (level, cycle) => {
    if (level === 1) {
      state.rose = cycle;
      return;
    }
    const width = ((cycle - state.rose) * 1e6) / host.clockHz;
    if (state.rose < 0 || width < NOISE_US) return;
    if (width < STOP_LOW_US || width > STOP_HIGH_US) host.problem('servo-pulse', `${Math.round(width)} µs`);
    const target = Math.min(180, Math.max(0, ((width - MIN_US) * 180) / (MAX_US - MIN_US)));
    const since = state.lastPulse < 0 ? 0.02 : Math.min(0.05, (cycle - state.lastPulse) / host.clockHz);
    const step = DEGREES_A_SECOND * since;
    state.angle += Math.min(step, Math.max(-step, target - state.angle));
    const wasLimp = state.lastPulse < 0 || cycle - state.lastPulse > host.us(LIMP_US);
    state.lastPulse = cycle;
    if (wasLimp) limp.set(cycle + host.us(LIMP_US));
    host.emit('held', 1);
    host.emit('target', tenths(target));
    host.emit('angle', tenths(state.angle));
  });
  host.emit('angle', state.angle);
  host.emit('target', state.angle);
  host.emit('held', 0);
  return { outputs: ['angle', 'target', 'held'], ...noInputs, ...plainState(state) };
};
