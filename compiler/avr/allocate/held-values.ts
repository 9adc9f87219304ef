/**
 * Which values each place (register or slot) holds, both ways: a place may hold several, a value be in several.
 *
 * For each value a set of places as bits, which is what is saved and met; for each place a list of values
 * that may be in it, which makes overwriting a place cheap.
 */
export class HeldValues {
  private readonly words: number;
  private readonly bits: Int32Array;
  private readonly lists: number[][];

  constructor(values: number, places: number) {
    this.words = (places + 31) >> 5;
    this.bits = new Int32Array(values * this.words);
    this.lists = Array.from({ length: places }, () => []);
  }

  holds(place: number, value: number): boolean {
    return (((this.bits[value * this.words + (place >> 5)] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  put(place: number, value: number): void {
    const at = value * this.words + (place >> 5);
    this.bits[at] = (this.bits[at] ?? 0) | (1 << (place & 31));
    this.lists[place]?.push(value);
  }

  /** The place is overwritten. */
  clear(place: number): void {
    const list = this.lists[place];
    if (list === undefined) return;
    if (list.length === 0) return;
    for (const value of list) {
      const at = value * this.words + (place >> 5);
      this.bits[at] = (this.bits[at] ?? 0) & ~(1 << (place & 31));
    }
    this.lists[place] = [];
  }

  /** The value changes: no place holds it any more. */
  forget(value: number): void {
    for (let word = 0; word < this.words; word++) this.bits[value * this.words + word] = 0;
  }

  copy(to: number, from: number): void {
    if (to === from) return;
    this.clear(to);
    for (const value of this.lists[from] ?? [])
      if (this.holds(from, value) && !this.holds(to, value)) this.put(to, value);
  }

  save(): Int32Array {
    return this.bits.slice();
  }

  load(saved: Int32Array): void {
    this.bits.set(saved);
    for (let place = 0; place < this.lists.length; place++)
      if (this.lists[place]?.length !== 0) this.lists[place] = [];
    for (let at = 0; at < saved.length; at++) {
      const word = at % this.words;
      for (let rest = saved[at] ?? 0; rest !== 0; rest &= rest - 1)
        this.lists[word * 32 + 31 - Math.clz32(rest & -rest)]?.push((at - word) / this.words);
    }
  }

  /** Keeps in `saved` only what holds here too; did that change it? */
  meetInto(saved: Int32Array): boolean {
    let changed = false;
    for (let at = 0; at < saved.length; at++) {
      const before = saved[at] ?? 0;
      const after = before & (this.bits[at] ?? 0);
      if (after === before) continue;
      saved[at] = after;
      changed = true;
    }
    return changed;
  }
}
