/**
 * Functions and classes of ours that the preprocessor left unread, as one token each.
 *
 * In: such a token. Out: a node that looks like any other, and is parsed by a parser of its own when somebody
 * looks into it, as if that had been done where it stands.
 */
import type { Access, Decl, FunctionDecl, Member, Stmt, UnreadDecl } from '../ast.ts';
import type { PassedFunction } from '../lex/scanner.ts';
import type { Token } from '../lex/token.ts';
import { Panic } from './cursor.ts';
import { DeclarationParser, plainName, type FunctionNode } from './declarations.ts';
import type { Scope } from './scope.ts';

export abstract class LaterParser extends DeclarationParser {
  /** A body that is read by a parser of its own when somebody looks into it. */
  protected override bodyToRead(node: FunctionNode): NonNullable<FunctionDecl['body']> {
    const token = this.advance();
    const { isTemplate } = this;
    const inside = this.parserOf(token);
    let body: readonly Stmt[] | undefined;
    return {
      kind: 'compound',
      get body() {
        return (body ??= inside().parseOnlyBody(node, isTemplate));
      },
      loc: token.loc,
      end: token.end,
    };
  }

  /** A function's declaration, in the same way. */
  protected override declarationToRead(): UnreadDecl {
    const token = this.advance();
    const passed = this.functionOf(token);
    const inside = this.parserOf(token);
    let decl: Decl | undefined;
    return {
      kind: 'unread',
      path: passed?.name ?? '',
      get decl() {
        return (decl ??= inside().parseOnlyDeclaration());
      },
      loc: token.loc,
      end: token.end,
    };
  }

  /** Of what was left unread here: made when it is called. */
  protected abstract parserOf(part: Token, scope?: Scope): () => LaterParser;
  protected abstract functionOf(part: Token): PassedFunction | undefined;

  /** The whole text is the body of this function. */
  parseOnlyBody(node: FunctionNode, isTemplate: boolean): readonly Stmt[] {
    this.functionName = plainName(node.name);
    this.blockDepth = 1;
    this.isTemplate = isTemplate;
    return this.only(() => this.parseBodyWith(node.type.params).body, []);
  }

  /** The whole text is a declaration. */
  private parseOnlyDeclaration(): Decl {
    const nothing: Decl = { kind: 'linkage', decls: [], loc: this.token.loc, end: this.token.end };
    return this.only(() => this.parseDeclaration()[0] ?? nothing, nothing);
  }

  abstract parseOnlyMembers(first: Access): readonly Member[];

  /** There is nothing to go on with behind a mistake. */
  protected only<T>(read: () => T, nothing: T): T {
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof Panic)) throw problem;
      return nothing;
    }
  }
}
