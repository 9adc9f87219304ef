/**
 * The child's blocks become a program.
 *
 * In: a program file, whose workspace nobody has checked, and the kit's brick types. Out: a Program
 * and diagnostics. Guarantees: never throws, whatever the file says; everything left out is said;
 * scripts stand in turn order (docs/language.md, "Turns").
 */
import type { BrickType } from '../boards/types.ts';
import type { Diagnostic } from '../compiler/diagnostics/diagnostic.ts';
import type { OwnBlock, Program, Script, Variable } from '../compiler/program/model.ts';
import { blockName } from './block-words.ts';
import { LIMITS, type OwnBlockDeclaration, type ProgramFile } from './file/program-file.ts';
import { LONGEST_NAME } from './holes.ts';
import { clip, get, isArray, isLonger, isObject, type JsonObject } from './json.ts';
import { WorkspaceReader, type KnownBlock } from './reading/workspace-reader.ts';
import { measure, nextOf, positionOf } from './reading/saved-block.ts';

export interface ReadWorkspace {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

export function readWorkspace(file: ProgramFile, kitBricks: readonly BrickType[]): ReadWorkspace {
  const language = file.language ?? 'fr';
  const declarations = new Map(file.ownBlocks.map((ownBlock) => [ownBlock.id, ownBlock]));
  const { blocks, damaged } = topBlocks(file.workspace);
  const { blocks: count, depth } = measure(blocks);
  const reader = new WorkspaceReader(language, file, declarations, kitBricks, depth);
  if (damaged) reader.say('workspace-damaged', { path: 'workspace.blocks' });
  if (count > LIMITS.blocks) sayTooMany(reader, count, LIMITS.blocks, { fr: 'blocs', en: 'blocks' });

  const scripts: Script[] = [];
  let scriptCount = 0;
  const defined = new Map<string, OwnBlock>();
  for (const { saved, path } of fromTopToBottom(blocks)) {
    const found = reader.find(saved, path);
    if (found === 'skipped') continue;
    if (found.meaning.kind === 'trigger') {
      // Beyond the limit scripts are only counted: the program can't be used anyway.
      if (++scriptCount <= LIMITS.scripts) scripts.push(readScript(reader, found, path));
    } else if (found.meaning.kind === 'definition') {
      const ownBlock = readDefinition(reader, found, path, declarations, defined);
      if (ownBlock !== undefined) defined.set(ownBlock.id, ownBlock);
    } else if (found.spec.type !== 'note') {
      reader.say('block-loose', { block: blockName(found.spec) }, found.blockId);
    }
  }
  if (scriptCount > LIMITS.scripts) {
    sayTooMany(reader, scriptCount, LIMITS.scripts, { fr: 'scripts', en: 'scripts' });
  }
  const isStart = ({ trigger }: Script): boolean => trigger.kind === 'start';
  const program: Program = {
    name: file.name,
    language,
    bricks: file.bricks,
    variables: readVariables(reader, file.workspace),
    lists: file.lists,
    messages: file.messages,
    ownBlocks: file.ownBlocks.flatMap(({ id }) => defined.get(id) ?? []),
    scripts: [...scripts.filter(isStart), ...scripts.filter((script) => !isStart(script))],
  };
  return { program, diagnostics: reader.diagnostics };
}

function topBlocks(workspace: JsonObject): {
  readonly blocks: readonly unknown[];
  readonly damaged: boolean;
} {
  const holder = get(workspace, 'blocks');
  const blocks = isObject(holder) ? get(holder, 'blocks') : undefined;
  if (isArray(blocks)) return { blocks, damaged: false };
  return { blocks: [], damaged: holder !== undefined && !(isObject(holder) && blocks === undefined) };
}

/** By y, then x; where both are the same, in the order of the file. */
function fromTopToBottom(blocks: readonly unknown[]) {
  return blocks
    .map((saved, index) => ({
      saved,
      path: `workspace.blocks.blocks[${index}]`,
      ...(isObject(saved) ? positionOf(saved) : { x: 0, y: 0 }),
    }))
    .sort((a, b) => a.y - b.y || a.x - b.x);
}

function readScript(reader: WorkspaceReader, block: KnownBlock, path: string): Script {
  const { meaning, blockId, comment, saved } = block;
  const trigger =
    meaning.kind === 'trigger' ? meaning.read(reader.reading(block, 1)) : ({ kind: 'start' } as const);
  const next = nextOf(saved);
  const body = next === undefined ? [] : reader.readStack(next, `${path}.next`, 1);
  return { blockId, trigger, body, ...(comment === undefined ? {} : { comment }) };
}

function readDefinition(
  reader: WorkspaceReader,
  block: KnownBlock,
  path: string,
  declarations: ReadonlyMap<string, OwnBlockDeclaration>,
  defined: ReadonlyMap<string, OwnBlock>,
): OwnBlock | undefined {
  const { blockId, comment, saved } = block;
  const declared = declarations.get(reader.reading(block, 1).extra.ownBlock);
  if (declared === undefined) {
    reader.say('own-block-unknown', {}, blockId);
    return undefined;
  }
  if (defined.has(declared.id)) {
    reader.say('own-block-defined-twice', { name: declared.name }, blockId);
    return undefined;
  }
  const { id, name, parameters, hasResult } = declared;
  const next = nextOf(saved);
  const body = next === undefined ? [] : reader.readStack(next, `${path}.next`, 1);
  return { id, blockId, name, parameters, hasResult, body, ...(comment === undefined ? {} : { comment }) };
}

function readVariables(reader: WorkspaceReader, workspace: JsonObject): readonly Variable[] {
  const saved = get(workspace, 'variables') ?? [];
  if (!isArray(saved)) {
    reader.say('workspace-damaged', { path: 'workspace.variables' });
    return [];
  }
  const variables = new Map<string, Variable>();
  saved.forEach((entry, index) => {
    const path = `workspace.variables[${index}]`;
    const id = isObject(entry) ? get(entry, 'id') : undefined;
    const name = isObject(entry) ? get(entry, 'name') : undefined;
    if (typeof id !== 'string' || typeof name !== 'string' || variables.has(id)) {
      reader.say('workspace-damaged', { path });
      return;
    }
    if (isLonger(name, LONGEST_NAME)) {
      const problem = { fr: `${LONGEST_NAME} lettres au plus`, en: `${LONGEST_NAME} letters at most` };
      reader.say('file-field', { path: `${path}.name`, problem });
    }
    variables.set(id, { id, name: clip(name, LONGEST_NAME) });
  });
  if (variables.size > LIMITS.variables) {
    sayTooMany(reader, variables.size, LIMITS.variables, { fr: 'variables', en: 'variables' });
  }
  return [...variables.values()];
}

function sayTooMany(
  reader: WorkspaceReader,
  count: number,
  limit: number,
  what: { readonly fr: string; readonly en: string },
): void {
  reader.say('workspace-too-big', { count, what, limit });
}
