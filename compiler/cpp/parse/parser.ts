/**
 * The whole grammar: templates ([temp]) on top of everything below, and the entry.
 *
 * In: the tokens of a unit. Out: its declarations; mistakes go to the reporter. Always comes to an end.
 */
import type { Decl, Expr, Name, TemplateDecl, TemplateParam, TypeNode } from '../ast.ts';
import type { Language } from '../lex/keywords.ts';
import type { PassedFunction } from '../lex/scanner.ts';
import type { Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';
import type { Loc } from '../source.ts';
import { ClassParser } from './classes.ts';
import { Scope } from './scope.ts';

/** What a parser knows behind the header that a unit begins with. */
export interface KnownNames {
  readonly scope: Scope;
  readonly tokenCount: number;
  readonly tries: number;
}

export interface ParserOptions {
  readonly tokens: readonly Token[];
  readonly reporter: Reporter;
  readonly language: Language;
  /** A header was parsed before; when it has tokens, the last of them is the first of `tokens`. */
  readonly known?: KnownNames | undefined;
  /** The tokens of what was left unread, and which function it is. */
  readonly readPart: (part: Token) => readonly Token[];
  readonly functionOf: (part: Token) => PassedFunction | undefined;
}

export class Parser extends ClassParser {
  private readonly options: ParserOptions;

  /** `scope`: what is known where the tokens stand, when they are no unit. */
  constructor(options: ParserOptions, scope = scopeOf(options)) {
    const { tokens, reporter, language, known } = options;
    super(tokens, reporter, language, scope);
    this.options = options;
    if (known !== undefined) this.goOn(known.tokenCount, known.tries);
  }

  protected override parserOf(part: Token, scope = new Scope(this.scope)): () => Parser {
    const { options } = this;
    return () => new Parser({ ...options, tokens: options.readPart(part), known: undefined }, scope);
  }

  protected override functionOf(part: Token): PassedFunction | undefined {
    return this.options.functionOf(part);
  }

  /** At the end of the unit. */
  get knownNames(): KnownNames {
    return { scope: this.scope, tokenCount: this.at, tries: this.tries };
  }

  parseUnit(): Decl[] {
    const decls: Decl[] = [];
    while (!this.isEnd) {
      for (const decl of this.parseDeclarations()) decls.push(decl);
      if (!this.is('}')) continue;
      const { loc, end } = this.advance();
      this.report('cpp-brace-too-many', {}, loc, end);
    }
    return decls;
  }

  protected override parseTemplate(): Decl[] {
    const { loc } = this.advance();
    if (!this.is('<')) return this.parseInstantiation(loc);
    const outer = this.scope;
    const inner = new Scope(outer);
    this.scope = inner;
    const params = this.parseTemplateParams();
    // The name belongs to the scope outside: the parameters are looked into through it.
    this.scope = new TemplateScope(outer, inner);
    const { isTemplate } = this;
    this.isTemplate = true;
    const decls = this.parseDeclaration();
    this.isTemplate = isTemplate;
    this.scope = outer;
    return decls.map((decl) =>
      isTemplated(decl) ? { kind: 'template', params, decl, loc, end: this.end } : decl,
    );
  }

  /** `template class A<int>;` changes nothing for us: what is used is instantiated anyway. */
  private parseInstantiation(_loc: Loc): Decl[] {
    this.parseSimpleDeclaration();
    return [];
  }

  private parseTemplateParams(): TemplateParam[] {
    const open = this.token;
    this.expect('<');
    const params: TemplateParam[] = [];
    const { stopsAtGreater } = this;
    this.stopsAtGreater = true;
    while (!this.isGreater()) {
      params.push(this.parseTemplateParam());
      if (!this.accept(',')) break;
    }
    this.stopsAtGreater = stopsAtGreater;
    this.closeAngle(open);
    return params;
  }

  private parseTemplateParam(): TemplateParam {
    const { loc } = this.token;
    if (this.is('template'))
      return this.fail('cpp-unsupported', { construct: 'template <template …>' }, loc, this.token.end);
    const isType = (this.is('typename') || this.is('class')) && !this.isAhead(2, '::');
    if (isType) {
      this.advance();
      const isPack = this.accept('...');
      const name = this.isIdentifier ? this.advance().text : undefined;
      if (name !== undefined) this.scope.declare(name, 'type');
      if (isPack) this.scope.hasPack = true;
      const initial: TypeNode | undefined = this.accept('=') ? this.parseTypeId() : undefined;
      return {
        kind: 'type',
        ...(name === undefined ? {} : { name }),
        ...(initial === undefined ? {} : { default: initial }),
        isPack,
        loc,
        end: this.end,
      };
    }
    const specs = this.parseSpecifiers('declaration');
    if (specs.type === undefined) return this.unexpected('cpp-expected-type');
    const isPack = this.accept('...');
    const declarator = this.parseDeclarator(specs.type, 'either');
    const name = plainText(declarator.name);
    if (name !== undefined) this.scope.declare(name, 'value');
    const initial: Expr | undefined = this.accept('=') ? this.parseConditional() : undefined;
    return {
      kind: 'value',
      type: declarator.type,
      ...(name === undefined ? {} : { name }),
      ...(initial === undefined ? {} : { default: initial }),
      isPack: isPack || declarator.isPack,
      loc,
      end: this.end,
    };
  }
}

function scopeOf({ known }: ParserOptions): Scope {
  if (known !== undefined) return known.scope.copy();
  const scope = new Scope(undefined);
  scope.declare('__builtin_va_list', 'type');
  return scope;
}

/** Declares into the scope around a template, finds the template's parameters first. */
class TemplateScope extends Scope {
  constructor(
    private readonly around: Scope,
    private readonly params: Scope,
  ) {
    super(around, around.className);
    this.hasPack = params.hasPack;
  }

  protected override emptyCopy(copies: Map<Scope, Scope>): Scope {
    return new TemplateScope(this.around.copy(copies), this.params.copy(copies));
  }

  override declare(...args: Parameters<Scope['declare']>): void {
    this.around.declare(...args);
  }

  override declareValue(name: string): void {
    this.around.declareValue(name);
  }

  override own(name: string): ReturnType<Scope['own']> {
    return this.around.own(name);
  }

  override member(name: string, depth?: number): ReturnType<Scope['member']> {
    return this.params.member(name, depth);
  }
}

const isTemplated = (decl: Decl): decl is TemplateDecl['decl'] =>
  decl.kind === 'function' || decl.kind === 'record' || decl.kind === 'typedef' || decl.kind === 'var';

function plainText(name: Name | undefined): string | undefined {
  const [part] = name?.parts ?? [];
  return part?.kind === 'identifier' ? part.text : undefined;
}
