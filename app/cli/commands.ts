/** Every command, in the order of the help. */
import type { Command } from './command.ts';
import { blocks } from './commands/blocks.ts';
import { boards } from './commands/boards.ts';
import { bricks } from './commands/bricks.ts';
import { build } from './commands/build.ts';
import { check } from './commands/check.ts';
import { cpp } from './commands/cpp.ts';
import { doctor } from './commands/doctor.ts';
import { flash } from './commands/flash.ts';
import { kitCheck } from './commands/kit-check.ts';
import { monitor } from './commands/monitor.ts';
import { newProgram } from './commands/new.ts';
import { ports } from './commands/ports.ts';
import { read } from './commands/read.ts';
import { run } from './commands/run.ts';
import { station } from './commands/station.ts';

export const COMMANDS: readonly Command[] = [
  newProgram,
  check,
  cpp,
  build,
  run,
  ports,
  flash,
  read,
  monitor,
  station,
  kitCheck,
  boards,
  bricks,
  blocks,
  doctor,
];
