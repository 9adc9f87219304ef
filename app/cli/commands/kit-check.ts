/** `genie kit check FILE`: every mistake of a kit's file, with its line and column. */
import { basename } from 'node:path';
import { readKitFile } from '../../host/kits.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { jsonDiagnostics, printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

export const kitCheck: Command = {
  name: 'kit check',
  summary: 'kitCheckSummary',
  takes: ['FILE'],
  options: ['json'],
  async run({ host, language, style, names, isSet, out, err }) {
    const file = names[0] ?? '';
    const read = await readKitFile(file, host);
    const kit = read.ok ? read.value : undefined;
    if (isSet('json')) {
      const answer = {
        ok: read.ok,
        kit: kit?.id ?? null,
        diagnostics: jsonDiagnostics(read.diagnostics, language),
      };
      out(`${JSON.stringify(answer)}\n`);
    } else {
      err(printDiagnostics(read.diagnostics, language, style));
      if (kit !== undefined) {
        const sentence = say('kitFine', language, {
          file: basename(file),
          name: kit.name[language],
          ports: kit.board.ports.length,
          bricks: kit.bricks.length,
        });
        out(`${style.green('✓')} ${harmless(sentence)}\n`);
      }
    }
    return exitCode(read.diagnostics);
  },
};
