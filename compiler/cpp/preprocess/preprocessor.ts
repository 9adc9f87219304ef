/**
 * Obeys the directives of a translation unit and hands on its tokens ([cpp]).
 *
 * In: the first file, predefined macros, a resolver for #include. Out: `next()` gives the tokens that are
 * left for the parser. Requires nothing of the text: every file, however broken, comes to its end.
 */
import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import type { Words } from '../../diagnostics/diagnostic.ts';
import type { Language } from '../lex/keywords.ts';
import { CLASSES, DIGIT, NAME } from '../lex/characters.ts';
import { stringValue } from '../lex/literals.ts';
import { Scanner, type PassedFunction } from '../lex/scanner.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';
import { MOST_OFFSET, type Loc, type SourceFile, type SourceFiles } from '../source.ts';
import { allTokens, Expander, type Condition, type OpenFile } from './expander.ts';
import { evaluateIf } from './if-expression.ts';
import { readMacro, sameMacro, type Macro, type SpecialMacro } from './macro.ts';
import { isUnread, type MacroEntry } from './macro-table.ts';
import type { ReadHeader } from './read-header.ts';

export interface IncludeRequest {
  /** `<path>` */
  readonly isAngled: boolean;
  /** GNU #include_next: the one after the file that asks. */
  readonly isNext: boolean;
}

export type ResolveInclude = (
  path: string,
  fromFile: SourceFile,
  request: IncludeRequest,
) => SourceFile | undefined;

/** What to say of a file that is not there. */
export type ExplainInclude = (path: string) => { readonly code: DiagnosticCode; readonly words: Words };

export interface PreprocessorOptions {
  readonly sources: SourceFiles;
  readonly reporter: Reporter;
  readonly language: Language;
  /** Name → body; `"(a, b) a + b"` for a function-like one. */
  readonly defines: ReadonlyMap<string, string>;
  readonly resolveInclude: ResolveInclude;
  readonly explainInclude?: ExplainInclude | undefined;
  /** Paths included before the first file. */
  readonly includeFirst: readonly string[];
  /** A header as it was read at the beginning of another unit with the same macros predefined. */
  readonly readBefore?: ((file: SourceFile) => ReadHeader | undefined) | undefined;
  /** The unit is a header to be read for others. */
  readonly asked?: Set<string>;
  /** Functions and the bodies of classes are passed over: each is one token, to be read later. */
  readonly leavesUnread?: boolean;
}

const DEEPEST_INCLUDE = 100;
const MOST_INCLUDES = 20_000;
const DATE = '"Jan  1 2000"';
const TIME = '"00:00:00"';
const DIRECTIVES = new Set(['include', 'define', 'undef', 'if', 'ifdef', 'ifndef', 'elif', 'else', 'endif', 'pragma',
  'error', 'warning', 'line']); // prettier-ignore
/** Answered by #if itself. */
const HAS_OPERATORS = new Set(['__has_include', '__has_include_next', '__has_attribute', '__has_cpp_attribute',
  '__has_builtin', '__has_feature', '__has_extension']); // prettier-ignore

export class Preprocessor extends Expander {
  readonly includedFiles = new Set<SourceFile>();
  private readonly sources: SourceFiles;
  private readonly resolveInclude: ResolveInclude;
  private readonly explainInclude: ExplainInclude;
  private readonly guards = new Map<SourceFile, string>();
  private readonly onceOnly = new Set<SourceFile>();
  private readonly lineShifts = new Map<SourceFile, number>();
  private readonly readBefore: PreprocessorOptions['readBefore'];
  /** #pragma push_macro("name") … pop_macro: undefined where the name was no macro. */
  private readonly pushedMacros = new Map<string, readonly (MacroEntry | undefined)[]>();
  private includes = 0;
  /** The header that the unit began with and that needed no reading. */
  taken: ReadHeader | undefined;
  private readonly unread: string[] = [];

  constructor(options: PreprocessorOptions) {
    super(options.reporter, options.language, options.defines, options.asked);
    this.sources = options.sources;
    this.resolveInclude = options.resolveInclude;
    this.explainInclude =
      options.explainInclude ?? ((file) => ({ code: 'cpp-include-missing', words: { file } }));
    this.readBefore = options.readBefore;
  }

