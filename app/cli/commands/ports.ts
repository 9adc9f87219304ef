/** `genie ports`: the ports that may be a board, and which. */
import { isReal, listPorts, openDevices } from '../../host/devices.ts';
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
        const answer = list.map(({ boards, virtual, ...port }) => ({
          ...port,
          ...(virtual === undefined ? {} : { virtual: true }),
          boards: boards.map(({ id }) => id),
        }));
        out(`${JSON.stringify({ ok: true, ports: answer })}\n`);
        return EXIT.done;
      }
      if (!list.some(isReal)) out(`${say('noPorts', language)}\n`);
      const heads = (['portColumn', 'socketColumn', 'serialColumn', 'maybeColumn'] as const).map((key) =>
        say(key, language).toUpperCase(),
      );
      const rows = list.map(({ path, location, serialNumber, boards, virtual }) => [
        path,
        virtual === undefined ? (location ?? '') : '',
        serialNumber ?? '',
        virtual === undefined
          ? boards.map(({ name }) => name[language]).join(', ')
          : say('virtualBoard', language),
      ]);
      out(harmless(table([heads, ...rows], columns)));
      return EXIT.done;
    }),
};
