/** `genie blocks`: every block with its words, as a table or JSON. */
import { blockSpecs } from '../../../blocks/index.ts';
import { chooseKit } from '../../host/kits.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { table } from '../table.ts';
import { say } from '../words.ts';

export const blocks: Command = {
  name: 'blocks',
  summary: 'blocksSummary',
  takes: [],
  options: ['board', 'kit', 'json'],
  async run({ host, language, style, option, isSet, out, err }) {
    const chosen = await chooseKit({ board: option('board'), kitFile: option('kit') }, undefined, host);
    if (!chosen.ok) {
      err(printDiagnostics(chosen.diagnostics, language, style));
      return exitCode(chosen.diagnostics);
    }
    const list = [...blockSpecs(chosen.value.bricks).values()].map(
      ({ type, category, level, shape, text, tooltip, brickType }) => ({
        type,
        category,
        level,
        shape,
        text: text[language],
        tooltip: tooltip[language],
        brick: brickType ?? null,
      }),
    );
    if (isSet('json')) {
      out(`${JSON.stringify(list, null, 2)}\n`);
      return EXIT.done;
    }
    const headings = (['blockColumn', 'categoryColumn', 'textColumn'] as const).map((key) =>
      say(key, language).toUpperCase(),
    );
    const rows = list.map(({ type, category, text }) => [type, category, readable(text)]);
    out(harmless(table([headings, ...rows])));
    return EXIT.done;
  },
};

/** "attendre %SECONDS secondes" → "attendre (seconds) secondes" */
const readable = (text: string): string =>
  text.replace(/%%|%([A-Z][A-Z0-9_]*)/g, (_, hole: string | undefined) =>
    hole === undefined ? '%' : `(${hole.toLowerCase().replaceAll('_', ' ')})`,
  );
