/**
 * Which values each place (register or slot) holds, both ways: a place may hold several, a value be in several.
 *
 * For each value a set of places as bits, which is what is saved and met; for each place a list of values
 * that may be in it, which makes overwriting a place cheap.
 */
/** Pairs: a place in the bits, and the bits there that are set. */
export type Saved = number[];

export class HeldValues {
  private readonly words: number;
  private readonly bits: Int32Array;
  private readonly lists: number[][];
  private readonly isSaved: Uint8Array;

  constructor(values: number, places: number) {
    this.words = (places + 31) >> 5;
    this.bits = new Int32Array(values * this.words);
    this.isSaved = new Uint8Array(this.bits.length);
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
    list.length = 0;
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

  /** As long as there is something to say, not as there are values. */
  save(): Saved {
    const saved: number[] = [];
    for (let place = 0; place < this.lists.length; place++) {
      for (const value of this.lists[place] ?? []) {
        const at = value * this.words + (place >> 5);
        const bits = this.bits[at] ?? 0;
        // Each value once, by the first of its places in this word that still lists it.
        if (bits === 0 || this.isSaved[at] === 1 || ((bits >>> (place & 31)) & 1) === 0) continue;
        this.isSaved[at] = 1;
        saved.push(at, bits);
      }
    }
    for (let i = 0; i < saved.length; i += 2) this.isSaved[saved[i] as number] = 0;
    return saved;
  }

  load(saved: Saved): void {
    for (let place = 0; place < this.lists.length; place++) this.clear(place);
    for (let i = 0; i < saved.length; i += 2) {
      const at = saved[i] as number;
      const bits = saved[i + 1] as number;
      this.bits[at] = bits;
      const word = at % this.words;
      for (let rest = bits; rest !== 0; rest &= rest - 1)
        this.lists[word * 32 + 31 - Math.clz32(rest & -rest)]?.push((at - word) / this.words);
    }
  }

  /** Keeps in `saved` only what holds here too; did that change it? */
  meetInto(saved: Saved): boolean {
    let changed = false;
    let kept = 0;
    for (let i = 0; i < saved.length; i += 2) {
      const at = saved[i] as number;
      const before = saved[i + 1] as number;
      const after = before & (this.bits[at] ?? 0);
      changed ||= after !== before;
      if (after === 0) continue;
      saved[kept++] = at;
      saved[kept++] = after;
    }
    saved.length = kept;
    return changed;
  }
}
