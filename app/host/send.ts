/**
 * From a file to a board: build, put the blocks behind the code, upload.
 *
 * In: a program, a sketch or a HEX file. Out: what would be sent (`prepareImage`), so that one build serves
 * many boards; user's mistakes are diagnostics, the device's faults DeviceErrors.
 */
import { CHIPS } from '../../boards/chips/index.ts';
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { diagnostic, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { readHex } from '../../compiler/hex/read-hex.ts';
import { withBlocks } from '../device/blocks-on-board.ts';
import { DeviceError } from '../device/device-error.ts';
import { build, type BuildReport, type BuildRequest } from './build.ts';
import type { Host } from './host.ts';
import { readText } from './read-source.ts';

export interface Prepared {
  readonly diagnostics: readonly Diagnostic[];
  readonly report?: BuildReport;
  /** Absent when there are errors. */
  readonly ready?: {
    readonly board: Board;
    readonly image: Uint8Array;
    /** Bytes of the program alone. */
    readonly programBytes: number;
    /** Bytes its blocks take on the board; absent when there are none, or no room. */
    readonly blocksBytes?: number;
  };
}

export interface SendRequest extends BuildRequest {
  /** What the port's USB ids allow, when no board was named. */
  readonly likely?: readonly Board[];
  readonly withoutBlocks?: boolean;
}

export async function prepareImage(request: SendRequest, host: Host): Promise<Prepared> {
  if (/\.hex$/i.test(request.file)) return prepareHex(request, host);
  const isProgram = /\.genie$/i.test(request.file);
  // A sketch does not say for which board it is; the cable may.
  const board = request.board ?? (isProgram ? undefined : request.likely?.[0]?.id);
  const report = await build({ ...request, board }, host);
  const { diagnostics } = report;
  if (!report.ok || report.hex === undefined || report.board === undefined) return { diagnostics, report };
  const chip = CHIPS[report.board.chip];
  const code = readHex(report.hex, chip.flash.bytes);
  if (!code.ok) return { diagnostics: [...diagnostics, hexProblem(request.file, code)], report };
  const ready = { board: report.board, image: code.image, programBytes: code.image.length };
  const text =
    isProgram && request.withoutBlocks !== true ? await readText(request.file, host.files) : undefined;
  if (text === undefined || !text.ok) return { diagnostics, report, ready };
  const { maxFlashBytes } = report.board.upload;
  const { image, blocksBytes } = await withBlocks(
    code.image,
    compact(text.value),
    chip.flash.pageBytes,
    maxFlashBytes,
  );
  return {
    diagnostics,
    report,
    ready: { ...ready, image, ...(blocksBytes === undefined ? {} : { blocksBytes }) },
  };
}

async function prepareHex(request: SendRequest, host: Host): Promise<Prepared> {
  const text = await readText(request.file, host.files);
  if (!text.ok) return { diagnostics: text.diagnostics };
  const named = request.board === undefined ? undefined : BOARDS.find(({ id }) => id === request.board);
  if (request.board !== undefined && named === undefined) {
    const known = BOARDS.map(({ id }) => id).join(', ');
    return { diagnostics: [diagnostic('board-unknown', { board: request.board, known })] };
  }
  const board = named ?? request.likely?.[0];
  if (board === undefined) throw new DeviceError('no-board');
  const code = readHex(text.value, CHIPS[board.chip].flash.bytes);
  if (!code.ok) return { diagnostics: [hexProblem(request.file, code)] };
  return { diagnostics: [], ready: { board, image: code.image, programBytes: code.image.length } };
}

const hexProblem = (file: string, { problem, line }: { problem: string; line: number }): Diagnostic =>
  diagnostic('file-unreadable', { file, reason: `Intel HEX, ${line}: ${problem}` });

/** The same JSON without spaces, so that it takes less room on the board. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
