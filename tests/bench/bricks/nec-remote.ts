/**
 * An infrared receiver that hears a NEC remote: the wire is high at rest and low during a burst.
 *
 * In: keys pressed at times. Out: frames on the wire, repeats every 108 ms while the key is held.
 * A frame: 9 ms low, 4.5 ms high, 32 bits LSB first (address, ~address, command, ~command) of 562.5 µs
 * low and 562.5 or 1687.5 µs high, a last low. A repeat: 9 ms low, 2.25 ms high, one low.
 * Spec: NEC protocol as in the SB-Projects knowledge base; Vishay TSOP38238.
 */
import type { Brick } from '../machine.ts';

export interface NecRemote {
  readonly kind: 'nec-remote';
  press(
    command: number,
    options: { atMs: number; holdMs?: number; address?: number; damaged?: boolean },
  ): void;
}

const UNIT_US = 562.5;
const REPEAT_MS = 108;

export const necRemote =
  (options: { pin: number }): Brick<NecRemote> =>
  (machine) => {
    const { pin } = options;
    machine.setDigital(pin, 1);
    /** Times in µs, alternately low and high, starting low. */
    const play = (atMs: number, timesUs: readonly number[]): void => {
      let atUs = atMs * 1000;
      for (const [index, time] of timesUs.entries()) {
        machine.at(atUs / 1000, () => machine.setDigital(pin, index % 2 === 1));
        atUs += time;
      }
      machine.at(atUs / 1000, () => machine.setDigital(pin, 1));
    };
    return {
      kind: 'nec-remote',
      press: (command, { atMs, holdMs = 0, address = 0, damaged = false }) => {
        const bytes = [address, address ^ 0xff, command, command ^ (damaged ? 0xfe : 0xff)];
        const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> i) & 1));
        const body = bits.flatMap((bit) => [UNIT_US, bit === 1 ? 3 * UNIT_US : UNIT_US]);
        play(atMs, [9000, 4500, ...body, UNIT_US]);
        for (let after = REPEAT_MS; after <= holdMs; after += REPEAT_MS)
          play(atMs + after, [9000, 2250, UNIT_US]);
      },
    };
  };
