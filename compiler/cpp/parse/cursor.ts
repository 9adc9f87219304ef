/**
 * Where the parser stands in its tokens, and how it complains.
 *
 * In: the tokens of a unit. Out: for the grammar above it: the current token, `accept`, `expect`. A
 * mistake is reported and thrown as PANIC; the statement or declaration around it catches it and goes on
 * behind the next `;` or `}`. While `muted` a mistake only throws: the grammar tries something out.
 */
import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import type { Words } from '../../diagnostics/diagnostic.ts';
import type { Language } from '../lex/keywords.ts';
import { LINE_START, TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';
import type { Loc } from '../source.ts';
import type { Scope } from './scope.ts';

/** Thrown when the grammar cannot go on. */
export class Panic extends Error {
  override readonly name = 'Panic';
}

/** One for all: making an error takes time. */
const PANIC = new Panic('the grammar cannot go on');

/** Nesting that any hand-written program stays below, and a worker's stack survives. */
const DEEPEST = 256;
const TRIES = 100_000;
const TRIES_PER_TOKEN = 20;

export interface Mark {
  readonly at: number;
  readonly isHalf: boolean;
  readonly scope: Scope;
  readonly depth: number;
}

export abstract class Cursor {
  protected token: Token;
  protected at = 0;
  /** The first `>` of the current `>>` has been read as the end of template arguments. */
  protected isHalf = false;
  /** `>` ends template arguments here and is no operator. */
  protected stopsAtGreater = false;
  protected muted = 0;
  protected depth = 0;
  /** Tokens that may still be read on trial: trials within trials would double at every level. */
  protected triesLeft: number;
  private readonly last: Token;

  constructor(
    private readonly tokens: readonly Token[],
    protected readonly reporter: Reporter,
    protected readonly language: Language,
    protected scope: Scope,
  ) {
    const last = tokens.at(-1);
    if (last === undefined) throw new RangeError('no tokens, not even the end');
    this.last = last;
    this.triesLeft = TRIES + TRIES_PER_TOKEN * tokens.length;
    this.token = tokens[0] ?? last;
  }

  /** As if `tokenCount` tokens had been read, of which only the last is there, and so many on trial. */
  protected goOn(tokenCount: number, tries: number): void {
    const first = Math.min(1, tokenCount);
    this.triesLeft += TRIES_PER_TOKEN * (tokenCount - first) - tries;
    this.seek(first);
  }

  /** Tokens that were read on trial. */
  protected get tries(): number {
    return TRIES + TRIES_PER_TOKEN * this.tokens.length - this.triesLeft;
  }

  protected get isC(): boolean {
    return this.language === 'c';
  }

  protected peek(ahead = 1): Token {
    return this.tokens[this.at + ahead] ?? this.last;
  }

  protected tokenAt(index: number): Token {
    return this.tokens[index] ?? this.last;
  }

  /** Reads the current token. */
  protected advance(): Token {
    const read = this.token;
    if (this.muted > 0) this.triesLeft--;
    this.at++;
    this.isHalf = false;
    this.token = this.tokens[this.at] ?? this.last;
    return read;
  }

  protected seek(index: number): void {
    this.at = Math.min(index, this.tokens.length - 1);
    this.isHalf = false;
    this.token = this.tokens[this.at] ?? this.last;
  }

  protected mark(): Mark {
    return { at: this.at, isHalf: this.isHalf, scope: this.scope, depth: this.depth };
  }

  protected returnTo({ at, isHalf, scope, depth }: Mark): void {
    this.seek(at);
    this.isHalf = isHalf;
    this.scope = scope;
    this.depth = depth;
  }

  protected get previous(): Token {
    return this.tokens[this.at - 1] ?? this.token;
  }

  /** Exclusive end of what has been read. */
  protected get end(): Loc {
    return this.previous.end;
  }

  protected get isEnd(): boolean {
    return this.token.kind === TokenKind.end;
  }

  /** `text`: a keyword or punctuator. */
  protected is(text: string): boolean {
    const { token } = this;
    return token.text === text && (token.kind === TokenKind.punctuator || token.kind === TokenKind.keyword);
  }

  protected isAhead(ahead: number, text: string): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.kind !== TokenKind.identifier;
  }

  protected get isIdentifier(): boolean {
    return this.token.kind === TokenKind.identifier;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.advance();
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.missing(text);
  }

  /** The bracket that closes the one at `open`. */
  protected expectClose(text: string, open: Token): void {
    if (this.accept(text)) return;
    const words = { open: open.text, close: text, line: this.lineOf(open.loc) };
    this.report('cpp-missing-close', words, this.previous.end - 1, this.previous.end);
    throw PANIC;
  }

  /**
   * A `;` that is missing is reported behind the token before it; when the next one begins a line the
   * text goes on as if it were there.
   */
  protected expectSemicolon(): void {
    if (this.accept(';')) return;
    const { previous } = this;
    if (!this.isOnNewLine() && !this.is('}') && !this.isEnd) this.missing(';');
    const words = { line: this.lineOf(previous.loc) };
    this.report('cpp-missing-semicolon', words, previous.end - 1, previous.end);
  }

  protected missing(text: string): never {
    const found = this.spelling(this.token);
    if (this.isOnNewLine() || this.isEnd) {
      const { previous } = this;
      this.fail(
        'cpp-missing-behind',
        { token: text, found: this.spelling(previous) },
        previous.end - 1,
        previous.end,
      );
    }
    this.fail('cpp-missing-token', { token: text, found }, this.token.loc, this.token.end);
  }

  protected isOnNewLine(): boolean {
    return (this.token.flags & LINE_START) !== 0;
  }

  protected unexpected(code: DiagnosticCode): never {
    const { previous } = this;
    const isStart = this.at === 0 || previous.text === ';' || previous.text === '{' || previous.text === '}';
    if (this.isEnd || (this.isOnNewLine() && !isStart)) {
      this.fail('cpp-incomplete', { found: this.spelling(previous) }, previous.loc, previous.end);
    }
    return this.fail(code, { found: this.spelling(this.token) }, this.token.loc, this.token.end);
  }

  protected report(code: DiagnosticCode, words: Words, loc: Loc, end: Loc): void {
    if (this.muted > 0) throw PANIC;
    this.reporter.report(code, words, loc, end);
  }

  /** Says what may be meant otherwise, and goes on. */
  protected warn(code: DiagnosticCode, words: Words, loc: Loc, end: Loc): void {
    if (this.muted === 0) this.reporter.report(code, words, loc, end);
  }

  protected fail(code: DiagnosticCode, words: Words, loc: Loc, end: Loc): never {
    this.report(code, words, loc, end);
    throw PANIC;
  }

  /** Tries `read`; what it returns undefined or panics for is as if never read. */
  protected attempt<T>(read: () => T | undefined): T | undefined {
    if (this.triesLeft < 0)
      this.fail('cpp-nested-too-deep', { limit: DEEPEST }, this.token.loc, this.token.end);
    const mark = this.mark();
    const { stopsAtGreater } = this;
    this.muted++;
    try {
      const result = read();
      if (result !== undefined) return result;
    } catch (problem) {
      if (!(problem instanceof Panic)) throw problem;
    } finally {
      this.muted--;
      this.stopsAtGreater = stopsAtGreater;
    }
    this.returnTo(mark);
    return undefined;
  }

  /** Runs `read` a level deeper. */
  protected nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST) {
      this.depth--;
      this.fail('cpp-nested-too-deep', { limit: DEEPEST }, this.token.loc, this.token.end);
    }
    const result = read();
    this.depth--;
    return result;
  }

  protected lineOf(loc: Loc): number {
    return this.muted > 0 ? 0 : this.reporter.lineOf(loc);
  }

  protected spelling(token: Token): string {
    if (token.kind === TokenKind.end) return '…';
    // Of what a macro made, the user has written the macro.
    const written =
      token.end - token.loc === token.text.length ? '' : this.reporter.textAt(token.loc, token.end);
    const text = written === '' || written.includes('\n') ? token.text : written;
    return text.length > 24 ? `${text.slice(0, 23)}…` : text;
  }

  /** From an opening bracket to behind its partner, or to the end. */
  protected skipBalanced(): void {
    let depth = 0;
    do {
      if (this.is('(') || this.is('[') || this.is('{')) depth++;
      else if (this.is(')') || this.is(']') || this.is('}')) depth--;
      if (this.isEnd) return;
      this.advance();
    } while (depth > 0);
  }
}
