/**
 * The names a program refers to, looked up once.
 *
 * In: a Program and a Kit. Out: maps from ids to declarations. Invariant: the first declaration of an id wins.
 */
import type { BrickAction, BrickReading, BrickType, Kit, PluggedBrick } from '../../boards/types.ts';
import type { List, OwnBlock, Program, ProgramMessage, Variable } from './model.ts';

export interface Plugged {
  readonly plugged: PluggedBrick;
  readonly type: BrickType;
}

export interface Symbols {
  readonly bricks: ReadonlyMap<string, Plugged>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly lists: ReadonlyMap<string, List>;
  readonly messages: ReadonlyMap<string, ProgramMessage>;
  readonly ownBlocks: ReadonlyMap<string, OwnBlock>;
  /** Parameter id → the own block it belongs to. */
  readonly parameters: ReadonlyMap<string, OwnBlock>;
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) if (!map.has(item.id)) map.set(item.id, item);
  return map;
}

export function findSymbols(program: Program, kit: Kit): Symbols {
  const types = byId(kit.bricks);
  const bricks = new Map<string, Plugged>();
  for (const plugged of program.bricks) {
    const type = types.get(plugged.type);
    if (type !== undefined && !bricks.has(plugged.id)) bricks.set(plugged.id, { plugged, type });
  }
  const parameters = new Map<string, OwnBlock>();
  for (const ownBlock of program.ownBlocks) {
    for (const parameter of ownBlock.parameters) parameters.set(parameter.id, ownBlock);
  }
  return {
    bricks,
    variables: byId(program.variables),
    lists: byId(program.lists),
    messages: byId(program.messages),
    ownBlocks: byId(program.ownBlocks),
    parameters,
  };
}

export const findAction = (brick: Plugged | undefined, id: string): BrickAction | undefined =>
  brick?.type.actions.find((action) => action.id === id);

export const findReading = (brick: Plugged | undefined, id: string): BrickReading | undefined =>
  brick?.type.readings.find((reading) => reading.id === id);