  /** What of the state a unit that begins with the one just read starts from. */
  stateFor(tokens: readonly Token[], asked: ReadonlySet<string>): ReadHeader {
    this.macros.stopAsking();
    const { macros, unread, includedFiles, guards, onceOnly, lineShifts, includes, counter, expandedTokens } = this; // prettier-ignore
    const state = { macros, unread, includedFiles, guards, onceOnly, lineShifts, includes, counter, expandedTokens }; // prettier-ignore
    return { ...state, asked, tokenCount: tokens.length, lastToken: tokens.at(-1) };
  }

  /** True: the unit has begun with this header as it was read before, and goes on behind it. */
  private take(file: SourceFile): boolean {
    if (!this.isFresh || this.counter > 0) return false;
    const read = this.readBefore?.(file);
    if (read === undefined || this.macros.meets(read.asked, read.unread)) return false;
    for (const before of this.includedFiles)
      if (before === file || read.includedFiles.has(before)) return false;
    this.macros.moveOnto(read.macros);
    this.includedFiles.add(file);
    for (const included of read.includedFiles) this.includedFiles.add(included);
    for (const [guarded, name] of read.guards) this.guards.set(guarded, name);
    for (const once of read.onceOnly) this.onceOnly.add(once);
    for (const [shifted, lines] of read.lineShifts) this.lineShifts.set(shifted, lines);
    this.includes += read.includes;
    this.counter = read.counter;
    this.expandedTokens += read.expandedTokens;
    this.isFresh = false;
    this.taken = read;
    return true;
  }

  enter(file: SourceFile): void {
    let base = this.sources.add(file);
    let { text } = file;
    if (text.length >= MOST_OFFSET) {
      this.reporter.report('cpp-file-too-long', { file: file.path }, base);
      text = '';
      base = Math.max(0, base);
    }
    const scanner = new Scanner(text, base);
    this.files.push({
      file,
      scanner,
      conditions: [],
      guard: undefined,
      guardState: 'start',
      bareHash: undefined,
    });
  }

  /** Behind the `{` of a body in a file's own text: goes behind its `}` and gives the place there. */
  passOver(open: Token): Loc | undefined {
    const scanner = this.isExpanding ? undefined : this.files.at(-1)?.scanner;
    if (scanner?.loc !== open.end || !scanner.skipBraces()) return undefined;
    this.unread.push(scanner.textAt(open.end, scanner.loc));
    return scanner.loc;
  }

  /** A function's declaration that comes next in a file's own text is passed over. */
  passFunction(): PassedFunction | undefined {
    const file = this.isExpanding ? undefined : this.files.at(-1);
    const passed = file?.scanner.passFunction();
    if (file === undefined || passed === undefined) return undefined;
    if (file.guardState !== 'inside') file.guardState = 'none';
    this.isFresh = false;
    this.unread.push(file.scanner.textAt(passed.token.loc, passed.token.end));
    return passed;
  }

  /** Where in the sequence of definitions it is. */
  get moment(): number {
    return this.macros.moment;
  }

  /** Something that was passed over is entered, and `read` with the macros that were defined there. */
  readPart({ loc, end }: Token, moment: number, read: () => void): void {
    const file = this.sources.fileAt(loc);
    if (file === undefined) return;
    const base = this.sources.add(file);
    const scanner = new Scanner(file.text.slice(0, end - base), base, loc - base);
    this.files.push({
      file,
      scanner,
      conditions: [],
      guard: undefined,
      guardState: 'none',
      bareHash: undefined,
    });
    this.macros.at(moment, read);
  }

  /** As if `#include <path>` stood before the first line of `file`. */
  includeBefore(path: string, file: SourceFile): void {
    const found = this.resolveInclude(path, file, { isAngled: true, isNext: false });
    if (found === undefined) {
      const loc = this.sources.add(file);
      this.reporter.report('cpp-include-missing', { file: path }, loc, loc + 1);
      return;
    }
    if (this.take(found)) return;
    this.includedFiles.add(found);
    this.enter(found);
  }

