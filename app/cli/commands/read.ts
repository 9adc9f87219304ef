/** `genie read`: brings the blocks back that a board remembers. */
import { choosePort, namedBoard, openDevices } from '../../host/devices.ts';
import { DeviceError } from '../../host/device-words.ts';
import { askBoard, readBlocks } from '../../host/device-work.ts';
import { writeReason } from '../../host/file-reason.ts';
import { openProgram } from '../../host/open-program.ts';
import type { Command } from '../command.ts';
import { showEvents, withDevice } from '../device-answer.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

const DEFAULT_FILE = 'found.genie';

export const read: Command = {
  name: 'read',
  summary: 'readSummary',
  takes: [],
  options: ['port', 'board', 'out', 'force', 'json'],
  run: (invocation) =>
    withDevice(invocation, { port: invocation.option('port') ?? null, out: null }, async () => {
      const { host, option, isSet, language, style, out, err } = invocation;
      const path = option('out') ?? DEFAULT_FILE;
      const id = option('board');
      const named = id === undefined ? undefined : namedBoard(id);
      if (id !== undefined && named === undefined) {
        err(`${say('unknownBoard', language, { word: harmless(id) })}\n`);
        return EXIT.usage;
      }
      if (!isSet('force') && (await host.files.exists(path))) {
        err(`${say('alreadyThere', language, { file: harmless(path) })}\n`);
        return EXIT.usage;
      }
      const { service, save } = await openDevices(host);
      const port = await choosePort(service, option('port'));
      const events = showEvents(invocation);
      const board = named ?? (await askBoard(service, port, { emit: events.on }));
      const text = await readBlocks(service, board, port, { emit: events.on }).finally(events.end);
      await save();
      // What a stranger's board says is not believed.
      const opened = openProgram(text);
      if (!opened.ok) throw new DeviceError('stored-damaged', opened.diagnostics[0]?.message.en);
      try {
        await host.files.write(path, text);
      } catch (failure) {
        const reason = writeReason(failure)[language];
        err(`${say('notWritten', language, { file: harmless(path), reason })}\n`);
        return EXIT.usage;
      }
      if (isSet('json'))
        out(`${JSON.stringify({ ok: true, port: port.path, board: board.id, out: path, fault: null })}\n`);
      else out(`${style.green('✓')} ${say('readBlocks', language, { file: harmless(path) })}\n`);
      return EXIT.done;
    }),
};
