/**
 * A program file as text.
 *
 * In: a `ProgramFile`. Out: the same text for the same program: known fields first and in the order
 * of docs/genie-file.md, then those we don't know, as they came.
 */
import { printJson } from './print-json.ts';
import type { ProgramFile } from './program-file.ts';

/** Larger than this, a program is written without spaces: it must stay within LIMITS.fileBytes. */
const LARGEST_PRETTY = 1024 * 1024;

const FILE_ORDER = [
  'format',
  'version',
  'name',
  'language',
  'board',
  'kit',
  'bricks',
  'lists',
  'messages',
  'ownBlocks',
  'workspace',
] as const satisfies readonly (keyof ProgramFile)[];
const BRICK_ORDER = ['id', 'type', 'port', 'name', 'settings'];
const LIST_ORDER = ['id', 'name', 'capacity'];
const NAME_ORDER = ['id', 'name'];
const OWN_BLOCK_ORDER = ['id', 'name', 'parameters', 'hasResult'];

export function printProgramFile(file: ProgramFile): string {
  const ordered = inOrder(
    {
      ...file,
      bricks: file.bricks.map((brick) => inOrder(brick, BRICK_ORDER)),
      lists: file.lists.map((list) => inOrder(list, LIST_ORDER)),
      messages: file.messages.map((message) => inOrder(message, NAME_ORDER)),
      ownBlocks: file.ownBlocks.map((ownBlock) =>
        inOrder(
          { ...ownBlock, parameters: ownBlock.parameters.map((parameter) => inOrder(parameter, NAME_ORDER)) },
          OWN_BLOCK_ORDER,
        ),
      ),
    },
    FILE_ORDER,
  );
  const pretty = printJson(ordered, 'pretty');
  return `${pretty.length <= LARGEST_PRETTY ? pretty : printJson(ordered, 'compact')}\n`;
}

function inOrder(object: object, order: readonly string[]): object {
  const entries = new Map<string, unknown>(Object.entries(object));
  const known = order.filter((key) => entries.has(key));
  const others = [...entries.keys()].filter((key) => !known.includes(key));
  return Object.fromEntries([...known, ...others].map((key) => [key, entries.get(key)]));
}
