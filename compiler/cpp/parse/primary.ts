/**
 * Reads the expressions that begin with a word or bracket of their own: literals, names, casts by name,
 * sizeof, new, lambdas ([expr.prim], [expr.post], [expr.unary]).
 *
 * GCC's builtins that take types are calls of their name: `__builtin_va_arg(ap, T)` has the arguments
 * `ap` and `sizeof(T)`; `__builtin_offsetof(T, a.b[1])` has `sizeof(T)` and `a.b[1]` as a chain of member
 * and index expressions upon the name `a`; `__builtin_types_compatible_p(T, U)` has two `sizeof`.
 */
import type { CastKind, Expr, Init, Name, ParamDecl, Stmt, TypeNode } from '../ast.ts';
import { charValue, numberValue, stringValue, type StringPrefix } from '../lex/literals.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import { ExpressionParser } from './expressions.ts';
import { Scope } from './scope.ts';

const CASTS: ReadonlyMap<string, CastKind> = new Map([
  ['static_cast', 'static'],
  ['reinterpret_cast', 'reinterpret'],
  ['const_cast', 'const'],
  ['dynamic_cast', 'dynamic'],
]);
const SIZE_WORDS = new Set(['sizeof', 'alignof', '_Alignof', '__alignof', '__alignof__']);
const FUNCTION_NAMES = new Set(['__func__', '__FUNCTION__', '__PRETTY_FUNCTION__']);

export abstract class PrimaryParser extends ExpressionParser {
  /** What `__func__` is. */
  protected functionName = '';

  protected abstract parseCompound(): Stmt & { readonly kind: 'compound' };

  protected override parsePrimary(): Expr {
    const { token } = this;
    const { loc, end } = token;
    switch (token.kind) {
      case TokenKind.number:
        return this.parseNumber();
      case TokenKind.char:
        return this.parseChar();
      case TokenKind.string:
        return this.parseString();
      case TokenKind.identifier:
        return this.parseNamed();
      case TokenKind.punctuator:
        if (token.text === '(') return this.parseParenthesised();
        if (token.text === '::') return this.parseNamed();
        if (token.text === '[' && !this.isC) return this.parseLambda();
        return this.unexpected('cpp-expected-expression');
      case TokenKind.keyword:
        break;
      case TokenKind.end:
      case TokenKind.other:
        return this.unexpected('cpp-expected-expression');
    }
    switch (token.text) {
      case 'true':
      case 'false':
        this.advance();
        return { kind: 'bool', value: token.text === 'true', loc, end };
      case 'nullptr':
      case '__null':
        this.advance();
        return { kind: 'nullptr', loc, end };
      case 'this':
        this.advance();
        return { kind: 'this', loc, end };
      case 'operator':
        return this.parseNamed();
      default:
    }
    const cast = CASTS.get(token.text);
    if (cast !== undefined) return this.parseNamedCast(cast);
    if (FUNCTION_NAMES.has(token.text)) {
      this.advance();
      return { kind: 'string', bytes: new TextEncoder().encode(this.functionName), prefix: '', loc, end };
    }
    if (this.isBuiltinWord() || this.is('typename') || this.is('decltype') || this.is('auto')) {
      return this.parseFunctionalCast();
    }
    return this.parseBuiltin() ?? this.unexpected('cpp-expected-expression');
  }

  // ---- Literals -----------------------------------------------------------------------------

  private parseNumber(): Expr {
    const { text, loc, end } = this.advance();
    const number = numberValue(text);
    if (number === undefined) return this.fail('cpp-number-unclear', { number: text }, loc, end);
    if (number.kind === 'integer' && number.isTooBig)
      this.report('cpp-number-too-big', { number: text }, loc, end);
    const literal: Expr =
      number.kind === 'integer'
        ? { kind: 'integer', value: number.value, type: number.type, loc, end }
        : { kind: 'float', value: number.value, type: number.type, loc, end };
    return this.withSuffix(literal, number.udSuffix);
  }

