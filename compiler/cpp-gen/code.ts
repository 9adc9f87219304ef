/**
 * Pieces of C++ that remember which block they come from, and their rendering.
 *
 * In: lines of `Code`, opened and closed around blocks. Out: text and the span of every block in it.
 * Invariant: spans nest; an outer block's span comes before the spans inside it.
 */
import type { BlockSpan } from '../sketch.ts';

/** C++ text; a marked piece belongs to a block. */
export type Code = string | readonly Code[] | { readonly blockId: string; readonly code: Code };

export type Line =
  | { readonly kind: 'line'; readonly depth: number; readonly code: Code }
  | { readonly kind: 'open'; readonly blockId: string }
  | { readonly kind: 'close' };

export const mark = (blockId: string, code: Code): Code => ({ blockId, code });

/** The text alone. */
export function plainText(code: Code): string {
  if (typeof code === 'string') return code;
  return 'blockId' in code ? plainText(code.code) : code.map(plainText).join('');
}

/** Puts separators between pieces. */
export function joinCode(pieces: readonly Code[], separator: string): Code {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece]));
}

const INDENT = '  ';

interface Start {
  readonly blockId: string;
  readonly line: number;
  readonly column: number;
  /** Its place among the spans: kept when the block opens, filled when it closes. */
  readonly slot: number;
}

/** Writes one file, counting lines and columns from 1. */
export class FileWriter {
  private readonly parts: string[] = [];
  private readonly spans: (BlockSpan | undefined)[] = [];
  private readonly open: Start[] = [];
  /** Blocks that open with the next line, so that spans begin at its first letter. */
  private pending: string[] = [];
  private line = 1;
  private column = 1;
  private lastLine = 1;
  private lastColumn = 1;

  constructor(private readonly file: string) {}

  /** Text that belongs to no block; may hold newlines. */
  raw(text: string): void {
    this.parts.push(text);
    for (const letter of text) {
      if (letter === '\n') {
        this.line++;
        this.column = 1;
      } else {
        this.column += letter.length;
      }
    }
  }

  lines(lines: readonly Line[]): void {
    for (const line of lines) this.add(line);
  }

  private add(line: Line): void {
    if (line.kind === 'open') {
      this.pending.push(line.blockId);
    } else if (line.kind === 'close') {
      // A block without any line of its own has no span.
      if (this.pending.length > 0) this.pending.pop();
      else this.end();
    } else {
      const text = plainText(line.code);
      if (text !== '') this.raw(INDENT.repeat(line.depth));
      for (const blockId of this.pending) this.start(blockId);
      this.pending = [];
      this.code(line.code);
      this.raw('\n');
    }
  }

  private code(code: Code): void {
    if (typeof code === 'string') {
      this.raw(code);
      this.lastLine = this.line;
      this.lastColumn = this.column;
    } else if ('blockId' in code) {
      this.start(code.blockId);
      this.code(code.code);
      this.end();
    } else {
      for (const piece of code) this.code(piece);
    }
  }

  private start(blockId: string): void {
    this.open.push({ blockId, line: this.line, column: this.column, slot: this.spans.length });
    this.spans.push(undefined);
  }

  private end(): void {
    const start = this.open.pop();
    if (start === undefined) return;
    this.spans[start.slot] = {
      blockId: start.blockId,
      span: {
        file: this.file,
        line: start.line,
        column: start.column,
        endLine: this.lastLine,
        endColumn: this.lastColumn,
      },
    };
  }

  text(): string {
    return this.parts.join('');
  }

  blockSpans(): readonly BlockSpan[] {
    return this.spans.filter((span) => span !== undefined);
  }
}
