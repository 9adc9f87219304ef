/**
 * The built-in compiler, top to bottom: a sketch's files → firmware.
 *
 * In: a sketch, the board, and once the firmware templates (our core). Out: diagnostics and, when none is
 * an error, the firmware with its tables; every stage can be looked at. The same input gives the same
 * bytes, whatever was built before: what a builder keeps between builds is only what it read of the core.
 */
import { closeMatch } from '../boards/close-match.ts';
import type { Board, Chip } from '../boards/types.ts';
import { generateCode, type CodeStats } from './avr/generate-code.ts';
import { KeptCode } from './avr/kept-code.ts';
import { avrTargetOf } from './avr/target.ts';
import { checkProgram } from './cpp/check/check-units.ts';
import { KeptLowerings } from './cpp/lower/kept-lowerings.ts';
import { lowerProgram } from './cpp/lower/lower-program.ts';
import type { Decl } from './cpp/ast.ts';
import { MOST_OFFSET, PlaceTable, type SourceFiles } from './cpp/source.ts';
import { diagnostic, hasErrors, type Diagnostic } from './diagnostics/diagnostic.ts';
import type { IrModule } from './ir/ir.ts';
import { optimise, simplifyAlone } from './ir/pass-pipeline.ts';
import { checkReach, explainMissing } from './link/explain-link.ts';
import { link, type Linked } from './link/link.ts';
import { ProgramReader } from './read-program.ts';
import { createRuntimeLibrary } from './runtime/runtime-library.ts';
import type { FirmwareTemplates, Sketch } from './sketch.ts';

export interface FirmwareRequest {
  readonly sketch: Sketch;
  readonly board: Board;
  readonly chip: Chip;
  /** naive: no optimisation, every value in memory; the tests' second opinion. */
  readonly level?: 'full' | 'naive';
  /** Called with the module after lowering ('lower') and after every pass, before the next changes it. */
  readonly onPass?: (name: string, module: IrModule) => void;
  /** Milliseconds, rising. */
  readonly now?: () => number;
}

export interface FirmwareBuild {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceFiles;
  readonly linked?: Linked;
  readonly stats?: CodeStats;
  /** Milliseconds by stage. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Builds one firmware after another, and remembers what it has read of the core. */
export class FirmwareBuilder {
  readonly reader: ProgramReader;
  private readonly runtime = createRuntimeLibrary();
  private readonly lowerings = {
    full: new KeptLowerings(simplifyAlone),
    naive: new KeptLowerings(),
  } as const;
  private readonly code = new KeptCode();

  constructor(templates: FirmwareTemplates, reader = new ProgramReader(templates)) {
    this.reader = reader;
  }

