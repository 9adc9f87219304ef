/** `genie blocks`: every block with its words, as a table or JSON. */
import { blockSpecs, CATEGORY_NAMES } from '../../../blocks/index.ts';
import { chooseKit } from '../../host/kits.ts';
import { blockText } from '../block-text.ts';
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
  async run({ host, language, style, columns, option, isSet, out, err }) {
    const chosen = await chooseKit({ board: option('board'), kitFile: option('kit') }, undefined, host);
    if (!chosen.ok) {
      err(printDiagnostics(chosen.diagnostics, language, style));
      return exitCode(chosen.diagnostics);
    }
    const specs = [...blockSpecs(chosen.value.bricks).values()];
    const list = specs.map(({ type, category, level, shape, text, tooltip, brickType }) => ({
      type,
      category,
      level,
      shape,
      text: text[language],
      tooltip: tooltip[language],
      brick: brickType ?? null,
    }));
    if (isSet('json')) {
      out(`${JSON.stringify(list, null, 2)}\n`);
      return EXIT.done;
    }
    const headings = (['blockColumn', 'categoryColumn', 'textColumn'] as const).map((key) =>
      say(key, language).toUpperCase(),
    );
    const rows = specs.map((spec) => [
      spec.type,
      CATEGORY_NAMES[spec.category][language],
      blockText(spec, language),
    ]);
    out(harmless(table([headings, ...rows], columns)));
    return EXIT.done;
  },
};
