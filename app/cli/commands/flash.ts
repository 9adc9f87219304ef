/** `genie flash FILE`: builds a program and sends it to a board, or to all of them. docs/command.md is its contract. */
import {
  candidatesOf,
  choosePort,
  isReal,
  listPorts,
  openDevices,
  type Devices,
} from '../../host/devices.ts';
import type { FleetResult, PortInfo } from '../../host/device-types.ts';
import { askBoard, flashFleet, upload } from '../../host/device-work.ts';
import { prepareImage, type Prepared } from '../../host/send.ts';
import type { Command, Invocation } from '../command.ts';
import { jsonFault, showEvents, withDevice } from '../device-answer.ts';
import { faultSentence } from '../../host/device-words.ts';
import { EXIT, exitCode, type ExitCode } from '../exit-code.ts';
import { jsonDiagnostics, printDiagnostics } from '../print-diagnostics.ts';
import { harmless } from '../style.ts';
import { say } from '../words.ts';

export const flash: Command = {
  name: 'flash',
  summary: 'flashSummary',
  takes: ['FILE'],
  options: ['port', 'board', 'kit', 'toolchain', 'all', 'bare', 'json'],
  run: (invocation) =>
    withDevice(invocation, { port: invocation.option('port') ?? null }, async () => {
      const devices = await openDevices(invocation.host);
      return invocation.isSet('all') ? flashAll(invocation, devices) : flashOne(invocation, devices);
    }),
};

/** What is sent; or nothing, and it was said why. */
export async function prepare(
  invocation: Invocation,
  devices: Devices,
  port: PortInfo | undefined,
): Promise<Prepared> {
  const { names, option, isSet, host } = invocation;
  const file = names[0] ?? '';
  const board = option('board');
  const isHex = /\.hex$/i.test(file);
  // A HEX file fits one kind of chip: the board itself is asked.
  const likely =
    board !== undefined || port === undefined
      ? []
      : isHex
        ? [await askBoard(devices.service, port)]
        : port.vendorId === undefined && port.virtual === undefined
          ? []
          : candidatesOf(port);
  return prepareImage(
    {
      file,
      board,
      kitFile: option('kit'),
      toolchain: option('toolchain'),
      likely,
      withoutBlocks: isSet('bare'),
    },
    host,
  );
}

/** Mistakes of the program, as `genie build` says them. */
export function tellMistakes(invocation: Invocation, { diagnostics, report }: Prepared): ExitCode {
  const { isSet, out, err, language, style } = invocation;
  if (isSet('json'))
    out(
      `${JSON.stringify({ ok: false, fault: null, diagnostics: jsonDiagnostics(diagnostics, language) })}\n`,
    );
  else err(printDiagnostics(diagnostics, language, style, report?.blockNames));
  return exitCode(diagnostics);
}

async function flashOne(invocation: Invocation, devices: Devices): Promise<ExitCode> {
  const { option, isSet, out, err, language, style } = invocation;
  const port = await choosePort(devices.service, option('port'));
  const prepared = await prepare(invocation, devices, port);
  const { ready, diagnostics, report } = prepared;
  if (ready === undefined) return tellMistakes(invocation, prepared);
  if (!isSet('json')) err(printDiagnostics(diagnostics, language, style, report?.blockNames));
  const events = showEvents(invocation);
  const { board, image, programBytes, blocksBytes } = ready;
  const result = await upload(devices.service, { board, port, image, emit: events.on }).finally(events.end);
  await devices.save();
  if (isSet('json')) {
    const answer = {
      ok: true,
      port: port.path,
      board: board.id,
      bytes: programBytes,
      blocksBytes: blocksBytes ?? null,
      ms: Math.round(result.ms),
      restarts: result.restarts,
      fault: null,
      diagnostics: jsonDiagnostics(diagnostics, language),
    };
    out(`${JSON.stringify(answer)}\n`);
    return EXIT.done;
  }
  const seconds = (result.ms / 1_000).toFixed(1);
  const words = say('flashed', language, { board: board.name[language], port: port.path, seconds });
  const blocks = blocksBytes === undefined ? '' : ` ${say('flashedBlocks', language, { n: blocksBytes })}`;
  out(
    `${style.green('✓')} ${harmless(words)}\n  ${style.dim(`${say('bytes', language, { n: programBytes })}${blocks}`)}\n`,
  );
  return EXIT.done;
}

async function flashAll(invocation: Invocation, devices: Devices): Promise<ExitCode> {
  const { isSet, out, err, language, style } = invocation;
  const ports = (await listPorts(devices.service)).filter(isReal);
  const [first] = ports;
  // Nothing to do is said as a fault: a script must notice.
  const prepared = await prepare(invocation, devices, first);
  const { ready, diagnostics, report } = prepared;
  if (ready === undefined) return tellMistakes(invocation, prepared);
  if (!isSet('json')) err(printDiagnostics(diagnostics, language, style, report?.blockNames));
  const { board, image } = ready;
  const jobs = ports
    .filter(({ boards }) => boards.some(({ chip }) => chip === board.chip))
    .map((port) => ({ board, port, image }));
  if (jobs.length === 0) await choosePort(devices.service, undefined);
  const results = await flashFleet(devices.service, jobs, {
    onResult: (result) => {
      if (!isSet('json')) out(resultLine(result, invocation));
    },
  });
  await devices.save();
  const isFine = results.every(({ fault }) => fault === undefined);
  if (isSet('json')) {
    const boards = results.map(({ job, ms, fault }) => ({
      port: job.port.path,
      ok: fault === undefined,
      ms: Math.round(ms),
      fault: fault === undefined ? null : jsonFault(fault, invocation),
    }));
    out(`${JSON.stringify({ ok: isFine, board: board.id, boards })}\n`);
  }
  return isFine ? EXIT.done : EXIT.device;
}

export function resultLine({ job, ms, fault }: FleetResult, { language, style }: Invocation): string {
  const seconds = (ms / 1_000).toFixed(1);
  const words =
    fault === undefined
      ? say('flashed', language, { board: job.board.name[language], port: job.port.path, seconds })
      : `${job.port.path} – ${faultSentence(fault, language)}`;
  return `${fault === undefined ? style.green('✓') : style.red('✗')} ${harmless(words)}\n`;
}
