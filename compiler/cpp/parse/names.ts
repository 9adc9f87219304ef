/**
 * Reads names, qualified and with template arguments, and says what they stand for.
 *
 * Follows [expr.prim.id] and [temp.names]: `<` behind the name of a template begins its arguments.
 */
import type { Expr, Name, NamePart, TemplateArg, TypeNode } from '../ast.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import { Cursor } from './cursor.ts';
import type { Entry, NameKind, Scope } from './scope.ts';

/** What a name that begins at the current token stands for. */
export interface Classified {
  readonly kind: NameKind | 'unknown';
  /** What `::` behind it looks into. */
  readonly scope: Scope | undefined;
  /** The scopes named before the last `::`. */
  readonly qualifiers: readonly Scope[];
  readonly isQualified: boolean;
  /** Index of the token behind it. */
  readonly after: number;
  /** Of the last two parts: `A::A` is a constructor. */
  readonly last: string;
  readonly beforeLast: string | undefined;
  /** `operator`, `~`: a declarator's name. */
  readonly isFunctionName: boolean;
}

const OPERATORS = new Set(['+', '-', '*', '/', '%', '^', '&', '|', '~', '!', '=', '<', '>', '+=', '-=', '*=',
  '/=', '%=', '^=', '&=', '|=', '<<', '>>', '<<=', '>>=', '==', '!=', '<=', '>=', '&&', '||', '++', '--', ',',
  '->*', '->']); // prettier-ignore
const LONGEST_TEMPLATE_ARGS = 500;

export abstract class NameParser extends Cursor {
  protected abstract parseTypeId(): TypeNode;
  protected abstract parseConditional(): Expr;
  protected abstract parseConversionType(): TypeNode;
  protected abstract isTypeStart(): boolean;

  /** Reads nothing. Undefined when no name begins here. */
  protected classify(): Classified | undefined {
    let index = this.at;
    let inside: Scope | undefined;
    let isQualified = false;
    const qualifiers: Scope[] = [];
    let beforeLast: string | undefined;
    if (this.is('::')) {
      inside = this.globalScope();
      isQualified = true;
      index++;
    }
    for (;;) {
      if (this.tokenAt(index).text === 'template') index++;
      const token = this.tokenAt(index);
      const { text } = token;
      if (token.kind !== TokenKind.identifier) {
        if (text !== '~' && text !== 'operator') return undefined;
        if (text === '~' && !isQualified) return undefined;
        const isFunctionName = true;
        const scope = undefined;
        return {
          kind: 'value',
          scope,
          qualifiers,
          isQualified,
          after: index + 1,
          last: text,
          beforeLast,
          isFunctionName,
        };
      }
      const entry: Entry | undefined = isQualified ? inside?.member(text) : this.scope.find(text);
      index++;
      const isTemplate = entry?.kind === 'classTemplate' || entry?.kind === 'functionTemplate';
      let hasArgs = false;
      if (
        this.tokenAt(index).text === '<' &&
        (isTemplate || (entry === undefined && isQualified && inside === undefined))
      ) {
        const close = this.afterTemplateArgs(index);
        if (close !== undefined && (isTemplate || this.tokenAt(close).text === '::')) {
          index = close;
          hasArgs = true;
        }
      }
      if (this.tokenAt(index).text === '::') {
        isQualified = true;
        inside = entry?.scope;
        if (inside !== undefined) qualifiers.push(inside);
        beforeLast = text;
        index++;
        continue;
      }
      const kind = entry?.kind ?? 'unknown';
      return {
        kind: kind === 'classTemplate' && hasArgs ? 'type' : kind,
        scope: entry?.scope,
        qualifiers,
        isQualified,
        after: index,
        last: text,
        beforeLast,
        isFunctionName: false,
      };
    }
  }

