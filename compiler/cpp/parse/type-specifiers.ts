/**
 * Reads what stands before a declarator: storage, qualifiers and the type itself ([dcl.spec]).
 *
 * Out: DeclSpecs. Built-in types come out under their canonical names whatever the order of their words.
 */
import {
  isDefined,
  type Attribute,
  type BuiltinName,
  type EnumDecl,
  type Expr,
  type Name,
  type RecordDecl,
  type Specifiers,
  type TypeNode,
} from '../ast.ts';
import { stringValue } from '../lex/literals.ts';
import { TokenKind } from '../lex/token.ts';
import type { Loc } from '../source.ts';
import { NameParser } from './names.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface DeclSpecs {
  readonly loc: Loc;
  readonly specifiers: Mutable<Specifiers>;
  isTypedef: boolean;
  /** Absent: of a constructor, destructor or conversion, or forgotten. */
  type: TypeNode | undefined;
}

/** Where specifiers stand: how a name nobody has declared is taken. */
export type SpecPlace = 'declaration' | 'statement' | 'type';

const BUILTIN_WORDS = new Set(['void', 'bool', '_Bool', 'char', 'short', 'int', 'long', 'signed', '__signed',
  '__signed__', 'unsigned', 'float', 'double', 'wchar_t', 'char16_t', 'char32_t', '__int24', '__uint24',
  '_Complex', '__complex__']); // prettier-ignore
const CV = new Set(['const', '__const', '__const__', 'volatile', '__volatile', '__volatile__', 'restrict', '__restrict',
  '__restrict__', '_Atomic', '__flash', '__memx']); // prettier-ignore
const STORAGE = new Set(['static', 'extern', 'inline', '__inline', '__inline__', 'register', 'constexpr', 'virtual',
  'explicit', 'mutable', 'friend', 'typedef', '__extension__', 'thread_local', '__thread', '_Thread_local',
  '_Noreturn']); // prettier-ignore
const OTHER_TYPE_STARTS = new Set(['class', 'struct', 'union', 'enum', 'typename', 'decltype', 'auto', 'typeof',
  '__typeof', '__typeof__']); // prettier-ignore

export const isConstWord = (word: string): boolean =>
  word === 'const' || word === '__const' || word === '__const__';
export const isVolatileWord = (word: string): boolean => word.includes('volatile');
export const isCvWord = (word: string): boolean => CV.has(word);

export abstract class TypeSpecifierParser extends NameParser {
  protected abstract parseRecord(): RecordDecl;
  protected abstract parseEnum(): EnumDecl;
  protected abstract parseExpression(): Expr;
  protected abstract parseAssignment(): Expr;

  /** Whether the current token can only begin a type (or a declaration's specifiers). */
  protected isTypeStart(): boolean {
    const { kind, text } = this.token;
    if (kind === TokenKind.keyword) {
      return BUILTIN_WORDS.has(text) || CV.has(text) || STORAGE.has(text) || OTHER_TYPE_STARTS.has(text);
    }
    if (kind !== TokenKind.identifier && text !== '::') return false;
    const named = this.classify();
    return named !== undefined && (named.kind === 'type' || named.kind === 'classTemplate');
  }

  protected isBuiltinWord(): boolean {
    return this.token.kind === TokenKind.keyword && BUILTIN_WORDS.has(this.token.text);
  }

