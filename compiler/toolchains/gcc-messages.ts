/**
 * Reads what avr-gcc and its linker print.
 *
 * In: the text of standard error, in English (GCC 5 has no other format). Out: one message per
 * fault, with the place as GCC gives it: a path, a line, and a column that counts bytes from 1.
 * Warnings, notes and quoted source lines are dropped, and what comes after `most` messages.
 */
export interface GccPlace {
  readonly file: string;
  readonly line: number;
  /** Bytes from 1; 0 when GCC gives none. */
  readonly column: number;
}

export interface GccMessage {
  readonly kind: 'compiler' | 'linker' | 'crash';
  readonly text: string;
  readonly place?: GccPlace;
  /** The #include lines that lead to `place`, the nearest first. */
  readonly includedFrom: readonly GccPlace[];
}

// A path may hold colons (C:\…) but the line number ends it.
const ERROR = /^(.+?):(\d+):(?:(\d+):)? (fatal error|error|internal compiler error): (.*)$/;
const INCLUDED = /^(?:In file included|\s+) from (.+?):(\d+)(?::(\d+))?[,:]$/;
const LINKER_PLACED = /^(.+?):(\d+): ((?:undefined reference|multiple definition) .*)$/;
const LINKER =
  /((?:undefined reference to|multiple definition of) [`'].*?'(?=[;:]|$)|region [`'].*? overflowed.*|relocation truncated.*|will not fit in region.*|section [`'].*)$/;
const CRASH =
  /^(?:.*: )?(internal compiler error: .*|fatal error: Killed signal.*|out of memory.*|cc1plus: .*)$/;

const MOST = 1_000;

export function gccMessages(text: string, most = MOST): GccMessage[] {
  const found = new Map<string, GccMessage>();
  let includedFrom: GccPlace[] = [];
  for (const line of text.split(/\r?\n/)) {
    const included = INCLUDED.exec(line);
    if (included !== null) {
      if (line.startsWith('In file')) includedFrom = [];
      includedFrom.push(place(included[1], included[2], included[3]));
      continue;
    }
    const message = readLine(line, includedFrom);
    if (message === undefined) continue;
    includedFrom = [];
    const { file, line: number } = message.place ?? {};
    const key = JSON.stringify([message.text, file, number]);
    if (!found.has(key)) found.set(key, message);
    if (found.size === most) break;
  }
  return [...found.values()];
}

function readLine(line: string, includedFrom: readonly GccPlace[]): GccMessage | undefined {
  const error = ERROR.exec(line);
  if (error !== null) {
    const kind = error[4] === 'internal compiler error' ? 'crash' : 'compiler';
    return { kind, text: error[5] ?? '', place: place(error[1], error[2], error[3]), includedFrom };
  }
  const placed = LINKER_PLACED.exec(line);
  if (placed !== null) {
    return {
      kind: 'linker',
      text: placed[3] ?? '',
      place: place(placed[1], placed[2], undefined),
      includedFrom: [],
    };
  }
  const linker = LINKER.exec(line);
  if (linker !== null) return { kind: 'linker', text: linker[1] ?? '', includedFrom: [] };
  const crash = CRASH.exec(line);
  if (crash !== null) return { kind: 'crash', text: crash[1] ?? '', includedFrom: [] };
  return undefined;
}

const place = (file = '', line = '0', column = '0'): GccPlace => ({
  file,
  line: Number(line),
  column: Number(column),
});
