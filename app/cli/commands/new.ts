/** `genie new FILE`: writes a small program that works. Never replaces a file without --force. */
import { basename } from 'node:path';
import { writeReason } from '../../host/file-reason.ts';
import { chooseKit } from '../../host/kits.ts';
import { readText } from '../../host/read-source.ts';
import type { Host } from '../../host/host.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import { firstProgram } from '../first-program.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

export const newProgram: Command = {
  name: 'new',
  summary: 'newSummary',
  takes: ['FILE'],
  options: ['board', 'kit', 'name', 'force'],
  async run({ host, language, style, names, option, isSet, out, err }) {
    const given = names[0] ?? '';
    const file = /\.genie$/i.test(given) ? given : `${given}.genie`;
    const chosen = await chooseKit({ board: option('board'), kitFile: option('kit') }, undefined, host);
    if (!chosen.ok) {
      err(printDiagnostics(chosen.diagnostics, language, style));
      return exitCode(chosen.diagnostics);
    }
    try {
      if (!isSet('force') && (await host.files.exists(file))) {
        err(`${say('alreadyThere', language, { file: harmless(file) })}\n`);
        return EXIT.usage;
      }
      const name = option('name') ?? basename(file).replace(/\.genie$/i, '');
      const program = firstProgram(chosen.value, name, language, await ownKit(option('kit'), host));
      await host.files.write(file, `${JSON.stringify(program, null, 2)}\n`);
      out(
        `${style.green('✓')} ${say('newWritten', language, { file: harmless(file), word: shellWord(harmless(file)) })}\n`,
      );
      return EXIT.done;
    } catch (failure) {
      const reason = writeReason(failure)[language];
      err(`${say('notWritten', language, { file: harmless(file), reason })}\n`);
      return EXIT.usage;
    }
  },
};

/** The kit of --kit travels in the program: other computers know it too. */
async function ownKit(file: string | undefined, host: Host): Promise<object | undefined> {
  const text = file === undefined ? undefined : await readText(file, host.files);
  return text?.ok === true ? (JSON.parse(text.value) as object) : undefined;
}

/** As it is typed in a terminal. */
const shellWord = (word: string): string => (/\s/.test(word) ? `"${word}"` : word);
