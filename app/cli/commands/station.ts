/** `genie station FILE`: writes every board that is plugged in, once, until it is stopped; a line of CSV for each. */
import { appendFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { candidatesOf, isReal, openDevices } from '../../host/devices.ts';
import { runStation } from '../../host/device-work.ts';
import { writeReason } from '../../host/file-reason.ts';
import { STATION_HEADS, stationLine } from '../../host/station-log.ts';
import type { Command } from '../command.ts';
import { jsonFault, withDevice } from '../device-answer.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';
import { prepare, resultLine, tellMistakes } from './flash.ts';

export const station: Command = {
  name: 'station',
  summary: 'stationSummary',
  takes: ['FILE'],
  options: ['board', 'kit', 'toolchain', 'bare', 'log', 'json'],
  run: (invocation) =>
    withDevice(invocation, {}, async () => {
      const { host, names, option, isSet, language, out, err } = invocation;
      const devices = await openDevices(host);
      const prepared = await prepare(invocation, devices, undefined);
      const { ready } = prepared;
      if (ready === undefined) return tellMistakes(invocation, prepared);
      const log = option('log');
      if (log !== undefined) {
        try {
          const isNew = await stat(log).then(
            () => false,
            () => true,
          );
          await appendFile(log, isNew ? STATION_HEADS : '');
        } catch (failure) {
          const reason = writeReason(failure)[language];
          err(`${say('notWritten', language, { file: harmless(log), reason })}\n`);
          return EXIT.usage;
        }
      }
      const { board, image } = ready;
      if (!isSet('json')) err(`${say('stationReady', language, { board: board.name[language] })}\n`);
      const program = basename(names[0] ?? '');
      const written: Promise<void>[] = [];
      await runStation(devices.service, {
        signal: invocation.stop ?? new AbortController().signal,
        jobFor: (port) =>
          isReal(port) && candidatesOf(port).some(({ chip }) => chip === board.chip)
            ? { board, image }
            : undefined,
        onResult: (result) => {
          if (log !== undefined)
            written.push(appendFile(log, stationLine(result, program, new Date())).catch(() => undefined));
          if (isSet('json')) {
            const { job, ms, fault } = result;
            const answer = {
              ok: fault === undefined,
              port: job.port.path,
              ms: Math.round(ms),
              fault: fault === undefined ? null : jsonFault(fault, invocation),
            };
            out(`${JSON.stringify(answer)}\n`);
          } else out(resultLine(result, invocation));
          void devices.save();
        },
      });
      await Promise.all(written);
      return EXIT.done;
    }),
};
