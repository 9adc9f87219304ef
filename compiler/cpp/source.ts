/**
 * Places in source text, as numbers.
 *
 * A `Loc` is file index × 2^22 + offset in UTF-16 code units, so that every token, node, IR instruction
 * and machine instruction can carry one cheaply. A token made by a macro has the place of the macro's
 * use. `SourceFiles` turns two of them back into the `Span` of a diagnostic. Numbers below NO_LOC are places
 * in a PlaceTable.
 */
import type { Span } from '../diagnostics/diagnostic.ts';

export type Loc = number;

export const NO_LOC: Loc = -1;

/** Longest file, in UTF-16 code units. */
export const MOST_OFFSET = 2 ** 22;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export class SourceFiles {
  private readonly files: SourceFile[] = [];
  private readonly lineStarts: (readonly number[])[] = [];
  private readonly bases = new Map<SourceFile, Loc>();
  /** What the numbers below NO_LOC mean, where there are some. */
  places: PlaceTable | undefined;

  /** `known`: files that have the same places in every program, so that what is read of them can be kept. */
  constructor(known: Iterable<SourceFile> = []) {
    for (const file of known) this.add(file);
  }

  /** The first Loc of the file; the same object has one place however often it is added. */
  add(file: SourceFile): Loc {
    const known = this.bases.get(file);
    if (known !== undefined) return known;
    const base = this.files.length * MOST_OFFSET;
    this.files.push(file);
    this.bases.set(file, base);
    return base;
  }

  /** The first Loc of the file at a path. */
  baseOf(path: string): Loc | undefined {
    const index = this.files.findIndex((file) => file.path === path);
    return index < 0 ? undefined : index * MOST_OFFSET;
  }

  fileAt(loc: Loc): SourceFile | undefined {
    return this.files[Math.floor(this.writtenAt(loc) / MOST_OFFSET)];
  }

  private writtenAt(loc: Loc): Loc {
    return loc < NO_LOC ? (this.places?.writtenAt(loc) ?? NO_LOC) : loc;
  }

  /** `end` is exclusive; one in another file counts as the next character. */
  spanOf(place: Loc, end: Loc = place + 1): Span | undefined {
    const loc = this.writtenAt(place);
    const file = this.fileAt(loc);
    if (file === undefined) return undefined;
    const last = this.fileAt(end) === file && end > loc ? end : loc + 1;
    const from = this.lineAndColumn(loc);
    const to = this.lineAndColumn(last);
    return { file: file.path, ...from, endLine: to.line, endColumn: to.column };
  }

  private lineAndColumn(loc: Loc): { line: number; column: number } {
    const index = Math.floor(loc / MOST_OFFSET);
    const offset = loc % MOST_OFFSET;
    const starts = (this.lineStarts[index] ??= lineStarts(this.files[index]?.text ?? ''));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A place of the sketch, then the places of the calls that led to it, from the inside out. */
export type PlaceChain = readonly Loc[];

type Place =
  /** `inner` was put where the call at `call` stands. */
  | { readonly kind: 'within'; readonly inner: Loc; readonly call: Loc }
  /** Code of `first` and of `second`, which happens to be the same. */
  | { readonly kind: 'either'; readonly first: Loc; readonly second: Loc };

/**
 * Places that machine code has beside its own: the calls in the sketch through which it came in, and the two
 * places of code that was written twice and is kept once.
 *
 * In: the stretch of places that is the sketch's own. Out: numbers below NO_LOC that pass for a `Loc`, so that
 * every pass carries them like any other; code is the same with and without them.
 */
export class PlaceTable {
  private readonly from: Loc;
  private readonly until: Loc;
  private readonly places: Place[] = [];
  private readonly inlined = new Map<Loc, Map<Loc, Loc>>();
  private readonly merged = new Map<Loc, Map<Loc, Loc>>();

  /** The sketch's own places: from `from` to before `until`. */
  constructor(from: Loc, until: Loc) {
    this.from = from;
    this.until = until;
  }

  /** The place of code at `inner` that is put where the call at `call` stands: only calls of the sketch count. */
  within(inner: Loc, call: Loc): Loc {
    if (call >= NO_LOC && !this.isOwn(call)) return inner;
    return this.note(this.inlined, inner, call, { kind: 'within', inner, call });
  }

  /** The place of code that stands for both. */
  either(first: Loc, second: Loc): Loc {
    if (first === second) return first;
    return this.note(this.merged, first, second, { kind: 'either', first, second });
  }

  /** Where the code itself was written. */
  writtenAt(loc: Loc): Loc {
    const place = this.placeOf(loc);
    if (place === undefined) return loc;
    return this.writtenAt(place.kind === 'within' ? place.inner : place.first);
  }

  /**
   * The places of the sketch for which the code may run: one, or several where it was written twice. An empty
   * chain: something that the sketch does not say.
   */
  ownPlaces(loc: Loc): readonly PlaceChain[] {
    const place = this.placeOf(loc);
    if (place === undefined) return [this.isOwn(loc) ? [loc] : []];
    const [a, b] = place.kind === 'within' ? [place.inner, place.call] : [place.first, place.second];
    const [first, second] = [this.ownPlaces(a), this.ownPlaces(b)];
    if (place.kind === 'either') return [...first, ...second];
    return first.flatMap((inner) => second.map((call) => [...inner, ...call]));
  }

  private isOwn(loc: Loc): boolean {
    return loc >= this.from && loc < this.until;
  }

  private placeOf(loc: Loc): Place | undefined {
    return loc < NO_LOC ? this.places[NO_LOC - 1 - loc] : undefined;
  }

  private note(known: Map<Loc, Map<Loc, Loc>>, a: Loc, b: Loc, place: Place): Loc {
    let row = known.get(a);
    if (row === undefined) known.set(a, (row = new Map()));
    const found = row.get(b);
    if (found !== undefined) return found;
    const loc = NO_LOC - 1 - this.places.length;
    this.places.push(place);
    row.set(b, loc);
    return loc;
  }
}
