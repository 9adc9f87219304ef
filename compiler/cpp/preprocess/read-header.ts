/**
 * A header that was read by itself, as the first of a unit: what of the preprocessor's state it leaves.
 *
 * A unit that begins with this header goes on from here instead of reading it again. Nothing in it
 * changes, but that a macro's body may be cut into tokens later.
 */
import type { Token } from '../lex/token.ts';
import type { SourceFile } from '../source.ts';
import type { MacroTable } from './macro-table.ts';

export interface ReadHeader {
  readonly macros: MacroTable;
  /** Every name that was looked up: a macro of one of them could have changed the reading. */
  readonly asked: ReadonlySet<string>;
  /** Bodies of functions that are read when they are needed: a macro of a word in them could change them too. */
  readonly unread: readonly string[];
  readonly includedFiles: ReadonlySet<SourceFile>;
  readonly guards: ReadonlyMap<SourceFile, string>;
  readonly onceOnly: ReadonlySet<SourceFile>;
  readonly lineShifts: ReadonlyMap<SourceFile, number>;
  readonly includes: number;
  readonly counter: number;
  readonly expandedTokens: number;
  /** How many tokens it left for the parser, and the last of them. */
  readonly tokenCount: number;
  readonly lastToken: Token | undefined;
}
