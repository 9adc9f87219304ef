/**
 * C++ text as short as it can be with every token on its line, for a page's bundle: the core is read, not shown.
 *
 * In: the text of a source or header of ours. Out: without comments, indentation and blanks that separate nothing.
 * Directives keep the blanks between their words: `#define F (x)` is not `#define F(x)`. Texts and characters are
 * left as they are; raw strings are not taken (`R"`): such a line stays.
 */
import { stripComments } from './strip-comments.ts';

const TEXTS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/;
/** Blanks beside these separate nothing, but between two of them that would be one. */
const SIGN = /[-+*/%&|^!~<>=?:;,(){}[\]]/;

export function squeezeSource(text: string): string {
  const lines = stripComments(text).split('\n');
  let isDirective = false;
  return lines
    .map((line) => {
      // A directive goes on behind a backslash.
      const isOfDirective = isDirective || /^\s*#/.test(line);
      isDirective = isOfDirective && line.endsWith('\\');
      const trimmed = line.trim();
      if (trimmed.includes('R"')) return trimmed;
      return trimmed
        .split(TEXTS)
        .map((part, index) => (index % 2 === 1 ? part : squeezed(part, isOfDirective)))
        .join('');
    })
    .join('\n');
}

function squeezed(part: string, isDirective: boolean): string {
  const single = part.replaceAll(/\s+/g, ' ');
  if (isDirective) return single;
  return single.replaceAll(/(.?) (?=(.?))/g, (blank, before: string, after: string) => {
    if (before === '' || after === '') return blank;
    const isBetweenSigns = SIGN.test(before) && SIGN.test(after);
    const isSafe = isBetweenSigns ? isApart(before, after) : SIGN.test(before) || SIGN.test(after);
    return isSafe ? before : blank;
  });
}

/** Two signs that are no part of a longer one. */
const isApart = (before: string, after: string): boolean =>
  /[(){}[\];,]/.test(before) || /[(){}[\];,]/.test(after);