  protected parseSpecifiers(place: SpecPlace): DeclSpecs {
    const { loc } = this.token;
    const specifiers: Mutable<Specifiers> & { attributes: Attribute[] } = {
      isStatic: false,
      isExtern: false,
      isInline: false,
      isConstexpr: false,
      isVirtual: false,
      isExplicit: false,
      isMutable: false,
      isFriend: false,
      attributes: [],
    };
    const specs: DeclSpecs = { loc, specifiers, isTypedef: false, type: undefined };
    let isConst = false;
    let isVolatile = false;
    let words: string[] | undefined;
    let typeLoc = loc;
    for (;;) {
      const { kind, text } = this.token;
      if (kind === TokenKind.keyword) {
        if (CV.has(text)) {
          isConst ||= isConstWord(text);
          isVolatile ||= isVolatileWord(text);
          this.advance();
          continue;
        }
        if (STORAGE.has(text)) {
          this.advance();
          noteStorage(text, specs);
          continue;
        }
        if (BUILTIN_WORDS.has(text) && (specs.type === undefined || words !== undefined)) {
          if (words === undefined) typeLoc = this.token.loc;
          words ??= [];
          words.push(text);
          this.advance();
          specs.type = { kind: 'builtin', name: 'int', isConst, isVolatile, loc: typeLoc, end: this.end };
          continue;
        }
        if (this.isAttributeStart()) {
          specifiers.attributes.push(...this.parseAttributes());
          continue;
        }
        if (OTHER_TYPE_STARTS.has(text) && specs.type === undefined) {
          if (text === 'auto' && this.isC) this.advance();
          else specs.type = this.parseOtherType();
          continue;
        }
        break;
      }
      if (text === '[' && this.isAttributeStart()) {
        specifiers.attributes.push(...this.parseAttributes());
        continue;
      }
      if (specs.type !== undefined || (kind !== TokenKind.identifier && text !== '::')) break;
      if (!this.isTypeName(place)) break;
      const name = this.parseName();
      specs.type = { kind: 'named', name, isConst, isVolatile, loc: name.loc, end: name.end };
    }
    if (words !== undefined) {
      const name = this.builtinName(words, typeLoc);
      specs.type = {
        kind: 'builtin',
        name,
        isConst,
        isVolatile,
        loc: typeLoc,
        end: specs.type?.end ?? this.end,
      };
    } else if (specs.type !== undefined && (isConst || isVolatile)) {
      specs.type = { ...specs.type, isConst, isVolatile };
    } else if (specs.type === undefined && this.isC && this.at > 0 && this.previous.loc >= loc) {
      // Implicit int of old C: `static x;`
      specs.type = { kind: 'builtin', name: 'int', isConst, isVolatile, loc, end: this.end };
    }
    return specs;
  }

  /** Whether the name here is a type; a constructor's name is not. */
  private isTypeName(place: SpecPlace): boolean {
    const named = this.classify();
    if (named === undefined || named.isFunctionName) return false;
    const next = this.tokenAt(named.after);
    if (next.text === '(' && this.isConstructorName(named.isQualified, named.last, named.beforeLast))
      return false;
    if (named.kind === 'type' || named.kind === 'classTemplate') return true;
    if (place === 'type') return false;
    if (named.kind === 'namespace' || named.kind === 'functionTemplate') return false;
    if (named.kind === 'value' && !(place === 'declaration' && next.kind === TokenKind.identifier))
      return false;
    // Unknown: `Foo x`, and where only declarations stand also `Foo *x`, `Foo &f()`.
    if (next.kind === TokenKind.identifier)
      return place === 'declaration' || this.isLikelyDeclarator(named.after);
    if (place !== 'declaration') return false;
    if (next.text === '*' || next.text === '&' || next.text === '&&') return true;
    if (next.text === 'operator' || next.text === 'const' || next.text === 'volatile') return true;
    return (
      next.text === '::' || (named.isQualified && next.text !== '(' && this.scope.className !== undefined)
    );
  }

  /** `Foo x` with Foo unknown: what may follow a variable's name. */
  private isLikelyDeclarator(index: number): boolean {
    const after = this.tokenAt(index + 1).text;
    return (
      after === ';' ||
      after === '=' ||
      after === '(' ||
      after === '[' ||
      after === ',' ||
      after === '{' ||
      after === ':'
    );
  }

  protected isConstructorName(isQualified: boolean, last: string, beforeLast: string | undefined): boolean {
    if (isQualified) return last === beforeLast;
    return this.scope.className === last;
  }

