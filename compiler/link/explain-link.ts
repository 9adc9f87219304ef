/**
 * The linker's findings as diagnostics.
 *
 * In: missing symbols, the source files, and how people call a symbol. Out: one diagnostic each, at the
 * place of the first use; what main itself needs when it is main that is missing.
 */
import type { SourceFiles } from '../cpp/source.ts';
import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Linked } from './link.ts';
import type { MissingSymbol } from './reach-sections.ts';

/** lpm reads the first 64 KB. */
const MOST_CONSTANTS = 0x10000;

export function explainMissing(
  missing: readonly MissingSymbol[],
  files: SourceFiles,
  displayOf: (symbol: string) => string = (symbol) => symbol,
): Diagnostic[] {
  return missing.map(({ symbol, isFunction, neededBy, loc }) => {
    if (symbol === 'main' && neededBy === '') return diagnostic('program-without-main');
    const words = { name: displayOf(symbol), user: neededBy };
    const code = isFunction ? 'function-without-body' : 'variable-without-place';
    return diagnostic(code, words, { span: files.spanOf(loc) });
  });
}

/** What the chip's instructions cannot reach; the sizes against the chip's memories are the caller's. */
export function checkReach({ constantsEnd }: Linked): Diagnostic[] {
  if (constantsEnd <= MOST_CONSTANTS) return [];
  return [diagnostic('constants-full', { used: constantsEnd, max: MOST_CONSTANTS })];
}
