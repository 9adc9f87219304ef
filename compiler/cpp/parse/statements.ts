/**
 * Reads statements ([stmt.stmt]).
 *
 * A statement that could be a declaration is one. A mistake costs the statement it is in: reading goes on
 * behind the next `;` or before the next `}`.
 */
import type { AsmOperand, Condition, Decl, Expr, Stmt, VarDecl } from '../ast.ts';
import { stringValue } from '../lex/literals.ts';
import { TokenKind } from '../lex/token.ts';
import type { Loc } from '../source.ts';
import { Panic } from './cursor.ts';
import { PrimaryParser } from './primary.ts';
import { Scope } from './scope.ts';

const DECLARATION_WORDS = new Set(['typedef', 'static', 'extern', 'inline', '__inline', '__inline__', 'register',
  'constexpr', 'const', '__const', '__const__', 'volatile', '__volatile', '__volatile__', 'struct', 'class',
  'union', 'enum', 'auto', 'using', 'namespace', 'static_assert', '_Static_assert', 'template', 'thread_local',
  '__thread', '_Thread_local', 'alignas', '_Alignas', '__attribute__', '__attribute', '_Noreturn', 'friend',
  'virtual', 'explicit', 'mutable']); // prettier-ignore
/** Words that begin a statement: recovery stops before them when they begin a line. */
const STATEMENT_WORDS = new Set(['if', 'else', 'for', 'while', 'do', 'switch', 'case', 'default', 'return', 'break',
  'continue', 'goto', 'struct', 'class', 'enum', 'typedef', 'void', 'int', 'static', 'const', 'unsigned', 'bool',
  'char', 'long', 'float', 'template', 'namespace', 'using', 'extern']); // prettier-ignore

export abstract class StatementParser extends PrimaryParser {
  protected abstract parseBlockDeclaration(): Decl[];
  /** In a condition or a range-for: one variable without its semicolon. */
  protected abstract parseConditionVariable(): VarDecl;
  protected abstract parseRangeVariable(): VarDecl;
  protected abstract parseSimpleDeclaration(): Decl[];

  protected override parseCompound(): Stmt & { readonly kind: 'compound' } {
    const open = this.token;
    this.expect('{');
    const outer = this.scope;
    this.scope = new Scope(outer);
    const body: Stmt[] = [];
    while (!this.is('}') && !this.isEnd) {
      const statement = this.parseRecovering();
      if (statement !== undefined) body.push(statement);
    }
    this.scope = outer;
    this.expectBlockEnd(open);
    return { kind: 'compound', body, loc: open.loc, end: this.end };
  }

  /** The `}` of a block: without it the text is over, and all blocks around this one end with it. */
  private expectBlockEnd(open: { loc: Loc; end: Loc }): void {
    if (this.accept('}')) return;
    this.report('cpp-missing-brace', { line: this.lineOf(open.loc) }, open.loc, open.end);
  }

  /** Undefined after a mistake that left nothing of the statement. */
  private parseRecovering(): Stmt | undefined {
    const mark = this.mark();
    const { stopsAtGreater } = this;
    try {
      return this.parseStatement();
    } catch (problem) {
      if (!(problem instanceof Panic) || this.muted > 0) throw problem;
      this.scope = mark.scope;
      this.depth = mark.depth;
      this.stopsAtGreater = stopsAtGreater;
      this.recover(mark.at);
      return undefined;
    }
  }

  /** Goes behind the next `;`, before the next `}` of this block or before what begins a statement. */
  protected recover(from: number): void {
    if (this.at === from) this.advance();
    while (!this.isEnd) {
      if (this.accept(';')) return;
      if (this.is('}')) return;
      if (this.is('{')) {
        this.skipBalanced();
        return;
      }
      if (this.isOnNewLine() && this.at > from && this.beginsStatement()) return;
      if (this.is('(') || this.is('[')) this.skipToClose();
      else this.advance();
    }
  }

  /** Over a bracket and its partner, when it stands before the end of the statement. */
  private skipToClose(): void {
    const here = this.at;
    let depth = 0;
    do {
      if (this.is('(') || this.is('[')) depth++;
      else if (this.is(')') || this.is(']')) depth--;
      else if (this.isEnd || this.is('{') || this.is('}') || this.is(';')) {
        this.seek(here + 1);
        return;
      }
      this.advance();
    } while (depth > 0);
  }

