/**
 * The tokens of a translation unit, ready for the parser: directives obeyed, macros expanded, keywords
 * and the word operators of C++ told apart from names.
 *
 * In: the unit's files in the order they are read (a sketch's tabs are one unit). Out: tokens with `end`
 * last, and the files that were included.
 */
import { KEYWORDS, WORD_OPERATORS } from '../lex/keywords.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import type { SourceFile } from '../source.ts';
import { Preprocessor, type PreprocessorOptions } from './preprocessor.ts';
import type { ReadHeader } from './read-header.ts';

/** More than any program that fits a chip; a unit that goes on is cut with a diagnostic. */
const MOST_TOKENS = 1_000_000;

export interface PreprocessedUnit {
  readonly tokens: readonly Token[];
  readonly includedFiles: readonly SourceFile[];
  /** The header that the unit begins with, when it was read before: its tokens are not among `tokens`. */
  readonly taken: ReadHeader | undefined;
  /** Of a unit that was read with `asked`: what others may begin with. */
  readonly state: ReadHeader | undefined;
}

export function preprocess(files: readonly SourceFile[], options: PreprocessorOptions): PreprocessedUnit {
  const preprocessor = new Preprocessor(options);
  const keywords = KEYWORDS[options.language];
  const isCpp = options.language === 'c++';
  const tokens: Token[] = [];
  let last: Token | undefined;
  const [main] = files;
  const before =
    main === undefined
      ? []
      : options.includeFirst.map((path) => () => preprocessor.includeBefore(path, main));
  for (const enter of [...before, ...files.map((file) => () => preprocessor.enter(file))]) {
    enter();
    for (last = preprocessor.next(); last.kind !== TokenKind.end; last = preprocessor.next()) {
      if (tokens.length + (preprocessor.taken?.tokenCount ?? 0) >= MOST_TOKENS) {
        options.reporter.report('cpp-unit-too-long', {}, last.loc, last.end);
        break;
      }
      if (last.kind !== TokenKind.identifier) tokens.push(last);
      else if (keywords.has(last.text)) {
        last.kind = TokenKind.keyword;
        tokens.push(last);
      } else {
        const operator = isCpp ? WORD_OPERATORS.get(last.text) : undefined;
        tokens.push(operator === undefined ? last : { ...last, kind: TokenKind.punctuator, text: operator });
      }
    }
  }
  const { taken } = preprocessor;
  const state = options.asked === undefined ? undefined : preprocessor.stateFor(tokens, options.asked);
  const at = (tokens.at(-1) ?? taken?.lastToken)?.end ?? 0;
  tokens.push({ kind: TokenKind.end, text: '', loc: at, end: at, flags: 1 });
  return { tokens, includedFiles: [...preprocessor.includedFiles], taken, state };
}
