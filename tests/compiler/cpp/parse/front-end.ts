/**
 * The front end in a test: texts in, trees and diagnostics out.
 *
 * Headers come from the test itself, then from our core and drivers in firmware-templates/.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dumpAst } from '../../../../compiler/cpp/dump-ast.ts';
import type { Language } from '../../../../compiler/cpp/lex/keywords.ts';
import {
  parseHeader,
  parseUnit,
  tokensOfUnit,
  type ParsedHeader,
  type ParsedUnit,
  type UnitOptions,
} from '../../../../compiler/cpp/parse-unit.ts';
import { AVR_DEFINES } from '../../../../compiler/cpp/preprocess/avr-macros.ts';
import type { ResolveInclude } from '../../../../compiler/cpp/preprocess/preprocessor.ts';
import { SourceFiles, type SourceFile } from '../../../../compiler/cpp/source.ts';

export const TEMPLATES = resolve(import.meta.dirname, '../../../../firmware-templates');

const foldersBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isDirectory())
    : [];

export const OUR_FOLDERS = [
  join(TEMPLATES, 'core/include'),
  join(TEMPLATES, 'core/variants/standard'),
  ...foldersBelow(join(TEMPLATES, 'core/libraries')),
  join(TEMPLATES, 'drivers'),
  join(TEMPLATES, 'runtime'),
];

const opened = new Map<string, SourceFile>();

export function openFile(path: string): SourceFile {
  const known = opened.get(path);
  if (known !== undefined) return known;
  const file = { path, text: readFileSync(path, 'utf8') };
  opened.set(path, file);
  return file;
}

/** Looks beside the including file, then into `folders`. */
export function resolverFor(folders: readonly string[]): ResolveInclude {
  const found = new Map<string, SourceFile | undefined>();
  return (path, from, { isAngled, isNext }) => {
    const beside = dirname(from.path);
    const key = `${path}\n${beside}\n${isAngled}\n${isNext}`;
    if (found.has(key)) return found.get(key);
    const places = [...(isAngled ? [] : [beside]), ...folders, ...(isAngled ? [beside] : [])]
      .filter((folder) => !isNext || folder !== beside)
      .map((folder) => join(folder, path))
      .find((place) => existsSync(place) && statSync(place).isFile());
    const file = places === undefined ? undefined : openFile(places);
    found.set(key, file);
    return file;
  };
}

export const ourHeaders = resolverFor(OUR_FOLDERS);

const INCLUDE = join(TEMPLATES, 'core/include');
const core = readdirSync(INCLUDE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.h'))
  .toSorted()
  .map((path) => openFile(join(INCLUDE, path)));
const headers = new Map<string, ParsedHeader | undefined>();

/** The core's headers are read once: headers.test.ts proves that this changes nothing. */
function keptHeader(file: SourceFile, options: UnitOptions): ParsedHeader | undefined {
  if (!file.path.startsWith(INCLUDE)) return undefined;
  const key = `${file.path} ${options.language}`;
  if (!headers.has(key)) {
    const { sources, language, defines, resolveInclude } = options;
    headers.set(key, parseHeader({ sources, file, language, defines, resolveInclude }));
  }
  return headers.get(key);
}

export interface ParseOptions {
  readonly language?: Language;
  readonly isIno?: boolean;
  /** Headers of the test. */
  readonly files?: Readonly<Record<string, string>>;
  readonly defines?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly resolveInclude?: ResolveInclude;
  /** Off: no predefined macros of avr-gcc. */
  readonly bare?: boolean;
}

export interface Parsed extends ParsedUnit {
  readonly sources: SourceFiles;
  readonly file: SourceFile;
}

const CHIP: readonly (readonly [string, string])[] = [
  ['F_CPU', '16000000L'],
  ['ARDUINO', '10819'],
  ['ARDUINO_AVR_UNO', '1'],
  ['ARDUINO_ARCH_AVR', '1'],
];

function optionsFor(text: string, options: ParseOptions): UnitOptions {
  const language = options.language ?? 'c++';
  const file = { path: options.path ?? (options.isIno === true ? 'sketch.ino' : 'test.cpp'), text };
  const own = new Map(
    Object.entries(options.files ?? {}).map(([path, content]) => [path, { path, text: content }]),
  );
  const others = options.resolveInclude ?? ourHeaders;
  const more = Object.entries(options.defines ?? {});
  const isPlain =
    more.length === 0 && own.size === 0 && options.bare !== true && options.resolveInclude === undefined;
  const whole: UnitOptions = {
    sources: new SourceFiles(isPlain ? core : []),
    file,
    language,
    defines: options.bare === true ? new Map(more) : AVR_DEFINES('atmega328p', language, [...CHIP, ...more]),
    resolveInclude: (path, from, request) => own.get(path) ?? others(path, from, request),
    isIno: options.isIno === true,
    includeFirst: options.isIno === true ? ['Arduino.h'] : [],
  };
  return isPlain ? { ...whole, headers: (header) => keptHeader(header, whole) } : whole;
}

export function parseText(text: string, options: ParseOptions = {}): Parsed {
  const whole = optionsFor(text, options);
  return { ...parseUnit(whole), sources: whole.sources, file: whole.file };
}

/** The spellings that are left for the parser, with one space where there was any. */
export function preprocessed(text: string, options: ParseOptions = {}): string {
  const { tokens } = tokensOfUnit(optionsFor(text, { bare: true, ...options }));
  return tokens
    .map((token) => ((token.flags & 3) !== 0 ? ' ' : '') + token.text)
    .join('')
    .trim();
}

/** `code line` of each diagnostic. */
export const said = ({ diagnostics }: Pick<Parsed, 'diagnostics'>): string[] =>
  diagnostics.map(({ code, span }) => `${code} ${span?.line ?? 0}`);

export const preprocessorSays = (text: string, options: ParseOptions = {}): string[] =>
  said(tokensOfUnit(optionsFor(text, { bare: true, ...options })));

/** The tree of the file itself, without line numbers. */
export function treeOf(text: string, options: ParseOptions = {}): string {
  const parsed = parseText(text, options);
  if (parsed.diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(JSON.stringify(said(parsed)));
  return dumpAst(parsed.unit, parsed.sources, (file) => file === parsed.file)
    .replace(/^# .*\n/gm, '')
    .replace(/^ *\d+ /gm, '')
    .trimEnd();
}

/** The tree of one expression in a function. */
export function expressionOf(expression: string, before = ''): string {
  const lines = treeOf(`${before}\nvoid f() { ${expression}; }`).split('\n');
  return (lines.at(-1) ?? '').trim();
}
