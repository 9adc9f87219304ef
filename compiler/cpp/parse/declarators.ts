/**
 * Reads declarators: `*a[3]`, `(*f)(int)`, `&r`, `A::m() const` ([dcl.decl]), turned inside out.
 *
 * In: the type the specifiers gave. Out: the declared name with its whole type.
 */
import type { Expr, Init, InitListExpr, Name, ParamDecl, TypeNode } from '../ast.ts';
import { LINE_START, TokenKind } from '../lex/token.ts';
import type { Loc } from '../source.ts';
import { Scope } from './scope.ts';
import { isConstWord, isCvWord, isVolatileWord, TypeSpecifierParser } from './type-specifiers.ts';

export interface Declarator {
  readonly type: TypeNode;
  /** Absent in an abstract declarator. */
  readonly name: Name | undefined;
  readonly nameLoc: Loc;
  readonly nameEnd: Loc;
  /** What the qualifiers of the name look into, for the parameters and the body. */
  readonly qualifiers: readonly Scope[];
  /** `Args... args` */
  readonly isPack: boolean;
}

/** `named`: a name must come. `either`: of a parameter. */
export type DeclaratorForm = 'named' | 'abstract' | 'either';

interface Nested {
  name: Name | undefined;
  nameLoc: Loc;
  qualifiers: readonly Scope[];
  isPack: boolean;
}

const NO_CV = { isConst: false, isVolatile: false };
const NO_PARAMS: readonly ParamDecl[] = [];
/** What a value begins with and nothing behind a value. */
const VALUES = new Set([TokenKind.identifier, TokenKind.number, TokenKind.string, TokenKind.char]);

export abstract class DeclaratorParser extends TypeSpecifierParser {
  protected abstract parseInitClause(): Expr;
  protected abstract parseInitList(): InitListExpr;

  /** A type by itself: `const int *`. */
  protected override parseTypeId(): TypeNode {
    return this.nested(() => {
      const { type } = this.parseSpecifiers('type');
      if (type === undefined) return this.unexpected('cpp-expected-type');
      return this.parseDeclarator(type, 'abstract').type;
    });
  }

  /** `operator T*`: without functions or arrays. */
  protected override parseConversionType(): TypeNode {
    const { type } = this.parseSpecifiers('declaration');
    if (type === undefined) return this.unexpected('cpp-expected-type');
    return this.parsePointers(type);
  }

  /** `new T*[n]`: arrays are read by `new` itself. */
  protected parsePointerType(): TypeNode {
    const { type } = this.parseSpecifiers('type');
    if (type === undefined) return this.unexpected('cpp-expected-type');
    return this.parsePointers(type);
  }

  protected parseDeclarator(base: TypeNode, form: DeclaratorForm): Declarator {
    const outer = this.scope;
    const nested: Nested = { name: undefined, nameLoc: this.token.loc, qualifiers: [], isPack: false };
    const type = this.nested(() => this.parseInto(base, form, nested));
    this.scope = outer;
    return {
      type,
      name: nested.name,
      nameLoc: nested.nameLoc,
      nameEnd: nested.name?.end ?? nested.nameLoc,
      qualifiers: nested.qualifiers,
      isPack: nested.isPack,
    };
  }

  private parseInto(base: TypeNode, form: DeclaratorForm, nested: Nested): TypeNode {
    const type = this.parsePointers(base);
    if (this.is('(') && this.isNestedDeclarator(form)) {
      // The suffixes behind the parentheses belong to the inside's base: they are read first.
      const open = this.at;
      this.skipBalanced();
      const whole = this.parseSuffixes(type, 'abstract');
      const behind = this.mark();
      this.seek(open + 1);
      const inside = this.nested(() => this.parseInto(whole, form, nested));
      this.expectClose(')', this.tokenAt(open));
      this.returnTo(behind);
      return inside;
    }
    this.readDeclaredName(form, nested);
    return this.parseSuffixes(type, nested.name === undefined ? 'abstract' : form);
  }

