/** `genie check FILE`: reads a program up to its C++, and says what is not right. */
import { basename } from 'node:path';
import { prepareSketch } from '../../host/build.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { jsonDiagnostics, printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

export const check: Command = {
  name: 'check',
  summary: 'checkSummary',
  takes: ['FILE'],
  options: ['board', 'kit', 'json'],
  async run({ host, language, style, names, option, isSet, out, err }) {
    const file = names[0] ?? '';
    const report = await prepareSketch({ file, board: option('board'), kitFile: option('kit') }, host);
    if (isSet('json')) {
      const answer = {
        ok: report.ok,
        board: report.kit?.board.id ?? null,
        ms: report.ms,
        diagnostics: jsonDiagnostics(report.diagnostics, language),
      };
      out(`${JSON.stringify(answer)}\n`);
    } else {
      err(printDiagnostics(report.diagnostics, language, style, report.blockNames));
      if (report.ok)
        out(`${style.green('✓')} ${say('checkedFine', language, { file: harmless(basename(file)) })}\n`);
    }
    return exitCode(report.diagnostics);
  },
};
