/**
 * A token: what the scanner makes, the preprocessor passes on and the parser reads.
 *
 * `text` is the spelling with line splices taken out. Before the preprocessor has finished, keywords are
 * identifiers. Punctuators have constant spellings. `loc` and `end` of a token from a macro's body are
 * those of the macro's use.
 */
import type { Loc } from '../source.ts';

export enum TokenKind {
  /** Of the text; stands for ever at the end of a token list. */
  end,
  identifier,
  keyword,
  number,
  char,
  string,
  punctuator,
  /** A character that begins no token, or a quote without its partner. */
  other,
}

/** First on its line. */
export const LINE_START = 1;
/** White space or a comment stands before it. */
export const SPACE = 2;
/** Came up while its own macro was being expanded: never expanded again. */
export const NO_EXPAND = 4;

/** A punctuator: the body of a function or class, not read yet, from its `{` to its `}`. */
export const UNREAD_BODY = '{…}';
/** A punctuator: a whole declaration of a function, not read yet, to its `;` or `}`. */
export const UNREAD_DECLARATION = '…;';

export interface Token {
  /** Changes once, from identifier to keyword, when the preprocessor hands the token on. */
  kind: TokenKind;
  readonly text: string;
  readonly loc: Loc;
  readonly end: Loc;
  readonly flags: number;
}