  protected globalScope(): Scope {
    let { scope } = this;
    while (scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  /** The index behind the `>` that closes the `<` at `open`. */
  protected afterTemplateArgs(open: number): number | undefined {
    let angles = 0;
    let brackets = 0;
    for (let index = open; index < open + LONGEST_TEMPLATE_ARGS; index++) {
      const { text, kind } = this.tokenAt(index);
      if (kind === TokenKind.end) return undefined;
      if (this.muted > 0) this.triesLeft--;
      if (kind !== TokenKind.punctuator) continue;
      if (text === '(' || text === '[' || text === '{') brackets++;
      else if (text === ')' || text === ']' || text === '}') {
        if (--brackets < 0) return undefined;
      } else if (brackets === 0) {
        if (text === '<') angles++;
        else if (text === '>') angles--;
        else if (text === '>>') angles -= 2;
        else if (text === ';') return undefined;
        if (angles <= 0 && (text === '>' || text === '>>')) return index + 1;
      }
    }
    return undefined;
  }

  /** An id-expression, or the name of a declarator or type. `isMember`: behind `.` and `->`. */
  protected parseName(isMember = false): Name {
    const { loc } = this.token;
    const parts: NamePart[] = [];
    const isGlobal = this.accept('::');
    let inside: Scope | undefined = isGlobal ? this.globalScope() : undefined;
    let isQualified = isGlobal;
    for (;;) {
      const saidTemplate = this.accept('template');
      const { token } = this;
      if (token.kind !== TokenKind.identifier) {
        parts.push(this.parseSpecialName());
        break;
      }
      const { text } = token;
      const entry = isQualified ? inside?.member(text) : this.scope.find(text);
      this.advance();
      let part: NamePart = { kind: 'identifier', text };
      if (
        this.is('<') &&
        this.beginsTemplateArgs(entry, {
          saidTemplate,
          isMember,
          isDependent: isQualified && inside === undefined,
        })
      ) {
        part = { ...part, templateArgs: this.parseTemplateArgs() };
      }
      parts.push(part);
      if (!this.is('::')) break;
      this.advance();
      isQualified = true;
      inside = entry?.scope;
    }
    return { isGlobal, parts, loc, end: this.end };
  }

  private beginsTemplateArgs(
    entry: Entry | undefined,
    how: { saidTemplate: boolean; isMember: boolean; isDependent: boolean },
  ): boolean {
    if (how.saidTemplate) return true;
    if (entry?.kind === 'classTemplate' || (entry?.kind === 'functionTemplate' && !how.isMember)) return true;
    // `eeprom.get<int>(0)`, `T::make<int>()`: arguments that close before a `(` or `::`.
    if (entry !== undefined && !how.isMember) return false;
    const close = this.afterTemplateArgs(this.at);
    if (close === undefined) return false;
    const { text } = this.tokenAt(close);
    return text === '::' || (text === '(' && this.looksLikeTypes(this.at + 1, close - 1));
  }

  /** `a.b < c > (d)` is two comparisons unless what stands between is a type. */
  private looksLikeTypes(from: number, to: number): boolean {
    const token = this.tokenAt(from);
    if (to - from === 1 && token.kind === TokenKind.number) return true;
    if (token.kind === TokenKind.keyword) return token.text !== 'sizeof' && token.text !== 'this';
    return token.kind === TokenKind.identifier && this.scope.find(token.text)?.kind === 'type';
  }

  protected parseTemplateArgs(): TemplateArg[] {
    const open = this.token;
    this.expect('<');
    const outer = this.stopsAtGreater;
    this.stopsAtGreater = true;
    const args: TemplateArg[] = [];
    while (!this.isGreater()) {
      args.push(this.parseTemplateArg());
      if (!this.accept(',')) break;
    }
    this.closeAngle(open);
    this.stopsAtGreater = outer;
    return args;
  }

  private parseTemplateArg(): TemplateArg {
    if (this.isTypeStart()) {
      const type = this.attempt(() => {
        const read = this.parseTypeId();
        return this.is(',') || this.is('...') || this.isGreater() ? read : undefined;
      });
      if (type !== undefined) {
        if (!this.is('...')) return type;
        // A pack of types: kept as an expansion of its name.
        const { token } = this;
        this.advance();
        const operand: Expr =
          type.kind === 'named'
            ? { kind: 'name', name: type.name, loc: type.loc, end: type.end }
            : { kind: 'unsupported', construct: '...', loc: token.loc, end: token.end };
        return { kind: 'packExpansion', operand, loc: type.loc, end: this.end };
      }
    }
    const operand = this.nested(() => this.parseConditional());
    if (!this.accept('...')) return operand;
    return { kind: 'packExpansion', operand, loc: operand.loc, end: this.end };
  }

  protected isGreater(): boolean {
    return this.is('>') || this.is('>>') || this.is('>>=') || this.is('>=');
  }

  /** Reads one `>`, maybe half of a `>>`. */
  protected closeAngle(open: Token): void {
    if (this.is('>>') && !this.isHalf) {
      this.isHalf = true;
      return;
    }
    if (this.is('>>') || this.is('>')) this.advance();
    else this.expectClose('>', open);
  }

  /** `operator+`, `operator bool`, `~A`. */
  private parseSpecialName(): NamePart {
    if (this.accept('~')) {
      if (this.is('decltype')) this.unexpected('cpp-expected-name');
      return { kind: 'destructor', text: this.expectIdentifier() };
    }
    if (!this.accept('operator')) return this.unexpected('cpp-expected-name');
    const { token } = this;
    if (token.kind === TokenKind.string && token.text.startsWith('""')) {
      this.advance();
      const suffix = token.text.length > 2 ? token.text.slice(2) : this.expectIdentifier();
      return { kind: 'operator', text: `""${suffix}` };
    }
    if (this.is('new') || this.is('delete')) {
      this.advance();
      const isArray = this.accept('[');
      if (isArray) this.expect(']');
      return { kind: 'operator', text: isArray ? `${token.text}[]` : token.text };
    }
    if (this.accept('(')) {
      this.expect(')');
      return { kind: 'operator', text: '()' };
    }
    if (this.accept('[')) {
      this.expect(']');
      return { kind: 'operator', text: '[]' };
    }
    if (token.kind === TokenKind.punctuator && OPERATORS.has(token.text)) {
      this.advance();
      return { kind: 'operator', text: token.text };
    }
    return { kind: 'conversion', type: this.parseConversionType() };
  }

  protected expectIdentifier(): string {
    if (!this.isIdentifier) this.unexpected('cpp-expected-name');
    return this.advance().text;
  }
}