  protected override leaveFile(): boolean {
    const left = this.files.pop();
    if (left === undefined) return false;
    const { unclosedComment } = left.scanner;
    const open = left.conditions.at(-1);
    // A comment without end may have swallowed the #endif.
    if (open !== undefined && unclosedComment === undefined && !this.reporter.hasSaid(left.file.path)) {
      const { loc, end } = left.bareHash ?? open.token;
      this.reporter.report('cpp-if-unclosed', { line: this.lineOf(open.token) }, loc, end);
    }
    if (unclosedComment !== undefined) {
      this.reporter.report('cpp-comment-unclosed', {}, unclosedComment, unclosedComment + 2);
    }
    if (left.guardState === 'after' && left.guard !== undefined) this.guards.set(left.file, left.guard);
    return this.files.length > 0;
  }

  protected override specialText(special: SpecialMacro, use: Token): string {
    switch (special) {
      case 'file':
        return `"${(this.sources.fileAt(use.loc)?.path ?? '').replace(/["\\]/g, '\\$&')}"`;
      case 'line':
        return String(this.presumedLine(use));
      case 'date':
        return DATE;
      case 'time':
        return TIME;
      case 'includeLevel':
      case 'counter':
        return String(Math.max(0, this.files.length - 1));
    }
  }

  private presumedLine(use: Token): number {
    const file = this.sources.fileAt(use.loc);
    return this.lineOf(use) + (file === undefined ? 0 : (this.lineShifts.get(file) ?? 0));
  }

  private lineOf(token: Token): number {
    return this.reporter.lineOf(token.loc);
  }

  protected override directive(hash: Token): void {
    const open = this.files.at(-1);
    if (open === undefined) return;
    if (open.scanner.atLineEnd()) {
      open.bareHash = hash;
      return;
    }
    this.obey(open, open.scanner.next(), hash);
  }

  /** `endif` and the like at the beginning of a line: what a directive looks like without its `#`. */
  protected override isBareDirective(token: Token, scanner: Scanner): boolean {
    switch (token.text) {
      case 'include':
        return scanner.nextIs('"') || scanner.nextIs('<');
      case 'endif':
        return scanner.atLineEnd();
      case 'define':
      case 'ifdef':
      case 'ifndef':
      case 'undef':
        return scanner.nextIsName();
      default:
        return false;
    }
  }

  protected override misplacedHash(hash: Token, scanner: Scanner): boolean {
    if (!scanner.nextIsName()) return false;
    const word = scanner.peekName();
    if (!DIRECTIVES.has(word)) return false;
    this.reporter.report('cpp-hash-not-first', { name: word }, hash.loc, hash.end);
    return true;
  }

  protected override bareDirective(word: Token): void {
    const open = this.files.at(-1);
    if (open === undefined) return;
    this.reporter.report('cpp-missing-hash', { name: word.text }, word.loc, word.end);
    this.obey(open, word, word);
  }

  private obey(open: OpenFile, word: Token, hash: Token): void {
    const { scanner } = open;
    const isGuard = word.text === 'ifndef' && open.guardState === 'start';
    if (!isGuard && open.guardState !== 'inside') open.guardState = 'none';
    switch (word.text) {
      case 'define':
        return this.define(scanner, word);
      case 'undef':
        return this.undefine(this.restOfLine(scanner), word);
      case 'include':
      case 'include_next':
      case 'import':
        return this.include(open, word);
      case 'if':
      case 'ifdef':
      case 'ifndef':
        return this.openCondition(open, word, isGuard);
      case 'elif':
      case 'else':
        // The group before has been read: what is left is passed over.
        return this.otherGroup(open, word);
      case 'endif':
        return this.closeCondition(open, word);
      case 'error':
      case 'warning': {
        const reason = scanner.restOfLine();
        const code = word.text === 'error' ? 'cpp-error-directive' : 'cpp-warning-directive';
        return this.reporter.report(code, { reason }, hash.loc, scanner.loc);
      }
      case 'line':
        return this.lineDirective(this.restOfLine(scanner), word);
      case 'pragma':
        return this.pragma(this.restOfLine(scanner), open.file);
      case 'ident':
      case 'sccs':
      case 'assert':
      case 'unassert':
        return scanner.skipLine();
      default:
        if (word.kind !== TokenKind.number) {
          this.reporter.report('cpp-directive-unknown', { name: word.text }, word.loc, word.end);
        }
        scanner.skipLine();
    }
  }

