/**
 * Places in source text, as numbers.
 *
 * A `Loc` is file index × 2^22 + offset in UTF-16 code units, so that every token, node, IR instruction
 * and machine instruction can carry one cheaply. A token made by a macro has the place of the macro's
 * use. `SourceFiles` turns two of them back into the `Span` of a diagnostic.
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

  fileAt(loc: Loc): SourceFile | undefined {
    return this.files[Math.floor(loc / MOST_OFFSET)];
  }

  /** `end` is exclusive; one in another file counts as the next character. */
  spanOf(loc: Loc, end: Loc = loc + 1): Span | undefined {
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
