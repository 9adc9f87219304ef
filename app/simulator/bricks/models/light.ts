/** LED, relay: what follows the level of one wire. */
import type { ModelMaker } from '../brick-model.ts';
import { noInputs, plainState } from '../brick-model.ts';
import { createDutyMeter } from './duty-meter.ts';

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** Outputs: `on` 0 or 1, `brightness` in percent. */
export const led: ModelMaker = (host) => {
  host.contact(0);
  const meter = createDutyMeter(host, 0, (share, cycle) => {
    host.emit('on', share > 0 ? 1 : 0, cycle);
    host.emit('brightness', percent(share), cycle);
  });
  host.emit('on', 0);
  host.emit('brightness', 0);
  return { outputs: ['on', 'brightness'], ...noInputs, ...meter };
};

/** A relay's contacts need some milliseconds: Songle SRD-05VDC, 10 ms at most. */
const CHATTER_US = 10_000;

/** Output: `on` 0 or 1. */
export const relay: ModelMaker = (host) => {
  host.contact(0);
  const state = { changed: -1 };
  host.onEdge(0, (level, cycle) => {
    if (state.changed >= 0 && cycle - state.changed < host.us(CHATTER_US))
      host.problem('relay-chatter', `changed after ${((cycle - state.changed) * 1000) / host.clockHz} ms`);
    state.changed = cycle;
    host.emit('on', level, cycle);
  });
  host.emit('on', 0);
  return { outputs: ['on'], ...noInputs, ...plainState(state) };
};
