/**
 * Reads classes, structs and unions ([class]).
 *
 * The bodies of functions defined inside are read when the outermost class is complete: they may use
 * members that come later.
 */
import {
  isDefined,
  type Access,
  type Attribute,
  type Decl,
  type Member,
  type RecordDecl,
  type VarDecl,
} from '../ast.ts';
import { TokenKind, UNREAD_BODY } from '../lex/token.ts';
import type { Loc } from '../source.ts';
import { Panic } from './cursor.ts';
import type { FunctionNode } from './declarations.ts';
import { LaterParser } from './later.ts';
import { Scope } from './scope.ts';
import type { Mutable } from './type-specifiers.ts';

interface WaitingBody {
  readonly node: FunctionNode;
  readonly at: number;
  readonly scope: Scope;
}

export abstract class ClassParser extends LaterParser {
  /** Of the outermost class being read; undefined outside of classes. */
  private waiting: WaitingBody[] | undefined;

  protected override parseRecord(): RecordDecl {
    const { loc, text } = this.advance();
    const tag = text as RecordDecl['tag'];
    const own = this.parseAttributes();
    const name = this.isIdentifier || this.is('::') ? this.parseName() : undefined;
    const isFinal =
      this.isIdentifier && this.token.text === 'final' && (this.isAhead(1, '{') || this.isAhead(1, ':'));
    if (isFinal) this.advance();
    const isDefined =
      this.is(UNREAD_BODY) || this.is('{') || (this.is(':') && !this.isC && this.isBaseAhead());
    const node: Mutable<RecordDecl> = {
      kind: 'record',
      tag,
      ...(name === undefined ? {} : { name }),
      bases: [],
      isFinal,
      ...(own.length === 0 ? {} : { attributes: own }),
      loc,
      end: this.end,
    };
    if (!isDefined) {
      if (name === undefined) return this.missing('{');
      this.declareRecord(node);
      return node;
    }
    const inner = this.declareRecord(node);
    this.recordScopes.set(node, inner);
    const outer = this.scope;
    const { isTemplate } = this;
    this.isTemplate = false;
    if (this.is(':')) node.bases = this.parseBases(inner, tag);
    if (this.is(UNREAD_BODY)) {
      this.membersToRead(node, inner, firstAccess(tag));
      this.isTemplate = isTemplate;
      return this.withTrailing(node, own);
    }
    this.scope = inner;
    const open = this.token;
    this.expect('{');
    const isOutermost = this.waiting === undefined;
    this.waiting ??= [];
    try {
      node.members = this.nested(() => this.parseMembers(firstAccess(tag)));
      this.scope = outer;
      this.expectClose('}', open);
      node.end = this.end;
      if (isOutermost) this.readWaitingBodies();
    } finally {
      if (isOutermost) this.waiting = undefined;
      this.isTemplate = isTemplate;
    }
    return this.withTrailing(node, own);
  }

  /** GCC takes those behind the } for the class; a variable declared with it has its own. */
  private withTrailing(node: Mutable<RecordDecl>, own: readonly Attribute[]): RecordDecl {
    const trailing = this.parseAttributes();
    if (own.length + trailing.length > 0) node.attributes = [...own, ...trailing];
    return node;
  }

  /** What stands between the braces is read when somebody looks for a member. */
  private membersToRead(node: Mutable<RecordDecl>, inner: Scope, first: Access): void {
    const token = this.advance();
    const inside = this.parserOf(token, inner);
    let members: readonly Member[] = [];
    inner.fillLater(() => {
      members = inside().parseOnlyMembers(first);
    });
    Object.defineProperty(node, 'members', {
      enumerable: true,
      get() {
        inner.fill();
        return members;
      },
    });
    node.end = token.end;
  }

  /** The whole text is what stands in a class, with its braces. */
  override parseOnlyMembers(first: Access): readonly Member[] {
    this.waiting = [];
    return this.only(() => {
      this.expect('{');
      const members = this.parseMembers(first);
      this.expect('}');
      this.readWaitingBodies();
      return members;
    }, []);
  }

  /** `: public A`, and not a bit-field `struct S : 3`. */
  private isBaseAhead(): boolean {
    const next = this.peek();
    return next.kind === TokenKind.identifier || next.kind === TokenKind.keyword || next.text === '::';
  }

