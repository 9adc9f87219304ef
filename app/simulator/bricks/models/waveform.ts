/**
 * Plays what a part does to its wire: a list of holds, each for so many cycles, then a last one.
 * In: a host, a contact. Out: the holds at their cycles, exactly. One plays at a time; a new one replaces it.
 */
import type { Contact, Hold } from '../../machine/pins.ts';
import type { BrickHost } from '../brick-model.ts';

export interface Waveform {
  play(start: number, holds: readonly (readonly [Hold, number])[], last: Hold): void;
  readonly isPlaying: boolean;
  save(): unknown;
  restore(state: unknown): void;
}

interface State {
  /** Where each hold begins, and which. */
  steps: readonly (readonly [number, Hold])[];
  at: number;
}

export function createWaveform(host: BrickHost, contact: Contact): Waveform {
  const state: State = { steps: [], at: 0 };
  const clock = host.clock(() => {
    const step = state.steps[state.at];
    if (step === undefined) return;
    state.at++;
    const next = state.steps[state.at];
    if (next !== undefined) clock.set(next[0]);
    contact.set(step[1]);
  });
  return {
    play(start, holds, last) {
      const steps: [number, Hold][] = [];
      let at = start;
      for (const [hold, cycles] of holds) {
        steps.push([at, hold]);
        at += cycles;
      }
      steps.push([at, last]);
      state.steps = steps;
      state.at = 0;
      clock.set(start);
    },
    get isPlaying() {
      return state.at < state.steps.length;
    },
    save: () => structuredClone(state),
    restore: (saved) => void Object.assign(state, structuredClone(saved)),
  };
}
