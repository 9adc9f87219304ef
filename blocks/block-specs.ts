/**
 * Every block there is.
 *
 * In: the brick types of a kit. Out: specs by type, in the order of the toolbox. Invariant: a kit
 * can't replace a block of the language: where names meet, ours stays.
 */
import type { BrickType } from '../boards/types.ts';
import type { BlockSpec } from './spec.ts';
import { brickBlocks } from './specs/brick-blocks.ts';
import { CONTROL_BLOCKS } from './specs/control-blocks.ts';
import { LIST_BLOCKS } from './specs/list-blocks.ts';
import { LOGIC_BLOCKS } from './specs/logic-blocks.ts';
import { MONITOR_BLOCKS } from './specs/monitor-blocks.ts';
import { NUMBER_BLOCKS } from './specs/number-blocks.ts';
import { OWN_BLOCK_BLOCKS } from './specs/own-block-blocks.ts';
import { START_BLOCKS } from './specs/start-blocks.ts';
import { TEXT_BLOCKS } from './specs/text-blocks.ts';
import { TIME_AND_COLOUR_BLOCKS } from './specs/time-and-colour-blocks.ts';
import { VARIABLE_BLOCKS } from './specs/variable-blocks.ts';

export const CORE_BLOCKS: readonly BlockSpec[] = [
  ...START_BLOCKS,
  ...CONTROL_BLOCKS,
  ...LOGIC_BLOCKS,
  ...NUMBER_BLOCKS,
  ...TEXT_BLOCKS,
  ...VARIABLE_BLOCKS,
  ...LIST_BLOCKS,
  ...OWN_BLOCK_BLOCKS,
  ...MONITOR_BLOCKS,
  ...TIME_AND_COLOUR_BLOCKS,
];

export function blockSpecs(bricks: readonly BrickType[]): ReadonlyMap<string, BlockSpec> {
  const core = new Map(CORE_BLOCKS.map((spec) => [spec.type, spec]));
  const specs = new Map<string, BlockSpec>();
  for (const spec of bricks.flatMap(brickBlocks)) {
    if (!core.has(spec.type) && !specs.has(spec.type)) specs.set(spec.type, spec);
  }
  for (const spec of CORE_BLOCKS) specs.set(spec.type, spec);
  return specs;
}
