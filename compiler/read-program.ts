/**
 * A sketch's files and what it takes of the core → the syntax trees of one whole program.
 *
 * In: the firmware templates once, then a sketch for a board. Out: the units, and what there is to say
 * about their text. Kept between programs, by board: the trees of the core's sources and of our drivers,
 * and the core's headers as units begin with them, as long as a sketch brings no file that changes them.
 */
import type { Board, Chip } from '../boards/types.ts';
import { Core, isCoreFile } from './core-files.ts';
import type { UnitToCheck } from './cpp/check/check-units.ts';
import { KeptUnit } from './cpp/check/kept-unit.ts';
import type { Token } from './cpp/lex/token.ts';
import { parseHeader, parseUnit, tokensOfUnit, type ParsedHeader, type ParsedUnit, type UnitOptions } from './cpp/parse-unit.ts'; // prettier-ignore
import { MOST_OFFSET, SourceFiles, type SourceFile } from './cpp/source.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { explainInclude, type Explained } from './explain-include.ts';
import { predefinedMacros } from './predefined-macros.ts';
import { tabsOf } from './sketch-tabs.ts';
import type { FirmwareTemplates, Sketch } from './sketch.ts';

export interface ReadRequest {
  readonly sketch: Sketch;
  readonly board: Board;
  readonly chip: Chip;
}

export interface ReadProgram {
  readonly sources: SourceFiles;
  readonly units: readonly UnitToCheck[];
  readonly diagnostics: readonly Diagnostic[];
  /** What there is to say about bodies of ours that were read while the program was checked. */
  readonly late: () => readonly Diagnostic[];
  /** For what a mistyped name may have meant: the macros of the sketch's files and of what they include. */
  readonly macroNames: () => readonly string[];
}

/** Units of the child's own have the numbers below. */
const FIRST_KEPT = 1000;
const ARDUINO_HEADER = 'core/include/Arduino.h';
const ARDUINO_MAIN = 'core/src/main.cpp';
const HEADERS = 'core/include/';
const SOURCE = /\.(?:c|cpp|cc|cxx)$/i;

const languageOf = ({ path }: SourceFile): 'c' | 'c++' => (path.endsWith('.c') ? 'c' : 'c++');

/** Names of macros a child may know. */
const definedIn = (text: string): string[] =>
  [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+([A-Za-z]\w+)/gm)].map(([, name = '']) => name);

export class ProgramReader {
  private readonly core: Core;
  private readonly driverNames: ReadonlySet<string>;
  private readonly units = new Map<string, ParsedUnit>();
  private readonly checked = new WeakMap<ParsedUnit, KeptUnit>();
  /** Undefined: there is something to say about it. */
  private readonly headers = new Map<string, ParsedHeader | undefined>();

  constructor(templates: FirmwareTemplates) {
    this.core = new Core(templates);
    this.driverNames = new Set(this.core.drivers.keys());
  }

  read(request: ReadRequest): ReadProgram {
    const { board, chip } = request;
    const { own, ownUnits, optionsOf, sources } = this.prepare(request);
    const units: UnitToCheck[] = [];
    const diagnostics: Diagnostic[] = [];
    const lates: (() => readonly Diagnostic[])[] = [];
    const included = new Set<SourceFile>();
    const add = (file: SourceFile, parsed: ParsedUnit): void => {
      const unit = { unit: parsed.unit, fileName: file.path, language: languageOf(file) };
      units.push({ ...unit, kept: this.kept(unit, file, parsed, sources) });
      diagnostics.push(...parsed.diagnostics);
      if (parsed.late !== undefined) lates.push(parsed.late);
      for (const header of parsed.includedFiles) included.add(header);
    };
    const key = JSON.stringify([chip.id, board.clockHz, board.arduino.defines]);
    const parse = (options: UnitOptions): ParsedUnit => {
      const place = `${options.file.path} ${key}`;
      const kept = this.core.isKnown(options.file) ? this.units.get(place) : undefined;
      if (kept?.includedFiles.every((file) => this.isSame(file, own)) === true) return kept;
      const headers = (file: SourceFile): ParsedHeader | undefined => this.header(file, options, key, own);
      if (!this.core.isKnown(options.file)) return parseUnit({ ...options, headers });
      const parsed = parseUnit({ ...options, headers, leavesUnread: true });
      // With a header of the sketch's own in it nothing is known of the unit.
      if (!parsed.includedFiles.every((file) => this.core.isKnown(file)))
        return parseUnit({ ...options, headers });
      this.units.set(place, parsed);
      return parsed;
    };
    for (const options of ownUnits) add(options.file, parse(options));
    // Without Arduino.h a program is on its own: it has its main().
    const isArduino = [...included].some(({ path }) => path === ARDUINO_HEADER);
    for (const source of this.core.sourcesFor(own, included, chip))
      if (isArduino || source.path !== ARDUINO_MAIN) add(source, parse(optionsOf(source)));
    const macroNames = (): readonly string[] => [...own, ...included].flatMap(({ text }) => definedIn(text));
    const late = (): readonly Diagnostic[] => [...new Set(lates.flatMap((said) => said()))];
    return { sources, units, diagnostics, late, macroNames };
  }

