/**
 * A rotary encoder with detents: two contacts to ground, both open at rest.
 *
 * Inputs: `position` in clicks, reached one click every `period` milliseconds; a click is a whole quadrature
 * cycle, forward A closes first. Spec: Alps EC11 / KY-040, 20 pulses and 20 detents a turn.
 */
import { type ModelMaker, plainState } from '../brick-model.ts';

export const encoder: ModelMaker = (host) => {
  const wires = [host.contact(0), host.contact(1)] as const;
  for (const wire of wires) wire.set('pull-up');
  const state = { wanted: 0, at: 0, quarter: 0, periodMs: 40 };
  const step = host.clock((cycle) => {
    const isForward = state.quarter === 0 ? state.wanted > state.at : state.quarter > 0;
    if (state.quarter === 0 && state.wanted === state.at) return;
    const [first, second] = isForward ? wires : [wires[1], wires[0]];
    const quarter = Math.abs(state.quarter);
    const [wire, hold] = (
      [
        [first, 0],
        [second, 0],
        [first, 'pull-up'],
        [second, 'pull-up'],
      ] as const
    )[quarter] ?? [first, 'pull-up'];
    wire.set(hold);
    state.quarter = quarter === 3 ? 0 : (quarter + 1) * (isForward ? 1 : -1);
    if (quarter === 3) state.at += isForward ? 1 : -1;
    step.set(cycle + host.us(state.periodMs * 250));
  });
  return {
    outputs: [],
    inputs: {
      position: { min: -10_000, max: 10_000, start: 0 },
      period: { min: 4, max: 2000, start: 40 },
    },
    set(name, value) {
      if (name === 'period') state.periodMs = value;
      else {
        const wasStill = state.wanted === state.at && state.quarter === 0;
        state.wanted = Math.round(value);
        if (wasStill && state.wanted !== state.at) step.set(host.now() + 1);
      }
    },
    ...plainState(state),
  };
};
