/**
 * Tokens as text, for `--dump tokens`: a line each, under a heading for each change of file.
 *
 * In: what the preprocessor left for the parser. Out: `line:column kind spelling`.
 */
import { NO_EXPAND, TokenKind, type Token } from './lex/token.ts';
import type { SourceFiles } from './source.ts';

export function dumpTokens(tokens: readonly Token[], sources: SourceFiles): string {
  const out: string[] = [];
  let path: string | undefined;
  for (const token of tokens) {
    const span = sources.spanOf(token.loc, token.end);
    if (span?.file !== path && span !== undefined) {
      path = span.file;
      out.push(`# ${path}`);
    }
    const place = span === undefined ? '-' : `${span.line}:${span.column}`;
    const mark = (token.flags & NO_EXPAND) === 0 ? '' : ' (not expanded)';
    out.push(`${place} ${TokenKind[token.kind]}${token.text === '' ? '' : ` ${oneLine(token.text)}`}${mark}`);
  }
  return `${out.join('\n')}\n`;
}

/** A raw string may hold newlines. */
const oneLine = (text: string): string => text.replaceAll('\r', '').replaceAll('\n', '\\n');
