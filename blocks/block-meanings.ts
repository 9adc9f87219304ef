/**
 * The meaning of every block there is.
 *
 * In: the brick types of a kit. Out: meanings by block type. Invariant: the same types as
 * block-specs.ts, and as there the language's own blocks win over a kit's.
 */
import type { BrickType } from '../boards/types.ts';
import type { Meaning } from './meaning.ts';
import { brickMeaning } from './meaning/brick-meaning.ts';
import { CONTROL_MEANING } from './meaning/control-meaning.ts';
import { DATA_MEANING } from './meaning/data-meaning.ts';
import { OPERATION_MEANING } from './meaning/operation-meaning.ts';
import { START_MEANING } from './meaning/start-meaning.ts';

export function blockMeanings(bricks: readonly BrickType[]): ReadonlyMap<string, Meaning> {
  const core = { ...START_MEANING, ...CONTROL_MEANING, ...OPERATION_MEANING, ...DATA_MEANING };
  const meanings = new Map(Object.entries(core));
  for (const [type, meaning] of bricks.flatMap(brickMeaning)) {
    if (!meanings.has(type)) meanings.set(type, meaning);
  }
  return meanings;
}
