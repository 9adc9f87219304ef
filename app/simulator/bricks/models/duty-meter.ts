/**
 * How long a wire is high of each period: what an LED's light or a motor's force is made from.
 *
 * In: a wire. Out: shares from 0 to 1, dated at the edge they are true from. Faster than 40 Hz is a mean;
 * slower is on and off. The first edges of a quick pulse are told as they come, and told again from the same
 * cycle on when the next rise has shown what they were.
 */
import type { BrickHost } from '../brick-model.ts';

const FUSION_US = 25_000;

export interface DutyMeter {
  save(): unknown;
  restore(state: unknown): void;
}

export function createDutyMeter(
  host: BrickHost,
  signal: number,
  tell: (share: number, cycle: number) => void,
): DutyMeter {
  const state = { rose: -1, fell: -1, isPulsing: false, lastEdge: 0 };
  const fusion = host.us(FUSION_US);
  const quiet = host.clock(() => {
    const end = state.lastEdge + fusion;
    // Edges came meanwhile: the time starts again from the last.
    if (host.now() < end) {
      quiet.set(end);
      return;
    }
    state.isPulsing = false;
    tell(host.level(signal), state.lastEdge);
  });
  host.onEdge(signal, (level, cycle) => {
    if (cycle - state.lastEdge > fusion) state.isPulsing = false;
    state.lastEdge = cycle;
    const period = cycle - state.rose;
    const pulses = level === 1 && state.rose >= 0 && period <= fusion && state.fell > state.rose;
    if (pulses) {
      tell((state.fell - state.rose) / period, state.rose);
      if (!state.isPulsing) quiet.set(cycle + fusion);
      state.isPulsing = true;
    } else if (!state.isPulsing) tell(level, cycle);
    if (level === 1) state.rose = cycle;
    else state.fell = cycle;
  });
  return {
    save: () => ({ ...state }),
    restore: (saved) => void Object.assign(state, saved),
  };
}
