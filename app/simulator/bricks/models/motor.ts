/**
 * A small DC motor behind an L9110 bridge: it sees the difference of both inputs.
 * Output: `speed` from −100 to 100. Spec: Asic-Sun L9110.
 */
import { type ModelMaker, noInputs } from '../brick-model.ts';
import { createDutyMeter } from './duty-meter.ts';

export const motor: ModelMaker = (host) => {
  const shares = [0, 0];
  const meters = [0, 1].map((signal) => {
    host.contact(signal);
    return createDutyMeter(host, signal, (share, cycle) => {
      shares[signal] = share;
      host.emit('speed', Math.round(((shares[0] ?? 0) - (shares[1] ?? 0)) * 100), cycle);
    });
  });
  host.emit('speed', 0);
  return {
    outputs: ['speed'],
    ...noInputs,
    save: () => ({ shares: [...shares], meters: meters.map((meter) => meter.save()) }),
    restore: (saved) => {
      const state = saved as { shares: number[]; meters: unknown[] };
      shares.splice(0, 2, ...state.shares);
      for (const [i, meter] of meters.entries()) meter.restore(state.meters[i]);
    },
  };
};
