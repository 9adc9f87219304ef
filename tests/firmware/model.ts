/**
 * Exact models of what the runtime must answer, for comparing with what the chip printed.
 *
 * In: JavaScript numbers that are IEEE single precision, whole numbers, texts. Out: the same. Pure.
 */
export const LIMIT = 2_147_483_647;

export const saturate = (value: bigint): number => {
  const limit = BigInt(LIMIT);
  return Number(value > limit ? limit : value < -limit ? -limit : value);
};

export const floatFromBits = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] ?? 0;
export const bitsOfFloat = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;

/** Knuth's "quick and dirty" generator; the sketches use the same. */
export function* noise(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  while (true) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}
export const NOISE = `
  uint32_t noiseState;
  uint32_t noise() { noiseState = noiseState * 1664525UL + 1013904223UL; return noiseState; }`;

export const asSigned = (bits: number): number => bits | 0;

const letters = (text: string): string => {
  let kept = '';
  for (const letter of text) {
    if (Buffer.byteLength(kept + letter) > 40) break;
    kept += letter;
  }
  return kept;
};
export const cut = letters;

/** A float's exact value with a number of decimals, halves away from zero, cut to 40 bytes. */
export function withDecimals(value: number, decimals: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const bits = bitsOfFloat(value);
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = BigInt((bits & 0x7f_ffff) | (exponent === 0 ? 0 : 0x80_0000)) * 10n ** BigInt(decimals);
  const shift = BigInt(Math.max(exponent, 1) - 150);
  const scaled = shift >= 0n ? mantissa << shift : (mantissa + (1n << (-shift - 1n))) >> -shift;
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const before = digits.slice(0, digits.length - decimals);
  const sign = value < 0 && scaled !== 0n ? '-' : '';
  return cut(`${sign}${before}${decimals === 0 ? '' : `.${digits.slice(before.length)}`}`);
}

/** A decimal as the language shows it. */
export function shown(value: number): string {
  const text = withDecimals(value, 2);
  return text.includes('.') ? text.replace(/\.?0*$/, '') : text;
}

/** The number a text stands for, undefined when it is none. */
export function parsed(text: string): number | undefined {
  const match = /^ *([+-]?)(\d*)[.,]?(\d*) *$/.exec(text);
  if (match === null || (match[2] === '' && match[3] === '')) return undefined;
  return Math.fround(
    Number(`${match[1]}${match[2] === '' ? '0' : match[2]}.${match[3] === '' ? '0' : match[3]}`),
  );
}

/** Nearest whole number, halves away from zero, at the limits. */
export const toWhole = (value: number): number => {
  if (Number.isNaN(value)) return 0;
  const rounded = Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
  return Math.max(-LIMIT, Math.min(LIMIT, rounded)) + 0;
};
