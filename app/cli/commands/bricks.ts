/** `genie bricks`: the bricks of a board, with the ports they fit, as a table or JSON. */
import { chooseKit } from '../../host/kits.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import { firstPorts } from '../first-ports.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { table } from '../table.ts';
import { say } from '../words.ts';
import { portsThatFit } from '../../../boards/placement/ports-that-fit.ts';

export const bricks: Command = {
  name: 'bricks',
  summary: 'bricksSummary',
  takes: [],
  options: ['board', 'kit', 'json'],
  async run({ host, language, style, columns, option, isSet, out, err }) {
    const chosen = await chooseKit({ board: option('board'), kitFile: option('kit') }, undefined, host);
    if (!chosen.ok) {
      err(printDiagnostics(chosen.diagnostics, language, style));
      return exitCode(chosen.diagnostics);
    }
    const { board, bricks: types } = chosen.value;
    const list = types.map((type) => ({
      id: type.id,
      name: type.name[language],
      explanation: type.explanation[language],
      category: type.category,
      driver: type.driver.class,
      ports: portsThatFit(chosen.value, type, []).map(({ id }) => id),
    }));
    if (isSet('json')) {
      out(`${JSON.stringify({ board: board.id, bricks: list }, null, 2)}\n`);
      return EXIT.done;
    }
    const headings = (['brickColumn', 'nameColumn', 'portsColumn', 'explanationColumn'] as const).map((key) =>
      say(key, language).toUpperCase(),
    );
    const rows = list.map(({ id, name, ports, explanation }) => [
      id,
      name,
      ports.length === 0 ? say('noPort', language) : firstPorts(ports, SHOWN_PORTS),
      explanation,
    ]);
    out(harmless(table([headings, ...rows], columns)));
    return EXIT.done;
  },
};

const SHOWN_PORTS = 8;
