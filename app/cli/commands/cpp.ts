/** `genie cpp FILE`: prints the main sketch, or writes a folder for the Arduino IDE with -o. */
import { join } from 'node:path';
import { prepareSketch } from '../../host/build.ts';
import { writeReason } from '../../host/file-reason.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';
import { writeSketch } from '../write-sketch.ts';

export const cpp: Command = {
  name: 'cpp',
  summary: 'cppSummary',
  takes: ['FILE'],
  options: ['board', 'kit', 'out', 'force'],
  async run({ host, language, style, names, option, isSet, out, err }) {
    const report = await prepareSketch(
      { file: names[0] ?? '', board: option('board'), kitFile: option('kit') },
      host,
    );
    err(printDiagnostics(report.diagnostics, language, style, report.blockNames));
    const { sketch } = report;
    if (!report.ok || sketch === undefined) return exitCode(report.diagnostics);
    const folder = option('out');
    if (folder === undefined) {
      out(sketch.files.find(({ path }) => path === sketch.main)?.text ?? '');
      return EXIT.done;
    }
    try {
      const written = await writeSketch(sketch, folder, isSet('force'), host.files);
      if (!written.ok) {
        err(`${say('alreadyThere', language, { file: harmless(written.inTheWay) })}\n`);
        return EXIT.usage;
      }
      const main = join(written.folder, written.main);
      const sentence = say('cppWritten', language, { folder: written.folder, main });
      out(`${style.green('✓')} ${harmless(sentence)}\n`);
      return EXIT.done;
    } catch (failure) {
      const reason = writeReason(failure)[language];
      err(`${say('notWritten', language, { file: harmless(folder), reason })}\n`);
      return EXIT.usage;
    }
  },
};
