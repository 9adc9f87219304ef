/**
 * Which board and bricks a build is for.
 *
 * The order: --kit FILE, --board ID (built in, or a file of the user's kit folder), the kit that the
 * program names or holds, the program's board, and else DEFAULT_BOARD. Kit files are untrusted.
 */
import { basename, join } from 'node:path';
import { BOARDS } from '../../boards/bases/index.ts';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import { parseKit } from '../../boards/kit/parse-kit.ts';
import type { Kit } from '../../boards/types.ts';
import { diagnostic, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { Host } from './host.ts';
import type { OpenedProgram } from './open-program.ts';
import { readText, type Outcome } from './read-source.ts';

export const DEFAULT_BOARD = 'genie-base';
/** A folder full of other things must not take minutes. */
const MOST_KIT_FILES = 200;

export interface KitChoice {
  readonly board?: string | undefined;
  readonly kitFile?: string | undefined;
}

export async function chooseKit(
  { board, kitFile }: KitChoice,
  program: OpenedProgram | undefined,
  host: Host,
): Promise<Outcome<Kit>> {
  if (kitFile !== undefined) return readKitFile(kitFile, host);
  if (board !== undefined) return kitCalled(board, host);
  const { kit, board: programBoard } = program?.file ?? {};
  if (typeof kit === 'object') return toKit(JSON.stringify(kit, null, 2), 'kit');
  return kitCalled(kit ?? programBoard ?? DEFAULT_BOARD, host);
}

export async function readKitFile(path: string, host: Host): Promise<Outcome<Kit>> {
  const text = await readText(path, host.files);
  return text.ok ? toKit(text.value, basename(path)) : text;
}

/** The built-in kits, then those of the user's folder; a file that is wrong is said and left out. */
export async function knownKits(
  host: Host,
): Promise<{ readonly kits: readonly Kit[]; readonly diagnostics: readonly Diagnostic[] }> {
  const kits = BOARDS.flatMap(({ id }) => builtInKit(id) ?? []);
  const names = await host.files.list(host.kitFolder).catch((): readonly string[] => []);
  const diagnostics: Diagnostic[] = [];
  for (const name of names.filter((other) => other.endsWith('.json')).slice(0, MOST_KIT_FILES)) {
    const read = await readKitFile(join(host.kitFolder, name), host);
    diagnostics.push(...read.diagnostics);
    if (read.ok && !kits.some(({ id }) => id === read.value.id)) kits.push(read.value);
  }
  return { kits, diagnostics };
}

async function kitCalled(id: string, host: Host): Promise<Outcome<Kit>> {
  const builtIn = builtInKit(id);
  if (builtIn !== undefined) return { ok: true, value: builtIn, diagnostics: [] };
  // A wrong file matters only if the kit is not found: it may be the one.
  const { kits, diagnostics } = await knownKits(host);
  const kit = kits.find((other) => other.id === id);
  if (kit !== undefined) return { ok: true, value: kit, diagnostics: [] };
  const known = kits.map((other) => other.id).join(', ');
  return {
    ok: false,
    diagnostics: [diagnostic('board-unknown', { board: id, known }), ...diagnostics],
  };
}

function toKit(text: string, file: string): Outcome<Kit> {
  const { kit, problems } = parseKit(text);
  if (kit !== undefined) return { ok: true, value: kit, diagnostics: [] };
  return {
    ok: false,
    diagnostics: problems.map(({ message, suggestion, line = 1, column = 1 }) =>
      diagnostic(
        'kit-problem',
        {
          fr: [message.fr, suggestion?.fr ?? ''].join(' ').trim(),
          en: [message.en, suggestion?.en ?? ''].join(' ').trim(),
        },
        { span: { file, line, column, endLine: line, endColumn: column + 1 } },
      ),
    ),
  };
}
