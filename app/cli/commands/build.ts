/** `genie build FILE`: from a program or sketch to an Intel HEX file. docs/command.md is its contract. */
import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { build as buildFirmware, type BuildReport } from '../../host/build.ts';
import { writeReason } from '../../host/file-reason.ts';
import type { Command, Invocation } from '../command.ts';
import { dumpStage, isStage, STAGES, stageNames, type Stage } from '../dump-stage.ts';
import { EXIT, exitCode, type ExitCode } from '../exit-code.ts';
import { nearest } from '../nearest.ts';
import { jsonDiagnostics, printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

export const build: Command = {
  name: 'build',
  summary: 'buildSummary',
  takes: ['FILE'],
  options: ['board', 'kit', 'toolchain', 'out', 'json', 'dump'],
  async run(invocation) {
    const { host, language, names, option, err } = invocation;
    const file = names[0] ?? '';
    const stage = option('dump');
    if (stage !== undefined && !isStage(stage)) {
      const known = STAGES.join(', ');
      const near = nearest(stage, stageNames());
      err(`${say('unknownStage', language, { word: harmless(stage), known })}`);
      err(near === undefined ? '\n' : ` ${say('didYouMean', language, { word: near })}\n`);
      return EXIT.usage;
    }
    const path = option('out') ?? hexName(file);
    if (await isProgram(path, file)) {
      err(`${say('overProgram', language)}\n`);
      return EXIT.usage;
    }
    const report = await buildFirmware(
      { file, board: option('board'), kitFile: option('kit'), toolchain: option('toolchain') },
      host,
    );
    if (stage !== undefined) return dump(stage, report, invocation);

    const unwritten = report.hex === undefined ? undefined : await write(path, report.hex, invocation);
    const out = report.ok && unwritten === undefined ? path : null;
    if (invocation.isSet('json')) printJson(report, out, invocation);
    else if (unwritten === undefined) printReport(report, path, invocation);
    return unwritten ?? exitCode(report.diagnostics);
  },
};

/** A slip of the fingers must not cost a program. */
const isProgram = async (path: string, file: string): Promise<boolean> =>
  /\.(genie|ino|json)$/i.test(path) || (await real(path)) === (await real(file));

const real = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/** In the current folder, whatever the program's own folder: "robot/blink.genie" → "blink.hex". */
const hexName = (file: string): string =>
  `${basename(resolve(file)).replace(/\.(genie|json|ino)$/i, '')}.hex`;

/** An exit code when it could not be written. */
async function write(path: string, hex: string, invocation: Invocation): Promise<ExitCode | undefined> {
  try {
    await invocation.host.files.write(path, hex);
    return undefined;
  } catch (failure) {
    const reason = writeReason(failure)[invocation.language];
    invocation.err(`${say('notWritten', invocation.language, { file: harmless(path), reason })}\n`);
    return EXIT.usage;
  }
}

function printJson(report: BuildReport, out: string | null, { language, out: print }: Invocation): void {
  const answer = {
    ok: report.ok && out !== null,
    board: report.board?.id ?? null,
    toolchain: report.toolchain ?? null,
    flash: report.flash ?? null,
    ram: report.ram ?? null,
    ms: report.ms,
    diagnostics: jsonDiagnostics(report.diagnostics, language),
    out,
  };
  print(`${JSON.stringify(answer)}\n`);
}

function printReport(report: BuildReport, path: string, { language, style, out, err }: Invocation): void {
  err(printDiagnostics(report.diagnostics, language, style, report.blockNames));
  const { board, flash, ram, toolchain } = report;
  if (!report.ok || board === undefined || flash === undefined || ram === undefined) return;
  const percent = ({ used, max }: { used: number; max: number }): number => Math.round((100 * used) / max);
  const ready = say('built', language, { out: harmless(path), board: board.name[language] });
  const memory = say('memory', language, {
    flash: flash.used,
    flashMax: flash.max,
    flashPercent: percent(flash),
    ram: ram.used,
    ramMax: ram.max,
    ramPercent: percent(ram),
    ms: Math.round(report.ms['total'] ?? 0),
    toolchain: toolchain ?? '',
  });
  out(`${style.green('✓')} ${ready}\n  ${style.dim(memory)}\n`);
}

async function dump(stage: Stage, report: BuildReport, invocation: Invocation): Promise<ExitCode> {
  const { host, language, style, out, err } = invocation;
  err(printDiagnostics(report.diagnostics, language, style, report.blockNames));
  const text = await dumpStage(stage, report, host);
  if (typeof text === 'object') err(`${say(text.missing, language)}\n`);
  else out(text);
  const code = exitCode(report.diagnostics);
  return typeof text === 'object' && code === EXIT.done ? EXIT.usage : code;
}
