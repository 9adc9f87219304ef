/**
 * A board we know with every brick we know.
 *
 * In: a board's id. Out: its kit; undefined when there is no such board.
 */
import { BOARDS } from '../bases/index.ts';
import { BRICK_TYPES } from '../bricks/index.ts';
import type { Kit } from '../types.ts';

export function builtInKit(boardId: string): Kit | undefined {
  const board = BOARDS.find(({ id }) => id === boardId);
  return board === undefined ? undefined : { id: board.id, name: board.name, board, bricks: BRICK_TYPES };
}