  private beginsStatement(): boolean {
    return this.token.kind === TokenKind.keyword && STATEMENT_WORDS.has(this.token.text);
  }

  protected parseStatement(): Stmt {
    return this.nested(() => this.readStatement());
  }

  private readStatement(): Stmt {
    const { loc, text, kind } = this.token;
    if (kind === TokenKind.keyword) {
      const statement = this.parseKeywordStatement(text, loc);
      if (statement !== undefined) return statement;
    } else if (kind === TokenKind.punctuator) {
      if (text === '{') return this.parseCompound();
      if (text === ';') {
        this.advance();
        return { kind: 'empty', loc, end: this.end };
      }
      if (text === '[' && this.isAttributeStart()) {
        this.parseAttributes();
        return this.parseStatement();
      }
    } else if (kind === TokenKind.identifier && this.isAhead(1, ':') && !this.isAhead(1, '::')) {
      this.advance();
      this.advance();
      this.parseAttributes();
      return { kind: 'label', name: text, body: this.parseLabelled(), loc, end: this.end };
    }
    if (this.isDeclaration())
      return { kind: 'decl', decls: this.parseBlockDeclaration(), loc, end: this.end };
    const expr = this.parseExpression();
    if ((text === 'elseif' || text === 'elif') && this.is('{'))
      return this.fail('cpp-else-if', {}, loc, this.previous.end);
    if (expr.kind === 'binary' && expr.op === '==' && this.is(';'))
      this.warn('cpp-compare-unused', {}, loc, this.end);
    this.expectSemicolon();
    return { kind: 'expr', expr, loc, end: this.end };
  }

  /** Whether a declaration begins here, and not an expression. */
  private isDeclaration(): boolean {
    const { text, kind } = this.token;
    if (kind === TokenKind.keyword) {
      if (text === 'namespace' || text === 'using') return true;
      if (DECLARATION_WORDS.has(text)) return true;
      if (text === '__extension__') return this.isTypeAhead();
      if (text === 'typename' || text === 'decltype' || text.includes('typeof')) return this.declares();
      if (!this.isBuiltinWord()) return false;
      return !this.isAhead(1, '(') && !this.isAhead(1, '{') ? true : this.declares();
    }
    if (kind !== TokenKind.identifier && text !== '::') return false;
    const next = this.peek();
    // The common cases: `x = …`, `f(…)`, `o.m()`.
    if (next.kind === TokenKind.punctuator && next.text !== '*' && next.text !== '&' && next.text !== '&&' &&
        next.text !== '::' && next.text !== '<' && next.text !== '(') return false; // prettier-ignore
    const named = this.classify();
    if (named === undefined || named.isFunctionName) return false;
    const after = this.tokenAt(named.after);
    const isType = named.kind === 'type' || named.kind === 'classTemplate';
    if (isType)
      return after.kind === TokenKind.identifier || after.kind === TokenKind.keyword ? true : this.declares();
    // Unknown name and another one: a type that is not declared, said by the checker.
    if (named.kind === 'value' || after.kind !== TokenKind.identifier) return false;
    return this.declares();
  }

  private isTypeAhead(): boolean {
    const here = this.mark();
    while (this.accept('__extension__'));
    const isType = this.isTypeStart();
    this.returnTo(here);
    return isType;
  }

  /** Tries the tokens here as a declaration up to its first declarator. */
  private declares(): boolean {
    const here = this.mark();
    const result = this.attempt(() => {
      const { type } = this.parseSpecifiers('statement');
      if (type === undefined) return undefined;
      const { name, type: declared } = this.parseDeclarator(type, 'named');
      if (name === undefined) return undefined;
      if (this.is(';') || this.is('=') || this.is(',') || this.is(':')) return true;
      if (this.is('{')) return true;
      // `T x(…)`: an initialiser; `T (x)(…)` stays a call.
      return this.is('(') && declared.kind !== 'function' && this.previous.text !== ')' ? true : undefined;
    });
    this.returnTo(here);
    return result === true;
  }