  private parseChar(): Expr {
    const { text, loc, end } = this.advance();
    const char = charValue(text);
    if (char === undefined) return this.fail('cpp-char-empty', {}, loc, end);
    if (char.type === 'int') this.warn('cpp-char-several', { text: `"${text.slice(1, -1)}"` }, loc, end);
    return this.withSuffix(
      {
        kind: 'char',
        value: char.value,
        type: this.isC && char.type === 'char' ? 'int' : char.type,
        loc,
        end,
      },
      char.udSuffix,
    );
  }

  protected parseString(): Expr {
    const { loc } = this.token;
    let prefix: StringPrefix = '';
    let udSuffix: string | undefined;
    const pieces: (readonly number[])[] = [];
    while (this.token.kind === TokenKind.string) {
      const string = stringValue(this.advance().text);
      if (string === undefined) continue;
      if (string.prefix !== '') prefix = string.prefix;
      udSuffix ??= string.udSuffix;
      pieces.push(string.bytes);
    }
    const bytes = Uint8Array.from(pieces.length === 1 ? (pieces[0] ?? []) : pieces.flat());
    return this.withSuffix({ kind: 'string', bytes, prefix, loc, end: this.end }, udSuffix);
  }

  /** `12_km` is a call of `operator""_km`. */
  private withSuffix(literal: Expr, udSuffix: string | undefined): Expr {
    if (udSuffix === undefined) return literal;
    const { loc, end } = literal;
    const name: Name = { isGlobal: false, parts: [{ kind: 'operator', text: `""${udSuffix}` }], loc, end };
    return { kind: 'call', callee: { kind: 'name', name, loc, end }, args: [literal], loc, end };
  }

  // ---- Names and casts ----------------------------------------------------------------------

  private parseNamed(): Expr {
    const isPlain = this.isIdentifier && !this.isAhead(1, '::') && !this.isAhead(1, '<');
    const kind = isPlain ? this.scope.find(this.token.text)?.kind : this.classify()?.kind;
    if (kind === 'type' || kind === 'classTemplate') return this.parseFunctionalCast();
    const name = this.parseName();
    return { kind: 'name', name, loc: name.loc, end: name.end };
  }

  /** `int(x)`, `T{…}`, `T()` */
  private parseFunctionalCast(): Expr {
    const { loc } = this.token;
    const { type } = this.parseSpecifiers('type');
    if (type === undefined) return this.unexpected('cpp-expected-expression');
    if (this.is('{')) {
      const list = this.parseInitList();
      return { kind: 'cast', cast: 'functional', type, args: [list], isBraced: true, loc, end: this.end };
    }
    if (!this.is('(')) {
      const words = { type: this.spelling(this.previous) };
      if (this.is('.') && type.kind === 'named')
        return this.fail('cpp-type-for-object', words, loc, this.end);
      return this.fail('cpp-type-alone', words, loc, this.end);
    }
    const args = this.parseArguments();
    return { kind: 'cast', cast: 'functional', type, args, isBraced: false, loc, end: this.end };
  }

  private parseNamedCast(cast: CastKind): Expr {
    const { loc } = this.advance();
    const angle = this.token;
    this.expect('<');
    const type = this.parseTypeId();
    this.closeAngle(angle);
    const open = this.token;
    this.expect('(');
    const operand = this.inBrackets(() => this.parseExpression());
    this.expectClose(')', open);
    if (cast === 'dynamic') return { kind: 'unsupported', construct: 'dynamic_cast', loc, end: this.end };
    return { kind: 'cast', cast, type, args: [operand], isBraced: false, loc, end: this.end };
  }

