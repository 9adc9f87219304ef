/**
 * Reads expressions: operators by precedence, casts, the suffixes of a value ([expr]).
 *
 * Primary expressions (literals, names, lambdas, new …) are in primary.ts, above this class.
 */
import type { AssignOp, BinaryOp, Expr, InitListExpr, Designator, UnaryOp } from '../ast.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import { DeclaratorParser } from './declarators.ts';

const LEVELS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7, '<<': 8,
    '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10, '.*': 11, '->*': 11,
  }),
); // prettier-ignore
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^=']);
const UNARY = new Set(['+', '-', '!', '~', '*', '&', '++', '--']);
const NOT_A_TYPE_IN_PARENTHESES = new Set([
  'static',
  'extern',
  'typedef',
  'inline',
  'virtual',
  '__extension__',
]);
/** A chain of operators makes a tree as deep. */
const LONGEST_CHAIN = 1_000;

export abstract class ExpressionParser extends DeclaratorParser {
  protected abstract parsePrimary(): Expr;
  protected abstract parseKeywordUnary(): Expr | undefined;
  protected abstract parseStatementExpr(): Expr;

  protected override parseExpression(): Expr {
    let left = this.parseAssignment();
    while (this.is(',')) {
      const opLoc = this.advance().loc;
      const right = this.parseAssignment();
      left = { kind: 'binary', op: ',', opLoc, left, right, loc: left.loc, end: this.end };
    }
    return left;
  }

  protected override parseAssignment(): Expr {
    return this.nested(() => this.readAssignment());
  }

  private readAssignment(): Expr {
    if (this.is('throw')) return this.parseThrow();
    const left = this.parseConditional();
    const { token } = this;
    if (token.kind !== TokenKind.punctuator || !ASSIGNMENTS.has(token.text)) return left;
    this.advance();
    const right = this.parseInitClause();
    return {
      kind: 'assign',
      op: token.text as AssignOp,
      opLoc: token.loc,
      left,
      right,
      loc: left.loc,
      end: this.end,
    };
  }

  private parseThrow(): Expr {
    const { loc } = this.advance();
    if (!this.is(';') && !this.is(')') && !this.is(':')) this.parseAssignment();
    return { kind: 'unsupported', construct: 'throw', loc, end: this.end };
  }

  protected override parseConditional(): Expr {
    const condition = this.parseBinary(1);
    if (!this.is('?')) return condition;
    this.advance();
    const { loc } = condition;
    if (this.accept(':')) {
      const otherwise = this.parseAssignment();
      return { kind: 'conditional', condition, otherwise, loc, end: this.end };
    }
    const then = this.inBrackets(() => this.parseExpression());
    this.expect(':');
    const otherwise = this.parseAssignment();
    // oxlint-disable-next-line unicorn/no-thenable -- the branch taken
    return { kind: 'conditional', condition, then, otherwise, loc, end: this.end };
  }

  private parseBinary(lowest: number): Expr {
    let left = this.parseCast();
    for (let length = 0; ; length++) {
      const { token } = this;
      if (token.kind !== TokenKind.punctuator) return left;
      const level = LEVELS.get(token.text);
      if (level === undefined || level < lowest) return left;
      if (this.stopsAtGreater && (token.text === '>' || token.text === '>>')) return left;
      if (length > LONGEST_CHAIN)
        this.fail('cpp-nested-too-deep', { limit: LONGEST_CHAIN }, token.loc, token.end);
      this.advance();
      const right = this.parseBinary(level + 1);
      const { loc } = left;
      if (level === 11) {
        left = { kind: 'unsupported', construct: token.text, loc, end: this.end };
        continue;
      }
      left = {
        kind: 'binary',
        op: token.text as BinaryOp,
        opLoc: token.loc,
        left,
        right,
        loc,
        end: this.end,
      };
    }
  }

  /** `(T) x`, `(T){…}` or a unary expression. */
  protected parseCast(): Expr {
    if (!this.is('(') || !this.isTypeInParentheses()) return this.parseUnary();
    const cast = this.attempt(() => {
      const { loc } = this.advance();
      const type = this.inBrackets(() => this.parseTypeId());
      // No value has a function's type: `(u32(s32(x)))` is an expression.
      if (!this.is(')') || type.kind === 'function') return undefined;
      this.advance();
      return { type, loc };
    });
    if (cast === undefined) return this.parseUnary();
    const { type, loc } = cast;
    if (this.is('{')) {
      const list = this.parseInitList();
      return this.parseSuffixesOf({
        kind: 'cast',
        cast: 'c',
        type,
        args: [list],
        isBraced: true,
        loc,
        end: this.end,
      });
    }
    const operand = this.nested(() => this.parseCast());
    return { kind: 'cast', cast: 'c', type, args: [operand], isBraced: false, loc, end: this.end };
  }