  private parseKeywordStatement(word: string, loc: Loc): Stmt | undefined {
    switch (word) {
      case 'if':
        return this.parseIf(loc);
      case 'while': {
        this.advance();
        return this.scoped(() => {
          const condition = this.parseCondition();
          this.warnOfEmptyBody('while', false);
          return { kind: 'while', condition, body: this.parseStatement(), loc, end: this.end };
        });
      }
      case 'do':
        return this.parseDo(loc);
      case 'for':
        return this.scoped(() => this.parseFor(loc));
      case 'switch': {
        this.advance();
        return this.scoped(() => {
          const condition = this.parseCondition();
          return { kind: 'switch', condition, body: this.parseStatement(), loc, end: this.end };
        });
      }
      case 'case':
        return this.parseCase(loc);
      case 'default':
        this.advance();
        this.expect(':');
        return { kind: 'default', body: this.parseLabelled(), loc, end: this.end };
      case 'break':
      case 'continue':
        this.advance();
        this.expectSemicolon();
        return { kind: word, loc, end: this.end };
      case 'return': {
        this.advance();
        const value = this.is(';') || this.is('}') ? undefined : this.parseReturned();
        this.expectSemicolon();
        return { kind: 'return', ...(value === undefined ? {} : { value }), loc, end: this.end };
      }
      case 'goto':
        return this.parseGoto(loc);
      case 'asm':
      case '__asm':
      case '__asm__':
        return this.parseAsm(loc);
      case 'try':
        return this.parseTry(loc);
      case 'else':
        return this.fail('cpp-else-alone', {}, loc, this.token.end);
      case '__label__': {
        this.advance();
        do this.expectIdentifier();
        while (this.accept(','));
        this.expectSemicolon();
        return { kind: 'empty', loc, end: this.end };
      }
      default:
        return undefined;
    }
  }

  private scoped(read: () => Stmt): Stmt {
    const outer = this.scope;
    this.scope = new Scope(outer);
    const result = read();
    this.scope = outer;
    return result;
  }

  private parseIf(loc: Loc): Stmt {
    this.advance();
    this.accept('constexpr');
    return this.scoped(() => {
      const open = this.token;
      this.expect('(');
      const init = this.hasIfInit() ? this.parseIfInit() : undefined;
      const condition = this.readCondition(open);
      this.warnOfEmptyBody('if', true);
      const then = this.parseStatement();
      const otherwise = this.accept('else') ? this.parseElse() : undefined;
      const end = this.end;
      const choice: Stmt = {
        kind: 'if',
        condition,
        // oxlint-disable-next-line unicorn/no-thenable -- the branch taken
        then,
        ...(otherwise === undefined ? {} : { otherwise }),
        loc,
        end,
      };
      return init === undefined ? choice : { kind: 'compound', body: [init, choice], loc, end };
    });
  }

  /** `else (x > 2) {` is an `else if` to whoever writes it. */
  private parseElse(): Stmt {
    if (this.is('(')) {
      const here = this.mark();
      const { loc } = this.previous;
      this.skipBalanced();
      if (this.is('{')) this.fail('cpp-else-if', {}, loc, this.previous.end);
      this.returnTo(here);
    }
    return this.parseStatement();
  }

  /** `if (x);` does nothing; `while (x);` may be meant unless a block follows. */
  private warnOfEmptyBody(word: string, isAlways: boolean): void {
    if (!this.is(';') || this.isOnNewLine() || !(isAlways || this.isAhead(1, '{'))) return;
    this.warn('cpp-body-empty', { word }, this.token.loc, this.token.end);
  }

  /** C++17 `if (init; condition)`: a `;` before the parenthesis closes. */
  private hasIfInit(): boolean {
    if (this.isC) return false;
    let depth = 0;
    for (let ahead = 0; ahead < 200; ahead++) {
      const { text, kind } = this.peek(ahead);
      if (kind === TokenKind.end || text === '{' || text === '}') return false;
      if (text === '(' || text === '[') depth++;
      if (text === ')' || text === ']') {
        if (--depth < 0) return false;
      }
      // A `;` instead of the `)` is a slip; a condition must follow.
      if (text === ';' && depth === 0) return this.closesBehind(ahead + 1);
    }
    return false;
  }

