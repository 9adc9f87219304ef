/**
 * From source text to the syntax tree: preprocess, lex, parse.
 *
 * In: a file (or the tabs of a sketch), predefined macros, a resolver for #include. Out: the tree, what
 * there is to say about the text, and the files that were included. Never throws for what a user wrote.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TranslationUnit } from './ast.ts';
import type { Language } from './lex/keywords.ts';
import type { Token } from './lex/token.ts';
import { addPrototypes } from './parse/add-prototypes.ts';
import { Parser } from './parse/parser.ts';
import { reportComments } from './parse/report-comments.ts';
import { reportStrays } from './parse/report-strays.ts';
import { repairBraces } from './parse/repair-braces.ts';
import { preprocess } from './preprocess/preprocess.ts';
import type { ResolveInclude } from './preprocess/preprocessor.ts';
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
  /** Included before the first line, as by `#include <…>`: Arduino.h for a sketch's tabs. */
  readonly includeFirst?: readonly string[];
  /** The unit is a sketch's tabs: its functions may be used above their definition. */
  readonly isIno?: boolean;
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

export function parseUnit(options: UnitOptions): ParsedUnit {
  const reporter = new Reporter(options.sources);
  const { tokens, includedFiles } = readTokens(options, reporter);
  const whole = repairBraces(reportStrays(tokens, reporter), options.sources, reporter);
  const decls = new Parser(whole, reporter, options.language).parseUnit();
  for (const file of tabsOf(options))
    if (reporter.hasSaid(file.path)) reportComments(file, options.sources, reporter);
  const prototyped = options.isIno === true ? addPrototypes(decls, options.sources, tabsOf(options)) : decls;
  return {
    unit: { language: options.language, decls: prototyped },
    diagnostics: reporter.inOrder(),
    includedFiles,
  };
}

/** Only preprocessed: for `--dump tokens`. */
export function tokensOfUnit(options: UnitOptions): TokensOfUnit {
  const reporter = new Reporter(options.sources);
  const { tokens, includedFiles } = readTokens(options, reporter);
  return { tokens, diagnostics: reporter.inOrder(), includedFiles };
}

const tabsOf = ({ file, moreTabs }: UnitOptions): SourceFile[] => [file, ...(moreTabs ?? [])];

function readTokens(options: UnitOptions, reporter: Reporter): ReturnType<typeof preprocess> {
  const { sources, language, defines, resolveInclude, includeFirst } = options;
  return preprocess(tabsOf(options), {
    sources,
    reporter,
    language,
    defines,
    resolveInclude,
    includeFirst: includeFirst ?? [],
  });
}
