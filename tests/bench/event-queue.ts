/**
 * What will happen at which cycle: the one queue of the machine, its peripherals and its bricks.
 *
 * In: a cycle and an act. Out: acts in order of cycle, first come first served among equals.
 * An entry leaves the queue before it runs, so an act may add or remove anything.
 */
export class EventQueue {
  /** The cycle of the first entry, Infinity when there is none. */
  nextCycle = Number.POSITIVE_INFINITY;
  private readonly entries: { cycle: number; act: () => void }[] = [];

  add(cycle: number, act: () => void): void {
    const { entries } = this;
    let index = entries.length;
    while (index > 0 && (entries[index - 1]?.cycle ?? 0) > cycle) index--;
    entries.splice(index, 0, { cycle, act });
    this.refresh();
  }

  /** Removes the first entry with this act; false when there is none. */
  remove(act: () => void): boolean {
    const index = this.entries.findIndex((entry) => entry.act === act);
    if (index < 0) return false;
    this.entries.splice(index, 1);
    this.refresh();
    return true;
  }

  take(): { cycle: number; act: () => void } | undefined {
    const entry = this.entries.shift();
    this.refresh();
    return entry;
  }

  private refresh(): void {
    this.nextCycle = this.entries[0]?.cycle ?? Number.POSITIVE_INFINITY;
  }
}