  private closesBehind(from: number): boolean {
    let depth = 0;
    for (let ahead = from; ahead < from + 100; ahead++) {
      const { text } = this.peek(ahead);
      if (text === ';' || text === '{' || text === '}') return false;
      if (text === '(') depth++;
      if (text === ')' && --depth < 0) return ahead > from;
    }
    return false;
  }

  private parseIfInit(): Stmt {
    const { loc } = this.token;
    if (this.isDeclaration()) {
      const decls = this.parseSimpleDeclaration();
      return { kind: 'decl', decls, loc, end: this.end };
    }
    const expr = this.parseExpression();
    this.expectSemicolon();
    return { kind: 'expr', expr, loc, end: this.end };
  }

  /** `(condition)` */
  private parseCondition(): Condition {
    const open = this.token;
    this.expect('(');
    return this.readCondition(open);
  }

  private readCondition(open: {
    loc: Loc;
    end: Loc;
    text: string;
    kind: TokenKind;
    flags: number;
  }): Condition {
    if (this.is(')')) this.unexpected('cpp-expected-expression');
    if (this.isDeclaration()) {
      const variable = this.parseConditionVariable();
      this.expectClose(')', open);
      return variable;
    }
    const condition = this.parseExpression();
    // Further parentheses around it say that it is meant.
    const isSuspect =
      condition.kind === 'assign' && condition.op === '=' && condition.left.loc === condition.loc;
    if (isSuspect && this.is(')'))
      this.warn('cpp-condition-assigns', {}, condition.opLoc, condition.opLoc + 1);
    this.expectClose(')', open);
    return condition;
  }

  private parseDo(loc: Loc): Stmt {
    this.advance();
    const body = this.parseStatement();
    this.expect('while');
    const open = this.token;
    this.expect('(');
    const condition: Expr = this.parseExpression();
    this.expectClose(')', open);
    this.expectSemicolon();
    return { kind: 'do', body, condition, loc, end: this.end };
  }

  private parseFor(loc: Loc): Stmt {
    this.advance();
    const open = this.token;
    this.expect('(');
    if (this.isRangeFor()) {
      const variable = this.parseRangeVariable();
      this.expect(':');
      const range = this.is('{') ? this.parseInitList() : this.parseExpression();
      this.expectClose(')', open);
      return { kind: 'rangeFor', variable, range, body: this.parseStatement(), loc, end: this.end };
    }
    this.refuseForCommas(loc);
    const init = this.parseForInit();
    const condition = this.is(';') ? undefined : this.parseForCondition();
    this.expectForSemicolon();
    const step = this.is(')') ? undefined : this.parseExpression();
    this.expectClose(')', open);
    this.warnOfEmptyBody('for', false);
    const body = this.parseStatement();
    return {
      kind: 'for',
      ...(init === undefined ? {} : { init }),
      ...(condition === undefined ? {} : { condition }),
      ...(step === undefined ? {} : { step }),
      body,
      loc,
      end: this.end,
    };
  }

  /** `for (int i = 0, i < 10, i++)` */
  private refuseForCommas(loc: Loc): void {
    let depth = 0;
    let commas = 0;
    for (let ahead = 0; depth >= 0; ahead++) {
      const { text, kind } = this.peek(ahead);
      if (kind === TokenKind.end || text === ';' || text === '{' || text === '}') return;
      if (text === '(' || text === '[') depth++;
      if (text === ')' || text === ']') depth--;
      if (text === ',' && depth === 0) commas++;
    }
    if (commas === 2) this.fail('cpp-for-parts', {}, loc, this.previous.end);
  }

  private parseForCondition(): Condition {
    return this.isDeclaration() ? this.parseConditionVariable() : this.parseExpression();
  }

  private expectForSemicolon(): void {
    if (!this.accept(';')) this.missing(';');
  }

