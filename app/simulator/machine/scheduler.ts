/**
 * What will happen at which cycle, for the chip's own parts and for what is plugged into it.
 *
 * In: slots, each with one act, made while the machine is put together; then a cycle for a slot. Out: the
 * due acts in order of time, equal ones in order of their slots. A slot holds one cycle at most, so that
 * the whole state is one array of numbers.
 */
export class Scheduler {
  /** The earliest cycle of all. */
  next = Number.POSITIVE_INFINITY;
  private due: number[] = [];
  private readonly acts: ((cycle: number) => void)[] = [];
  private readonly onEarlier: () => void;

  /** `onEarlier` is told when `next` comes nearer. */
  constructor(onEarlier: () => void) {
    this.onEarlier = onEarlier;
  }

  slot(act: (cycle: number) => void): number {
    this.acts.push(act);
    this.due.push(Number.POSITIVE_INFINITY);
    return this.acts.length - 1;
  }

  set(slot: number, cycle: number): void {
    const before = this.due[slot];
    this.due[slot] = cycle;
    if (cycle < this.next) {
      this.next = cycle;
      this.onEarlier();
    } else if (before === this.next) this.findNext();
  }

  clear(slot: number): void {
    this.set(slot, Number.POSITIVE_INFINITY);
  }

  dueAt(slot: number): number {
    return this.due[slot] ?? Number.POSITIVE_INFINITY;
  }

  /** Does what is due at `next`. */
  fire(): void {
    const cycle = this.next;
    const slot = this.due.indexOf(cycle);
    this.due[slot] = Number.POSITIVE_INFINITY;
    this.findNext();
    this.acts[slot]?.(cycle);
  }

  save(): number[] {
    return [...this.due];
  }

  restore(due: readonly number[]): void {
    this.due = [...due];
    this.findNext();
  }

  private findNext(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const cycle of this.due) if (cycle < next) next = cycle;
    this.next = next;
  }
}
