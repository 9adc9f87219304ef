/**
 * Reads declarations: variables, functions, types, namespaces ([dcl.dcl]).
 *
 * Classes and templates are read by the classes below and above this one.
 */
import type {
  Attribute,
  Decl,
  EnumDecl,
  FunctionDecl,
  Init,
  MemberInit,
  Name,
  TypeNode,
  VarDecl,
} from '../ast.ts';
import { stringValue } from '../lex/literals.ts';
import { TokenKind, UNREAD_BODY, UNREAD_DECLARATION } from '../lex/token.ts';
import type { Loc } from '../source.ts';
import { Panic } from './cursor.ts';
import type { Declarator } from './declarators.ts';
import { Scope, type NameKind } from './scope.ts';
import { StatementParser } from './statements.ts';
import type { DeclSpecs, Mutable } from './type-specifiers.ts';

export type FunctionNode = Mutable<FunctionDecl>;

export abstract class DeclarationParser extends StatementParser {
  /** Inside `template <…>`: what is declared next is a template. */
  protected isTemplate = false;

  protected abstract parseTemplate(): Decl[];
  /** `= 0`, `= default`, bodies: of a member they wait for the end of the class. */
  protected abstract parseFunctionBody(node: FunctionNode, qualifiers: readonly Scope[]): void;

  /** Everything up to the end of the text or the `}` of a namespace. */
  protected parseDeclarations(): Decl[] {
    const decls: Decl[] = [];
    while (!this.isEnd && !this.is('}')) {
      const mark = this.mark();
      if (this.is('{') && this.skipBodyOf(decls.at(-1))) continue;
      try {
        for (const decl of this.parseDeclaration()) decls.push(decl);
      } catch (problem) {
        if (!(problem instanceof Panic) || this.muted > 0) throw problem;
        this.scope = mark.scope;
        this.depth = mark.depth;
        this.stopsAtGreater = false;
        this.isTemplate = false;
        this.recover(mark.at);
      }
    }
    return decls;
  }

  /** `void loop(); {`: the block was to be the function's. */
  private skipBodyOf(decl: Decl | undefined): boolean {
    const { previous } = this;
    if (decl?.kind !== 'function' || decl.body !== undefined || previous.text !== ';') return false;
    this.report('cpp-function-ends', { name: plainName(decl.name) }, previous.loc, previous.end);
    this.skipBalanced();
    return true;
  }

  protected parseDeclaration(): Decl[] {
    const { loc, text, kind } = this.token;
    if (text === ';' && kind === TokenKind.punctuator) {
      this.advance();
      return [];
    }
    if (text === UNREAD_DECLARATION && kind === TokenKind.punctuator) return [this.declarationToRead()];
    if (kind === TokenKind.keyword) {
      switch (text) {
        case 'namespace':
          return [this.parseNamespace(loc)];
        case 'inline':
          if (!this.isAhead(1, 'namespace')) break;
          this.advance();
          return [this.parseNamespace(loc)];
        case 'using':
          return [this.parseUsing(loc)];
        case 'static_assert':
        case '_Static_assert':
          return [this.parseStaticAssert(loc)];
        case 'template':
          return this.parseTemplate();
        case 'extern':
          if (this.peek().kind === TokenKind.string) return [this.parseLinkage(loc)];
          if (!this.isAhead(1, 'template')) break;
          this.advance();
          return this.parseTemplate();
        case 'asm':
        case '__asm':
        case '__asm__':
          this.parseAsm(loc);
          this.report('cpp-unsupported', { construct: 'asm' }, loc, this.end);
          return [];
        default:
      }
    }
    return this.parseSimpleDeclaration();
  }

  protected override parseBlockDeclaration(): Decl[] {
    return this.parseDeclaration();
  }

  // ---- Variables and functions --------------------------------------------------------------

  /** `int a, *b = 0;`, `void f() {…}`, `struct S {…} s;`, `typedef …;` */
  protected override parseSimpleDeclaration(): Decl[] {
    const specs = this.parseSpecifiers(this.isInBlock ? 'statement' : 'declaration');
    return this.parseDeclarators(specs);
  }

  protected get isInBlock(): boolean {
    return this.blockDepth > 0;
  }

  /** Function bodies around this place. */
  protected blockDepth = 0;

