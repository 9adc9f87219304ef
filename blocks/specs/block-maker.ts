/**
 * Makes the specs of one category without saying the category on every line.
 *
 * In: a category. Out: a maker that turns words, holes and a tooltip into a `BlockSpec`.
 */
import type { LocalizedText } from '../../boards/types.ts';
import type { BlockCategory, BlockHole, BlockLevel, BlockShape, BlockSpec } from '../spec.ts';

export type BlockMaker = (
  shape: BlockShape,
  type: string,
  text: readonly [fr: string, en: string],
  holes: readonly BlockHole[],
  tooltip: readonly [fr: string, en: string],
  more?: Partial<Pick<BlockSpec, 'level' | 'name' | 'grows' | 'category'>>,
) => BlockSpec;

const both = ([fr, en]: readonly [string, string]): LocalizedText => ({ fr, en });

export const blockMaker =
  (category: BlockCategory, level: BlockLevel): BlockMaker =>
  (shape, type, text, holes, tooltip, more = {}) => ({
    type,
    category,
    level,
    shape,
    text: both(text),
    holes,
    tooltip: both(tooltip),
    ...more,
  });
