/**
 * What number, character and string tokens are worth, as avr-gcc has it: int is 16 bits, long 32,
 * every float 4 bytes, plain char signed.
 *
 * In: spellings. Out: values, undefined for what is no literal.
 */
import type { BuiltinName } from '../ast.ts';

export type NumberValue =
  | {
      readonly kind: 'integer';
      readonly value: bigint;
      readonly type: BuiltinName;
      readonly isUnsigned: boolean;
      /** Too big for 64 bits: cut off. */
      readonly isTooBig: boolean;
      readonly udSuffix?: string;
    }
  | {
      readonly kind: 'float';
      readonly value: number;
      readonly type: 'float' | 'double' | 'long double';
      readonly udSuffix?: string;
    };

const INTEGER = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)([uUlLiIjJ]*)(_\w+)?$/;
const DECIMAL_FLOAT = /^((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)([fFlL]?)([iIjJ]?)(_\w+)?$/;
const HEX_FLOAT = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)([fFlL]?)$/;
const SMALL_INTEGERS: readonly (NumberValue | undefined)[] = Array.from({ length: 256 }, (_, value) => ({
  kind: 'integer',
  value: BigInt(value),
  type: 'int',
  isUnsigned: false,
  isTooBig: false,
}));
const SUFFIX = /^(?:u?(?:l|ll|LL|L)?|U?(?:l|ll|LL|L)?|(?:l|ll|LL|L)[uU])$/;

export function numberValue(spelling: string): NumberValue | undefined {
  if (spelling.length <= 3 && /^(?:0|[1-9][0-9]*)$/.test(spelling)) {
    const small = SMALL_INTEGERS[Number(spelling)];
    if (small !== undefined) return small;
  }
  const text = spelling.includes("'") ? spelling.replaceAll("'", '') : spelling;
  const integer = INTEGER.exec(text);
  if (integer !== null) return integerValue(integer[1] ?? '', integer[2] ?? '', integer[3]);
  const float = DECIMAL_FLOAT.exec(text);
  // `08` and `1f` are none: a float has a point or an exponent.
  if (float !== null && /[.eE]/.test(float[1] ?? '')) {
    const type = floatType(float[2] ?? '');
    return withSuffix({ kind: 'float', value: Number(float[1]), type }, float[4]);
  }
  const hex = HEX_FLOAT.exec(text);
  if (hex !== null && `${hex[1]}${hex[2]}` !== '') {
    return {
      kind: 'float',
      value: hexFloat(hex[1] ?? '', hex[2] ?? '', Number(hex[3])),
      type: floatType(hex[4] ?? ''),
    };
  }
  return undefined;
}

const withSuffix = (value: NumberValue, udSuffix: string | undefined): NumberValue =>
  udSuffix === undefined ? value : { ...value, udSuffix };

const floatType = (suffix: string): 'float' | 'double' | 'long double' =>
  suffix === '' ? 'double' : /f/i.test(suffix) ? 'float' : 'long double';

/** Exact for up to 53 significant bits; avr-gcc's floats have 24. */
function hexFloat(whole: string, fraction: string, exponent: number): number {
  const digits = BigInt(`0x${whole}${fraction}`);
  const length = digits.toString(2).length;
  // Keep 64 bits and whether any below were set, so that one rounding happens at the end.
  const cut = Math.max(0, length - 64);
  const kept = digits >> BigInt(cut);
  const sticky = kept << BigInt(cut) === digits ? 0n : 1n;
  const scale = exponent - 4 * fraction.length + cut;
  return scaled(Number(kept | sticky), scale);
}

function scaled(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
    if (!Number.isFinite(result)) return result;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
    if (result === 0) return 0;
  }
  return result * 2 ** left;
}

function integerValue(digits: string, suffix: string, udSuffix: string | undefined): NumberValue | undefined {
  if (!SUFFIX.test(suffix)) return undefined;
  const isDecimal = digits === '0' || !digits.startsWith('0');
  const isOctal = !isDecimal && /^0[0-7]*$/.test(digits);
  const exact = BigInt(isOctal ? `0o${digits}` : digits);
  const isUnsigned = /u/i.test(suffix);
  const longs = suffix.replace(/u/gi, '').length;
  const value = BigInt.asUintN(64, exact);
  const type = integerType(value, { isDecimal, isUnsigned, longs });
  return withSuffix(
    { kind: 'integer', value, type, isUnsigned: type.startsWith('unsigned'), isTooBig: value !== exact },
    udSuffix,
  );
}

/** [lex.icon]: the first type of the list for its suffix and base that holds the value. */
function integerType(
  value: bigint,
  { isDecimal, isUnsigned, longs }: { isDecimal: boolean; isUnsigned: boolean; longs: number },
): BuiltinName {
  const sizes = [
    ['int', 16n],
    ['long', 32n],
    ['long long', 64n],
  ] as const;
  for (const [name, bits] of sizes.slice(longs)) {
    if (!isUnsigned && value < 1n << (bits - 1n)) return name;
    if ((isUnsigned || !isDecimal) && value < 1n << bits) return `unsigned ${name}`;
  }
  return 'unsigned long long';
}

