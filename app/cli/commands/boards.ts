/** `genie boards`: the boards and the kits of the user's folder, as a table or JSON. */
import { CHIPS } from '../../../boards/chips/index.ts';
import { knownKits } from '../../host/kits.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCode } from '../exit-code.ts';
import { firstPorts } from '../first-ports.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { table } from '../table.ts';
import { say } from '../words.ts';

export const boards: Command = {
  name: 'boards',
  summary: 'boardsSummary',
  takes: [],
  options: ['json'],
  async run({ host, language, style, columns, isSet, out, err }) {
    const { kits, diagnostics } = await knownKits(host);
    if (isSet('json')) {
      const list = kits.map(({ id, name, board }) => ({
        id,
        name: name[language],
        chip: board.chip,
        fqbn: board.arduino.fqbn,
        flash: board.upload.maxFlashBytes,
        ram: CHIPS[board.chip].ram.bytes,
        ports: board.ports.map((port) => port.id),
      }));
      out(`${JSON.stringify(list, null, 2)}\n`);
      return EXIT.done;
    }
    const headings = (['boardColumn', 'nameColumn', 'chipColumn', 'spaceColumn', 'portsColumn'] as const).map(
      (key) => say(key, language).toUpperCase(),
    );
    const rows = kits.map(({ id, name, board }) => [
      id,
      name[language],
      CHIPS[board.chip].name,
      say('bytes', language, { n: board.upload.maxFlashBytes }),
      firstPorts(
        board.ports.map((port) => port.id),
        SHOWN_PORTS,
      ),
    ]);
    out(harmless(table([headings, ...rows], columns)));
    err(printDiagnostics(diagnostics, language, style));
    return exitCode(diagnostics);
  },
};

const SHOWN_PORTS = 14;