  private readDeclaredName(form: DeclaratorForm, nested: Nested): void {
    if (form === 'abstract') return;
    this.parseAttributes();
    if (
      form === 'either' &&
      this.is('...') &&
      (this.peek().kind === TokenKind.identifier || this.scope.packs)
    ) {
      nested.isPack = true;
      this.advance();
    }
    nested.nameLoc = this.token.loc;
    const isName = this.isIdentifier || this.is('operator') || this.is('::') || this.is('~');
    if (!isName) {
      if (form === 'named') this.unexpected('cpp-expected-name');
      return;
    }
    if (this.isIdentifier && !this.isAhead(1, '::') && !this.isAhead(1, '<')) {
      const { text, loc, end } = this.advance();
      nested.name = { isGlobal: false, parts: [{ kind: 'identifier', text }], loc, end };
      return;
    }
    const classified = this.classify();
    nested.qualifiers = classified?.qualifiers ?? [];
    nested.name = this.parseName();
    this.enterQualifiers(nested.qualifiers);
  }

  /** The rest of `void A::f(…) { … }` is read as if inside A. */
  protected enterQualifiers(qualifiers: readonly Scope[]): void {
    if (qualifiers.length === 0) return;
    const scope = new Scope(this.scope);
    for (const qualifier of qualifiers.toReversed()) scope.lookInto(qualifier);
    this.scope = scope;
  }

  protected parsePointers(base: TypeNode): TypeNode {
    let type = base;
    for (;;) {
      const { loc } = type;
      if (this.is('*')) {
        this.advance();
        const { isConst, isVolatile } = this.parseCv(true);
        type = { kind: 'pointer', to: type, isConst, isVolatile, loc, end: this.end };
      } else if ((this.is('&') || this.is('&&')) && !this.isC) {
        const isRvalue = this.advance().text === '&&';
        this.parseCv(true);
        type = {
          kind: 'reference',
          to: type,
          isRvalue,
          isConst: false,
          isVolatile: false,
          loc,
          end: this.end,
        };
      } else if (this.isMemberPointer()) {
        const of = this.parseMemberPointerClass();
        const { isConst, isVolatile } = this.parseCv();
        type = { kind: 'memberPointer', of, to: type, isConst, isVolatile, loc, end: this.end };
      } else return type;
    }
  }

  /** `A::*` */
  private isMemberPointer(): boolean {
    if (!this.isIdentifier || !this.isAhead(1, '::')) return false;
    for (let ahead = 1; ; ahead += 2) {
      if (!this.isAhead(ahead, '::')) return false;
      if (this.isAhead(ahead + 1, '*')) return true;
      if (this.peek(ahead + 1).kind !== TokenKind.identifier) return false;
    }
  }

  private parseMemberPointerClass(): Name {
    const { loc } = this.token;
    const parts: { kind: 'identifier'; text: string }[] = [];
    while (!this.accept('*')) {
      parts.push({ kind: 'identifier', text: this.expectIdentifier() });
      this.expect('::');
    }
    return { isGlobal: false, parts, loc, end: this.end };
  }

  /** Attributes of a pointer mean nothing to us; those behind a function are its own. */
  protected parseCv(isPointer = false): { isConst: boolean; isVolatile: boolean } {
    let isConst = false;
    let isVolatile = false;
    while (this.token.kind === TokenKind.keyword) {
      const { text } = this.token;
      if (isCvWord(text)) {
        isConst ||= isConstWord(text);
        isVolatile ||= isVolatileWord(text);
        this.advance();
      } else if (isPointer && text.startsWith('__attribute')) this.parseAttributes();
      else break;
    }
    return { isConst, isVolatile };
  }

