/**
 * The .genie file as data: docs/genie-file.md.
 *
 * In: nothing. Out: types and limits. Invariant: a file that parse-program-file.ts gives has this
 * shape; `workspace` alone is as Blockly saved it, unchecked. Fields that we don't know are kept on
 * the objects that hold them, and are written again.
 */
import type { PluggedBrick } from '../../boards/types.ts';
import type { Language, List, ProgramMessage, Variable } from '../../compiler/program/model.ts';
import type { JsonObject } from '../json.ts';

export const FILE_VERSION = 1;

/** An own block as declared; what it does hangs below its `own_define` block. */
export interface OwnBlockDeclaration {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly Variable[];
  readonly hasResult: boolean;
}

export interface ProgramFile {
  readonly format: 'genie';
  readonly version: typeof FILE_VERSION;
  readonly name: string;
  readonly language?: Language;
  /** Id of a built-in board; without board or kit, the program is for genie-base. */
  readonly board?: string;
  /** Id of a kit, or a whole kit (checked by boards/kit/). */
  readonly kit?: string | JsonObject;
  readonly bricks: readonly PluggedBrick[];
  readonly lists: readonly List[];
  readonly messages: readonly ProgramMessage[];
  readonly ownBlocks: readonly OwnBlockDeclaration[];
  /** What Blockly's serialization.workspaces.save gives. */
  readonly workspace: JsonObject;
}

/** docs/language.md, "Limits". */
export const LIMITS = {
  fileBytes: 2 * 1024 * 1024,
  /** Levels of brackets: 5 000 blocks in one stack, and 120 levels of nesting on top. */
  jsonDepth: 12_000,
  blocks: 5000,
  nesting: 120,
  scripts: 64,
  variables: 200,
  lists: 30,
  messages: 50,
  ownBlocks: 50,
  parameters: 8,
  bricks: 100,
  capacity: 100,
  id: 100,
} as const;