  private parseOtherType(): TypeNode {
    const { loc, text } = this.token;
    const plain = { isConst: false, isVolatile: false };
    switch (text) {
      case 'class':
      case 'struct':
      case 'union':
        return this.parseRecordSpecifier();
      case 'enum': {
        const decl = this.parseEnum();
        if (decl.enumerators === undefined && decl.name !== undefined && !this.is(';')) {
          return { kind: 'named', name: decl.name, tag: 'enum', ...plain, loc, end: decl.end };
        }
        return { kind: 'enum', decl, ...plain, loc, end: this.end };
      }
      case 'typename': {
        this.advance();
        const name = this.parseName();
        return { kind: 'named', name, ...plain, loc, end: this.end };
      }
      case 'auto':
        this.advance();
        return { kind: 'auto', ...plain, loc, end: this.end };
      default: {
        this.advance();
        const open = this.token;
        this.expect('(');
        if (text === 'decltype' && this.is('auto') && this.isAhead(1, ')')) {
          this.advance();
          this.advance();
          return { kind: 'auto', ...plain, loc, end: this.end };
        }
        // typeof(type)
        if (text !== 'decltype' && this.isTypeStart()) {
          const type = this.parseTypeId();
          this.expectClose(')', open);
          return type;
        }
        const isParenthesised = text === 'decltype' && this.isInParentheses();
        const expr = this.parseExpression();
        this.expectClose(')', open);
        return { kind: 'decltype', expr, isParenthesised, ...plain, loc, end: this.end };
      }
    }
  }

  /** `(…)` and then the end of the parentheses around it. */
  private isInParentheses(): boolean {
    if (!this.is('(')) return false;
    const here = this.mark();
    this.skipBalanced();
    const isWhole = this.is(')');
    this.returnTo(here);
    return isWhole;
  }

  private parseRecordSpecifier(): TypeNode {
    const { loc } = this.token;
    const decl = this.parseRecord();
    const plain = { isConst: false, isVolatile: false };
    // `struct S x;` names a type; `struct S { … }` and `struct S;` make one.
    const isMere = !isDefined(decl) && decl.name !== undefined && !this.is(';');
    if (isMere && decl.name !== undefined) {
      return { kind: 'named', name: decl.name, tag: decl.tag, ...plain, loc, end: decl.end };
    }
    return { kind: 'record', decl, ...plain, loc, end: this.end };
  }

  private builtinName(words: readonly string[], loc: Loc): BuiltinName {
    const name = canonicalName(words);
    if (words.some((word) => word === '_Complex' || word === '__complex__')) {
      this.report('cpp-unsupported', { construct: '_Complex' }, loc, this.end);
      return 'int';
    }
    if (name === undefined) this.report('cpp-type-words', { words: words.join(' ') }, loc, this.end);
    return name ?? 'int';
  }

  // ---- Attributes ---------------------------------------------------------------------------

  protected isAttributeStart(): boolean {
    const { text } = this.token;
    if (text === '[') return this.isAhead(1, '[') && !this.isC;
    return (
      this.token.kind === TokenKind.keyword &&
      (text.startsWith('__attribute') || text === 'alignas' || text === '_Alignas')
    );
  }

  /** Any number of them, of every form. */
  protected parseAttributes(): Attribute[] {
    const attributes: Attribute[] = [];
    while (this.isAttributeStart()) {
      const open = this.token;
      this.advance();
      if (open.text.includes('lignas')) {
        const paren = this.token;
        this.expect('(');
        const arg: Expr = this.isTypeStart()
          ? { kind: 'sizeof', of: this.parseTypeId(), operator: 'alignof', loc: open.loc, end: this.end }
          : this.parseAssignment();
        this.expectClose(')', paren);
        attributes.push({ name: 'aligned', args: [arg], loc: open.loc, end: this.end });
        continue;
      }
      const close = open.text === '[' ? ']' : ')';
      const inner = this.token;
      if (open.text === '[') this.advance();
      else {
        this.expect('(');
        this.expect('(');
      }
      this.parseAttributeList(attributes, close);
      this.expectClose(close, inner);
      this.expectClose(close, inner);
    }
    return attributes;
  }

  private parseAttributeList(attributes: Attribute[], close: string): void {
    while (!this.is(close) && !this.isEnd) {
      if (this.accept(',')) continue;
      const { loc, kind } = this.token;
      if (kind !== TokenKind.identifier && kind !== TokenKind.keyword) this.unexpected('cpp-expected-name');
      let name = this.advance().text;
      if (this.accept('::')) name = this.advance().text;
      const args = this.is('(') ? this.parseAttributeArgs() : [];
      name = name.replace(/^__(.*)__$/, '$1');
      if (name === 'vector_size' || name === 'mode')
        this.report('cpp-unsupported', { construct: `__attribute__((${name}(…)))` }, loc, this.end);
      attributes.push({ name, args, loc, end: this.end });
    }
  }