  /** `(` that opens a declarator in parentheses, not parameters. */
  private isNestedDeclarator(form: DeclaratorForm): boolean {
    const next = this.peek();
    if (next.kind === TokenKind.punctuator) {
      if (next.text === '*' || next.text === '&' || next.text === '&&') return true;
      if (next.text === '(') return form === 'named' || this.isNestedAhead();
      return false;
    }
    if (next.text.startsWith('__attribute')) return true;
    if (next.kind !== TokenKind.identifier) return false;
    if (this.isAheadMemberPointer()) return true;
    if (form === 'abstract') return false;
    if (form === 'named') return true;
    const kind = this.scope.find(next.text)?.kind;
    return (
      kind !== 'type' &&
      kind !== 'classTemplate' &&
      (this.isAhead(2, ')') || this.isAhead(2, '[') || this.isAhead(2, '('))
    );
  }

  private isNestedAhead(): boolean {
    let ahead = 1;
    while (this.isAhead(ahead, '(')) ahead++;
    return this.isAhead(ahead, '*') || this.isAhead(ahead, '&');
  }

  private isAheadMemberPointer(): boolean {
    return this.isAhead(2, '::') && this.isAhead(3, '*');
  }

  private parseSuffixes(base: TypeNode, form: DeclaratorForm): TypeNode {
    if (this.is('[') && !this.isAttributeStart()) {
      const { loc } = base;
      const open = this.advance();
      // C: `int a[static 3]`, `int a[restrict n]`.
      while (this.is('static') || isCvWord(this.token.text)) this.advance();
      const isStar = this.is('*') && this.isAhead(1, ']');
      if (isStar) this.advance();
      const size = this.is(']') ? undefined : this.inBrackets(() => this.parseAssignment());
      this.expectClose(']', open);
      const of = this.nested(() => this.parseSuffixes(base, form));
      return {
        kind: 'array',
        of,
        ...(size === undefined ? {} : { size }),
        isConst: false,
        isVolatile: false,
        loc,
        end: this.end,
      };
    }
    if (this.is('(') && this.isParameterList(form)) return this.parseFunctionSuffix(base);
    return base;
  }

  protected inBrackets<T>(read: () => T): T {
    const outer = this.stopsAtGreater;
    this.stopsAtGreater = false;
    const result = this.nested(read);
    this.stopsAtGreater = outer;
    return result;
  }

  /** `(` opens parameters, not an initialiser such as `Servo s(9)`. */
  private isParameterList(form: DeclaratorForm): boolean {
    if (this.isC) return true;
    if (form !== 'named') return true;
    const next = this.peek();
    // `void setup( {`
    if (next.text === '{' && (this.peek(2).flags & LINE_START) !== 0) return true;
    if (next.text === ')' || next.text === '...') return next.kind === TokenKind.punctuator;
    const here = this.mark();
    this.advance();
    const isType = this.isTypeStart() || this.isAttributeStart() || this.isUnknownTypeAhead();
    const couldBeCall = isType && this.couldBeFunctionalCast();
    this.returnTo(here);
    if (!isType || !couldBeCall) return isType;
    const isParameters = this.attempt(() => {
      this.parseParameters();
      return true;
    });
    this.returnTo(here);
    return isParameters === true;
  }

  /** `Foo f(Bar b)` with Bar unknown: two names in a row are no expression. */
  private isUnknownTypeAhead(): boolean {
    if (!this.isIdentifier) return false;
    const named = this.classify();
    if (named === undefined || (named.kind === 'value' && named.isQualified)) return false;
    const next = this.tokenAt(named.after);
    if (next.kind === TokenKind.identifier) return true;
    // `void f(Bar *b)` where only declarations stand: `*` and a name and then the end of the parameter.
    if (next.text !== '*' && next.text !== '&') return false;
    const after = this.tokenAt(named.after + 2).text;
    return (
      named.kind === 'unknown' &&
      this.tokenAt(named.after + 1).kind === TokenKind.identifier &&
      (after === ',' || after === ')') &&
      this.scope.parent === undefined
    );
  }

  /** `T(`, `T{`: a type that may also begin a value. */
  private couldBeFunctionalCast(): boolean {
    if (this.isBuiltinWord()) return this.isAhead(1, '(') || this.isAhead(1, '{');
    if (!this.isIdentifier && !this.is('::')) return this.is('typename') || this.is('decltype');
    const named = this.classify();
    if (named === undefined) return false;
    const { text } = this.tokenAt(named.after);
    return text === '(' || text === '{' || text === '::';
  }

