/** Operators and punctuation, longest match first. */

const PUNCTUATORS = [
  '<<=', '>>=', '...', '->*', '::', '->', '++', '--', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||',
  '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '##', '.*',
  '{', '}', '(', ')', '[', ']', ';', ':', ',', '.', '?', '+', '-', '*', '/', '%', '<', '>', '=', '!', '&',
  '|', '^', '~', '#',
] as const; // prettier-ignore

const BY_FIRST: readonly (readonly string[])[] = Array.from({ length: 128 }, (_, code) =>
  PUNCTUATORS.filter((text) => text.charCodeAt(0) === code),
);
const NONE: readonly string[] = [];

/** `code`: the character at `at`. */
export function punctuatorAt(text: string, at: number, code: number): string | undefined {
  const candidates = BY_FIRST[code] ?? NONE;
  for (const candidate of candidates) {
    if (candidate.length === 1) return candidate;
    if (candidate.charCodeAt(1) !== text.charCodeAt(at + 1)) continue;
    if (candidate.length === 2 || candidate.charCodeAt(2) === text.charCodeAt(at + 2)) return candidate;
  }
  return undefined;
}
