/** Colours and bold for a terminal; plain text everywhere else. NO_COLOR (no-color.org) wins. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

export function createStyle(
  isTerminal: boolean,
  variables: Readonly<Record<string, string | undefined>>,
): Style {
  const coloured = isTerminal && (variables['NO_COLOR'] ?? '') === '' && variables['TERM'] !== 'dumb';
  const sgr = (on: number, off: number) => (text: string) =>
    coloured ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), yellow: sgr(33, 39), green: sgr(32, 39) };
}

/** What a file says may hold control characters that would rule the terminal: they are shown as "�". */
export const harmless = (text: string): string =>
  // Tab and newline stay.
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd'); // eslint-disable-line no-control-regex
