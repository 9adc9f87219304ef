/**
 * An example with the debugger on it, that plays its scenario.
 *
 * In: a name. Out: the stand with everything that is done to it going through the debugger, and what was seen: each
 * block that began, with the values at the pause before it.
 */
import { readTemplates } from '../../../app/host/read-templates.ts';
import { BlockDebugger, wireNames } from '../../../app/simulator/debugger/index.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import { FirmwareBuilder } from '../../../compiler/build-firmware.ts';
import { debugInfoOf } from '../../../compiler/debug/debug-info-of.ts';
import type { DebugInfo } from '../../../compiler/debug/debug-info.ts';
import { firmwareTables } from '../../../compiler/debug/firmware-tables.ts';
import { writeHex } from '../../../compiler/hex/write-hex.ts';
import { checkProgram } from '../../../compiler/program/check-program.ts';
import type { BuiltExample } from '../../examples/build-examples.ts';
import { readExample } from '../../examples/example-files.ts';
import { Stand } from '../bricks/stand.ts';
import type { SeenBegin } from './lockstep.ts';
import type { Typed } from './oracle-world.ts';

export interface DebuggableExample extends BuiltExample {
  readonly image: Uint8Array;
  readonly info: DebugInfo;
}

const builder = new FirmwareBuilder(await readTemplates('firmware-templates'));

export async function debuggableExample(name: string): Promise<DebuggableExample> {
  const example = await readExample(name);
  const { sketch, kit, program } = example;
  const chip = CHIPS[kit.board.chip];
  const built = builder.build({ sketch, board: kit.board, chip });
  const { typed } = checkProgram(program, kit);
  if (built.linked === undefined || typed === undefined) throw new Error(`${name} does not build`);
  const { firmware } = built.linked;
  const { image, ramBytes } = firmware;
  return {
    ...example,
    image,
    hex: writeHex(image, '\n'),
    sizes: { flash: image.length, ram: ramBytes, dataEnd: chip.ram.start + ramBytes },
    info: debugInfoOf(typed, sketch, firmwareTables(firmware, built.sources, sketch)),
  };
}

export class DebuggedStand extends Stand {
  readonly debugger: BlockDebugger;
  readonly seen: SeenBegin[] = [];
  readonly typed: Typed[] = [];

  constructor(example: DebuggableExample) {
    super(example);
    this.debugger = new BlockDebugger({
      bench: this.bench,
      info: example.info,
      wires: wireNames(example.kit, example.file.bricks),
    });
    const { machine } = this.bench;
    let lastCycle = -1;
    this.debugger.onBegin.push(({ cycle, script, block }) => {
      const ms = (cycle * 1000) / machine.clockHz;
      const values =
        cycle === lastCycle
          ? undefined
          : new Map(
              this.debugger
                .values()
                .flatMap(({ id, value }): [string, unknown][] => (value === undefined ? [] : [[id, value]])),
            );
      this.seen.push({ ms, script, block, ...(values === undefined ? {} : { values }) });
      lastCycle = cycle;
    });
  }

  override type(atMs: number, line: string): void {
    this.typed.push({ ms: atMs, text: line });
    super.type(atMs, line);
  }
}
