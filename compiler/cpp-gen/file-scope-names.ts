/**
 * The names a header brings to file scope, macros included: what is left outside braces and parentheses.
 *
 * In: the text of a header of ours. Out: its words there, each once; some are no names ("class"), which does
 * no harm. Reads the text once: it is asked for every driver, each time a child changes a block.
 */

/** A comment, a text, a directive with its continued lines, a bracket or a word, whatever comes first. */
const PIECES =
  /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#(?:\\\r?\n|\/\*[^]*?\*\/|[^\n])*|[(){}]|[A-Za-z_]\w*/g;
const MACRO = /^#\s*define\s+(\w+)/;

export function fileScopeNames(header: string): ReadonlySet<string> {
  const found = new Set<string>();
  let depth = 0;
  for (const [piece] of header.matchAll(PIECES)) {
    if (piece === '(' || piece === '{') depth++;
    else if (piece === ')' || piece === '}') depth--;
    else if (piece.startsWith('#')) {
      const name = MACRO.exec(piece)?.[1];
      if (name !== undefined) found.add(name);
    } else if (depth === 0 && /^[A-Za-z_]/.test(piece)) found.add(piece);
  }
  return found;
}