  private pragma(line: readonly Token[], file: SourceFile): void {
    const [word, , argument] = line;
    if (word?.text === 'once') this.onceOnly.add(file);
    if ((word?.text !== 'push_macro' && word?.text !== 'pop_macro') || argument === undefined) return;
    const name = argument.text.slice(1, -1);
    const saved = this.pushedMacros.get(name) ?? [];
    if (word.text === 'push_macro') {
      this.pushedMacros.set(name, [...saved, this.macros.find(name)]);
      return;
    }
    if (saved.length === 0) return;
    const macro = saved.at(-1);
    this.pushedMacros.set(name, saved.slice(0, -1));
    if (macro === undefined) this.macros.forget(name);
    else this.macros.set(name, macro);
  }

  private restOfLine(scanner: Scanner): Token[] {
    const tokens: Token[] = [];
    while (!scanner.atLineEnd()) tokens.push(scanner.next());
    return tokens;
  }

  private define(scanner: Scanner, word: Token): void {
    if (scanner.atLineEnd()) {
      this.reporter.report('cpp-define-unclear', {}, word.loc, word.end);
      return;
    }
    const { text, loc } = scanner.takeLine();
    const name = nameAt(text);
    if (name === undefined || name === 'defined') return this.defineNow(allTokens(text, loc), word);
    this.defineText(name, text, loc, word);
    // Tables of registers are thousands of them.
    for (let next = scanner.nextDefine(); next !== undefined; next = scanner.nextDefine())
      this.defineText(next.name, next.text, next.loc, word);
  }

  private defineText(name: string, text: string, loc: Loc, word: Token): void {
    const before = this.macros.find(name);
    // What a header defines is read when it is used.
    if (before === undefined && this.files.length > 1) this.macros.set(name, { text, loc });
    else if (before === undefined || !isUnread(before) || before.text !== text)
      this.defineNow(allTokens(text, loc), word);
  }

  private defineNow(tokens: readonly Token[], word: Token): void {
    const macro = readMacro(tokens);
    if (!('name' in macro)) {
      const at = macro.token ?? tokens.at(-1) ?? word;
      this.reporter.report('cpp-define-unclear', {}, at.loc, at.end);
      return;
    }
    const before = this.macroNamed(macro.name);
    if (before !== undefined && before.special === undefined && !sameMacro(before, macro)) {
      const [name] = tokens;
      this.reporter.report('cpp-macro-redefined', { name: macro.name }, name?.loc ?? word.loc, name?.end);
    }
    this.macros.set(macro.name, macro);
    const sign = foreignSign(macro);
    if (sign !== undefined)
      this.reporter.report('cpp-define-sign', { name: macro.name, sign: sign.text }, sign.loc, sign.end);
  }

  private undefine(tokens: readonly Token[], word: Token): void {
    const [name] = tokens;
    if (name?.kind === TokenKind.identifier) this.macros.forget(name.text);
    else this.reporter.report('cpp-directive-name', { directive: word.text }, word.loc, word.end);
  }

