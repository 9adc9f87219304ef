/**
 * Text becomes a program file.
 *
 * In: the text of a .genie file, which may be anything. Out: the file, brought to the newest
 * version, and diagnostics; no file when it is none of ours or from a newer Génie. Guarantees:
 * never throws; time and memory grow with the text's length, which has a limit; the workspace is
 * left as it is for read-workspace.ts.
 */
import { lineAndColumn } from '../../boards/kit/json-node.ts';
import { readJson } from '../../boards/kit/read-json.ts';
import type { LocalizedText, PluggedBrick } from '../../boards/types.ts';
import { diagnostic, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { List, ProgramMessage } from '../../compiler/program/model.ts';
import { get, isAllowedKey, isObject, type JsonObject } from '../json.ts';
import { FieldChecks } from './field-checks.ts';
import { MIGRATIONS, migrate } from './migrations.ts';
import { FILE_VERSION, LIMITS, type OwnBlockDeclaration, type ProgramFile } from './program-file.ts';

export interface ParsedProgramFile {
  readonly file?: ProgramFile;
  readonly diagnostics: readonly Diagnostic[];
}

const WHAT = {
  bricks: { fr: 'briques', en: 'bricks' },
  lists: { fr: 'listes', en: 'lists' },
  messages: { fr: 'messages', en: 'messages' },
  ownBlocks: { fr: 'blocs à toi', en: 'own blocks' },
  parameters: { fr: 'paramètres', en: 'parameters' },
} as const;

const MEGABYTE = 1024 * 1024;

export function parseProgramFile(text: string): ParsedProgramFile {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LIMITS.fileBytes) {
    const megabytes = (bytes / MEGABYTE).toFixed(1);
    const count = { fr: megabytes.replace('.', ','), en: megabytes };
    const words = { count, what: { fr: 'Mo', en: 'MB' }, limit: LIMITS.fileBytes / MEGABYTE };
    return { diagnostics: [diagnostic('workspace-too-big', words)] };
  }
  if (bracketDepth(text) > LIMITS.jsonDepth) {
    const reason = {
      fr: 'trop de crochets les uns dans les autres',
      en: 'too many brackets inside one another',
    };
    return { diagnostics: [diagnostic('file-not-json', { reason })] };
  }
  const json = parseJson(text.replace(/^\uFEFF/, ''));
  if ('reason' in json) return { diagnostics: [diagnostic('file-not-json', { reason: json.reason })] };
  const raw = json.value;
  if (!isObject(raw) || get(raw, 'format') !== 'genie')
    return { diagnostics: [diagnostic('file-not-genie')] };
  const checks = new FieldChecks();
  const version = get(raw, 'version');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    checks.problem('version', 'version');
    return { diagnostics: checks.diagnostics };
  }
  if (version > FILE_VERSION) return { diagnostics: [diagnostic('file-newer', { version })] };
  const file = checkFile(migrate(raw, version, FILE_VERSION, MIGRATIONS), checks);
  return { file, diagnostics: checks.diagnostics };
}

function parseJson(text: string): { readonly value: unknown } | { readonly reason: LocalizedText } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { reason: whyNotJson(text) };
  }
}

/** The place and the mistake in our words: the engine's are English, and change with it. */
function whyNotJson(text: string): LocalizedText {
  const json = readJson(text, LIMITS.jsonDepth);
  if (!('mistake' in json)) return { fr: '', en: '' };
  const { at, message } = json.mistake;
  if (text.trim() === '') return { fr: 'il est vide', en: 'it is empty' };
  const { line, column } = lineAndColumn(text, at);
  const [fr, en] = [message.fr, message.en].map((sentence) => sentence.replace(/\.$/, ''));
  return {
    fr: `ligne ${line}, colonne ${column} : ${fr}`,
    en: `line ${line}, column ${column}: ${en}`,
  };
}

