/** What every command about boards does alike: faults become a sentence and exit code 3, progress a line. */
import { DeviceError, faultSentence, noticeSentence } from '../host/device-words.ts';
import type { UploadEvent } from '../host/device-types.ts';
import type { Invocation } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { harmless } from './style.ts';
import { say } from './words.ts';

export interface JsonFault {
  readonly code: string;
  readonly message: string;
}

export const jsonFault = (fault: DeviceError, { language }: Invocation): JsonFault => ({
  code: fault.code,
  message: faultSentence(fault, language),
});

/** Runs the work; a device's fault is said. With --json `answer` gives the rest of the line. */
export async function withDevice(
  invocation: Invocation,
  answer: Readonly<Record<string, unknown>>,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof DeviceError)) throw failure;
    const fault = jsonFault(failure, invocation);
    if (invocation.isSet('json')) invocation.out(`${JSON.stringify({ ok: false, ...answer, fault })}\n`);
    else invocation.err(`${invocation.style.red('✗')} ${harmless(fault.message)}\n`);
    return EXIT.device;
  }
}

const PHASES = {
  connect: 'phaseConnect',
  write: 'phaseWrite',
  verify: 'phaseVerify',
  start: 'phaseStart',
} as const;

/** Notices as lines on standard error; on a terminal also how far it is, on one line that is written again. */
export function showEvents(invocation: Invocation): { on: (event: UploadEvent) => void; end: () => void } {
  const { language, style, columns, err, isSet } = invocation;
  const isLive = columns !== undefined && !isSet('json');
  let isShown = false;
  let last = '';
  const end = (): void => {
    if (isShown) err('\r\u001b[K');
    isShown = false;
  };
  const on = (event: UploadEvent): void => {
    if (event.kind === 'notice') {
      const words = noticeSentence(event.code, language);
      if (words === last) return;
      last = words;
      end();
      if (!isSet('json')) err(`${style.yellow('…')} ${words}\n`);
    } else if (event.kind === 'progress' && isLive) {
      const phase = say(PHASES[event.phase], language);
      const percent = Math.round(100 * event.fraction);
      const seconds = Math.ceil(event.remainingMs / 1_000);
      err(`\r\u001b[K${say('progress', language, { phase, percent, seconds })}`);
      isShown = true;
    }
  };
  return { on, end };
}
