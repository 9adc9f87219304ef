/**
 * What a block means: from its holes, already read, to a node of the program model.
 *
 * In: a `BlockReading`, which answers for the holes and fields of one block by name.
 * Out: types only. Invariant: a meaning never fails; whatever is missing or wrong in the saved
 * block, the reading answers with a stand-in and has noted a diagnostic.
 */
import type { Expression, Statement, Trigger } from '../compiler/program/model.ts';

/** The part of a block that changes its number of holes, made safe. */
export interface Extra {
  readonly elseIfCount: number;
  readonly hasElse: boolean;
  readonly itemCount: number;
  /** Id of the own block that is defined or called here. */
  readonly ownBlock: string;
  /** Ids of the own block's parameters when the call was drawn: ARG0, ARG1… */
  readonly parameters: readonly string[];
}

export interface BlockReading {
  readonly blockId: string;
  readonly extra: Extra;
  value(hole: string): Expression;
  body(hole: string): readonly Statement[];
  /** A menu's value, a text, a colour, or the id of a variable, list, message, brick or parameter. */
  field(name: string): string;
  numberField(name: string): number;
  /** The values of a call, in the order of the own block's parameters. */
  callArguments(): readonly Expression[];
}

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** A node of which the reader knows the block. */
export type ExpressionMeaning = Without<Expression, 'blockId'>;
export type StatementMeaning = Without<Statement, 'blockId' | 'comment'>;

export type Meaning =
  | { readonly kind: 'trigger'; readonly read: (block: BlockReading) => Trigger }
  | { readonly kind: 'statement'; readonly read: (block: BlockReading) => StatementMeaning }
  | { readonly kind: 'expression'; readonly read: (block: BlockReading) => ExpressionMeaning }
  /** The hat of an own block: its body is what hangs below. */
  | { readonly kind: 'definition' };

export type Meanings = Readonly<Record<string, Meaning>>;

export const trigger = (read: (block: BlockReading) => Trigger): Meaning => ({ kind: 'trigger', read });
export const statement = (read: (block: BlockReading) => StatementMeaning): Meaning => ({
  kind: 'statement',
  read,
});
export const expression = (read: (block: BlockReading) => ExpressionMeaning): Meaning => ({
  kind: 'expression',
  read,
});
