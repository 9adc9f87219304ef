/** `genie run FILE`: builds a program, runs it in the simulator, and says what the bricks did. */
import type { RunReport, TraceKind } from '../../host/run.ts';
import { run as runProgram } from '../../host/run.ts';
import { writeReason } from '../../host/file-reason.ts';
import type { Command, Invocation } from '../command.ts';
import { EXIT, exitCode, type ExitCode } from '../exit-code.ts';
import { jsonDiagnostics, printDiagnostics } from '../print-diagnostics.ts';
import { jsonRun } from '../json-run.ts';
import { printRun } from '../print-run.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

const DEFAULT_MS = 5000;
const LONGEST_MS = 600_000;

export const run: Command = {
  name: 'run',
  summary: 'runSummary',
  takes: ['FILE'],
  options: ['for', 'scenario', 'trace', 'board', 'kit', 'toolchain', 'json'],
  async run(invocation) {
    const { host, language, style, names, option, isSet, out, err } = invocation;
    const ms = duration(option('for'));
    const tracePath = option('trace');
    const kind = traceKind(tracePath);
    if (ms === undefined || (tracePath !== undefined && kind === undefined)) {
      err(`${say(ms === undefined ? 'badDuration' : 'badTrace', language, { max: LONGEST_MS })}\n`);
      return EXIT.usage;
    }
    const report = await runProgram(
      {
        file: names[0] ?? '',
        board: option('board'),
        kitFile: option('kit'),
        toolchain: option('toolchain'),
        ms,
        scenarioFile: option('scenario'),
        trace: kind,
      },
      host,
    );
    const unwritten = await writeTrace(report, tracePath, invocation);
    if (isSet('json')) {
      const answer = {
        ok: isFine(report) && unwritten === undefined,
        board: report.build.board?.id ?? null,
        toolchain: report.build.toolchain ?? null,
        diagnostics: jsonDiagnostics(report.diagnostics, language),
        ...jsonRun(report, language),
        trace:
          tracePath !== undefined && report.ran !== undefined && unwritten === undefined ? tracePath : null,
      };
      out(`${JSON.stringify(answer)}\n`);
    } else {
      err(printDiagnostics(report.diagnostics, language, style, report.build.blockNames));
      printRun(report, invocation);
    }
    if (unwritten !== undefined) return unwritten;
    const code = exitCode(report.diagnostics);
    return code === EXIT.done && !isFine(report) ? EXIT.programErrors : code;
  },
};

const isFine = ({ ran }: RunReport): boolean =>
  ran !== undefined && ran.faults.length === 0 && (ran.scenario?.verdict ?? 'pass') === 'pass';

function duration(text: string | undefined): number | undefined {
  const ms = text === undefined ? DEFAULT_MS : Number(text.trim() === '' ? Number.NaN : text);
  return ms >= 1 && ms <= LONGEST_MS ? ms : undefined;
}

function traceKind(path: string | undefined): TraceKind | undefined {
  const ending = /\.(json|vcd)$/i.exec(path ?? '')?.[1]?.toLowerCase();
  return ending === 'json' || ending === 'vcd' ? ending : undefined;
}

/** An exit code when it could not be written. */
async function writeTrace(
  { ran }: RunReport,
  path: string | undefined,
  { host, language, err }: Invocation,
): Promise<ExitCode | undefined> {
  if (path === undefined || ran?.trace === undefined) return undefined;
  try {
    await host.files.write(path, ran.trace);
    return undefined;
  } catch (failure) {
    const reason = writeReason(failure)[language];
    err(`${say('notWritten', language, { file: harmless(path), reason })}\n`);
    return EXIT.usage;
  }
}
