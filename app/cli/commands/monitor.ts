/** `genie monitor`: shows what a board says, keeps it in a file, and sends it what is typed, until it is stopped. */
import { appendFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { choosePort, openDevices } from '../../host/devices.ts';
import { Monitor, numbersOf } from '../../host/device-work.ts';
import { writeReason } from '../../host/file-reason.ts';
import type { Command, Invocation } from '../command.ts';
import { withDevice } from '../device-answer.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

/** What Génie's own programs speak (docs/adr/0004-serial-speed.md). */
const DEFAULT_BAUD = 115_200;
const FASTEST_BAUD = 2_000_000;

export const monitor: Command = {
  name: 'monitor',
  summary: 'monitorSummary',
  takes: [],
  options: ['port', 'baud', 'time', 'out', 'json'],
  run: (invocation) =>
    withDevice(invocation, { port: invocation.option('port') ?? null }, async () => {
      const { host, option, isSet, language, style, out, err, inputLines } = invocation;
      const baud = Number(option('baud') ?? DEFAULT_BAUD);
      if (!Number.isInteger(baud) || baud < 50 || baud > FASTEST_BAUD) {
        err(`${say('wrongBaud', language, { word: harmless(option('baud') ?? '') })}\n`);
        return EXIT.usage;
      }
      const saving = await openLog(option('out'), invocation);
      if (saving === undefined) return EXIT.usage;
      const { service } = await openDevices(host);
      const port = await choosePort(service, option('port'));
      const start = service.clock.now();
      let opened: () => void = () => undefined;
      const seconds = (at: number): string => ((at - start) / 1_000).toFixed(3).padStart(9);
      const listening = new Monitor(service, {
        port,
        baud,
        onLines: (lines) => {
          saving(lines.map(({ at, text }) => `${isSet('time') ? `${seconds(at)} ` : ''}${text}\n`).join(''));
          for (const { at, text } of lines)
            if (isSet('json')) {
              const numbers = numbersOf(text);
              const series = numbers === undefined ? null : Object.fromEntries(numbers);
              out(`${JSON.stringify({ ms: Math.round(at - start), text, numbers: series })}\n`);
            } else out(`${isSet('time') ? `${style.dim(seconds(at))} ` : ''}${harmless(text)}\n`);
        },
        onState: (state) => {
          if (state === 'listening') opened();
          if (isSet('json')) return;
          if (state === 'listening')
            err(`${style.dim(say('listening', language, { port: port.path, baud }))}\n`);
          if (state === 'unplugged') err(`${style.yellow('…')} ${say('monitorUnplugged', language)}\n`);
        },
      });
      // Read only once there is somebody to talk to: an open input keeps the program from ending.
      const lines = inputLines();
      const isOpen = new Promise<void>((done) => (opened = done));
      const typed = isOpen.then(() => sendLines(listening, lines));
      try {
        await Promise.race([listening.run(), typed.then(() => new Promise<never>(() => undefined))]);
      } finally {
        lines.end();
      }
      return EXIT.done;
    }),
};

/** Adds to the file what it is given; undefined when the file cannot be written, which was said. */
async function openLog(
  file: string | undefined,
  { err, language }: Invocation,
): Promise<((text: string) => void) | undefined> {
  if (file === undefined) return () => undefined;
  const tell = (failure: unknown): void => {
    const reason = writeReason(failure)[language];
    err(`${say('notWritten', language, { file: harmless(file), reason })}\n`);
  };
  try {
    await appendFile(file, '');
  } catch (failure) {
    tell(failure);
    return undefined;
  }
  let isFull = false;
  return (text) => {
    if (isFull) return;
    try {
      // In order, and at once: the command ends with Ctrl+C.
      appendFileSync(file, text);
    } catch (failure) {
      isFull = true;
      tell(failure);
    }
  };
}

/** What cannot be sent now is lost, as on a line that is not plugged in. */
async function sendLines(listening: Monitor, lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines)
    await listening.send(new TextEncoder().encode(`${line}\n`)).catch(() => undefined);
}
