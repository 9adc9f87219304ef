/**
 * The values of the block language, with their conversions, as docs/language.md words them.
 *
 * In: values. Out: values of the wanted kind. Pure, apart from the hazards it reports.
 * Invariants: a whole is an integer within ±LIMIT; a decimal is a single-precision float; a text is
 * at most 40 bytes of UTF-8. `noisy` marks what a chip's library may compute with other last digits:
 * a decision taken on a noisy value is a hazard, after which chip and interpreter may rightly differ.
 */
import { cutText, decimalDigits } from './text.ts';

export const LIMIT = 2_147_483_647;

export type Kind = 'truth' | 'whole' | 'decimal' | 'text';

export type Value =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'whole'; readonly value: number }
  | { readonly kind: 'decimal'; readonly value: number; readonly noisy: boolean }
  | { readonly kind: 'text'; readonly value: string; readonly noisy: boolean };

/** Hears of everything on which two correct implementations may differ. */
export interface Watch {
  readonly language: 'fr' | 'en';
  hazard(reason: string): void;
}

export const truth = (value: boolean): Value => ({ kind: 'truth', value });
/** Brings an exact integer (or an infinity) to the nearest limit. */
export const whole = (value: number): Value => ({
  kind: 'whole',
  value: Math.max(-LIMIT, Math.min(LIMIT, value)) + 0,
});
export const text = (value: string, noisy = false): Value => ({ kind: 'text', value: cutText(value), noisy });

/** Rounds to single precision; names the values on which libraries are known to differ. */
export function decimal(value: number, watch: Watch, noisy = false): Value {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) watch.hazard('not a number');
  else if (!Number.isFinite(rounded)) watch.hazard('infinite');
  else if (rounded === 0 ? value !== 0 : Math.abs(rounded) < 2 ** -126) watch.hazard('denormal');
  return { kind: 'decimal', value: rounded, noisy };
}

/** The value as a JavaScript number; a truth counts 1 or 0. */
export function numberOf(value: Value): number {
  if (value.kind === 'text') throw new Error(`a number was expected, not the text ${value.value}`);
  return Number(value.value);
}

export const isNoisy = (value: Value): boolean =>
  (value.kind === 'decimal' || value.kind === 'text') && value.noisy;

export const roundHalfAway = (value: number): number => Math.sign(value) * roundMagnitude(Math.abs(value));

/** floor(x + 0.5) would turn 0.49999999999999994 into 1. */
const roundMagnitude = (value: number): number =>
  Math.floor(value) + (value - Math.floor(value) >= 0.5 ? 1 : 0);

export function toWhole(value: Value, watch: Watch): Value {
  if (value.kind !== 'decimal') return whole(numberOf(value));
  decide([value], 'rounding', watch);
  return whole(Number.isNaN(value.value) ? 0 : roundHalfAway(value.value));
}

export const toDecimal = (value: Value, watch: Watch): Value =>
  value.kind === 'decimal' ? value : decimal(numberOf(value), watch);

export function toTruth(value: Value, watch: Watch): Value {
  if (value.kind === 'decimal') decide([value], 'truth', watch);
  return truth(numberOf(value) !== 0);
}

export function toText(value: Value, watch: Watch): Value {
  switch (value.kind) {
    case 'text':
      return value;
    case 'truth':
      return text(watch.language === 'fr' ? (value.value ? 'vrai' : 'faux') : String(value.value));
    case 'whole':
      return text(String(value.value));
    case 'decimal': {
      const { digits, close } = decimalDigits(value.value, 2);
      const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
      return text(short, value.noisy || close);
    }
  }
}

/** The value as kind `kind`; numbers and truths convert among themselves, anything becomes text. */
export function convert(value: Value, kind: Kind, watch: Watch): Value {
  switch (kind) {
    case 'truth':
      return toTruth(value, watch);
    case 'whole':
      return toWhole(value, watch);
    case 'decimal':
      return toDecimal(value, watch);
    case 'text':
      return toText(value, watch);
  }
}

export const zeroOf = (kind: Kind): Value => {
  switch (kind) {
    case 'truth':
      return { kind, value: false };
    case 'whole':
      return { kind, value: 0 };
    case 'decimal':
      return { kind, value: 0, noisy: false };
    case 'text':
      return { kind, value: '', noisy: false };
  }
};

/** Something discrete is about to be derived from these values. */
export function decide(values: readonly Value[], what: string, watch: Watch): void {
  if (values.some(isNoisy)) watch.hazard(`${what} of a noisy value`);
}