  private declareRecord(node: RecordDecl): Scope {
    const { name } = node;
    const isPlain = name !== undefined && name.parts.length === 1 && !name.isGlobal;
    const [part] = name?.parts ?? [];
    const className = part?.kind === 'identifier' && isPlain ? part.text : lastText(node);
    if (this.isC) return new Scope(this.scope);
    if (isPlain && part?.kind === 'identifier') {
      const before = this.scope.own(part.text);
      const isSpecialised = part.templateArgs !== undefined;
      // A specialisation has members of its own; outside it the primary template's are looked into.
      if (isSpecialised) return this.newClassScope(className);
      if (before?.scope !== undefined && before.kind !== 'namespace' && before.scope.className === part.text)
        return before.scope;
      const isMention =
        !isDefined(node) && !this.is('{') && !this.is(UNREAD_BODY) && !this.is(':') && !this.is(';');
      const known = isMention ? this.scope.find(part.text) : undefined;
      if (known?.scope !== undefined) return known.scope;
      // `struct a x;` where a variable has the name: it keeps it.
      if (known?.kind === 'value') return this.newClassScope(className);
      const inner = this.newClassScope(className);
      this.scope.declare(part.text, this.isTemplate ? 'classTemplate' : 'type', inner);
      return inner;
    }
    if (name !== undefined) {
      const known = this.scopeOfName(name);
      if (known !== undefined) return known;
    }
    return this.newClassScope(className);
  }

  private newClassScope(className: string | undefined): Scope {
    const inner = new Scope(this.scope, className ?? '');
    return inner;
  }

  private parseBases(inner: Scope, tag: string): RecordDecl['bases'] {
    const bases: { name: RecordDecl['bases'][number]['name']; access: Access; isVirtual: boolean }[] = [];
    this.expect(':');
    do {
      let access: Access = tag === 'class' ? 'private' : 'public';
      let isVirtual = false;
      while (this.is('virtual') || this.is('public') || this.is('private') || this.is('protected')) {
        const word = this.advance().text;
        if (word === 'virtual') isVirtual = true;
        else access = word as Access;
      }
      const name = this.parseName();
      this.accept('...');
      const base = this.scopeOfName(name);
      if (base !== undefined) inner.lookInto(base);
      bases.push({ name, access, isVirtual });
    } while (this.accept(','));
    return bases;
  }

  private parseMembers(first: Access): Member[] {
    const members: Member[] = [];
    let access = first;
    while (!this.is('}') && !this.isEnd) {
      const mark = this.mark();
      if ((this.is('public') || this.is('private') || this.is('protected')) && !this.isC) {
        access = this.advance().text as Access;
        if (!this.accept(':')) {
          if (this.isOnNewLine())
            this.report('cpp-missing-behind', { token: ':', found: access }, this.end - 1, this.end);
          else
            this.report(
              'cpp-missing-token',
              { token: ':', found: this.spelling(this.token) },
              this.token.loc,
              this.token.end,
            );
        }
        continue;
      }
      try {
        for (const decl of this.parseMember()) members.push({ access, decl });
      } catch (problem) {
        if (!(problem instanceof Panic) || this.muted > 0) throw problem;
        this.scope = mark.scope;
        this.depth = mark.depth;
        this.stopsAtGreater = false;
        this.isTemplate = false;
        this.recover(mark.at);
      }
    }
    return members;
  }

  private parseMember(): Decl[] {
    const { loc, text } = this.token;
    if (
      text === ';' ||
      text === 'using' ||
      text === 'static_assert' ||
      text === '_Static_assert' ||
      text === 'template'
    ) {
      return this.parseDeclaration();
    }
    const outerDepth = this.blockDepth;
    // A class inside a function: its members are declarations like any others.
    this.blockDepth = 0;
    try {
      return this.parseMemberDeclaration(loc);
    } finally {
      this.blockDepth = outerDepth;
    }
  }

  protected override parseSimpleDeclaration(): Decl[] {
    if (this.scope.className === undefined || this.isInBlock) return super.parseSimpleDeclaration();
    return this.parseMemberDeclaration(this.token.loc);
  }