/** How deep brackets nest, without parsing: no recursion, whatever the text. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function checkFile(raw: JsonObject, checks: FieldChecks): ProgramFile {
  const language = get(raw, 'language');
  if (language !== undefined && language !== 'fr' && language !== 'en')
    checks.problem('language', 'language');
  const workspace = get(raw, 'workspace') ?? {};
  if (!isObject(workspace)) checks.problem('workspace', 'object');
  return {
    ...withoutKeys(raw, ['language', 'board', 'kit']),
    format: 'genie',
    version: FILE_VERSION,
    name: get(raw, 'name') === undefined ? '' : (checks.name(get(raw, 'name'), 'name') ?? ''),
    ...(language === 'fr' || language === 'en' ? { language } : {}),
    ...checkBoard(raw, checks),
    bricks: checks.entries(raw, '', 'bricks', LIMITS.bricks, WHAT.bricks, (entry, path) =>
      checkBrick(entry, path, checks),
    ),
    lists: checks.entries(raw, '', 'lists', LIMITS.lists, WHAT.lists, (entry, path) =>
      checkList(entry, path, checks),
    ),
    messages: checks.entries(raw, '', 'messages', LIMITS.messages, WHAT.messages, (entry, path) =>
      checkNamed(entry, path, checks),
    ),
    ownBlocks: checks.entries(raw, '', 'ownBlocks', LIMITS.ownBlocks, WHAT.ownBlocks, (entry, path) =>
      checkOwnBlock(entry, path, checks),
    ),
    workspace: isObject(workspace) ? workspace : {},
  };
}

/** The fields we don't know ride along; keys that JavaScript gives a meaning to don't. */
const withoutKeys = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => isAllowedKey(key) && !keys.includes(key)));

function checkBoard(raw: JsonObject, checks: FieldChecks): Pick<ProgramFile, 'board' | 'kit'> {
  const board = get(raw, 'board');
  const kit = get(raw, 'kit');
  if (board !== undefined && kit !== undefined) checks.problem('board', 'boardAndKit');
  if (kit !== undefined) {
    if (typeof kit === 'string' || isObject(kit)) return { kit };
    checks.problem('kit', 'kit');
  }
  if (board === undefined) return {};
  const id = checks.id(board, 'board');
  return id === undefined ? {} : { board: id };
}

function checkNamed(entry: JsonObject, path: string, checks: FieldChecks): ProgramMessage | undefined {
  const id = checks.id(get(entry, 'id'), `${path}.id`);
  const name = checks.name(get(entry, 'name'), `${path}.name`);
  return id === undefined || name === undefined ? undefined : { ...withoutKeys(entry, []), id, name };
}

function checkList(entry: JsonObject, path: string, checks: FieldChecks): List | undefined {
  const named = checkNamed(entry, path, checks);
  const capacity = get(entry, 'capacity');
  const whole = typeof capacity === 'number' && Number.isInteger(capacity);
  if (!whole || capacity < 1 || capacity > LIMITS.capacity)
    return checks.problem(`${path}.capacity`, 'capacity');
  return named === undefined ? undefined : { ...named, capacity };
}

function checkOwnBlock(
  entry: JsonObject,
  path: string,
  checks: FieldChecks,
): OwnBlockDeclaration | undefined {
  const named = checkNamed(entry, path, checks);
  const hasResult = get(entry, 'hasResult') ?? false;
  if (typeof hasResult !== 'boolean') return checks.problem(`${path}.hasResult`, 'truth');
  const parameters = checks.entries(
    entry,
    path,
    'parameters',
    LIMITS.parameters,
    WHAT.parameters,
    (parameter, at) => checkNamed(parameter, at, checks),
  );
  return named === undefined ? undefined : { ...named, parameters, hasResult };
}

function checkBrick(entry: JsonObject, path: string, checks: FieldChecks): PluggedBrick | undefined {
  const id = checks.id(get(entry, 'id'), `${path}.id`);
  const type = checks.id(get(entry, 'type'), `${path}.type`);
  const port = get(entry, 'port');
  const portId = checks.id(typeof port === 'number' ? String(port) : port, `${path}.port`);
  const saidName = get(entry, 'name');
  const name = saidName === undefined ? undefined : checks.name(saidName, `${path}.name`);
  const settings = checkSettings(get(entry, 'settings'), `${path}.settings`, checks);
  if (id === undefined || type === undefined || portId === undefined) return undefined;
  return {
    ...withoutKeys(entry, ['name', 'settings']),
    id,
    type,
    port: portId,
    ...(name === undefined ? {} : { name }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function checkSettings(saved: unknown, path: string, checks: FieldChecks): PluggedBrick['settings'] {
  if (saved === undefined) return undefined;
  if (!isObject(saved)) return checks.problem(path, 'object');
  const settings: [string, number | string][] = [];
  for (const [key, value] of Object.entries(saved)) {
    if (!isAllowedKey(key)) continue;
    if (typeof value === 'string' || typeof value === 'number') settings.push([key, value]);
    else checks.problem(`${path}.${key}`, 'setting');
  }
  return Object.fromEntries(settings);
}
