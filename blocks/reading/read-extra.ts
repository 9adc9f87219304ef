/**
 * The extraState of a block, made safe.
 *
 * In: a saved block and the mutator that wrote its extraState. Out: an `Extra`, and whether
 * something in it was not as it should be. What is missing counts as the block fresh from the toolbox.
 */
import { get, isArray, objectAt, type JsonObject } from '../json.ts';
import { LIMITS } from '../file/program-file.ts';
import type { Extra } from '../meaning.ts';

/** More than anybody draws; keeps a damaged file from asking for a million holes. */
const MOST_ELSE_IFS = 50;
const ITEMS = { least: 1, most: 8, fresh: 2 } as const;

export interface ReadExtra {
  readonly extra: Extra;
  readonly problem: boolean;
  /** The call doesn't say which parameters it was drawn with: they count by their position. */
  readonly saysParameters: boolean;
}

export function readExtra(block: JsonObject): ReadExtra {
  const state = objectAt(block, 'extraState');
  let problem = get(block, 'extraState') !== undefined && get(block, 'extraState') !== state;

  const count = (key: string, least: number, most: number, fresh: number): number => {
    const value = get(state, key);
    if (value === undefined) return fresh;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    problem = true;
    return typeof value === 'number' && value > most ? most : fresh;
  };

  const elseIfCount = count('elseIfCount', 0, MOST_ELSE_IFS, 0);
  const itemCount = count('itemCount', ITEMS.least, ITEMS.most, ITEMS.fresh);
  const ownBlock = get(state, 'ownBlock');
  if (ownBlock !== undefined && typeof ownBlock !== 'string') problem = true;

  const saved = get(state, 'parameters');
  const ids = isArray(saved) ? saved.filter((id) => typeof id === 'string') : [];
  if (
    saved !== undefined &&
    (!isArray(saved) || ids.length !== saved.length || ids.length > LIMITS.parameters)
  ) {
    problem = true;
  }
  const extra: Extra = {
    elseIfCount,
    itemCount,
    hasElse: get(state, 'hasElse') === true,
    ownBlock: typeof ownBlock === 'string' ? ownBlock : '',
    parameters: ids.slice(0, LIMITS.parameters),
  };
  return { extra, problem, saysParameters: isArray(saved) };
}
