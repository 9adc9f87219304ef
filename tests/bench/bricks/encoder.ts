/**
 * A rotary encoder with detents: two contacts to ground, both open (high) at rest.
 *
 * In: pins A and B. Out: `turn`, which plays clicks at a rate; optional contact bounce.
 * One click is a whole quadrature cycle; forward, A closes first.
 * Spec: Alps EC11 / KY-040, 20 pulses and 20 detents a turn.
 */
import type { Brick } from '../machine.ts';

export interface Encoder {
  readonly kind: 'encoder';
  /** Positive clicks go forward. The first contact closes at `atMs`. */
  turn(clicks: number, options: { atMs: number; msPerClick: number; bounceUs?: number }): void;
}

export const encoder =
  (options: { a: number; b: number }): Brick<Encoder> =>
  (machine) => {
    for (const pin of [options.a, options.b]) machine.setDigital(pin, 1);
    return {
      kind: 'encoder',
      turn: (clicks, { atMs, msPerClick, bounceUs = 0 }) => {
        const [first, second] = clicks > 0 ? [options.a, options.b] : [options.b, options.a];
        const steps = [
          [first, 0],
          [second, 0],
          [first, 1],
          [second, 1],
        ] as const;
        for (let click = 0; click < Math.abs(clicks); click++) {
          for (const [index, [pin, level]] of steps.entries()) {
            const ms = atMs + (click + index / 4) * msPerClick;
            machine.at(ms, () => machine.setDigital(pin, level));
            if (bounceUs === 0) continue;
            machine.at(ms + bounceUs / 2000, () => machine.setDigital(pin, level === 0));
            machine.at(ms + bounceUs / 1000, () => machine.setDigital(pin, level));
          }
        }
      },
    };
  };