  private include(open: OpenFile, word: Token): void {
    const target = this.includeTarget(open.scanner);
    if (target === undefined) {
      this.reporter.report('cpp-include-unclear', {}, word.loc, word.end);
      open.scanner.skipLine();
      return;
    }
    open.scanner.skipLine();
    const { path, isAngled, token } = target;
    const file = this.resolveInclude(path, open.file, { isAngled, isNext: word.text === 'include_next' });
    if (file === undefined) {
      const { code, words } = this.explainInclude(path);
      this.reporter.report(code, words, token.loc, token.end);
      return;
    }
    if (this.take(file)) {
      this.includes++;
      if (word.text === 'import') this.onceOnly.add(file);
      return;
    }
    this.includedFiles.add(file);
    if (this.onceOnly.has(file)) return;
    const guard = this.guards.get(file);
    if (guard !== undefined && this.isDefined(guard)) return;
    if (this.files.length > DEEPEST_INCLUDE || ++this.includes > MOST_INCLUDES) {
      this.reporter.report('cpp-include-endless', { file: path }, token.loc, token.end);
      // A file that includes itself would say so again on each way back.
      this.onceOnly.add(file);
      return;
    }
    if (word.text === 'import') this.onceOnly.add(file);
    this.enter(file);
  }

  private includeTarget(scanner: Scanner): { path: string; isAngled: boolean; token: Token } | undefined {
    const header = scanner.headerName();
    const tokens = header === undefined ? this.expandList(this.restOfLine(scanner)) : [header];
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const text = tokens.map((token) => token.text).join('');
    const isAngled = text.startsWith('<');
    if (text.length < 3 || !(isAngled ? text.endsWith('>') : /^".*"$/.test(text))) return undefined;
    return { path: text.slice(1, -1), isAngled, token: { ...first, end: last.end } };
  }

  private openCondition(open: OpenFile, word: Token, isGuard: boolean): void {
    const tokens = this.restOfLine(open.scanner);
    let holds: boolean;
    if (word.text === 'if') holds = this.evaluate(tokens, word);
    else {
      const [name] = tokens;
      if (name?.kind !== TokenKind.identifier) {
        this.reporter.report('cpp-directive-name', { directive: word.text }, word.loc, word.end);
      }
      holds = this.isDefined(name?.text ?? '') === (word.text === 'ifdef');
      if (isGuard && open.conditions.length === 0) {
        open.guard = name?.text;
        open.guardState = 'inside';
      }
    }
    open.conditions.push({ token: word, wasTaken: holds, sawElse: false });
    if (!holds) this.skipGroup(open);
  }

  private otherGroup(open: OpenFile, word: Token): void {
    const condition = open.conditions.at(-1);
    if (condition === undefined || condition.sawElse) {
      this.reporter.report('cpp-else-without-if', { directive: word.text }, word.loc, word.end);
      open.scanner.skipLine();
      return;
    }
    this.noteElse(open, condition, word);
    open.scanner.skipLine();
    this.skipGroup(open);
  }

  private noteElse(open: OpenFile, condition: Condition, word: Token): void {
    if (word.text === 'else') condition.sawElse = true;
    // A file is guarded by its #ifndef only when there is nothing outside of it.
    if (open.conditions.length === 1) open.guard = undefined;
  }

  private closeCondition(open: OpenFile, word: Token): void {
    open.scanner.skipLine();
    if (open.conditions.pop() === undefined) {
      this.reporter.report('cpp-else-without-if', { directive: word.text }, word.loc, word.end);
    }
    if (open.conditions.length === 0 && open.guardState === 'inside') open.guardState = 'after';
  }

  /** Passes over a group, up to the branch of the same #if that holds, or behind its #endif. */
  private skipGroup(open: OpenFile): void {
    const { scanner } = open;
    let depth = 0;
    while (scanner.skipToDirective()) {
      if (scanner.atLineEnd()) continue;
      const word = scanner.next();
      const condition = open.conditions.at(-1);
      if (condition === undefined) return;
      if (word.text === 'if' || word.text === 'ifdef' || word.text === 'ifndef') depth++;
      else if (word.text === 'endif') {
        if (depth === 0) return this.closeCondition(open, word);
        depth--;
      } else if (depth === 0 && (word.text === 'else' || word.text === 'elif')) {
        if (condition.sawElse) {
          this.reporter.report('cpp-else-without-if', { directive: word.text }, word.loc, word.end);
        }
        this.noteElse(open, condition, word);
        if (!condition.wasTaken) {
          condition.wasTaken = word.text === 'else' || this.evaluate(this.restOfLine(scanner), word);
          if (condition.wasTaken) return scanner.skipLine();
        }
      }
      scanner.skipLine();
    }
  }

