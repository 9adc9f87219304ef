/**
 * The same sketch with the official core and with ours, on two machines with the same stimuli.
 * The official one runs once for all compilers.
 *
 * In: a sketch; what to do with each machine before it runs. Out: both machines at their end, and what they
 * printed. The sketch prints "end" when it is done, or runs for a time.
 */
import { createMachine, type Machine } from '../bench/machine.ts';
import { serialText } from '../bench/observe.ts';
import type { TestFirmware } from '../support/compile-builtin.ts';
import { compileSketch, type Mcu, type SketchBuild } from '../support/compile-sketch.ts';
import { compileOurs, type OurCompiler } from './compile-ours.ts';

export interface BothOptions {
  readonly chip?: Mcu;
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (machine: Machine) => void;
  /** Without it: until the sketch has printed "end". */
  readonly untilMs?: number;
  readonly limitMs?: number;
}

export interface Ran {
  readonly machine: Machine;
  readonly text: string;
  readonly flash: number;
}

const END = [...new TextEncoder().encode('end\r\n')];

const hasEnded = ({ serial: { sent } }: Machine): boolean =>
  sent.length >= END.length && sent.slice(-END.length).every(({ byte }, i) => byte === END[i]);

function run(
  build: SketchBuild | TestFirmware,
  { chip = 'atmega328p', prepare, untilMs, limitMs = 60_000 }: BothOptions,
): Ran {
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip, hex: build.hex, dataEnd: build.sizes.dataEnd });
  prepare?.(machine);
  if (untilMs !== undefined) machine.run(untilMs);
  else if (!machine.runUntil(() => hasEnded(machine), limitMs))
    throw new Error(`no end after ${limitMs} ms: ${serialText(machine).slice(-200)}`);
  if (machine.faults.length > 0) throw new Error(`faults: ${JSON.stringify(machine.faults)}`);
  return { machine, text: serialText(machine), flash: build.sizes.flash };
}

type OnBothCores = (sketch: string, options?: BothOptions) => Promise<{ ours: Ran; theirs: Ran }>;

const official = new Map<string, Promise<Ran>>();

export const onBothCoresWith =
  (compiler: OurCompiler): OnBothCores =>
  async (sketch, options = {}) => {
    const { chip = 'atmega328p', files = {} } = options;
    const input = { files: { ...files, 'sketch.ino': sketch }, mcu: chip };
    const key = JSON.stringify(input);
    const theirs = official.get(key) ?? compileSketch(input).then((build) => run(build, options));
    official.set(key, theirs);
    return { ours: run(await compileOurs(compiler, input), options), theirs: await theirs };
  };

export const linesOf = ({ text }: Ran): string[] => text.split('\r\n');