  private parseParenthesised(): Expr {
    const open = this.token;
    if (this.isAhead(1, '{')) {
      this.advance();
      const body = this.parseCompound();
      this.expectClose(')', open);
      return { kind: 'statementExpr', body, loc: open.loc, end: this.end };
    }
    this.advance();
    if (this.is(')')) return this.unexpected('cpp-expected-expression');
    const inside = this.inBrackets(() => this.parseExpression());
    this.expectClose(')', open);
    return { ...inside, loc: open.loc, end: this.end };
  }

  protected override parseStatementExpr(): Expr {
    return this.parseParenthesised();
  }

  // ---- Operators that are words -------------------------------------------------------------

  protected override parseKeywordUnary(): Expr | undefined {
    const { text, loc } = this.token;
    if (SIZE_WORDS.has(text)) return this.parseSizeof();
    switch (text) {
      case 'new':
        return this.parseNew(loc);
      case 'delete':
        return this.parseDelete(loc);
      case '__extension__':
        this.advance();
        return this.nested(() => this.parseCast());
      case 'noexcept':
        this.advance();
        this.skipBalanced();
        return { kind: 'bool', value: true, loc, end: this.end };
      case 'typeid':
      case '_Generic':
        this.advance();
        this.skipBalanced();
        return { kind: 'unsupported', construct: text, loc, end: this.end };
      case '__real__':
      case '__imag__':
        this.advance();
        this.parseCast();
        return { kind: 'unsupported', construct: text, loc, end: this.end };
      default:
        return undefined;
    }
  }

  private parseSizeof(): Expr {
    const { loc, text } = this.advance();
    const operator = text === 'sizeof' ? 'sizeof' : 'alignof';
    if (this.is('...')) {
      this.advance();
      this.skipBalanced();
      return { kind: 'unsupported', construct: 'sizeof...', loc, end: this.end };
    }
    if (this.is('(')) {
      const type = this.attempt(() => {
        this.advance();
        if (!this.isTypeStart()) return undefined;
        const read = this.inBrackets(() => this.parseTypeId());
        return this.accept(')') ? read : undefined;
      });
      // sizeof (T){…} is of the compound literal.
      if (type !== undefined && !this.is('{'))
        return { kind: 'sizeof', of: type, operator, loc, end: this.end };
      if (type !== undefined) {
        const list = this.parseInitList();
        const { end } = this;
        const of: Expr = { kind: 'cast', cast: 'c', type, args: [list], isBraced: true, loc: type.loc, end };
        return { kind: 'sizeof', of, operator, loc, end };
      }
    }
    const of = this.nested(() => this.parseCast());
    return { kind: 'sizeof', of, operator, loc, end: this.end };
  }

  private parseNew(loc: number): Expr {
    this.advance();
    let placement: readonly Expr[] = [];
    let type: TypeNode | undefined;
    if (this.is('(')) {
      const open = this.token;
      type = this.attempt(() => {
        this.advance();
        if (!this.isTypeStart()) return undefined;
        const read = this.parseTypeId();
        return this.accept(')') ? read : undefined;
      });
      if (type === undefined) placement = this.parseArguments();
      void open;
    }
    type ??= this.is('(') ? this.parseParenthesisedType() : this.parsePointerType();
    let count: Expr | undefined;
    if (this.is('[')) {
      const open = this.advance();
      count = this.inBrackets(() => this.parseExpression());
      this.expectClose(']', open);
      if (this.is('[')) return this.unexpected('cpp-expected-expression');
    }
    const init: Init | undefined = this.is('=') ? undefined : this.parseInit();
    return {
      kind: 'new',
      type,
      ...(count === undefined ? {} : { count }),
      placement,
      ...(init === undefined ? {} : { init }),
      loc,
      end: this.end,
    };
  }

  private parseParenthesisedType(): TypeNode {
    const open = this.advance();
    const type = this.parseTypeId();
    this.expectClose(')', open);
    return type;
  }

  private parseDelete(loc: number): Expr {
    this.advance();
    const isArray = this.is('[') && this.isAhead(1, ']');
    if (isArray) {
      this.advance();
      this.advance();
    }
    const operand = this.nested(() => this.parseCast());
    return { kind: 'delete', operand, isArray, loc, end: this.end };
  }

