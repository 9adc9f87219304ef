/**
 * Cuts a source text into tokens, one at a time, as the preprocessor asks for them.
 *
 * In: a text and the Loc of its first character. Out: tokens, then `end` for ever. Follows [lex] of C++11
 * with GNU's habits: no trigraphs, `$` and all letters beyond ASCII in names, digit separators. Never
 * fails: what is no token comes out as `other`.
 */
import type { Loc } from '../source.ts';
import { CLASSES, DIGIT, isNameStart, NAME } from './characters.ts';
import { punctuatorAt } from './punctuators.ts';
import { LINE_START, SPACE, TokenKind, UNREAD_DECLARATION, type Token } from './token.ts';

const NEWLINE = 10;
const HASH = 35;
const RETURN = 13;
const QUOTE = 34;
const APOSTROPHE = 39;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const LONGEST_RAW_DELIMITER = 16;
const PREFIXES = new Set(['L', 'u', 'U', 'u8', 'R', 'LR', 'uR', 'UR', 'u8R']);
const SPLICES = /\\[ \t]*\r?\n/g;
/** A function's declaration up to its `;`, or to the `{` of its body. Group 1: its name. */
const FUNCTION = () =>
  /(?!(?:typedef|using|namespace|template|class|struct|union|enum|friend|return|static_assert)\b)(?:(?!operator\b)[A-Za-z_]\w*[\s*&]+)+((?:\w+::)*(?!operator\b)[A-Za-z_]\w*)[ \t]*\((?:[^(){};#"'\\]|\([^(){};#"'\\]*\))*\)\s*(?:const\s*)?[;{]/y;
/** A #define alone on the next line, without texts, comments and joined lines. Group 1: from the name on; 2: the name. */
const NEXT_DEFINE = () => /\n#define (([A-Za-z_]\w*)[^\n\r"'\\/\x80-\uffff]*)(?=\n)/y;
/** What braces are looked for between: texts, characters and comments whole; a directive ends the search. */
const BRACES = () => /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*|\/\*[^]*?\*\/|[{}]|\n[ \t]*#/g;

export interface ScannerPlace {
  readonly at: number;
  readonly flags: number;
  readonly unclosedComment: Loc | undefined;
}

export interface PassedFunction {
  readonly name: string;
  readonly token: Token;
}

export class Scanner {
  /** Where the next token is looked for. */
  private at: number;
  /** Set by skipBlanks. */
  private flags = LINE_START;
  private readonly hasSplices: boolean;
  private readonly defines = NEXT_DEFINE();
  /** Where a comment began that never ends. */
  unclosedComment: Loc | undefined;

  constructor(
    private readonly text: string,
    private readonly base: Loc,
    /** Where to begin. */
    at = text.charCodeAt(0) === 0xfeff ? 1 : 0,
  ) {
    this.hasSplices = text.includes('\\');
    this.at = at;
  }

  next(): Token {
    this.skipBlanks(true);
    const { text, at: start, flags } = this;
    this.flags = 0;
    if (start >= text.length) return this.token(TokenKind.end, '', start, flags | LINE_START);
    const code = text.charCodeAt(start);
    const kind = code < 128 ? (CLASSES[code] ?? 0) : 0;
    if ((kind & NAME) !== 0 && (kind & DIGIT) === 0) return this.name(start, flags);
    if ((kind & DIGIT) !== 0) return this.number(start, flags);
    if (code === 46 && isDigit(text.charCodeAt(start + 1))) return this.number(start, flags);
    if (code === QUOTE || code === APOSTROPHE) return this.quoted(start, start, code, flags);
    if (code >= 128 && isNameStart(code)) return this.name(start, flags);
    const punctuator = punctuatorAt(text, start, code);
    if (punctuator !== undefined) {
      this.at = start + punctuator.length;
      return this.token(TokenKind.punctuator, punctuator, start, flags);
    }
    this.at = start + (code >= 0xd800 && code < 0xdc00 ? 2 : 1);
    return this.token(TokenKind.other, text.slice(start, this.at), start, flags);
  }

  /** True when nothing but blanks and comments is left of the line; they are read. */
  atLineEnd(): boolean {
    this.skipBlanks(false);
    if (this.at >= this.text.length) return true;
    const code = this.text.charCodeAt(this.at);
    return code === NEWLINE || code === RETURN;
  }

  /** Whether the next token, maybe lines below, is `(`. Reads nothing. */
  nextIsOpen(): boolean {
    const place = this.place();
    this.skipBlanks(true);
    const isOpen = this.text.charCodeAt(this.at) === 40;
    this.returnTo(place);
    return isOpen;
  }

  place(): ScannerPlace {
    const { at, flags, unclosedComment } = this;
    return { at, flags, unclosedComment };
  }

  returnTo({ at, flags, unclosedComment }: ScannerPlace): void {
    this.at = at;
    this.flags = flags;
    this.unclosedComment = unclosedComment;
  }

  /** The name that comes next; nothing is read. */
  peekName(): string {
    const place = this.place();
    const { text } = this.next();
    this.returnTo(place);
    return text;
  }

  /** Whether the line goes on with this character. */
  nextIs(character: string): boolean {
    return !this.atLineEnd() && this.text.startsWith(character, this.at);
  }

  nextIsName(): boolean {
    return !this.atLineEnd() && ((CLASSES[this.text.charCodeAt(this.at)] ?? 0) & (NAME | DIGIT)) === NAME;
  }

  /** `<path>` or `"path"` of an #include; undefined when the line goes on otherwise. */
  headerName(): Token | undefined {
    if (this.atLineEnd()) return undefined;
    const start = this.at;
    const open = this.text.charCodeAt(start);
    const close = open === 60 ? '>' : open === QUOTE ? '"' : '';
    if (close === '') return undefined;
    const end = this.text.indexOf(close, start + 1);
    const line = this.text.indexOf('\n', start);
    if (end < 0 || (line >= 0 && line < end)) return undefined;
    this.at = end + 1;
    return this.token(TokenKind.string, this.text.slice(start, end + 1), start, this.flags);
  }

  /** The rest of the line as it stands, without comments being recognised. */
  restOfLine(): string {
    const start = this.at;
    this.skipLine();
    return this.text.slice(start, this.at).trim();
  }

  skipLine(): void {
    const { text } = this;
    let at = this.at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || Number.isNaN(code)) break;
      if (code === QUOTE || code === APOSTROPHE) {
        this.endOfQuoted(at, code);
        at = this.at;
      } else if (code === SLASH || code === BACKSLASH) {
        this.at = at;
        this.skipBlanks(false);
        at = this.at === at ? at + 1 : this.at;
      } else at++;
    }
    this.at = Math.min(at, text.length);
  }

  /** At the end of a line: the plain #define of the next one is read. */
  nextDefine(): { readonly name: string; readonly text: string; readonly loc: Loc } | undefined {
    if (this.text.charCodeAt(this.at + 1) !== HASH) return undefined;
    const pattern = this.defines;
    pattern.lastIndex = this.at;
    const [, text, name] = pattern.exec(this.text) ?? [];
    if (text === undefined || name === undefined || name === 'defined') return undefined;
    this.at = pattern.lastIndex;
    return { name, text, loc: this.base + this.at - text.length };
  }

  /** The rest of the line in its own words, to be scanned when it is needed. */
  takeLine(): { readonly text: string; readonly loc: Loc } {
    const { loc, at } = this;
    this.skipLine();
    return { text: this.text.slice(at, this.at), loc };
  }

  /** In a group that #if leaves out: reads up to the next `#` that begins a line. False at the end of the text. */
  skipToDirective(): boolean {
    for (;;) {
      this.skipBlanks(true);
      if (this.at >= this.text.length) return false;
      if (this.text.charCodeAt(this.at) === 35 && (this.flags & LINE_START) !== 0) {
        this.at++;
        this.flags = 0;
        return true;
      }
      this.skipLine();
    }
  }

  /** A function's declaration that comes next, with its body, is passed over: its name and place. Else nothing is read. */
  passFunction(): PassedFunction | undefined {
    this.skipBlanks(true);
    const { at: start, flags } = this;
    const code = this.text.charCodeAt(start);
    if (!(code < 128) || ((CLASSES[code] ?? 0) & (NAME | DIGIT)) !== NAME) return undefined;
    const pattern = FUNCTION();
    pattern.lastIndex = start;
    const [whole, name] = pattern.exec(this.text) ?? [];
    if (whole === undefined || name === undefined) return undefined;
    this.at = pattern.lastIndex;
    const hasBody = whole.endsWith('{');
    if (hasBody && !this.skipBraces()) {
      this.at = start;
      return undefined;
    }
    this.flags = 0;
    return { name, token: this.token(TokenKind.punctuator, UNREAD_DECLARATION, start, flags) };
  }

  /** Behind a `{`: goes behind its `}`. False: there is a directive in between, or no such `}`; nothing is read. */
  skipBraces(): boolean {
    const braces = BRACES();
    braces.lastIndex = this.at;
    let depth = 1;
    for (let found = braces.exec(this.text); found !== null; found = braces.exec(this.text)) {
      const [text] = found;
      if (text === '{') depth++;
      else if (text === '}') depth--;
      else if (text.endsWith('#')) return false;
      if (depth > 0) continue;
      this.at = braces.lastIndex;
      return true;
    }
    return false;
  }

  /** What stands between two places of the text. */
  textAt(loc: Loc, end: Loc): string {
    return this.text.slice(loc - this.base, end - this.base);
  }

  /** Of the next character to be read. */
  get loc(): Loc {
    return this.base + this.at;
  }

  private token(kind: TokenKind, text: string, start: number, flags: number): Token {
    return { kind, text, loc: this.base + start, end: this.base + this.at, flags };
  }

  private skipBlanks(overLines: boolean): void {
    const { text } = this;
    let at = this.at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === 9 || code === 11 || code === 12) this.flags |= SPACE;
      else if (code === NEWLINE || code === RETURN) {
        if (!overLines) break;
        this.flags |= LINE_START | SPACE;
      } else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
        at = this.endOfLineComment(at + 2);
        this.flags |= SPACE;
        continue;
      } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
        const end = text.indexOf('*/', at + 2);
        if (end < 0) this.unclosedComment = this.base + at;
        at = end < 0 ? text.length : end + 2;
        this.flags |= SPACE;
        continue;
      } else if (code === BACKSLASH) {
        const after = this.afterSplice(at);
        if (after === at) break;
        at = after;
        continue;
      } else break;
      at++;
    }
    this.at = at;
  }

  private endOfLineComment(from: number): number {
    let at = from;
    for (;;) {
      const end = this.text.indexOf('\n', at);
      if (end < 0) return this.text.length;
      if (!this.hasSplices) return end;
      let last = end - 1;
      while (last >= from && isBlank(this.text.charCodeAt(last))) last--;
      if (this.text.charCodeAt(last) !== BACKSLASH) return end;
      at = end + 1;
    }
  }

  /** `at` itself unless a backslash there ends its line. */
  private afterSplice(at: number): number {
    let next = at + 1;
    while (isBlank(this.text.charCodeAt(next))) next++;
    return this.text.charCodeAt(next) === NEWLINE ? next + 1 : at;
  }

  private name(start: number, flags: number): Token {
    const { text } = this;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code < 128 ? ((CLASSES[code] ?? 0) & NAME) !== 0 : isNameStart(code)) at++;
      else if (code === BACKSLASH && this.afterSplice(at) !== at) at = this.afterSplice(at);
      else {
        const spelling = this.spelling(start, at);
        if ((code === QUOTE || code === APOSTROPHE) && PREFIXES.has(spelling)) {
          if (!spelling.endsWith('R')) return this.quoted(start, at, code, flags);
          if (code === QUOTE) return this.raw(start, at, flags);
        }
        this.at = at;
        return this.token(TokenKind.identifier, spelling, start, flags);
      }
    }
  }

  /** A preprocessing number: anything that looks like one. */
  private number(start: number, flags: number): Token {
    const { text } = this;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      const previous = text.charCodeAt(at - 1) | 32;
      if (code < 128 && ((CLASSES[code] ?? 0) & NAME) !== 0) at++;
      else if (code === 46) at++;
      else if ((code === 43 || code === 45) && this.isExponent(start, previous)) at++;
      else if (code === APOSTROPHE && ((CLASSES[text.charCodeAt(at + 1)] ?? 0) & NAME) !== 0) at += 2;
      else if (code === BACKSLASH && this.afterSplice(at) !== at) at = this.afterSplice(at);
      else break;
    }
    this.at = at;
    return this.token(TokenKind.number, this.spelling(start, at), start, flags);
  }

  /** `0xE+1` is a sum to every child who writes it: only p marks the exponent of a hexadecimal number. */
  private isExponent(start: number, letter: number): boolean {
    const isHex = (this.text.charCodeAt(start + 1) | 32) === 120;
    return letter === (isHex ? 112 : 101);
  }

  private quoted(start: number, quoteAt: number, quote: number, flags: number): Token {
    const isClosed = this.endOfQuoted(quoteAt, quote);
    const kind = !isClosed ? TokenKind.other : quote === QUOTE ? TokenKind.string : TokenKind.char;
    // "km"_suffix; a name without underscore is a macro beside a string, as in old code.
    if (isClosed && this.text.charCodeAt(this.at) === 95) {
      while (((CLASSES[this.text.charCodeAt(this.at)] ?? 0) & NAME) !== 0) this.at++;
    }
    return this.token(kind, this.spelling(start, this.at), start, flags);
  }

  /** Moves behind the closing quote, or to the end of the line when there is none. */
  private endOfQuoted(quoteAt: number, quote: number): boolean {
    const { text } = this;
    let at = quoteAt + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.at = at + 1;
        return true;
      }
      if (Number.isNaN(code) || code === NEWLINE) {
        this.at = Math.min(at, text.length);
        return false;
      }
      if (code === BACKSLASH) {
        const after = this.afterSplice(at);
        at = after === at ? at + 2 : after;
      } else at++;
    }
  }

  /** R"delimiter( … )delimiter" */
  private raw(start: number, quoteAt: number, flags: number): Token {
    const open = this.text.indexOf('(', quoteAt);
    const delimiter = open < 0 ? ' ' : this.text.slice(quoteAt + 1, open);
    const isDelimiter = delimiter.length <= LONGEST_RAW_DELIMITER && !/[\s\\)"]/.test(delimiter);
    const end = isDelimiter ? this.text.indexOf(`)${delimiter}"`, open) : -1;
    if (end < 0) {
      this.endOfQuoted(quoteAt, QUOTE);
      return this.token(TokenKind.other, this.text.slice(start, this.at), start, flags);
    }
    this.at = end + delimiter.length + 2;
    return this.token(TokenKind.string, this.text.slice(start, this.at), start, flags);
  }

  private spelling(start: number, end: number): string {
    const spelling = this.text.slice(start, end);
    return this.hasSplices && spelling.includes('\n') ? spelling.replace(SPLICES, '') : spelling;
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === RETURN;
