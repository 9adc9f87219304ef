/**
 * Child's words and numbers as C++ literals and comments that no text can break out of.
 *
 * In: any string or number. Out: C++ source. Accented letters and emoji stay readable (UTF-8);
 * quotes, backslashes, control characters and trigraphs are escaped.
 */

/** A C++ string literal. */
export function stringLiteral(text: string): string {
  let body = '';
  let previous = '';
  for (const letter of text) {
    body += escaped(letter, previous);
    previous = letter;
  }
  return `"${body}"`;
}

function escaped(letter: string, previous: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (letter === '"' || letter === '\\') return `\\${letter}`;
  if (letter === '\n') return '\\n';
  if (letter === '\t') return '\\t';
  // "??" begins a trigraph.
  if (letter === '?' && previous === '?') return '\\?';
  // Octal escapes end after three digits, so a digit that follows cannot join them.
  if (code < 0x20 || code === 0x7f) return `\\${code.toString(8).padStart(3, '0')}`;
  // A lone surrogate is no letter in UTF-8.
  if (code >= 0xd800 && code <= 0xdfff) return '\u{fffd}';
  return letter;
}

/** A literal kept in flash. */
export const flashLiteral = (text: string): string => `F(${stringLiteral(text)})`;

/** Everything that may end a line in some editor or compiler. */
const LINE_ENDS = new RegExp('\r\n|[\n\r\v\f\u0085\u2028\u2029]');

const MOST_COMMENT_LINES = 20;

/** The lines of a `//` comment; the letters that could end or continue it are made harmless. */
export function commentLines(text: string): string[] {
  const lines = text
    .split(LINE_ENDS)
    .map((line) =>
      line
        .replace(/\?(?=\?)/g, '? ')
        .replace(/\p{Surrogate}/gu, '\u{fffd}')
        .replace(/[\p{Control}\p{Bidi_Control}]/gu, ' '),
    )
    .map((line) => withoutContinuation(line).trim())
    .filter((line) => line !== '');
  return lines.slice(0, MOST_COMMENT_LINES).map((line) => `// ${line}`);
}

/** The line up to its last letter that is neither a backslash nor a space. */
function withoutContinuation(line: string): string {
  let end = line.length;
  while (end > 0 && /[\\\s]/.test(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** A decimal number as C++ writes it, always with a point or exponent. */
export function decimalLiteral(value: number): string {
  if (Number.isNaN(value)) return '0.0';
  if (!Number.isFinite(Math.fround(value))) return value < 0 ? '-INFINITY' : 'INFINITY';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