  protected parseDeclarators(specs: DeclSpecs): Decl[] {
    const decls: Decl[] = [];
    const type = specs.type ?? this.typeOfNameless(specs);
    const tagged = tagDeclaration(type);
    if (this.is(';')) {
      this.advance();
      if (tagged !== undefined) return [tagged];
      return [];
    }
    let shared = type;
    if (tagged !== undefined && tagged.name !== undefined) {
      // `struct S {…} a, b;`: the struct by itself, then variables of that name.
      decls.push(tagged);
      shared = {
        kind: 'named',
        name: tagged.name,
        tag: tagged.kind === 'enum' ? 'enum' : tagged.tag,
        isConst: type.isConst,
        isVolatile: type.isVolatile,
        loc: type.loc,
        end: type.end,
      };
    }
    for (;;) {
      const declarator = this.parseDeclarator(shared, 'named');
      const decl = this.parseDeclared(specs, declarator);
      decls.push(decl);
      if (decl.kind === 'function' && decl.body !== undefined) return decls;
      if (!this.accept(',')) break;
      this.refuseDecimalComma();
    }
    this.expectSemicolon();
    return decls;
  }

  /** `float x = 3,5;` as numbers are written in French. */
  private refuseDecimalComma(): void {
    const whole = this.tokenAt(this.at - 2);
    if (whole.kind !== TokenKind.number || this.token.kind !== TokenKind.number) return;
    const words = { wrong: `${whole.text},${this.token.text}`, right: `${whole.text}.${this.token.text}` };
    this.fail('cpp-decimal-comma', words, whole.loc, this.token.end);
  }

  /** Constructors, destructors and conversions have no type of their own; nothing else goes without. */
  private typeOfNameless(specs: DeclSpecs): TypeNode {
    const { loc } = this.token;
    const none: TypeNode = {
      kind: 'builtin',
      name: 'void',
      isConst: false,
      isVolatile: false,
      loc,
      end: loc,
    };
    if (this.is('~') || this.is('operator')) return none;
    const named = this.classify();
    if (named !== undefined) {
      if (this.isConstructorName(named.isQualified, named.last, named.beforeLast)) return none;
      if (named.isFunctionName) return none;
      const isCall = this.tokenAt(named.after).text === '(';
      // C: `main() {…}`, `x;`
      if (this.isC && (isCall || specs.loc < loc)) return { ...none, kind: 'builtin', name: 'int' };
      if (isCall || !named.isQualified) return this.typeMissing(named.after);
    }
    return this.unexpected('cpp-expected-declaration');
  }

  /** `foo(…) {…}` or `x = 3;` outside of all functions. */
  private typeMissing(after: number): TypeNode {
    const { token } = this;
    const behind = this.tokenAt(after);
    if (behind.text === '(') {
      const here = this.mark();
      this.seek(after);
      this.skipBalanced();
      const isDefinition = this.is('{');
      this.returnTo(here);
      if (isDefinition)
        return this.fail('cpp-function-without-type', { name: token.text }, token.loc, token.end);
      return this.fail('cpp-statement-outside', { name: token.text }, token.loc, token.end);
    }
    if (behind.text === '=') {
      const value = this.tokenAt(after + 1);
      const type = value.kind === TokenKind.string ? 'String' : 'int';
      return this.fail('cpp-variable-without-type', { name: token.text, type }, token.loc, token.end);
    }
    if (behind.kind === TokenKind.punctuator) {
      return this.fail('cpp-statement-outside', { name: token.text }, token.loc, token.end);
    }
    return this.unexpected('cpp-expected-declaration');
  }

  /** One declarator with what follows it. */
  protected parseDeclared(specs: DeclSpecs, declarator: Declarator): VarDecl | FunctionDecl | Decl {
    const { name } = declarator;
    if (name === undefined) return this.unexpected('cpp-expected-name');
    const trailing = this.parseTrailing();
    const specifiers =
      trailing.length === 0
        ? specs.specifiers
        : { ...specs.specifiers, attributes: [...specs.specifiers.attributes, ...trailing] };
    if (specs.isTypedef) return this.finishTypedef({ ...specs, specifiers }, declarator, name);
    if (declarator.type.kind === 'function') {
      return this.parseFunction({ ...specs, specifiers }, declarator, declarator.type);
    }
    this.declareName(name, 'value');
    const { type } = declarator;
    if (this.is('{') && type.kind === 'builtin' && type.name === 'void') this.missing('()');
    const outer = this.scope;
    this.enterQualifiers(declarator.qualifiers);
    const init = this.parseInit();
    this.scope = outer;
    return {
      kind: 'var',
      name,
      nameLoc: declarator.nameLoc,
      type: declarator.type,
      specifiers,
      ...(init === undefined ? {} : { init }),
      loc: specs.loc,
      end: this.end,
    };
  }