  /** At `(`: whether a type stands behind it. */
  private isTypeInParentheses(): boolean {
    const next = this.peek();
    if (next.kind === TokenKind.keyword) {
      if (NOT_A_TYPE_IN_PARENTHESES.has(next.text)) return next.text === '__extension__' && this.isC;
    } else if (next.kind !== TokenKind.identifier && next.text !== '::') return false;
    else if (next.kind === TokenKind.identifier && !this.isAhead(2, '::') && !this.isAhead(2, '<')) {
      const kind = this.scope.find(next.text)?.kind;
      return kind === 'type' || kind === 'classTemplate';
    }
    const here = this.mark();
    this.advance();
    const isType = this.isTypeStart();
    this.returnTo(here);
    return isType;
  }

  private parseUnary(): Expr {
    const { token } = this;
    if (token.kind === TokenKind.punctuator) {
      if (UNARY.has(token.text)) {
        this.advance();
        const operand = this.nested(() => this.parseCast());
        return { kind: 'unary', op: token.text as UnaryOp, operand, loc: token.loc, end: this.end };
      }
      if (token.text === '&&' && this.peek().kind === TokenKind.identifier) {
        this.advance();
        this.advance();
        return { kind: 'unsupported', construct: '&&label', loc: token.loc, end: this.end };
      }
    } else if (token.kind === TokenKind.keyword) {
      const special = this.parseKeywordUnary();
      if (special !== undefined) return special;
    }
    return this.parseSuffixesOf(this.parsePrimary());
  }

  /** `x[i]`, `f(a)`, `x.m`, `x->m`, `x++` */
  protected parseSuffixesOf(value: Expr): Expr {
    let result = value;
    const { loc } = value;
    for (let length = 0; ; length++) {
      const { token } = this;
      if (token.kind !== TokenKind.punctuator) return result;
      if (length > LONGEST_CHAIN)
        this.fail('cpp-nested-too-deep', { limit: LONGEST_CHAIN }, token.loc, token.end);
      switch (token.text) {
        case '(': {
          const args = this.parseArguments();
          result = { kind: 'call', callee: result, args, loc, end: this.end };
          break;
        }
        case '[': {
          this.advance();
          const index = this.inBrackets(() => (this.is('{') ? this.parseInitList() : this.parseExpression()));
          this.expectClose(']', token);
          result = { kind: 'index', object: result, index, loc, end: this.end };
          break;
        }
        case '.':
        case '->': {
          this.advance();
          const name = this.parseName(true);
          result = { kind: 'member', object: result, isArrow: token.text === '->', name, loc, end: this.end };
          break;
        }
        case '++':
        case '--':
          this.advance();
          result = { kind: 'postfix', op: token.text, operand: result, loc, end: this.end };
          break;
        default:
          return result;
      }
    }
  }

  // ---- Initialisers -------------------------------------------------------------------------

  protected override parseInitClause(): Expr {
    const value = this.is('{') ? this.parseInitList() : this.parseAssignment();
    if (!this.is('...') || this.isC) return value;
    this.advance();
    return { kind: 'packExpansion', operand: value, loc: value.loc, end: this.end };
  }

  protected override parseInitList(): InitListExpr {
    return this.nested(() => {
      const open = this.token;
      this.expect('{');
      const outer = this.stopsAtGreater;
      this.stopsAtGreater = false;
      const items: { designator?: readonly Designator[]; value: Expr }[] = [];
      while (!this.is('}')) {
        const designator = this.parseDesignator();
        const value = this.parseInitClause();
        items.push(designator === undefined ? { value } : { designator, value });
        if (!this.accept(',')) break;
      }
      this.expectClose('}', open);
      this.stopsAtGreater = outer;
      return { kind: 'initList', items, loc: open.loc, end: this.end };
    });
  }

  /** `.field =`, `[index] =`, `[1 ... 3] =`, GNU `field:` */
  private parseDesignator(): Designator[] | undefined {
    if (this.isIdentifier && this.isAhead(1, ':') && !this.isAhead(2, ':')) {
      const name = this.advance().text;
      this.advance();
      return [{ kind: 'field', name }];
    }
    if (!this.is('.') && !(this.is('[') && this.isIndexDesignator())) return undefined;
    const path: Designator[] = [];
    while (this.is('.') || this.is('[')) {
      const open: Token = this.advance();
      if (open.text === '.') {
        path.push({ kind: 'field', name: this.expectIdentifier() });
        continue;
      }
      const index = this.inBrackets(() => this.parseConditional());
      const to = this.accept('...') ? this.inBrackets(() => this.parseConditional()) : undefined;
      this.expectClose(']', open);
      path.push({ kind: 'index', index, ...(to === undefined ? {} : { to }) });
    }
    if (!this.accept('=') && !this.isC) this.missing('=');
    return path;
  }

  /** `[0] =` is a designator, `[] { … }` a lambda. */
  private isIndexDesignator(): boolean {
    if (this.isC) return true;
    const here = this.mark();
    this.skipBalanced();
    const isDesignator = this.is('=') || this.is('.') || this.is('[');
    this.returnTo(here);
    return isDesignator;
  }
}
