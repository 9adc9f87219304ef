/**
 * C++ text without its comments, for the app's bundle: the core and the drivers are read, not shown.
 *
 * In: the text of a source or header. Out: the same tokens on the same lines: a comment becomes one space or, at
 * the end of a line, nothing; line breaks inside of it stay. Texts, characters, raw strings and digit separators are
 * left as they are. What is not closed goes to the end of its line (texts) or of the file.
 */
export function stripComments(text: string): string {
  let out = '';
  /** Begin of what is not copied yet. */
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const next = text[at + 1];
    switch (text.charAt(at)) {
      case '/': {
        if (next !== '/' && next !== '*') break;
        const end = next === '/' ? lineCommentEnd(text, at) : blockCommentEnd(text, at);
        const before = text.slice(from, at);
        const breaks = text.slice(at, end).replaceAll(/[^\n]+/g, '');
        const isLast = end >= text.length || text[end] === '\n' || text[end] === '\r';
        const isSpaced = before === '' || /\s$/.test(before);
        out += breaks !== '' || isLast ? trimmed(before) + breaks : isSpaced ? before : `${before} `;
        from = end;
        at = end;
        continue;
      }
      case '"':
        at = isRaw(text, at) ? rawEnd(text, at) : quotedEnd(text, at, '"');
        continue;
      case "'":
        at = isSeparator(text, at) ? at + 1 : quotedEnd(text, at, "'");
        continue;
    }
    at++;
  }
  return out + text.slice(from);
}

/** Spaces at the end are nobody's. */
const trimmed = (text: string): string => {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
};

/** A backslash at the end of the line goes on with the comment. */
function lineCommentEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const last = text[end - 1] === '\r' ? end - 1 : end;
    if (text[last - 1] !== '\\') return last;
    at = end + 1;
  }
}

function blockCommentEnd(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

function quotedEnd(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at + (text[at] === quote ? 1 : 0);
}

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /\w/.test(character);

/** The word that ends before a place. */
function wordBefore(text: string, end: number): string {
  let at = end;
  while (isWordCharacter(text[at - 1])) at--;
  return text.slice(at, end);
}

/** `R"x(…)x"`, with u8, u, U or L before the R. */
const isRaw = (text: string, quote: number): boolean => /^(?:u8|[uUL])?R$/.test(wordBefore(text, quote));

function rawEnd(text: string, quote: number): number {
  const open = text.indexOf('(', quote);
  if (open < 0) return text.length;
  const close = `)${text.slice(quote + 1, open)}"`;
  const end = text.indexOf(close, open);
  return end < 0 ? text.length : end + close.length;
}

/** `1'000`. */
const isSeparator = (text: string, quote: number): boolean =>
  /^\d/.test(wordBefore(text, quote)) && isWordCharacter(text[quote + 1]);
