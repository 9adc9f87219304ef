/**
 * Reads tokens with their macros expanded ([cpp.replace], [cpp.rescan]).
 *
 * In: a scanner per open file, macros. Out: `next()` gives one token after the other. As GCC does it: an
 * expansion is a list of tokens on a stack; while it is read its macro is disabled, and a name met in
 * that time is marked as never to be expanded. Everything is bounded: expansions that would not end are
 * reported once and cut.
 */
import type { Language } from '../lex/keywords.ts';
import { Scanner } from '../lex/scanner.ts';
import { LINE_START, NO_EXPAND, TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';
import { NO_LOC, type SourceFile } from '../source.ts';
import { readMacro, SPECIAL_MACROS, type Macro, type SpecialMacro } from './macro.ts';
import { isUnread, MacroTable } from './macro-table.ts';
import { substitute } from './substitute.ts';

/** A list of tokens being read. */
interface Context {
  readonly tokens: readonly Token[];
  at: number;
  readonly macro: Macro | undefined;
  /** Reading stops here: an argument or a line is expanded by itself. */
  readonly isBarrier: boolean;
}

/** Open #if groups of a file. */
export interface Condition {
  readonly token: Token;
  /** One of its groups has been read. */
  wasTaken: boolean;
  sawElse: boolean;
}

export interface OpenFile {
  readonly file: SourceFile;
  readonly scanner: Scanner;
  readonly conditions: Condition[];
  /** The name of the #ifndef that may enclose the whole file. */
  guard: string | undefined;
  guardState: 'start' | 'inside' | 'after' | 'none';
  /** The last line with nothing but `#`. */
  bareHash: Token | undefined;
}

const MOST_EXPANDED_TOKENS = 1_000_000;
const DEEPEST_CONTEXTS = 2_000;
const END_OF_CONTEXT: Token = { kind: TokenKind.end, text: '', loc: NO_LOC, end: NO_LOC, flags: LINE_START };

export abstract class Expander {
  protected readonly macros: MacroTable;
  protected readonly files: OpenFile[] = [];
  private readonly contexts: Context[] = [];
  protected expandedTokens = 0;
  private argumentDepth = 0;
  protected counter = 0;
  private isCut = false;
  /** No file has given a token that is no directive's. */
  protected isFresh = true;

  constructor(
    protected readonly reporter: Reporter,
    protected readonly language: Language,
    /** Name → body; parameters stand in the name: `F(x)`. */
    defines: ReadonlyMap<string, string>,
    /** Filled with every name that could be a macro's. */
    asked?: Set<string>,
  ) {
    const predefined = new MacroTable();
    for (const [head, body] of defines) {
      const open = head.indexOf('(');
      predefined.set(open < 0 ? head : head.slice(0, open), { text: `${head} ${body}`, loc: NO_LOC });
    }
    for (const [name, special] of SPECIAL_MACROS)
      predefined.set(name, { name, isVariadic: false, body: [], special, isDisabled: false });
    this.macros = new MacroTable(predefined, asked);
  }

  protected abstract directive(hash: Token): void;
  /** A `#` in the middle of a line: whether it means a directive (it is said already). */
  protected abstract misplacedHash(hash: Token, scanner: Scanner): boolean;
  protected abstract isBareDirective(token: Token, scanner: Scanner): boolean;
  protected abstract bareDirective(word: Token): void;
  /** The text of the current file is over. False: it was the last. */
  protected abstract leaveFile(): boolean;
  /** Text of a macro that is made at each use. */
  protected abstract specialText(special: SpecialMacro, use: Token): string;

  next(): Token {
    for (;;) {
      const token = this.raw();
      if (
        (token.kind !== TokenKind.identifier && token.kind !== TokenKind.keyword) ||
        (token.flags & NO_EXPAND) !== 0
      )
        return token;
      const macro = this.macroNamed(token.text);
      if (macro === undefined) return token;
      if (macro.isDisabled) return { ...token, flags: token.flags | NO_EXPAND };
      if (!this.expand(macro, token)) return token;
    }
  }

  protected macroNamed(name: string): Macro | undefined {
    const entry = this.macros.find(name);
    if (entry === undefined || !isUnread(entry)) return entry;
    const made = readMacro(allTokens(entry.text, entry.loc));
    if ('name' in made) {
      this.macros.replace(name, entry, made);
      return made;
    }
    this.macros.forget(name);
    const { loc, end } = made.token ?? { loc: entry.loc, end: entry.loc + 1 };
    this.reporter.report('cpp-define-unclear', {}, loc, end);
    return undefined;
  }

  protected isDefined(name: string): boolean {
    return this.macros.find(name) !== undefined;
  }

  /** Fully expanded, by itself. */
  protected expandList(tokens: readonly Token[]): Token[] {
    if (this.contexts.length > DEEPEST_CONTEXTS) return [...tokens];
    this.contexts.push({ tokens, at: 0, macro: undefined, isBarrier: true });
    const out: Token[] = [];
    for (let token = this.next(); token.kind !== TokenKind.end; token = this.next()) out.push(token);
    this.popContext();
    return out;
  }

  protected get isExpanding(): boolean {
    return this.contexts.length > 0;
  }

  /** The next token, before any expansion. */
  private raw(): Token {
    for (;;) {
      const context = this.contexts.at(-1);
      if (context !== undefined) {
        const token = context.tokens[context.at];
        if (token !== undefined) {
          context.at++;
          return token;
        }
        if (context.isBarrier) return END_OF_CONTEXT;
        this.popContext();
        continue;
      }
      const file = this.files.at(-1);
      if (file === undefined) return END_OF_CONTEXT;
      const token = file.scanner.next();
      if (
        token.text === '#' &&
        ((token.flags & LINE_START) !== 0 || this.misplacedHash(token, file.scanner))
      ) {
        this.directive(token);
        continue;
      }
      if (token.kind === TokenKind.end) {
        if (this.argumentDepth > 0 || !this.leaveFile()) return token;
        continue;
      }
      if ((token.flags & LINE_START) !== 0 && this.isBareDirective(token, file.scanner)) {
        this.bareDirective(token);
        continue;
      }
      if (file.guardState !== 'inside') file.guardState = 'none';
      this.isFresh = false;
      return token;
    }
  }

  private popContext(): void {
    const context = this.contexts.pop();
    if (context?.macro !== undefined) context.macro.isDisabled = false;
  }

  /** False: the name stands for itself. */
  private expand(macro: Macro, name: Token): boolean {
    if (macro.special !== undefined) {
      this.push(this.specialTokens(macro.special, name), undefined, name);
      return true;
    }
    if (macro.params === undefined) {
      const tokens = substitute({
        macro,
        name,
        end: name.end,
        args: [],
        lacksRest: false,
        expandArg: () => [],
        onBadPaste: (left, right) => this.badPaste(left, right, name),
      });
      this.push(tokens, macro, name);
      return true;
    }
    if (!this.isCall()) return false;
    const read = this.readArguments(macro, name);
    if (read === undefined) return true;
    const expanded: (readonly Token[] | undefined)[] = [];
    const { args, end, lacksRest } = read;
    const tokens = substitute({
      macro,
      name,
      end,
      args,
      lacksRest,
      expandArg: (index) => (expanded[index] ??= this.expandList(args[index] ?? [])),
      onBadPaste: (left, right) => this.badPaste(left, right, name),
    });
    this.push(tokens, macro, name);
    return true;
  }

  private push(tokens: readonly Token[], macro: Macro | undefined, name: Token): void {
    this.expandedTokens += tokens.length + 1;
    if (this.expandedTokens > MOST_EXPANDED_TOKENS || this.contexts.length > DEEPEST_CONTEXTS) {
      if (!this.isCut) this.reporter.report('cpp-macro-endless', { name: name.text }, name.loc, name.end);
      this.isCut = true;
      return;
    }
    if (macro !== undefined) macro.isDisabled = true;
    this.contexts.push({ tokens, at: 0, macro, isBarrier: false });
  }

  private specialTokens(special: SpecialMacro, name: Token): Token[] {
    const text = special === 'counter' ? String(this.counter++) : this.specialText(special, name);
    const kind = text.startsWith('"') ? TokenKind.string : TokenKind.number;
    return [{ kind, text, loc: name.loc, end: name.end, flags: name.flags }];
  }

  private badPaste(left: Token, right: Token, name: Token): void {
    this.reporter.report('cpp-macro-paste', { left: left.text, right: right.text }, name.loc, name.end);
  }

  /** Whether `(` follows the name of a function-like macro. Expansions that are read to their end are left. */
  private isCall(): boolean {
    for (;;) {
      const context = this.contexts.at(-1);
      if (context === undefined) return this.files.at(-1)?.scanner.nextIsOpen() ?? false;
      const token = context.tokens[context.at];
      if (token !== undefined) return token.text === '(' && token.kind === TokenKind.punctuator;
      if (context.isBarrier) return false;
      this.popContext();
    }
  }

  private readArguments(
    macro: Macro,
    name: Token,
  ): { args: readonly (readonly Token[])[]; end: number; lacksRest: boolean } | undefined {
    const params = macro.params ?? [];
    const args: Token[][] = [[]];
    let depth = 0;
    const file = this.contexts.length === 0 ? this.files.at(-1) : undefined;
    const place = file?.scanner.place();
    const conditions = file?.conditions.map((condition) => ({ ...condition }));
    this.argumentDepth++;
    for (;;) {
      const token = this.raw();
      if (token.kind === TokenKind.end) {
        this.argumentDepth--;
        this.reporter.report('cpp-macro-unclosed', { name: name.text }, name.loc, name.end);
        if (file === undefined || place === undefined || conditions === undefined) return undefined;
        // What was taken for arguments is read again, without the macro.
        file.scanner.returnTo(place);
        file.conditions.splice(0, file.conditions.length, ...conditions);
        return undefined;
      }
      if (token.kind === TokenKind.punctuator) {
        if (token.text === '(') depth++;
        if (token.text === '(' && depth === 1) continue;
        if (token.text === ')' && --depth === 0) {
          this.argumentDepth--;
          return this.checkArguments(macro, { name, args, params, end: token.end });
        }
        if (token.text === ',' && depth === 1 && !(macro.isVariadic && args.length === params.length)) {
          args.push([]);
          continue;
        }
      }
      args
        .at(-1)
        ?.push((token.flags & LINE_START) === 0 ? token : { ...token, flags: token.flags & ~LINE_START });
    }
  }

  private checkArguments(
    macro: Macro,
    use: { name: Token; args: Token[][]; params: readonly string[]; end: number },
  ): { args: readonly (readonly Token[])[]; end: number; lacksRest: boolean } | undefined {
    const { name, params, end } = use;
    const isNone = use.args.length === 1 && use.args[0]?.length === 0;
    const args = isNone && params.length === 0 ? [] : use.args;
    const fixed = macro.isVariadic ? params.length - 1 : params.length;
    const isCountRight = macro.isVariadic ? args.length >= fixed : args.length === fixed;
    if (!isCountRight) {
      const words = { name: name.text, expected: fixed, count: isNone ? 0 : args.length };
      this.reporter.report('cpp-macro-arguments', words, name.loc, end);
    }
    const lacksRest = macro.isVariadic && (args.length < params.length || (fixed === 0 && isNone));
    return { args, end, lacksRest };
  }
}

/** All tokens of a text that is no file: without `end`. */
export function allTokens(text: string, base: number): Token[] {
  const scanner = new Scanner(text, base);
  const tokens: Token[] = [];
  for (let token = scanner.next(); token.kind !== TokenKind.end; token = scanner.next()) tokens.push(token);
  return tokens;
}
