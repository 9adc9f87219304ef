/**
 * An infrared receiver (38 kHz, as VS1838B) and a NEC remote control pointed at it: low while light comes.
 *
 * Input `key`: the code of the key that is held down, 0…255, or −1 for none. A press sends a frame, held
 * down a repeat every 108 ms. `damaged` 1 spoils the frames. Spec: NEC protocol, Vishay application note.
 */
import { type ModelMaker } from '../brick-model.ts';
import { createWaveform } from './waveform.ts';
import type { Hold } from '../../machine/pins.ts';

const UNIT_US = 562.5;
const REPEAT_US = 108_000;
const ADDRESS = 0;

export const infrared: ModelMaker = (host) => {
  const wire = host.contact(0);
  wire.set(1);
  const wave = createWaveform(host, wire);
  const state = { key: -1, isDamaged: 0 };
  /** Times in µs, alternately low and high, starting low. */
  const play = (timesUs: readonly number[]): void => {
    const holds = timesUs.map((us, i): readonly [Hold, number] => [i % 2 === 0 ? 0 : 1, host.us(us)]);
    wave.play(host.now() + 1, holds, 1);
  };
  const repeat = host.clock((cycle) => {
    if (state.key < 0) return;
    play([9000, 2250, UNIT_US]);
    repeat.set(cycle + host.us(REPEAT_US));
  });
  return {
    outputs: [],
    inputs: { key: { min: -1, max: 255, start: -1 }, damaged: { min: 0, max: 1, start: 0 } },
    set(name, value) {
      if (name === 'damaged') {
        state.isDamaged = value >= 0.5 ? 1 : 0;
        return;
      }
      const key = Math.round(value);
      if (key === state.key) return;
      state.key = key;
      if (key < 0) {
        repeat.clear();
        return;
      }
      const bytes = [ADDRESS, ADDRESS ^ 0xff, key, key ^ (state.isDamaged === 1 ? 0xfe : 0xff)];
      const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> i) & 1));
      play([9000, 4500, ...bits.flatMap((bit) => [UNIT_US, bit === 1 ? 3 * UNIT_US : UNIT_US]), UNIT_US]);
      repeat.set(host.now() + host.us(REPEAT_US));
    },
    save: () => ({ state: { ...state }, wave: wave.save() }),
    restore: (saved) => {
      const both = saved as { state: object; wave: unknown };
      Object.assign(state, both.state);
      wave.restore(both.wave);
    },
  };
};
