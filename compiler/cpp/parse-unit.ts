/**
 * From source text to the syntax tree: preprocess, lex, parse.
 *
 * In: a file (or the tabs of a sketch), predefined macros, a resolver for #include. Out: the tree, what
 * there is to say about the text, and the files that were included. Never throws for what a user wrote.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Decl, TranslationUnit } from './ast.ts';
import type { Language } from './lex/keywords.ts';
import type { Token } from './lex/token.ts';
import { addPrototypes } from './parse/add-prototypes.ts';
import { Parser, type KnownNames } from './parse/parser.ts';
import { reportComments } from './parse/report-comments.ts';
import { reportStrays } from './parse/report-strays.ts';
import { repairBraces } from './parse/repair-braces.ts';
import { repairSigns } from './parse/repair-signs.ts';
import { repairWords } from './parse/repair-words.ts';
import { preprocess, type PreprocessedUnit } from './preprocess/preprocess.ts';
import type { ExplainInclude, PreprocessorOptions, ResolveInclude } from './preprocess/preprocessor.ts';
import type { ReadHeader } from './preprocess/read-header.ts';
import { Reporter } from './reporter.ts';
import type { SourceFile, SourceFiles } from './source.ts';

export interface UnitOptions {
  readonly sources: SourceFiles;
  /** The first file of the unit. */
  readonly file: SourceFile;
  /** A sketch's further tabs, in order: read behind `file` as one text. */
  readonly moreTabs?: readonly SourceFile[];
  readonly language: Language;
  /** Name → body. A function-like macro has its parameters in its name: `"F(x)"`. */
  readonly defines: ReadonlyMap<string, string>;
  readonly resolveInclude: ResolveInclude;
  readonly explainInclude?: ExplainInclude;
  /** Included before the first line, as by `#include <…>`: Arduino.h for a sketch's tabs. */
  readonly includeFirst?: readonly string[];
  /** The unit is a sketch's tabs: its functions may be used above their definition. */
  readonly isIno?: boolean;
  /** Headers that were read before, for units that begin with them. */
  readonly headers?: (file: SourceFile) => ParsedHeader | undefined;
  /**
   * Functions and the members of classes are parsed when somebody looks for them: only for texts of ours,
   * in which there is nothing wrong.
   */
  readonly leavesUnread?: boolean;
}

export interface ParsedUnit {
  readonly unit: TranslationUnit;
  readonly diagnostics: readonly Diagnostic[];
  readonly includedFiles: readonly SourceFile[];
  /** What there is to say about the bodies that were read since. */
  readonly late?: () => readonly Diagnostic[];
}

export interface TokensOfUnit {
  readonly tokens: readonly Token[];
  readonly diagnostics: readonly Diagnostic[];
  readonly includedFiles: readonly SourceFile[];
}

/** A header that was read as the first of a unit: others that begin with it go on from there. */
export interface ParsedHeader extends ReadHeader {
  readonly decls: readonly Decl[];
  readonly names: KnownNames;
  readonly late?: () => readonly Diagnostic[];
}

/** The unit is the same with and without `headers`. */
export function parseUnit(options: UnitOptions): ParsedUnit {
  const { sources, language, isIno } = options;
  const reporter = new Reporter(sources);
  let header: ParsedHeader | undefined;
  const { tokens, includedFiles, taken, readPart, functionOf } = readTokens(options, reporter, {
    readBefore: (file) => (header = options.headers?.(file)),
  });
  if (taken === undefined) header = undefined;
  const last = header?.lastToken;
  const text = last === undefined ? tokens : [last, ...tokens];
  const behindHeader = last === undefined ? 0 : 1;
  const own = repairWords(reportStrays(repairSigns(text, reporter), reporter), reporter, behindHeader);
  const whole = repairBraces(own, sources, reporter, behindHeader);
  const known = header?.names;
  const decls = new Parser({ tokens: whole, reporter, language, known, readPart, functionOf }).parseUnit();
  for (const file of tabsOf(options))
    if (reporter.hasSaid(file.path)) reportComments(file, sources, reporter);
  const prototyped = isIno === true ? addPrototypes(decls, sources, tabsOf(options)) : decls;
  const diagnostics = reporter.inOrder();
  const ofHeader = header?.late;
  const ofUnit = (): Diagnostic[] => without(reporter.inOrder(), diagnostics);
  const late = options.leavesUnread === true ? () => [...(ofHeader?.() ?? []), ...ofUnit()] : ofHeader;
  return {
    unit: { language, decls: header === undefined ? prototyped : [...header.decls, ...prototyped] },
    diagnostics,
    includedFiles,
    ...(late === undefined ? {} : { late }),
  };
}

/**
 * Reads a header for units to begin with; they must have the same macros predefined and give its files the
 * same places. Undefined when there is something to say about it: then every unit says it itself.
 */
export function parseHeader(options: UnitOptions): ParsedHeader | undefined {
  const { sources, language } = options;
  const reporter = new Reporter(sources);
  const { tokens, state, readPart, functionOf } = readTokens(options, reporter, { asked: new Set() });
  const whole = repairBraces(reportStrays(repairSigns(tokens, reporter), reporter), sources, reporter);
  const parser = new Parser({ tokens: whole, reporter, language, readPart, functionOf });
  const decls = parser.parseUnit();
  if (state === undefined || reporter.inOrder().length > 0) return undefined;
  const late = options.leavesUnread === true ? { late: () => reporter.inOrder() } : {};
  return { ...state, decls, names: parser.knownNames, ...late };
}

/** Only preprocessed: for `--dump tokens`. */
export function tokensOfUnit(options: UnitOptions): TokensOfUnit {
  const reporter = new Reporter(options.sources);
  const { tokens, includedFiles } = readTokens(options, reporter);
  return { tokens, diagnostics: reporter.inOrder(), includedFiles };
}

const without = (all: readonly Diagnostic[], some: readonly Diagnostic[]): Diagnostic[] =>
  all.filter((one) => !some.includes(one));

const tabsOf = ({ file, moreTabs }: UnitOptions): SourceFile[] => [file, ...(moreTabs ?? [])];

function readTokens(
  options: UnitOptions,
  reporter: Reporter,
  more: Pick<PreprocessorOptions, 'asked' | 'readBefore'> = {},
): PreprocessedUnit {
  const { sources, language, defines, resolveInclude, explainInclude, includeFirst } = options;
  return preprocess(tabsOf(options), {
    sources,
    reporter,
    language,
    defines,
    resolveInclude,
    explainInclude,
    includeFirst: includeFirst ?? [],
    leavesUnread: options.leavesUnread === true,
    ...more,
  });
}
