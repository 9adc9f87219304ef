/**
 * Cuts C++ text into tokens, just finely enough to find functions in a sketch.
 *
 * In: any text, however broken. Out: tokens in order with their place. Comments and white space
 * are dropped; a preprocessor line (with its continuations) is one token. Never fails: an unclosed
 * comment or string ends with its line or with the text.
 */
export interface CppToken {
  readonly kind: 'word' | 'sign' | 'literal' | 'directive';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\.?\d(?:[eEpP][+-]|['\w.])*/y;
const SPACE = /(?:[\s\uFEFF]|\\\r?\n)+/y;
const COMMENT = /\/\/(?:\\\r?\n|[^\n])*|\/\*[\s\S]*?(?:\*\/|$)/y;
const RAW_STRING = /(?:u8|[uUL])?R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\1"|$)/y;
const STRING = /(?:u8|[uUL])?(?:"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)/y;
const SIGN = /::|->|<<|>>|&&|\|\||[\s\S]/y;
/** A directive ends at the line's end, unless a backslash or a comment carries it on. */
const DIRECTIVE = /#(?:\\\r?\n|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|[^\n])*/y;

export function scanCpp(text: string): CppToken[] {
  const tokens: CppToken[] = [];
  let at = 0;
  let lineStart = true;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: CppToken['kind'], found: string): void => {
    tokens.push({ kind, text: found, start: at, end: at + found.length });
    at += found.length;
    lineStart = false;
  };

  while (at < text.length) {
    const skipped = match(SPACE) ?? match(COMMENT);
    if (skipped !== undefined) {
      at += skipped.length;
      if (skipped.includes('\n')) lineStart = true;
      continue;
    }
    if (lineStart && text[at] === '#') {
      push('directive', match(DIRECTIVE) ?? '#');
      continue;
    }
    const literal = match(RAW_STRING) ?? match(STRING) ?? match(NUMBER);
    if (literal !== undefined) {
      push('literal', literal);
      continue;
    }
    const word = match(WORD);
    if (word === undefined) push('sign', match(SIGN) ?? (text[at] as string));
    else push('word', word);
  }
  return tokens;
}