  // ---- Builtins that take types -------------------------------------------------------------

  private parseBuiltin(): Expr | undefined {
    const word = this.token;
    const isKnown =
      word.text === '__builtin_va_arg' ||
      word.text === '__builtin_offsetof' ||
      word.text === '__builtin_types_compatible_p' ||
      word.text.startsWith('__is_');
    if (!isKnown) return undefined;
    this.advance();
    const open = this.token;
    this.expect('(');
    const args: Expr[] = [];
    if (word.text === '__builtin_va_arg') {
      args.push(this.parseAssignment());
      this.expect(',');
      args.push(this.parseTypeArgument());
    } else {
      args.push(this.parseTypeArgument());
      while (this.accept(',')) {
        args.push(
          word.text === '__builtin_offsetof'
            ? this.parseSuffixesOf(this.parseMemberName())
            : this.parseTypeArgument(),
        );
      }
    }
    this.expectClose(')', open);
    return { kind: 'call', callee: nameOf(word), args, loc: word.loc, end: this.end };
  }

  private parseTypeArgument(): Expr {
    const { loc } = this.token;
    const of = this.parseTypeId();
    return { kind: 'sizeof', of, operator: 'sizeof', loc, end: this.end };
  }

  private parseMemberName(): Expr {
    const { token } = this;
    this.expectIdentifier();
    return nameOf(token);
  }

  // ---- Lambdas ------------------------------------------------------------------------------

  private parseLambda(): Expr {
    const open = this.advance();
    const { loc } = open;
    const captures: { name: string; byReference: boolean }[] = [];
    let captureDefault: '=' | '&' | undefined;
    while (!this.is(']')) {
      if ((this.is('=') || this.is('&')) && (this.isAhead(1, ']') || this.isAhead(1, ','))) {
        captureDefault = this.advance().text === '=' ? '=' : '&';
      } else if (this.is('this') || (this.is('*') && this.isAhead(1, 'this'))) {
        if (this.is('*')) this.advance();
        this.advance();
        captures.push({ name: 'this', byReference: true });
      } else {
        const byReference = this.accept('&');
        const { token } = this;
        const name = this.expectIdentifier();
        if (this.is('=')) this.fail('cpp-unsupported', { construct: '[x = …]' }, token.loc, token.end);
        this.accept('...');
        captures.push({ name, byReference });
      }
      if (!this.accept(',')) break;
    }
    this.expectClose(']', open);
    const { params, isVariadic } = this.is('(') ? this.parseParameters() : { params: [], isVariadic: false };
    void isVariadic;
    const isMutable = this.accept('mutable');
    this.parseExceptionSpec();
    this.parseAttributes();
    const result = this.accept('->') ? this.parseTypeId() : undefined;
    const body = this.parseBodyWith(params);
    return {
      kind: 'lambda',
      captures,
      ...(captureDefault === undefined ? {} : { captureDefault }),
      params,
      ...(isMutable ? { isMutable } : {}),
      ...(result === undefined ? {} : { result }),
      body,
      loc,
      end: this.end,
    };
  }

  /** `{ … }` in which the parameters' names are values. */
  protected parseBodyWith(params: readonly ParamDecl[]): Stmt & { readonly kind: 'compound' } {
    const outer = this.scope;
    const { stopsAtGreater } = this;
    this.stopsAtGreater = false;
    this.scope = new Scope(outer);
    for (const { name } of params) if (name !== undefined) this.scope.declareValue(name);
    const body = this.parseCompound();
    this.scope = outer;
    this.stopsAtGreater = stopsAtGreater;
    return body;
  }
}

function nameOf({ text, loc, end }: Token): Expr {
  return {
    kind: 'name',
    name: { isGlobal: false, parts: [{ kind: 'identifier', text }], loc, end },
    loc,
    end,
  };
}
