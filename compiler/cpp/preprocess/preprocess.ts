/**
 * The tokens of a translation unit, ready for the parser: directives obeyed, macros expanded, keywords
 * and the word operators of C++ told apart from names.
 *
 * In: the unit's files in the order they are read (a sketch's tabs are one unit). Out: tokens with `end`
 * last, and the files that were included.
 */
import { KEYWORDS, WORD_OPERATORS } from '../lex/keywords.ts';
import type { PassedFunction } from '../lex/scanner.ts';
import { TokenKind, UNREAD_BODY, UNREAD_DECLARATION, type Token } from '../lex/token.ts';
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
  /** The tokens of what was left unread: as if it had been read at once. */
  readonly readPart: (part: Token) => readonly Token[];
  /** The function whose declaration was left unread. */
  readonly functionOf: (part: Token) => PassedFunction | undefined;
}

export function preprocess(files: readonly SourceFile[], options: PreprocessorOptions): PreprocessedUnit {
  const preprocessor = new Preprocessor(options);
  const reading = new Reading(preprocessor, options, options.leavesUnread === true ? 'file' : 'none');
  const { tokens } = reading;
  const [main] = files;
  const before =
    main === undefined
      ? []
      : options.includeFirst.map((path) => () => preprocessor.includeBefore(path, main));
  for (const enter of [...before, ...files.map((file) => () => preprocessor.enter(file))]) {
    enter();
    reading.readAll();
  }
  const { taken } = preprocessor;
  const state = options.asked === undefined ? undefined : preprocessor.stateFor(tokens, options.asked);
  const at = (tokens.at(-1) ?? taken?.lastToken)?.end ?? 0;
  tokens.push({ kind: TokenKind.end, text: '', loc: at, end: at, flags: 1 });
  const { readPart, functionOf } = reading;
  return { tokens, includedFiles: [...preprocessor.includedFiles], taken, state, readPart, functionOf };
}

/** What is left unread: of a file, of a class's body, of a function's declaration, or nothing. */
type Laziness = 'file' | 'class' | 'function' | 'none';

interface Part {
  readonly moment: number;
  readonly is: PassedFunction | 'class' | 'body';
}

/** Tokens as they come, words told apart; what is to be left unread as one token each. */
class Reading {
  readonly tokens: Token[] = [];
  private readonly keywords: ReadonlySet<string>;
  private readonly isCpp: boolean;
  /** Inside of braces in which nothing is left unread. */
  private depth = 0;
  /** The first token of the declaration. */
  private start = 0;
  /** What was left unread, by place. */
  private readonly parts: Map<number, Part>;

  constructor(
    private readonly preprocessor: Preprocessor,
    private readonly options: PreprocessorOptions,
    private readonly laziness: Laziness,
    parts?: Map<number, Part>,
  ) {
    this.keywords = KEYWORDS[options.language];
    this.isCpp = options.language === 'c++';
    this.parts = parts ?? new Map();
  }

  readAll(): void {
    const { tokens, keywords, isCpp, preprocessor, laziness } = this;
    for (;;) {
      if (laziness === 'file' && this.depth === 0 && this.isStart() && this.passFunction()) continue;
      const last = preprocessor.next();
      if (last.kind === TokenKind.end) return;
      if (tokens.length + (preprocessor.taken?.tokenCount ?? 0) >= MOST_TOKENS) {
        this.options.reporter.report('cpp-unit-too-long', {}, last.loc, last.end);
        return;
      }
      if (last.kind !== TokenKind.identifier)
        tokens.push(laziness !== 'none' && last.kind === TokenKind.punctuator ? this.unread(last) : last);
      else if (keywords.has(last.text)) {
        last.kind = TokenKind.keyword;
        tokens.push(last);
      } else {
        const operator = isCpp ? WORD_OPERATORS.get(last.text) : undefined;
        tokens.push(operator === undefined ? last : { ...last, kind: TokenKind.punctuator, text: operator });
      }
    }
  }

  /** The tokens of something that was left unread. */
  readonly readPart = (part: Token): readonly Token[] => {
    const { preprocessor, options, parts } = this;
    const { moment, is } = parts.get(part.loc) ?? { moment: 0, is: 'body' };
    const laziness = is === 'class' ? is : is === 'body' ? 'none' : 'function';
    const inside = new Reading(preprocessor, options, laziness, parts);
    preprocessor.readPart(part, moment, () => inside.readAll());
    const [first, ...others] = inside.tokens;
    const end: Token = { kind: TokenKind.end, text: '', loc: part.end, end: part.end, flags: 1 };
    return first === undefined ? [end] : [{ ...first, flags: part.flags }, ...others, end];
  };

  readonly functionOf = (part: Token): PassedFunction | undefined => {
    const is = this.parts.get(part.loc)?.is;
    return typeof is === 'object' ? is : undefined;
  };

  private isStart(): boolean {
    const last = this.tokens.at(-1);
    const isStart = last === undefined || (last.kind === TokenKind.punctuator && STARTS.has(last.text));
    if (isStart) this.start = this.tokens.length;
    return isStart;
  }

  private passFunction(): boolean {
    const passed = this.preprocessor.passFunction();
    if (passed === undefined) return false;
    this.tokens.push(passed.token);
    this.parts.set(passed.token.loc, { moment: this.preprocessor.moment, is: passed });
    return true;
  }

  /** Of a `{` that begins the body of a function or class, the whole body. */
  private unread(token: Token): Token {
    const { text } = token;
    if (this.depth > 0) {
      if (text === '{') this.depth++;
      else if (text === '}') this.depth--;
      return token;
    }
    if (text !== '{' || this.isOpen()) return token;
    const isFunction = endsHead(this.tokens.at(-1));
    const isClass = !isFunction && this.laziness === 'file' && this.isCpp && this.isClass();
    const end = isFunction || isClass ? this.preprocessor.passOver(token) : undefined;
    if (end === undefined) {
      this.depth = 1;
      return token;
    }
    const { moment } = this.preprocessor;
    this.parts.set(token.loc, { moment, is: isClass ? 'class' : 'body' });
    return { ...token, text: UNREAD_BODY, end };
  }

  /** `extern "C" {`, `namespace a {`, and the body of a class that is read now. */
  private isOpen(): boolean {
    const { tokens, laziness, start } = this;
    if (laziness === 'class') return tokens.length === 0;
    return tokens.at(-1)?.kind === TokenKind.string || tokens[start]?.text === 'namespace';
  }

  private isClass(): boolean {
    const { text } = this.tokens[this.start] ?? {};
    return (
      (text === 'class' || text === 'struct') && this.tokens[this.start + 1]?.kind === TokenKind.identifier
    );
  }
}

/** A declaration begins behind them. */
const STARTS: ReadonlySet<string> = new Set([';', '{', '}', UNREAD_BODY, UNREAD_DECLARATION]);

/** A `{` behind these, where declarations stand, begins the body of a function. */
const endsHead = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === TokenKind.punctuator
    ? token.text === ')'
    : token.text === 'const' || token.text === 'override');