  private parseMemberDeclaration(loc: Loc): Decl[] {
    // Member by member: bit-fields and nameless ones differ from other declarations.
    const specs = this.parseSpecifiers('declaration');
    const { type } = specs;
    const isBits = this.is(':') && type !== undefined;
    const isNamedBits = this.isIdentifier && this.isAhead(1, ':') && !this.isAhead(1, '::');
    if (type === undefined || (!isBits && !isNamedBits && !this.hasBitsLater())) {
      if (type !== undefined && this.is(';')) return this.finishNameless(specs.loc, type, specs.specifiers);
      return this.parseDeclarators(specs);
    }
    const decls: Decl[] = [];
    let shared = type;
    if (type.kind === 'record' || type.kind === 'enum') {
      decls.push(type.decl);
      if (type.decl.name !== undefined) {
        shared = {
          kind: 'named',
          name: type.decl.name,
          tag: type.decl.kind === 'enum' ? 'enum' : type.decl.tag,
          isConst: type.isConst,
          isVolatile: type.isVolatile,
          loc: type.loc,
          end: type.end,
        };
      }
    }
    do {
      const { loc: nameLoc } = this.token;
      const declarator = this.is(':') ? undefined : this.parseDeclarator(shared, 'named');
      const bits = this.accept(':') ? this.parseConditional() : undefined;
      this.parseAttributes();
      const name = declarator?.name ?? { isGlobal: false, parts: [], loc: nameLoc, end: nameLoc };
      const init = this.parseInit();
      const field: VarDecl = {
        kind: 'var',
        name,
        nameLoc,
        type: declarator?.type ?? shared,
        specifiers: specs.specifiers,
        ...(bits === undefined ? {} : { bits }),
        ...(init === undefined ? {} : { init }),
        loc,
        end: this.end,
      };
      decls.push(field);
    } while (this.accept(','));
    this.expectSemicolon();
    return decls;
  }

  /** `int a, b : 3;` */
  private hasBitsLater(): boolean {
    for (let ahead = 0; ahead < 60; ahead++) {
      const { text, kind } = this.peek(ahead);
      if (
        kind === TokenKind.end ||
        text === ';' ||
        text === '(' ||
        text === '{' ||
        text === '?' ||
        text === '='
      )
        return false;
      if (text === ':') return true;
    }
    return false;
  }

  /** `struct {…};` without a name: its members are the class's own. */
  private finishNameless(
    loc: Loc,
    type: NonNullable<VarDecl['type']>,
    specifiers: VarDecl['specifiers'],
  ): Decl[] {
    this.expectSemicolon();
    // `friend class A;` declares no member, but the checker must know of it.
    if (specifiers.isFriend) {
      const nameless = { isGlobal: false, parts: [], loc, end: loc };
      return [{ kind: 'var', name: nameless, nameLoc: loc, type, specifiers, loc, end: this.end }];
    }
    if (type.kind !== 'record' && type.kind !== 'enum') return [];
    if (type.kind === 'record' && type.decl.name === undefined) {
      const inner = this.recordScopes.get(type.decl);
      if (inner !== undefined) this.scope.lookInto(inner);
      const name = { isGlobal: false, parts: [], loc, end: loc };
      return [{ kind: 'var', name, nameLoc: loc, type, specifiers, loc, end: this.end }];
    }
    return [type.decl];
  }

  // ---- Function bodies ----------------------------------------------------------------------

  protected override parseFunctionBody(node: FunctionNode, qualifiers: readonly Scope[]): void {
    if (this.parseFunctionValue(node)) {
      return;
    }
    if (this.is('try')) this.fail('cpp-unsupported', { construct: 'try' }, this.token.loc, this.token.end);
    const hasInits = this.is(':') && node.role === 'constructor';
    const isUnread = this.is(UNREAD_BODY);
    if (!this.is('{') && !isUnread && !hasInits) return;
    if (this.waiting === undefined || this.isInBlock || isUnread) {
      this.readFunctionBody(node, qualifiers);
      return;
    }
    this.waiting.push({ node, at: this.at, scope: this.scope });
    if (hasInits) this.skipMemberInits();
    this.skipBalanced();
    // Marks the function as defined; replaced by the true body.
    node.body = { kind: 'compound', body: [], loc: this.previous.loc, end: this.end };
  }

  /** Up to the `{` of the body: `a{1}` and `b(2)` are initialisers. */
  private skipMemberInits(): void {
    this.advance();
    while (!this.isEnd && !this.is(';') && !this.is('}')) {
      if (this.is(UNREAD_BODY)) return;
      if (this.is('{') && !(this.previous.kind === TokenKind.identifier || this.previous.text === '>'))
        return;
      if (this.is('(') || this.is('{')) this.skipBalanced();
      else this.advance();
    }
  }

  private readWaitingBodies(): void {
    const behind = this.mark();
    const { blockDepth } = this;
    const bodies = this.waiting ?? [];
    this.waiting = undefined;
    for (const { node, at, scope } of bodies) {
      this.seek(at);
      this.scope = scope;
      try {
        this.readFunctionBody(node, []);
      } catch (problem) {
        if (!(problem instanceof Panic) || this.muted > 0) throw problem;
      }
      this.blockDepth = blockDepth;
      this.depth = behind.depth;
    }
    this.returnTo(behind);
  }
}

const firstAccess = (tag: string): Access => (tag === 'class' ? 'private' : 'public');

function lastText(node: RecordDecl): string | undefined {
  const last = node.name?.parts.at(-1);
  return last?.kind === 'identifier' ? last.text : undefined;
}