export type CharType = 'char' | 'wchar_t' | 'char16_t' | 'char32_t' | 'int';

/** `'a'` with its quotes and prefix. A multi-character constant is an int, as in gcc. */
export function charValue(
  spelling: string,
): { readonly value: number; readonly type: CharType; readonly udSuffix?: string } | undefined {
  const open = spelling.indexOf("'");
  const close = spelling.lastIndexOf("'");
  if (close <= open) return undefined;
  const prefix = spelling.slice(0, open);
  const body = spelling.slice(open + 1, close);
  const suffix = spelling.slice(close + 1);
  const tail = suffix === '' ? {} : { udSuffix: suffix };
  if (prefix === 'L' || prefix === 'u' || prefix === 'U') {
    const type = prefix === 'L' ? 'wchar_t' : prefix === 'u' ? 'char16_t' : 'char32_t';
    const codes = decode(body, 'wide');
    const code = codes.at(-1);
    if (code === undefined) return undefined;
    const value = type === 'char32_t' ? code >>> 0 : type === 'char16_t' ? code & 0xffff : (code << 16) >> 16;
    return { value, type, ...tail };
  }
  const bytes = decode(body, 'bytes');
  if (bytes.length === 0) return undefined;
  if (bytes.length === 1) return { value: ((bytes[0] ?? 0) << 24) >> 24, type: 'char', ...tail };
  // gcc: each character shifts the ones before; only an int is left of it.
  let value = 0;
  for (const byte of bytes) value = ((value << 8) | byte) & 0xffff;
  return { value: (value << 16) >> 16, type: 'int', ...tail };
}

export type StringPrefix = '' | 'L' | 'u' | 'U' | 'u8';

/** One string literal with its quotes. `bytes` without the final 0, in UTF-8 for every prefix. */
export function stringValue(
  spelling: string,
):
  | { readonly bytes: readonly number[]; readonly prefix: StringPrefix; readonly udSuffix?: string }
  | undefined {
  const open = spelling.indexOf('"');
  const close = spelling.lastIndexOf('"');
  if (open < 0 || close <= open) return undefined;
  const isRaw = spelling[open - 1] === 'R';
  const prefix = spelling.slice(0, isRaw ? open - 1 : open) as StringPrefix;
  const suffix = spelling.slice(close + 1);
  const inside = spelling.slice(open + 1, close);
  const bytes = isRaw
    ? utf8(inside.slice(inside.indexOf('(') + 1, inside.lastIndexOf(')')).replaceAll('\r\n', '\n'))
    : decode(inside, 'bytes');
  return { bytes, prefix, ...(suffix === '' ? {} : { udSuffix: suffix }) };
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  n: 10, t: 9, r: 13, 0: 0, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27, '\\': 92, "'": 39, '"': 34, '?': 63,
}; // prettier-ignore

/** `bytes`: UTF-8, escapes are single bytes. `wide`: code points. */
function decode(body: string, form: 'bytes' | 'wide'): number[] {
  const out: number[] = [];
  for (let at = 0; at < body.length;) {
    const code = body.codePointAt(at) ?? 0;
    if (code !== 92) {
      if (code < 128 || form === 'wide') out.push(code);
      else pushUtf8(out, code);
      at += code > 0xffff ? 2 : 1;
      continue;
    }
    const letter = body[at + 1] ?? '';
    const numeric = /^(?:x([0-9a-fA-F]+)|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(
      body.slice(at + 1),
    );
    if (numeric === null) {
      out.push(SIMPLE_ESCAPES[letter] ?? letter.codePointAt(0) ?? 92);
      at += 2;
      continue;
    }
    at += 1 + numeric[0].length;
    const [, hex, octal, short, long] = numeric;
    if (hex !== undefined) out.push(Number.parseInt(hex.slice(-8), 16) & (form === 'wide' ? -1 : 0xff));
    else if (octal !== undefined) out.push(Number.parseInt(octal, 8) & (form === 'wide' ? -1 : 0xff));
    else {
      const point = Number.parseInt(short ?? long ?? '', 16);
      if (form === 'wide') out.push(point);
      else pushUtf8(out, point);
    }
  }
  return out;
}

function utf8(text: string): number[] {
  const out: number[] = [];
  for (const character of text) pushUtf8(out, character.codePointAt(0) ?? 0);
  return out;
}

function pushUtf8(out: number[], point: number): void {
  if (point < 0x80) out.push(point);
  else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 63));
  else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  else {
    out.push(
      0xf0 | ((point >> 18) & 7),
      0x80 | ((point >> 12) & 63),
      0x80 | ((point >> 6) & 63),
      0x80 | (point & 63),
    );
  }
}