  private parseTrailing(): Attribute[] {
    if (this.token.kind !== TokenKind.keyword && !this.is('[')) return [];
    const label = this.parseAsmLabel();
    return [...label, ...this.parseAttributes()];
  }

  private finishTypedef(specs: DeclSpecs, { type }: Declarator, name: Name): Decl {
    const [part] = name.parts;
    if (part?.kind !== 'identifier') return this.unexpected('cpp-expected-name');
    this.scope.declare(part.text, 'type', this.scopeOfType(type));
    const { attributes } = specs.specifiers;
    const extra = attributes.length === 0 ? {} : { attributes };
    return { kind: 'typedef', name: part.text, type, ...extra, loc: specs.loc, end: this.end };
  }

  /** What `alias::` looks into. */
  protected scopeOfType(type: TypeNode): Scope | undefined {
    if (type.kind === 'record') return this.recordScopes.get(type.decl);
    if (type.kind !== 'named') return undefined;
    return this.scopeOfName(type.name);
  }

  protected scopeOfName(name: Name): Scope | undefined {
    let inside: Scope | undefined = name.isGlobal ? this.globalScope() : undefined;
    for (const [at, part] of name.parts.entries()) {
      if (part.kind !== 'identifier') return undefined;
      const entry = at === 0 && !name.isGlobal ? this.scope.find(part.text) : inside?.member(part.text);
      if (entry === undefined) return undefined;
      inside = entry.scope;
    }
    return inside;
  }

  protected readonly recordScopes = new Map<object, Scope>();

  protected declareName(name: Name, kind: NameKind, scope?: Scope): void {
    if (name.parts.length !== 1 || name.isGlobal) return;
    const [part] = name.parts;
    if (part?.kind !== 'identifier') return;
    if (kind === 'value') this.scope.declareValue(part.text);
    else this.scope.declare(part.text, kind, scope);
  }

  private parseFunction(
    specs: DeclSpecs,
    declarator: Declarator,
    type: TypeNode & { kind: 'function' },
  ): FunctionDecl {
    const { name, nameLoc, qualifiers } = declarator;
    if (name === undefined) return this.unexpected('cpp-expected-name');
    const role = roleOf(name, specs.type === undefined && !this.isC);
    if (role === 'function') this.declareName(name, this.isTemplate ? 'functionTemplate' : 'value');
    const node: FunctionNode = {
      kind: 'function',
      name,
      nameLoc,
      type,
      specifiers: specs.specifiers,
      role,
      isPure: false,
      isOverride: false,
      isFinal: false,
      isDefaulted: false,
      isDeleted: false,
      loc: specs.loc,
      end: this.end,
    };
    while (this.isIdentifier) {
      if (this.token.text === 'override') node.isOverride = true;
      else if (this.token.text === 'final') node.isFinal = true;
      else break;
      this.advance();
    }
    if (this.isC && this.isTypeStart()) this.parseOldParameters(node);
    if (this.isInBlock && this.scope.className === undefined && this.is('{'))
      this.report('cpp-function-inside', { name: plainName(name) }, nameLoc, name.end);
    this.parseFunctionBody(node, qualifiers);
    node.end = this.end;
    return node;
  }

  /** K&R: `int f(a, b) int a; char *b; {…}` */
  private parseOldParameters(node: FunctionNode): void {
    const types = new Map<string, TypeNode>();
    while (!this.is('{') && !this.isEnd) {
      const { type } = this.parseSpecifiers('declaration');
      if (type === undefined) return this.unexpected('cpp-expected-type');
      do {
        const { name, type: declared } = this.parseDeclarator(type, 'named');
        const [part] = name?.parts ?? [];
        if (part?.kind === 'identifier') types.set(part.text, declared);
      } while (this.accept(','));
      this.expectSemicolon();
    }
    const params = node.type.params.map((param) => ({
      ...param,
      type: types.get(param.name ?? '') ?? param.type,
    }));
    node.type = { ...node.type, params };
  }

  /** `= 0`, `= default`, `= delete`. False when a body or nothing follows. */
  protected parseFunctionValue(node: FunctionNode): boolean {
    if (!this.is('=')) return false;
    this.advance();
    if (this.accept('default')) node.isDefaulted = true;
    else if (this.accept('delete')) node.isDeleted = true;
    else if (this.token.kind === TokenKind.number && this.token.text === '0') {
      this.advance();
      node.isPure = true;
    } else this.unexpected('cpp-expected-expression');
    return true;
  }

