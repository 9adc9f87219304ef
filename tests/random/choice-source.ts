/**
 * Where the makers of random programs get their choices: a thin face on fast-check's generator.
 *
 * In: fast-check's Random. Out: numbers, picks, coin tosses; fresh block ids.
 */
import type { Random } from 'fast-check';

export class ChoiceSource {
  private blocks = 0;

  constructor(private readonly random: Random) {}

  /** Both ends included. */
  int(min: number, max: number): number {
    return this.random.nextInt(min, max);
  }

  /** True once in `times` times. */
  oneIn(times: number): boolean {
    return this.int(1, times) === 1;
  }

  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new Error('nothing to pick from');
    return values[this.int(0, values.length - 1)] as T;
  }

  /** Picks by weight; entries of weight 0 never. */
  weighted<T>(entries: readonly (readonly [number, T])[]): T {
    let left = this.int(
      1,
      entries.reduce((sum, [weight]) => sum + weight, 0),
    );
    for (const [weight, value] of entries) {
      left -= weight;
      if (left <= 0) return value;
    }
    throw new Error('nothing to pick from');
  }

  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  blockId(): string {
    return `b${++this.blocks}`;
  }
}