  /** The header of a library that is there. */
  headerOf(name: string): string | undefined {
    return this.core.libraryHeader(name);
  }

  /** Of a source that is the same in every program: its unit, checked once. */
  private kept(
    unit: UnitToCheck,
    file: SourceFile,
    parsed: ParsedUnit,
    sources: SourceFiles,
  ): KeptUnit | undefined {
    if (![file, ...parsed.includedFiles].every((one) => this.core.isKnown(one))) return undefined;
    let kept = this.checked.get(parsed);
    if (kept === undefined) {
      const number = FIRST_KEPT + sources.add(file) / MOST_OFFSET;
      kept = new KeptUnit(unit, { sources, wholeFiles: this.driverNames, number });
      this.checked.set(parsed, kept);
    }
    // What is wrong in a driver is said where it is used as if it were the child's.
    return kept.diagnostics.length === 0 ? kept : undefined;
  }

  private header(
    file: SourceFile,
    { moreTabs: _tabs, includeFirst: _first, isIno: _isIno, ...options }: UnitOptions,
    key: string,
    own: readonly SourceFile[],
  ): ParsedHeader | undefined {
    if (!file.path.startsWith(HEADERS)) return undefined;
    const place = `${file.path} ${options.language} ${key}`;
    const kept = this.headers.get(place);
    const read =
      kept ?? (this.headers.has(place) ? undefined : parseHeader({ ...options, file, leavesUnread: true }));
    if (read === undefined || kept === undefined) this.headers.set(place, read);
    const isValid =
      read !== undefined && [...read.includedFiles].every((included) => this.isSame(included, own));
    return isValid ? read : undefined;
  }

  /** Including this file's name still means this file: none of the sketch's own stands before it. */
  private isSame(file: SourceFile, own: readonly SourceFile[]): boolean {
    if (!isCoreFile(file.path)) return own.includes(file);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    return !own.some(({ path }) => path === name);
  }

  /** What the preprocessor leaves of the sketch's units, with what they include. */
  tokens(request: ReadRequest): { readonly tokens: readonly Token[]; readonly sources: SourceFiles } {
    const { ownUnits, sources } = this.prepare(request);
    return { tokens: ownUnits.flatMap((options) => tokensOfUnit(options).tokens), sources };
  }

  private prepare({ sketch, board, chip }: ReadRequest): {
    readonly own: readonly SourceFile[];
    readonly ownUnits: readonly UnitOptions[];
    readonly optionsOf: (file: SourceFile) => UnitOptions;
    readonly sources: SourceFiles;
  } {
    const sources = new SourceFiles([...this.core.files, ...this.core.drivers.values()]);
    const own = this.core.known(sketch.files);
    const resolveInclude = this.core.resolver(own, chip);
    const headers = (): readonly string[] => this.core.headerNames(own);
    const explain = (path: string): Explained => explainInclude(path, headers());
    const defines = {
      c: predefinedMacros(board, chip, 'c'),
      'c++': predefinedMacros(board, chip, 'c++'),
    };
    const optionsOf = (file: SourceFile): UnitOptions => {
      const language = languageOf(file);
      return { sources, file, language, defines: defines[language], resolveInclude, explainInclude: explain };
    };
    const [main, ...moreTabs] = tabsOf(sketch.main, own);
    const tabs =
      main === undefined ? [] : [{ ...optionsOf(main), moreTabs, includeFirst: ['Arduino.h'], isIno: true }];
    const others = own.filter(({ path }) => SOURCE.test(path)).map(optionsOf);
    return { own, ownUnits: [...tabs, ...others], optionsOf, sources };
  }
}
