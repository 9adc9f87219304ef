/**
 * Looks up what a program's expressions refer to: brick types and own blocks.
 *
 * In: a program and the bricks of a kit. Out: their entries; throws on a reference to nothing.
 */
import type { BrickType } from '../../boards/types.ts';
import type { OwnBlock, Program, Variable } from '../../compiler/program/model.ts';
import type { Kind } from './value.ts';

export class ReferenceKinds {
  constructor(
    private readonly program: Program,
    private readonly bricks: readonly BrickType[],
  ) {}

  brickType(brick: string): BrickType {
    const type = this.program.bricks.find(({ id }) => id === brick)?.type;
    return found(
      this.bricks.find(({ id }) => id === type),
      `brick ${brick}`,
    );
  }

  reading(brick: string, reading: string): Kind {
    const entry = this.brickType(brick).readings.find(({ id }) => id === reading);
    return found(entry, `reading ${reading}`).type.kind;
  }

  ownBlock(id: string): OwnBlock {
    return found(
      this.program.ownBlocks.find((block) => block.id === id),
      `own block ${id}`,
    );
  }

  parameters(ownBlock: string): readonly Variable[] {
    return this.ownBlock(ownBlock).parameters;
  }
}

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the program refers to an unknown ${what}`);
  return value;
}
