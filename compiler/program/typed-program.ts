/**
 * A checked program: the model with everything the generator needs to know about it.
 *
 * Guarantee: no error diagnostics, so every id is known, no own block calls itself, every
 * expression has a type.
 */
import type { Kit } from '../../boards/types.ts';
import type { Effects } from './effects.ts';
import type { Types } from './infer-types.ts';
import type { Expression, Program } from './model.ts';
import type { Symbols } from './symbols.ts';
import type { Turns } from './turns.ts';
import { ZERO, type ValueType } from './value-type.ts';

export interface TypedProgram {
  readonly program: Program;
  readonly kit: Kit;
  readonly symbols: Symbols;
  readonly types: Types;
  readonly turns: Turns;
  readonly effects: Effects;
}

export const typeOf = (types: Types, expression: Expression): ValueType =>
  types.expressions.get(expression) ?? ZERO;