  private parseAttributeArgs(): Expr[] {
    const open = this.advance();
    const args: Expr[] = [];
    while (!this.is(')') && !this.isEnd) {
      const token = this.token;
      if (token.kind === TokenKind.keyword && !this.is('sizeof') && !this.is('__alignof__')) {
        // `printf`-like words, types: kept as names.
        this.advance();
        const name: Name = {
          isGlobal: false,
          parts: [{ kind: 'identifier', text: token.text }],
          loc: token.loc,
          end: token.end,
        };
        args.push({ kind: 'name', name, loc: token.loc, end: token.end });
      } else args.push(this.parseAssignment());
      if (!this.accept(',')) break;
    }
    this.expectClose(')', open);
    return args;
  }

  /** `asm("name")` behind a declarator: kept as an attribute. */
  protected parseAsmLabel(): Attribute[] {
    if (!this.is('asm') && !this.is('__asm__') && !this.is('__asm')) return [];
    const { loc } = this.advance();
    const open = this.token;
    this.expect('(');
    const bytes: number[] = [];
    const stringLoc = this.token.loc;
    while (this.token.kind === TokenKind.string)
      bytes.push(...(stringValue(this.advance().text)?.bytes ?? []));
    const name: Expr = {
      kind: 'string',
      bytes: Uint8Array.from(bytes),
      prefix: '',
      loc: stringLoc,
      end: this.end,
    };
    this.expectClose(')', open);
    return [{ name: 'asm', args: [name], loc, end: this.end }];
  }
}

function noteStorage(word: string, specs: DeclSpecs): void {
  const { specifiers } = specs;
  switch (word) {
    case 'static':
      specifiers.isStatic = true;
      break;
    case 'extern':
      specifiers.isExtern = true;
      break;
    case 'inline':
    case '__inline':
    case '__inline__':
      specifiers.isInline = true;
      break;
    case 'constexpr':
      specifiers.isConstexpr = true;
      break;
    case 'virtual':
      specifiers.isVirtual = true;
      break;
    case 'explicit':
      specifiers.isExplicit = true;
      break;
    case 'mutable':
      specifiers.isMutable = true;
      break;
    case 'friend':
      specifiers.isFriend = true;
      break;
    case 'typedef':
      specs.isTypedef = true;
      break;
    default:
  }
}

function canonicalName(words: readonly string[]): BuiltinName | undefined {
  let longs = 0;
  let isUnsigned = false;
  let isSigned = false;
  let isShort = false;
  let base: string | undefined;
  for (const word of words) {
    if (word === 'long') longs++;
    else if (word === 'unsigned') isUnsigned = true;
    else if (word.includes('signed')) isSigned = true;
    else if (word === 'short') isShort = true;
    else if (word.includes('omplex')) return undefined;
    else if (base !== undefined && base !== word) return undefined;
    else if (base !== undefined) return undefined;
    else base = word;
  }
  if ((isUnsigned && isSigned) || longs > 2 || (isShort && longs > 0)) return undefined;
  const isModified = isUnsigned || isSigned || isShort || longs > 0;
  switch (base) {
    case 'char':
      if (isShort || longs > 0) return undefined;
      return isUnsigned ? 'unsigned char' : isSigned ? 'signed char' : 'char';
    case 'double':
      if (isUnsigned || isSigned || isShort || longs > 1) return undefined;
      return longs === 1 ? 'long double' : 'double';
    case undefined:
    case 'int': {
      const name = isShort ? 'short' : longs === 2 ? 'long long' : longs === 1 ? 'long' : 'int';
      return isUnsigned ? `unsigned ${name}` : name;
    }
    case '__int24':
      return isUnsigned ? 'unsigned long' : 'long';
    case '__uint24':
      return 'unsigned long';
    case '_Bool':
      return isModified ? undefined : 'bool';
    default:
      return isModified ? undefined : (base as BuiltinName);
  }
}
