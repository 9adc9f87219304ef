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
}

export interface ParsedUnit {
  readonly unit: TranslationUnit;
  readonly diagnostics: readonly Diagnostic[];
  readonly includedFiles: readonly SourceFile[];
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
}

/** The unit is the same with and without `headers`. */
export function parseUnit(options: UnitOptions): ParsedUnit {
  const { sources, language, isIno } = options;
  const reporter = new Reporter(sources);
  let header: ParsedHeader | undefined;
  const { tokens, includedFiles, taken } = readTokens(options, reporter, {
    readBefore: (file) => (header = options.headers?.(file)),
  });
  if (taken === undefined) header = undefined;
  const last = header?.lastToken;
  const text = last === undefined ? tokens : [last, ...tokens];
  const behindHeader = last === undefined ? 0 : 1;
  const own = repairWords(reportStrays(repairSigns(text, reporter), reporter), reporter, behindHeader);
  const whole = repairBraces(own, sources, reporter, behindHeader);
  const decls = new Parser(whole, reporter, language, header?.names).parseUnit();
  for (const file of tabsOf(options))
    if (reporter.hasSaid(file.path)) reportComments(file, sources, reporter);
  const prototyped = isIno === true ? addPrototypes(decls, sources, tabsOf(options)) : decls;
  return {
    unit: { language, decls: header === undefined ? prototyped : [...header.decls, ...prototyped] },
    diagnostics: reporter.inOrder(),
    includedFiles,
  };
}

/**
 * Reads a header for units to begin with; they must have the same macros predefined and give its files the
 * same places. Undefined when there is something to say about it: then every unit says it itself.
 */
export function parseHeader(options: UnitOptions): ParsedHeader | undefined {
  const { sources, language } = options;
  const reporter = new Reporter(sources);
  const { tokens, state } = readTokens(options, reporter, { asked: new Set() });
  const parser = new Parser(
    repairBraces(reportStrays(repairSigns(tokens, reporter), reporter), sources, reporter),
    reporter,
    language,
  );
  const decls = parser.parseUnit();
  if (state === undefined || reporter.inOrder().length > 0) return undefined;
  return { ...state, decls, names: parser.knownNames };
}

/** Only preprocessed: for `--dump tokens`. */
export function tokensOfUnit(options: UnitOptions): TokensOfUnit {
  const reporter = new Reporter(options.sources);
  const { tokens, includedFiles } = readTokens(options, reporter);
  return { tokens, diagnostics: reporter.inOrder(), includedFiles };
}

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
    ...more,
  });
}