  private evaluate(line: readonly Token[], word: Token): boolean {
    const expanded = this.expandList(this.withoutOperators(line));
    // `defined` may also come out of a macro.
    const tokens = this.withoutOperators(expanded);
    const result = evaluateIf(tokens, this.language);
    if ('holds' in result) return result.holds;
    const at = result.token ?? line.at(-1) ?? word;
    const code = result.problem === 'division' ? 'cpp-if-division' : 'cpp-if-unclear';
    this.reporter.report(code, {}, at.loc, at.end);
    return false;
  }

  /** `defined X`, `__has_include(<x>)` and their kind are numbers before macros are expanded. */
  private withoutOperators(line: readonly Token[]): readonly Token[] {
    if (!line.some(({ text }) => text === 'defined' || HAS_OPERATORS.has(text))) return line;
    const out: Token[] = [];
    for (let at = 0; at < line.length; at++) {
      const token = line[at] as Token;
      const isOpen = line[at + 1]?.text === '(';
      if (token.text === 'defined') {
        const name = line[at + (isOpen ? 2 : 1)];
        const isWhole = name?.kind === TokenKind.identifier && (!isOpen || line[at + 3]?.text === ')');
        if (!isWhole) {
          out.push(token);
          continue;
        }
        const holds = this.isDefined(name.text) || HAS_OPERATORS.has(name.text);
        out.push({ ...token, kind: TokenKind.number, text: holds ? '1' : '0' });
        at += isOpen ? 3 : 1;
      } else if (HAS_OPERATORS.has(token.text) && isOpen) {
        const close = matchingParenthesis(line, at + 1);
        const inside = line.slice(at + 2, close);
        const holds = token.text.startsWith('__has_include') && this.hasInclude(inside);
        out.push({ ...token, kind: TokenKind.number, text: holds ? '1' : '0' });
        at = close;
      } else out.push(token);
    }
    return out;
  }

  private hasInclude(tokens: readonly Token[]): boolean {
    const file = this.files.at(-1)?.file;
    const text = tokens.map((token) => token.text).join('');
    const isString = tokens[0]?.kind === TokenKind.string;
    const path = isString ? text.slice(1, -1) : /^<(.*)>$/.exec(text)?.[1];
    if (file === undefined || path === undefined) return false;
    return this.resolveInclude(path, file, { isAngled: !isString, isNext: false }) !== undefined;
  }

  private lineDirective(line: readonly Token[], word: Token): void {
    const [number, name] = this.expandList(line);
    if (number?.kind !== TokenKind.number || (name !== undefined && stringValue(name.text) === undefined)) {
      this.reporter.report('cpp-directive-unknown', { name: 'line' }, word.loc, word.end);
      return;
    }
    const file = this.sources.fileAt(word.loc);
    if (file !== undefined) this.lineShifts.set(file, Number(number.text) - this.lineOf(word) - 1);
  }
}

/** `#define LED = 13`, `#define LED 13;` */
function foreignSign({ params, body }: Macro): Token | undefined {
  const [first, second] = body;
  if (params !== undefined || first === undefined || second === undefined) return undefined;
  if (first.token.text === '=') return first.token;
  const isValue = first.token.kind === TokenKind.number || first.token.kind === TokenKind.string;
  return isValue && body.length === 2 && second.token.text === ';' ? second.token : undefined;
}

/** The plain name that a definition begins with. */
function nameAt(text: string): string | undefined {
  let at = 0;
  while (((CLASSES[text.charCodeAt(at)] ?? 0) & NAME) !== 0) at++;
  const isName = at > 0 && ((CLASSES[text.charCodeAt(0)] ?? 0) & DIGIT) === 0;
  // One that goes on in a letter beyond ASCII or on the next line is cut by the scanner.
  const behind = text.charCodeAt(at);
  return isName && behind !== 92 && !(behind >= 128) ? text.slice(0, at) : undefined;
}

function matchingParenthesis(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++;
    if (tokens[at]?.text === ')' && --depth === 0) return at;
  }
  return tokens.length - 1;
}
