/**
 * The whole way from a file to firmware, top to bottom:
 * file → source → kit and program → sketch → toolchain → firmware.
 *
 * In: what the user asked for, and this computer. Out: a report that says as much as could be worked
 * out, with every stage's milliseconds. User's mistakes are diagnostics; a throw is our bug.
 */
import type { Board, Kit, LocalizedText, PluggedBrick } from '../../boards/types.ts';
import { blockSpecs } from '../../blocks/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { compileProgram } from '../../compiler/compile.ts';
import type { DebugInfo } from '../../compiler/debug/debug-info.ts';
import { debugInfoOf } from '../../compiler/debug/debug-info-of.ts';
import { diagnostic, hasErrors, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { Program } from '../../compiler/program/model.ts';
import type { TypedProgram } from '../../compiler/program/typed-program.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { stopwatch } from '../../compiler/toolchains/stopwatch.ts';
import type { BuildResult, MemoryUse, Toolchain } from '../../compiler/toolchains/toolchain.ts';
import { blockNames } from './block-names.ts';
import type { Host } from './host.ts';
import { chooseKit } from './kits.ts';
import { openProgram } from './open-program.ts';
import { readSource } from './read-source.ts';

export interface SketchRequest {
  /** A .genie file, an .ino file or a sketch's folder. */
  readonly file: string;
  readonly board?: string | undefined;
  readonly kitFile?: string | undefined;
}

export interface BuildRequest extends SketchRequest {
  readonly toolchain?: string | undefined;
}

type Times = Readonly<Record<string, number>>;

/** What stands before any toolchain: as far as it could be worked out. */
export interface SketchReport {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly ms: Times;
  readonly kit?: Kit;
  /** Of a .genie file. */
  readonly program?: Program;
  readonly typed?: TypedProgram;
  readonly sketch?: Sketch;
  /** The bricks plugged in, of a .genie file. */
  readonly bricks?: readonly PluggedBrick[];
  /** Block id → what messages call it. */
  readonly blockNames?: ReadonlyMap<string, LocalizedText>;
}

export interface BuildReport extends SketchReport {
  readonly board?: Board;
  /** The toolchain's id. */
  readonly toolchain?: string;
  readonly flash?: MemoryUse;
  readonly ram?: MemoryUse;
  /** Intel HEX. */
  readonly hex?: string;
  readonly elf?: Uint8Array;
  /** Stages of the toolchain itself, for `--dump`. */
  readonly dump?: (stage: string) => string | undefined;
  /** What the debugger needs, worked out when asked: of a program of blocks built by the built-in compiler. */
  readonly debug?: () => DebugInfo;
}

/** Everything up to the C++. */
export async function prepareSketch(request: SketchRequest, host: Host): Promise<SketchReport> {
  const watch = stopwatch(host.now);
  const diagnostics: Diagnostic[] = [];
  const report = (found: Partial<SketchReport> = {}): SketchReport => ({
    ...found,
    ok: found.sketch !== undefined && !hasErrors(diagnostics),
    diagnostics: [...diagnostics],
    ms: watch.times(),
  });

  const source = await watch.measure('read', () => readSource(request.file, host.files));
  diagnostics.push(...source.diagnostics);
  if (!source.ok) return report();

  const opened = source.value.kind === 'program' ? openProgram(source.value.text) : undefined;
  diagnostics.push(...(opened?.diagnostics ?? []));
  if (opened !== undefined && !opened.ok) return report();

  const chosen = await watch.measure('kit', () => chooseKit(request, opened?.value, host));
  diagnostics.push(...chosen.diagnostics);
  if (!chosen.ok) return report();
  const kit = chosen.value;
  if (source.value.kind === 'sketch') return report({ kit, sketch: source.value.sketch });

  const program = await watch.measure('program', async () => opened?.value.readProgram(kit));
  diagnostics.push(...(program?.diagnostics ?? []));
  const names = blockNames(opened?.value.file.workspace, blockSpecs(kit.bricks));
  if (program === undefined || !program.ok) return report({ kit, blockNames: names });

  const templates = await watch.measure('read', host.templates);
  const compiled = await watch.measure('cpp', async () => compileProgram(program.value, kit, templates));
  diagnostics.push(...compiled.diagnostics);
  return report({
    kit,
    blockNames: names,
    bricks: opened?.value.file.bricks ?? [],
    program: program.value,
    ...(compiled.typed === undefined ? {} : { typed: compiled.typed }),
    ...(compiled.sketch === undefined ? {} : { sketch: compiled.sketch }),
  });
}

/** Everything up to the firmware. */
export async function build(request: BuildRequest, host: Host): Promise<BuildReport> {
  const start = host.now();
  const prepared = await prepareSketch(request, host);
  const { kit, sketch } = prepared;
  if (!prepared.ok || kit === undefined || sketch === undefined)
    return { ...prepared, ok: false, ...(kit === undefined ? {} : { board: kit.board }) };
  const { board } = kit;

  const chosen = await chooseToolchain(request.toolchain, host.toolchains);
  if ('code' in chosen)
    return { ...prepared, ok: false, board, diagnostics: [...prepared.diagnostics, chosen] };
  const built = await chosen.build({ sketch, board, chip: CHIPS[board.chip] });
  const { typed } = prepared;
  const { tables } = built;
  return {
    ...prepared,
    ...withoutEmpty(built),
    ...(typed === undefined || tables === undefined
      ? {}
      : { debug: () => debugInfoOf(typed, sketch, tables()) }),
    ok: built.ok,
    board,
    toolchain: chosen.id,
    diagnostics: [...prepared.diagnostics, ...built.diagnostics],
    ms: { ...prepared.ms, ...built.ms, total: Math.round((host.now() - start) * 10) / 10 },
  };
}

const withoutEmpty = ({ hex, elf, flash, ram, dump }: BuildResult): Partial<BuildReport> => ({
  ...(hex === undefined ? {} : { hex }),
  ...(elf === undefined ? {} : { elf }),
  ...(flash === undefined ? {} : { flash }),
  ...(ram === undefined ? {} : { ram }),
  ...(dump === undefined ? {} : { dump }),
});

/** The one asked for, or the first that is there. */
export async function chooseToolchain(
  wanted: string | undefined,
  all: readonly Toolchain[],
): Promise<Toolchain | Diagnostic> {
  const known = all.map(({ id }) => id).join(', ');
  if (wanted !== undefined) {
    const named = all.find(({ id }) => id === wanted);
    if (named === undefined) return diagnostic('toolchain-unknown', { toolchain: wanted, known });
    const { available, hint } = await named.detect();
    return available ? named : diagnostic('toolchain-missing', { toolchain: wanted, hint });
  }
  const hints: { fr: string; en: string }[] = [];
  for (const toolchain of all) {
    const { available, hint } = await toolchain.detect();
    if (available) return toolchain;
    hints.push(hint);
  }
  const hint = hints[0] ?? { fr: '', en: '' };
  return diagnostic('toolchain-missing', { toolchain: known, hint });
}