  /** Member initialisers and the body, at `:` or `{`, in the scope of the function. */
  protected readFunctionBody(node: FunctionNode, qualifiers: readonly Scope[]): void {
    const outer = this.scope;
    const { functionName } = this;
    this.enterQualifiers(qualifiers);
    this.functionName = plainName(node.name);
    this.blockDepth++;
    try {
      if (this.is(':')) node.initialisers = this.parseMemberInits();
      node.body = this.is(UNREAD_BODY) ? this.bodyToRead(node) : this.parseBodyWith(node.type.params);
    } finally {
      this.blockDepth--;
      this.functionName = functionName;
      this.scope = outer;
    }
    node.end = this.end;
  }

  /** A body, and a whole declaration, that were left unread. */
  protected abstract bodyToRead(node: FunctionNode): NonNullable<FunctionDecl['body']>;
  protected abstract declarationToRead(): Decl;

  private parseMemberInits(): MemberInit[] {
    this.expect(':');
    const inits: MemberInit[] = [];
    do {
      const { loc } = this.token;
      const name = this.parseName();
      const init = this.parseInit();
      if (init === undefined || init.kind === 'copy') return this.missing('(');
      this.accept('...');
      inits.push({ name, init, loc, end: this.end });
    } while (this.accept(','));
    return inits;
  }

  // ---- One variable -------------------------------------------------------------------------

  protected override parseConditionVariable(): VarDecl {
    const variable = this.parseRangeVariable();
    const init: Init | undefined = this.parseInit();
    if (init === undefined) return this.missing('=');
    return { ...variable, init, end: this.end };
  }

  protected override parseRangeVariable(): VarDecl {
    const specs = this.parseSpecifiers('statement');
    if (specs.type === undefined) return this.unexpected('cpp-expected-type');
    const { name, nameLoc, type } = this.parseDeclarator(specs.type, 'named');
    if (name === undefined) return this.unexpected('cpp-expected-name');
    this.declareName(name, 'value');
    return { kind: 'var', name, nameLoc, type, specifiers: specs.specifiers, loc: specs.loc, end: this.end };
  }

  // ---- Others -------------------------------------------------------------------------------

  private parseNamespace(loc: Loc): Decl {
    this.advance();
    this.parseAttributes();
    if (this.isIdentifier && this.isAhead(1, '=')) {
      const alias = this.advance().text;
      this.advance();
      const name = this.parseName();
      this.scope.declare(alias, 'namespace', this.scopeOfName(name));
      this.expectSemicolon();
      return { kind: 'using', form: 'alias', name, alias, loc, end: this.end };
    }
    const outer = this.scope;
    const names: string[] = [];
    if (this.isIdentifier) {
      do names.push(this.expectIdentifier());
      while (this.accept('::'));
    }
    for (const name of names.length === 0 ? [''] : names) {
      const before = this.scope.own(name);
      const inner =
        before?.kind === 'namespace' && before.scope !== undefined ? before.scope : new Scope(this.scope);
      this.scope.declare(name, 'namespace', inner);
      if (name === '') this.scope.lookInto(inner);
      this.scope = inner;
    }
    const open = this.token;
    this.expect('{');
    const decls = this.nested(() => this.parseDeclarations());
    this.scope = outer;
    this.expectClose('}', open);
    const { end } = this;
    let decl: Decl | undefined;
    for (const name of names.toReversed()) {
      decl = { kind: 'namespace', name, decls: decl === undefined ? decls : [decl], loc, end };
    }
    return decl ?? { kind: 'namespace', decls, loc, end };
  }

  private parseUsing(loc: Loc): Decl {
    this.advance();
    if (this.accept('namespace')) {
      const name = this.parseName();
      const inner = this.scopeOfName(name);
      if (inner !== undefined) this.scope.lookInto(inner);
      this.expectSemicolon();
      return { kind: 'using', form: 'namespace', name, loc, end: this.end };
    }
    if (this.isIdentifier && (this.isAhead(1, '=') || this.isAhead(1, '['))) {
      const alias = this.expectIdentifier();
      this.parseAttributes();
      this.expect('=');
      const type = this.parseTypeId();
      const kind = this.isTemplate ? 'classTemplate' : 'type';
      this.scope.declare(alias, kind, this.scopeOfType(type));
      this.expectSemicolon();
      return { kind: 'typedef', name: alias, type, loc, end: this.end };
    }
    this.accept('typename');
    const name = this.parseName();
    const last = name.parts.at(-1);
    if (last?.kind === 'identifier') {
      const qualifier = this.scopeOfName({ ...name, parts: name.parts.slice(0, -1) });
      const entry =
        name.parts.length === 1 ? this.globalScope().own(last.text) : qualifier?.member(last.text);
      if (entry !== undefined) this.scope.declare(last.text, entry.kind, entry.scope);
    }
    this.expectSemicolon();
    return { kind: 'using', form: 'declaration', name, loc, end: this.end };
  }

