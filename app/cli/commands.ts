/** Every command, in the order of the help. */
import type { Command } from './command.ts';
import { blocks } from './commands/blocks.ts';
import { boards } from './commands/boards.ts';
import { bricks } from './commands/bricks.ts';
import { build } from './commands/build.ts';
import { check } from './commands/check.ts';
import { cpp } from './commands/cpp.ts';
import { doctor } from './commands/doctor.ts';
import { kitCheck } from './commands/kit-check.ts';
import { newProgram } from './commands/new.ts';
import { run } from './commands/run.ts';

export const COMMANDS: readonly Command[] = [
  newProgram,
  check,
  cpp,
  build,
  run,
  kitCheck,
  boards,
  bricks,
  blocks,
  doctor,
];
