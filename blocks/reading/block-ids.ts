/**
 * Gives every block an id of its own, the same each time the same file is read.
 *
 * In: the ids as saved, in reading order. Out: them, or made-up ones where an id is missing or taken.
 */
import { LIMITS } from '../file/program-file.ts';

export class BlockIds {
  private readonly taken = new Set<string>();
  private madeUp = 0;

  take(saved: unknown): string {
    const usable = typeof saved === 'string' && saved !== '' && saved.length <= LIMITS.id;
    if (usable && !this.taken.has(saved)) {
      this.taken.add(saved);
      return saved;
    }
    let id: string;
    do id = `block-${++this.madeUp}`;
    while (this.taken.has(id));
    this.taken.add(id);
    return id;
  }
}
