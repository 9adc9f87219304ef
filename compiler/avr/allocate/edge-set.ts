/**
 * Pairs of numbers below a count, asked for very often: bits of a square where that is small, else a hash table,
 * so that room and time stay in proportion to the pairs.
 */
const LARGEST_SQUARE = 1024;
const FIRST_ROOM = 1 << 14;

export class EdgeSet {
  private readonly count: number;
  private readonly words: number;
  /** Bits, or keys + 1 in open addressing. */
  private table: Uint32Array | Float64Array;
  private readonly isSquare: boolean;
  private size = 0;

  constructor(count: number) {
    this.count = count;
    this.words = (count + 31) >> 5;
    this.isSquare = count <= LARGEST_SQUARE;
    this.table = this.isSquare ? new Uint32Array(count * this.words) : new Float64Array(FIRST_ROOM);
  }

  has(a: number, b: number): boolean {
    if (this.isSquare) return (((this.table[a * this.words + (b >> 5)] as number) >>> (b & 31)) & 1) === 1;
    const key = this.keyOf(a, b);
    return this.table[this.placeOf(key)] === key;
  }

  /** False: it was there. */
  add(a: number, b: number): boolean {
    if (this.isSquare) {
      const at = a * this.words + (b >> 5);
      const before = this.table[at] as number;
      if (((before >>> (b & 31)) & 1) === 1) return false;
      this.table[at] = before | (1 << (b & 31));
      const other = b * this.words + (a >> 5);
      this.table[other] = (this.table[other] as number) | (1 << (a & 31));
      return true;
    }
    const key = this.keyOf(a, b);
    const at = this.placeOf(key);
    if (this.table[at] === key) return false;
    this.table[at] = key;
    if (++this.size * 2 > this.table.length) this.grow();
    return true;
  }

  private keyOf(a: number, b: number): number {
    return a < b ? a * this.count + b + 1 : b * this.count + a + 1;
  }

  /** Where the key is, or the empty place where it would be. */
  private placeOf(key: number): number {
    const mask = this.table.length - 1;
    let at = (Math.imul(key | 0, 0x9e3779b1) >>> 8) & mask;
    while (this.table[at] !== 0 && this.table[at] !== key) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const before = this.table;
    this.table = new Float64Array(before.length * 2);
    for (const key of before) if (key !== 0) this.table[this.placeOf(key)] = key;
  }
}
