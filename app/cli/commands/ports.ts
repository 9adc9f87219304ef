/** `genie ports`: the ports that may be a board, and which. */
import { listPorts, openDevices } from '../../host/devices.ts';
import type { Command } from '../command.ts';
import { withDevice } from '../device-answer.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../style.ts';
import { table } from '../table.ts';
import { say } from '../words.ts';

export const ports: Command = {
  name: 'ports',
  summary: 'portsSummary',
  takes: [],
  options: ['json'],
  run: (invocation) =>
    withDevice(invocation, {}, async () => {
      const { host, language, columns, isSet, out } = invocation;
      const { service } = await openDevices(host);
      const list = await listPorts(service);
      if (isSet('json')) {
        const answer = list.map(({ boards, ...port }) => ({ ...port, boards: boards.map(({ id }) => id) }));
        out(`${JSON.stringify({ ok: true, ports: answer })}\n`);
        return EXIT.done;
      }
      if (list.length === 0) {
        out(`${say('noPorts', language)}\n`);
        return EXIT.done;
      }
      const heads = (['portColumn', 'socketColumn', 'serialColumn', 'maybeColumn'] as const).map((key) =>
        say(key, language).toUpperCase(),
      );
      const rows = list.map(({ path, location, serialNumber, boards }) => [
        path,
        location ?? '',
        serialNumber ?? '',
        boards.map(({ name }) => name[language]).join(', '),
      ]);
      out(harmless(table([heads, ...rows], columns)));
      return EXIT.done;
    }),
};