  protected parseStaticAssert(loc: Loc): Decl {
    this.advance();
    const open = this.token;
    this.expect('(');
    const condition = this.inBrackets(() => this.parseConditional());
    let message: string | undefined;
    if (this.accept(',')) {
      const bytes: number[] = [];
      while (this.token.kind === TokenKind.string)
        bytes.push(...(stringValue(this.advance().text)?.bytes ?? []));
      message = new TextDecoder().decode(Uint8Array.from(bytes));
    }
    this.expectClose(')', open);
    this.expectSemicolon();
    return {
      kind: 'staticAssert',
      condition,
      ...(message === undefined ? {} : { message }),
      loc,
      end: this.end,
    };
  }

  /** `extern "C" {…}` or `extern "C" void f();` */
  private parseLinkage(loc: Loc): Decl {
    this.advance();
    this.advance();
    if (!this.is('{')) {
      const decls = this.parseDeclaration();
      return { kind: 'linkage', decls: decls.map(asExtern), loc, end: this.end };
    }
    const open = this.advance();
    const decls = this.nested(() => this.parseDeclarations());
    this.expectClose('}', open);
    return { kind: 'linkage', decls, loc, end: this.end };
  }

  // ---- Enumerations -------------------------------------------------------------------------

  protected override parseEnum(): EnumDecl {
    const { loc } = this.advance();
    const isScoped = this.is('class') || this.is('struct');
    if (isScoped) this.advance();
    this.parseAttributes();
    const name = this.isIdentifier || this.is('::') ? this.parseName() : undefined;
    const underlying = this.is(':') && !this.isC ? (this.advance(), this.parseTypeId()) : undefined;
    const inner = new Scope(this.scope);
    if (name !== undefined && !this.isC && (this.is('{') || this.is(';')))
      this.declareName(name, 'type', inner);
    if (name !== undefined && this.is(';') && underlying === undefined && !this.isC)
      this.declareName(name, 'type', inner);
    const enumerators = this.is('{') ? this.parseEnumerators(isScoped ? inner : this.scope) : undefined;
    this.parseAttributes();
    return {
      kind: 'enum',
      ...(name === undefined ? {} : { name }),
      isScoped,
      ...(underlying === undefined ? {} : { underlying }),
      ...(enumerators === undefined ? {} : { enumerators }),
      loc,
      end: this.end,
    };
  }

  private parseEnumerators(scope: Scope): EnumDecl['enumerators'] {
    const open = this.advance();
    const enumerators: {
      name: string;
      loc: Loc;
      value?: ReturnType<DeclarationParser['parseConditional']>;
    }[] = [];
    while (!this.is('}')) {
      const { loc } = this.token;
      const name = this.expectIdentifier();
      this.parseAttributes();
      const value = this.accept('=') ? this.inBrackets(() => this.parseConditional()) : undefined;
      enumerators.push({ name, loc, ...(value === undefined ? {} : { value }) });
      scope.declareValue(name);
      if (!this.accept(',')) break;
    }
    this.expectClose('}', open);
    return enumerators;
  }
}

/** The class or enum that a declaration's specifiers define or declare. */
function tagDeclaration(type: TypeNode): (Decl & { kind: 'record' | 'enum' }) | undefined {
  return type.kind === 'record' || type.kind === 'enum' ? type.decl : undefined;
}

function roleOf(name: Name, isTypeless: boolean): FunctionDecl['role'] {
  const last = name.parts.at(-1);
  if (last?.kind === 'destructor') return 'destructor';
  if (last?.kind === 'conversion') return 'conversion';
  return isTypeless && last?.kind === 'identifier' ? 'constructor' : 'function';
}

/** `extern "C" int x;` is only declared. */
function asExtern(decl: Decl): Decl {
  if (decl.kind !== 'var' || decl.init !== undefined) return decl;
  return { ...decl, specifiers: { ...decl.specifiers, isExtern: true } };
}

export function plainName(name: Name): string {
  const last = name.parts.at(-1);
  return last === undefined || last.kind === 'conversion' ? '' : last.text;
}