  private parseFunctionSuffix(base: TypeNode): TypeNode {
    const { loc } = base;
    const { params, isVariadic } = this.parseParameters();
    // In C a `const` here begins the declarations of old-style parameters.
    const { isConst, isVolatile } = this.isC ? NO_CV : this.parseCv();
    if (!this.isC) {
      if (this.is('&') || this.is('&&')) this.advance();
      this.parseExceptionSpec();
    }
    let result = base;
    if (this.is('->') && base.kind === 'auto') {
      this.advance();
      result = this.parseTypeId();
    }
    return { kind: 'function', result, params, isVariadic, isConst, isVolatile, loc, end: this.end };
  }

  protected parseExceptionSpec(): void {
    while (this.is('noexcept') || this.is('throw')) {
      this.advance();
      if (this.is('(')) this.skipBalanced();
    }
  }

  protected parseParameters(): { params: readonly ParamDecl[]; isVariadic: boolean } {
    const open = this.token;
    this.expect('(');
    if (this.accept(')')) return { params: NO_PARAMS, isVariadic: this.isC };
    if (this.is('{')) {
      const words = { open: '(', close: ')', line: this.lineOf(open.loc) };
      this.report('cpp-missing-close', words, open.loc, open.end);
      return { params: NO_PARAMS, isVariadic: false };
    }
    if (this.is('void') && this.isAhead(1, ')')) {
      this.advance();
      this.advance();
      return { params: NO_PARAMS, isVariadic: false };
    }
    const outer = this.stopsAtGreater;
    this.stopsAtGreater = false;
    const params: ParamDecl[] = [];
    let isVariadic = false;
    for (;;) {
      if (this.accept('...')) {
        isVariadic = true;
        break;
      }
      params.push(this.nested(() => this.parseParameter()));
      if (this.is('...')) continue;
      if (!this.accept(',')) break;
    }
    this.expectClose(')', open);
    this.stopsAtGreater = outer;
    return { params, isVariadic };
  }

  private parseParameter(): ParamDecl {
    const { loc } = this.token;
    const specs = this.parseSpecifiers('declaration');
    let base = specs.type;
    if (base === undefined) {
      // K&R: `f(a, b)`.
      if (!this.isC || !this.isIdentifier) return this.unexpected('cpp-expected-type');
      base = { kind: 'builtin', name: 'int', isConst: false, isVolatile: false, loc, end: loc };
    }
    const { type, name, isPack } = this.parseDeclarator(base, 'either');
    this.parseAttributes();
    const initial = this.is('=') ? (this.advance(), this.parseInitClause()) : undefined;
    const [part] = name?.parts ?? [];
    return {
      type,
      ...(part?.kind === 'identifier' ? { name: part.text } : {}),
      ...(initial === undefined ? {} : { default: initial }),
      ...(isPack ? { isPack } : {}),
      loc,
      end: this.end,
    };
  }

  // ---- Initialisers -------------------------------------------------------------------------

  /** `= x`, `(x)`, `{x}`; undefined when there is none. */
  protected parseInit(): Init | undefined {
    if (this.is('=')) {
      this.advance();
      return { kind: 'copy', expr: this.parseInitClause() };
    }
    if (this.is('(')) return { kind: 'direct', args: this.parseArguments() };
    if (this.is('{') && !this.isC) return { kind: 'list', list: this.parseInitList() };
    return undefined;
  }

  /** `(a, b)` with its parentheses. */
  protected parseArguments(): Expr[] {
    const open = this.token;
    this.expect('(');
    const args: Expr[] = [];
    if (this.accept(')')) return args;
    this.inBrackets(() => {
      do args.push(this.parseInitClause());
      while (this.accept(','));
    });
    if (!this.isOnNewLine() && VALUES.has(this.token.kind)) this.missing(',');
    this.expectClose(')', open);
    return args;
  }
}