  private parseForInit(): Stmt | undefined {
    const { loc } = this.token;
    if (this.accept(';')) return undefined;
    if (this.isDeclaration()) {
      const decls = this.parseSimpleDeclaration();
      return { kind: 'decl', decls, loc, end: this.end };
    }
    const expr = this.parseExpression();
    this.expectForSemicolon();
    return { kind: 'expr', expr, loc, end: this.end };
  }

  /** `for (T x : …`: a `:` before any `;`, outside brackets and `?:`. */
  private isRangeFor(): boolean {
    if (this.isC) return false;
    let depth = 0;
    for (let ahead = 0; ahead < 100; ahead++) {
      const { text, kind } = this.peek(ahead);
      if (kind === TokenKind.end || text === ';' || text === '?' || text === '=') return false;
      if (text === '(' || text === '[' || text === '{') depth++;
      if (text === ')' || text === ']' || text === '}') depth--;
      if (depth < 0) return false;
      if (text === ':' && depth === 0) return ahead > 1;
    }
    return false;
  }

  private parseCase(loc: Loc): Stmt {
    this.advance();
    const value = this.parseConditional();
    const to = this.accept('...') ? this.parseConditional() : undefined;
    this.expect(':');
    return {
      kind: 'case',
      value,
      ...(to === undefined ? {} : { to }),
      body: this.parseLabelled(),
      loc,
      end: this.end,
    };
  }

  /** What a label stands before: nothing at the end of a block, and in C++23 and GNU C a declaration. */
  private parseLabelled(): Stmt {
    if (this.is('}')) return { kind: 'empty', loc: this.end, end: this.end };
    return this.parseStatement();
  }

  private parseReturned(): Expr {
    return this.is('{') ? this.parseInitList() : this.parseExpression();
  }

  private parseGoto(loc: Loc): Stmt {
    this.advance();
    if (this.is('*')) {
      this.advance();
      this.parseExpression();
      this.expectSemicolon();
      const expr: Expr = { kind: 'unsupported', construct: 'goto *', loc, end: this.end };
      return { kind: 'expr', expr, loc, end: this.end };
    }
    const name = this.expectIdentifier();
    this.expectSemicolon();
    return { kind: 'goto', name, loc, end: this.end };
  }

  protected parseAsm(loc: Loc): Stmt & { readonly kind: 'asm' } {
    this.advance();
    while (
      this.is('volatile') ||
      this.is('__volatile__') ||
      this.is('__volatile') ||
      this.is('goto') ||
      this.is('inline')
    ) {
      this.advance();
    }
    const open = this.token;
    this.expect('(');
    const bytes: number[] = [];
    while (this.token.kind === TokenKind.string)
      bytes.push(...(stringValue(this.advance().text)?.bytes ?? []));
    // outputs : inputs : clobbers
    let section = 0;
    const outputs: AsmOperand[] = [];
    const inputs: AsmOperand[] = [];
    while (!this.is(')') && !this.isEnd && !this.is(';') && !this.is('}')) {
      if (this.accept('::')) section += 2;
      else if (this.accept(':')) section++;
      else if (section < 3 && this.isString())
        (section === 1 ? outputs : inputs).push(this.parseAsmOperand());
      else if (this.is('[')) this.skipBalanced();
      else this.advance();
    }
    this.expectClose(')', open);
    this.expectSemicolon();
    const template = new TextDecoder().decode(Uint8Array.from(bytes));
    return { kind: 'asm', template, outputs, inputs, loc, end: this.end };
  }

  private isString(): boolean {
    return this.token.kind === TokenKind.string;
  }

  private parseAsmOperand(): AsmOperand {
    const constraint = String.fromCharCode(...(stringValue(this.advance().text)?.bytes ?? []));
    const open = this.token;
    this.expect('(');
    const expr = this.parseExpression();
    this.expectClose(')', open);
    return { constraint, expr };
  }

  /** Exceptions are not of our language: named, then read over. */
  private parseTry(loc: Loc): Stmt {
    this.advance();
    this.parseCompound();
    while (this.is('catch')) {
      this.advance();
      if (this.is('(')) this.skipBalanced();
      this.parseCompound();
    }
    const expr: Expr = { kind: 'unsupported', construct: 'try', loc, end: this.end };
    return { kind: 'expr', expr, loc, end: this.end };
  }
}
