/**
 * Builds a program and runs it in the simulator: what `genie run` does, before any words.
 *
 * In: what the user asked for, and this computer. Out: the build, what the bricks did, what is wrong, the
 * scenario's verdict, the trace as text. User's mistakes are diagnostics; a throw is our bug.
 */
import { CHIPS } from '../../boards/chips/index.ts';
import { diagnostic, hasErrors, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { recordPins } from '../simulator/export/pin-recorder.ts';
import { traceJson } from '../simulator/export/trace-json.ts';
import { writeVcd } from '../simulator/export/vcd.ts';
import { Bench, type BrickProblem, createMachine, type Fault } from '../simulator/index.ts';
import { readScenario, type Scenario, type ScenarioProblem } from '../simulator/scenario/scenario.ts';
import {
  play,
  type PrintedLine,
  runScenario,
  type ScenarioResult,
} from '../simulator/scenario/run-scenario.ts';
import { build, type BuildReport, type BuildRequest } from './build.ts';
import type { Host } from './host.ts';
import { readText } from './read-source.ts';

// The command's words are made from these; it may not reach the simulator itself.
export { faultSentence, problemSentence, type Value } from '../simulator/index.ts';

export type TraceKind = 'json' | 'vcd';

export interface RunRequest extends BuildRequest {
  readonly ms: number;
  readonly scenarioFile?: string | undefined;
  readonly trace?: TraceKind | undefined;
}

export interface RunReport {
  readonly build: BuildReport;
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when nothing ran. */
  readonly ran?: {
    readonly ms: number;
    readonly bench: Bench;
    readonly lines: readonly PrintedLine[];
    readonly faults: readonly Fault[];
    readonly problems: readonly BrickProblem[];
    readonly scenario?: ScenarioResult;
    readonly trace?: string;
  };
}

export async function run(request: RunRequest, host: Host): Promise<RunReport> {
  const report = await build(request, host);
  const { hex, kit, ram, bricks = [] } = report;
  const read = await openScenario(request.scenarioFile, host);
  const diagnostics = [...report.diagnostics, ...read.diagnostics];
  if (!report.ok || hex === undefined || kit === undefined || hasErrors(diagnostics))
    return { build: report, diagnostics };

  const chip = CHIPS[kit.board.chip];
  const pinsOf = new Map<Bench, ReturnType<typeof recordPins>>();
  const start = (seed: number): Bench => {
    const machine = createMachine({
      chip: chip.id,
      hex,
      clockHz: kit.board.clockHz,
      ...(ram === undefined ? {} : { dataEnd: chip.ram.start + ram.used }),
    });
    const pins = request.trace === undefined ? undefined : recordPins(machine);
    const bench = new Bench({ machine, kit, bricks, seed });
    if (pins !== undefined) pinsOf.set(bench, pins);
    return bench;
  };
  const scenario = read.scenario === undefined ? undefined : runScenario(start, read.scenario);
  if (scenario !== undefined && scenario.problems.length > 0)
    return { build: report, diagnostics: [...diagnostics, ...scenario.problems.map(toDiagnostic)] };
  const { bench, lines } = scenario ?? playFor(start, request.ms);
  const { machine, trace } = bench;
  const pins = pinsOf.get(bench);
  return {
    build: report,
    diagnostics,
    ran: {
      ms: (machine.cycles * 1000) / machine.clockHz,
      bench,
      lines,
      faults: machine.faults,
      problems: bench.problems,
      ...(scenario === undefined ? {} : { scenario }),
      ...(pins === undefined
        ? {}
        : {
            trace:
              request.trace === 'vcd'
                ? writeVcd(machine.clockHz, pins, trace, machine.cycles)
                : `${JSON.stringify(traceJson(machine.clockHz, pins, trace, machine.cycles))}\n`,
          }),
    },
  };
}

function playFor(
  start: (seed: number) => Bench,
  ms: number,
): { bench: Bench; lines: readonly PrintedLine[] } {
  const { bench, view } = play(start(1), { ms });
  return { bench, lines: view.lines };
}

const toDiagnostic = ({ path, message }: ScenarioProblem): Diagnostic =>
  diagnostic('scenario-problem', { fr: `${path} : ${message.fr}`, en: `${path}: ${message.en}` });

async function openScenario(
  file: string | undefined,
  host: Host,
): Promise<{ scenario?: Scenario; diagnostics: readonly Diagnostic[] }> {
  if (file === undefined) return { diagnostics: [] };
  const text = await readText(file, host.files);
  if (!text.ok) return { diagnostics: text.diagnostics };
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    return { diagnostics: [diagnostic('scenario-not-json', { reason: failure.message })] };
  }
  const { scenario, problems } = readScenario(value);
  return { ...(scenario === undefined ? {} : { scenario }), diagnostics: problems.map(toDiagnostic) };
}
