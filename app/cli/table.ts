/**
 * Rows of text in columns, two spaces apart; the last column is not padded.
 *
 * With a `limit` (a terminal's columns) the last column goes on below itself; without, a row is a line.
 */
export function table(rows: readonly (readonly string[])[], limit?: number): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
    });
  return rows.map((row) => lines(row, widths, limit)).join('');
}

/** Narrower than this, wrapped text is harder to read than a long line. */
const NARROWEST = 20;

function lines(row: readonly string[], widths: readonly number[], limit: number | undefined): string {
  const start = row
    .slice(0, -1)
    .map((cell, column) => `${cell}${' '.repeat((widths[column] ?? 0) - width(cell))}  `)
    .join('');
  const last = row.at(-1) ?? '';
  const room = (limit ?? Infinity) - width(start);
  const parts = room < NARROWEST ? [last] : wrap(last, room);
  return parts
    .map((part, at) => `${at === 0 ? start : ' '.repeat(width(start))}${part}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

/** Cuts at spaces, not before French signs; a word that is longer than the room stays whole. */
export function wrap(text: string, room: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const word of text.split(/ (?![?!:;%»▾])/)) {
    if (part !== '' && width(part) + 1 + width(word) > room) {
      parts.push(part);
      part = word;
    } else part = part === '' ? word : `${part} ${word}`;
  }
  return [...parts, part];
}

/** Columns on the terminal: an accented letter may be two code units, never two columns. */
const width = (text: string): number => text.normalize('NFC').length;
