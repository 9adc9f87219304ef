/**
 * The texts of the block language: at most 40 bytes of UTF-8, counted and cut by whole letters.
 *
 * In: JavaScript strings and numbers. Out: the same. Pure. A letter is a Unicode code point.
 */
const MAX_BYTES = 40;
const encoder = new TextEncoder();

export const utf8Length = (value: string): number => encoder.encode(value).length;

/** How many letters: code points. */
export const letterCount = (value: string): number => Array.from(value).length;

/** What fits into 40 bytes, never half a letter, nothing behind the first letter that does not fit. */
export function cutText(value: string): string {
  let bytes = 0;
  let kept = '';
  for (const letter of value) {
    bytes += utf8Length(letter);
    if (bytes > MAX_BYTES) break;
    kept += letter;
  }
  return kept;
}

/** −1, 0 or 1 by the order of the UTF-8 bytes. */
export function compareBytes(a: string, b: string): number {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

/** The letter at a position counted from 1, or "". */
export const letterAt = (value: string, position: number): string => Array.from(value)[position - 1] ?? '';

export const upperCase = (value: string): string => value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
export const lowerCase = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Spaces around, a sign, digits and one point or comma; undefined for anything else. */
export function parseNumber(value: string): number | undefined {
  const match = /^ *([+-]?)(\d*)(?:[.,](\d*))? *$/.exec(value);
  if (match === null) return undefined;
  const [, sign = '', before = '', after = ''] = match;
  if (before === '' && after === '') return undefined;
  return Number(`${sign}${before === '' ? '0' : before}.${after === '' ? '0' : after}`);
}

/**
 * `value` with exactly `decimals` decimals, halves away from zero, worked out exactly.
 * `close`: so near to a half (but not on it) that single precision may see it on the other side.
 */
export function decimalDigits(value: number, decimals: number): { digits: string; close: boolean } {
  if (!Number.isFinite(value)) return { digits: String(value), close: true };
  // A float has 24 significant bits and 10^5 needs 12 beside its factors 2: exact in a double.
  const scaled = Math.abs(value) * 10 ** decimals;
  const rest = scaled - Math.floor(scaled);
  const count = BigInt(Math.floor(scaled)) + (rest >= 0.5 ? 1n : 0n);
  const padded = count.toString().padStart(decimals + 1, '0');
  const cut = padded.length - decimals;
  const sign = value < 0 && count !== 0n ? '-' : '';
  const fraction = decimals === 0 ? '' : `.${padded.slice(cut)}`;
  const close = rest !== 0.5 && Math.abs(rest - 0.5) < scaled * 2 ** -21;
  return { digits: `${sign}${padded.slice(0, cut)}${fraction}`, close };
}