  build(request: FirmwareRequest): FirmwareBuild {
    const { sketch, chip, now = () => 0 } = request;
    const watch = stages(now);
    const parsed = watch('parse', () => this.reader.read(request));
    const { sources } = parsed;
    const diagnostics: Diagnostic[] = [...parsed.diagnostics];
    const ended = (more: Partial<FirmwareBuild> = {}): FirmwareBuild => ({
      ...more,
      diagnostics,
      sources,
      ms: watch.times,
    });
    if (hasErrors(diagnostics)) return ended();

    const userFiles = new Set(sketch.files.map(({ path }) => path));
    const checked = watch('check', () =>
      checkProgram(parsed.units, {
        sources,
        userFiles,
        macroNames: parsed.macroNames,
        headerOf: (name) => this.reader.headerOf(name),
      }),
    );
    diagnostics.push(...checked.diagnostics);
    // What is wrong in a unit of ours is known when a program first needs it: here, or when lowering asks for it.
    const sayLate = (): void => {
      for (const one of [...parsed.late(), ...checked.ofKept()])
        if (!diagnostics.includes(one)) diagnostics.push(one);
    };
    sayLate();
    if (hasErrors(diagnostics)) return ended();

    const level = request.level ?? 'full';
    const lowered = watch('lower', () =>
      lowerProgram(checked.program, {
        roots: ['main'],
        vectorNumber: (name) => vectorNumber(chip, name),
        kept: this.lowerings[level],
        spanOf: (loc, end) => sources.spanOf(loc, end),
      }),
    );
    diagnostics.push(...lowered.diagnostics);
    sayLate();
    if (hasErrors(diagnostics)) return ended();
    request.onPass?.('lower', lowered.module);

    // Only a sketch made from blocks has somebody who asks for them.
    const places = sketch.blocks.length === 0 ? undefined : placesOfSketch(sketch, sources);
    sources.places = places;
    watch('optimise', () =>
      optimise(lowered.module, level === 'full' ? 's' : 0, request.onPass, lowered.simplified, places),
    );
    diagnostics.push(...delaysOfVariables(lowered.module, sources));
    if (hasErrors(diagnostics)) return ended();

    const code = watch('generate', () =>
      generateCode(lowered.module, avrTargetOf(chip), { level, places, kept: this.code }),
    );
    for (const { display, loc } of code.nakedWithFrame)
      diagnostics.push(diagnostic('naked-with-variables', { name: display }, { span: sources.spanOf(loc) }));
    if (hasErrors(diagnostics)) return ended();

    const linked = watch('link', () => link(code.asm, chip, this.runtime));
    if (!linked.ok) {
      const displays = new Map([...lowered.module.functions].map(([symbol, fn]) => [symbol, fn.display]));
      const displayOf = (symbol: string): string => displays.get(symbol) ?? symbol;
      const own = linked.missing.filter(({ symbol }) => !isOfSketch(displayOf(symbol)));
      const ofSketch = linked.missing.filter(({ symbol }) => isOfSketch(displayOf(symbol)));
      diagnostics.push(
        ...explainMissing(own, sources, displayOf),
        ...ofSketch.map(({ symbol }) =>
          missingOfSketch(
            displayOf(symbol).replace('()', ''),
            parsed.units[0]?.unit.decls ?? [],
            sketch,
            sources,
          ),
        ),
      );
      return ended({ stats: code.stats });
    }
    diagnostics.push(...checkReach(linked));
    return ended(hasErrors(diagnostics) ? { stats: code.stats } : { stats: code.stats, linked });
  }
}

function placesOfSketch({ main }: Sketch, sources: SourceFiles): PlaceTable | undefined {
  const base = sources.baseOf(main);
  return base === undefined ? undefined : new PlaceTable(base, base + MOST_OFFSET);
}

/** The core calls them; a sketch without one has it nowhere. */
const isOfSketch = (display: string): boolean => display === 'setup()' || display === 'loop()';

/** On the function that looks like it (`Setup`), or at the begin of the sketch. */
function missingOfSketch(
  name: string,
  decls: readonly Decl[],
  { main }: Sketch,
  sources: SourceFiles,
): Diagnostic {
  for (const decl of decls) {
    const part = decl.kind === 'function' && decl.body !== undefined ? decl.name.parts[0] : undefined;
    if (decl.kind !== 'function' || part?.kind !== 'identifier') continue;
    const span = sources.spanOf(decl.nameLoc, decl.nameLoc + part.text.length);
    const isOwn = span !== undefined && !span.file.startsWith('core/');
    if (isOwn && part.text !== 'setup' && part.text !== 'loop' && closeMatch(part.text, [name]) !== undefined)
      return diagnostic('sketch-function-misspelled', { name, near: part.text }, { span });
  }
  const span = { file: main, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return diagnostic('sketch-function-missing', { name }, { span });
}

/** An exact delay needs a number that is known now: `_delay_us(x)` has none. */
function delaysOfVariables(module: IrModule, sources: SourceFiles): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const fn of module.functions.values())
    for (const block of fn.blocks)
      for (const one of block.instructions) {
        if (one.op !== 'intrinsic' || one.name !== 'delay_cycles') continue;
        const [cycles] = one.args;
        const isKnown = cycles !== undefined && !('op' in cycles) && cycles.kind === 'int';
        if (!isKnown) found.push(diagnostic('delay-not-constant', {}, { span: sources.spanOf(one.loc) }));
      }
  return found;
}

function vectorNumber(chip: Chip, name: string): number | undefined {
  const number = /^__vector_(\d+)$/.exec(name)?.[1];
  if (number !== undefined) return chip.vectors.find((vector) => vector.number === Number(number))?.number;
  return chip.vectors.find((vector) => vector.name === name)?.number;
}

/** Runs stages and keeps how long each took. */
function stages(
  now: () => number,
): (<T>(name: string, stage: () => T) => T) & { times: Record<string, number> } {
  const times: Record<string, number> = {};
  const run = <T>(name: string, stage: () => T): T => {
    const start = now();
    try {
      return stage();
    } finally {
      times[name] = Math.round((now() - start) * 10) / 10;
    }
  };
  return Object.assign(run, { times });
}
