/**
 * The meaning of the operators on numbers, from docs/language.md.
 *
 * In: values that are numbers or truths. Out: one value. Whole results stay at the limits,
 * decimals are rounded to single precision after every step.
 */
import {
  decide,
  decimal,
  isNoisy,
  numberOf,
  roundHalfAway,
  toDecimal,
  toWhole,
  truth,
  type Value,
  type Watch,
  whole,
} from './value.ts';

const allWhole = (values: readonly Value[]): boolean => values.every(({ kind }) => kind !== 'decimal');
const anyNoisy = (values: readonly Value[]): boolean => values.some(isNoisy);

/** Whole if all are whole, else decimal: `step` works on exact numbers, or on floats already rounded. */
function numeric(values: readonly Value[], watch: Watch, step: (...numbers: number[]) => number): Value {
  if (allWhole(values)) return whole(step(...values.map(numberOf)));
  const floats = values.map((value) => numberOf(toDecimal(value, watch)));
  return decimal(step(...floats), watch, anyNoisy(values));
}

const floats = (values: readonly Value[], watch: Watch): number[] =>
  values.map((value) => numberOf(toDecimal(value, watch)));

export const add = (a: Value, b: Value, watch: Watch): Value =>
  numeric([a, b], watch, (x = 0, y = 0) => x + y);
export const subtract = (a: Value, b: Value, watch: Watch): Value =>
  numeric([a, b], watch, (x = 0, y = 0) => x - y);
/** Products beyond the limits lose digits in a double, but never fall back inside. */
export const multiply = (a: Value, b: Value, watch: Watch): Value =>
  numeric([a, b], watch, (x = 0, y = 0) => x * y);

export function divide(a: Value, b: Value, watch: Watch): Value {
  const [x = 0, y = 0] = floats([a, b], watch);
  if (y === 0) decide([b], 'division by zero', watch);
  return decimal(y === 0 ? 0 : x / y, watch, anyNoisy([a, b]));
}

/** Has the sign of b. */
export function remainder(a: Value, b: Value, watch: Watch): Value {
  if (!allWhole([a, b])) decide([a, b], 'remainder', watch);
  return numeric([a, b], watch, (x = 0, y = 0) => {
    if (y === 0) return 0;
    // Exact: the remainder of two floats is a float.
    const rest = x % y;
    return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
  });
}

/** One of avr-libc's functions, whose last digits are its own. */
const transcendental = (value: number, watch: Watch): Value => decimal(value, watch, true);

export const power = (a: Value, b: Value, watch: Watch): Value => {
  const [x = 0, y = 0] = floats([a, b], watch);
  const result = x ** y;
  return transcendental(Number.isNaN(result) ? 0 : result, watch);
};

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const radians = (value: number): number => (value * Math.PI) / 180;
const within1 = (value: number): number => Math.max(-1, Math.min(1, value));

const FUNCTIONS = {
  squareRoot: (x: number) => (x < 0 ? 0 : Math.sqrt(x)),
  sine: (x: number) => Math.sin(radians(x)),
  cosine: (x: number) => Math.cos(radians(x)),
  tangent: (x: number) => Math.tan(radians(x)),
  arcSine: (x: number) => degrees(Math.asin(within1(x))),
  arcCosine: (x: number) => degrees(Math.acos(within1(x))),
  arcTangent: (x: number) => degrees(Math.atan(x)),
  naturalLog: (x: number) => (x <= 0 ? 0 : Math.log(x)),
  log10: (x: number) => (x <= 0 ? 0 : Math.log10(x)),
} as const;

export type FunctionId = keyof typeof FUNCTIONS;

export function applyFunction(id: FunctionId, x: Value, watch: Watch): Value {
  const [value = 0] = floats([x], watch);
  if ((id === 'sine' || id === 'cosine' || id === 'tangent') && Math.abs(value) > 3600) {
    watch.hazard('an angle of many turns');
  }
  if (id === 'tangent' && Math.abs(Math.cos(radians(value))) < 0.01) watch.hazard('tangent of a right angle');
  if ((id === 'arcSine' || id === 'arcCosine') && Math.abs(value) > 0.999 && Math.abs(value) < 1) {
    watch.hazard('a steep arc');
  }
  return transcendental(FUNCTIONS[id](value), watch);
}

export const negate = (a: Value, watch: Watch): Value => numeric([a], watch, (x = 0) => -x);
export const absolute = (a: Value, watch: Watch): Value => numeric([a], watch, (x = 0) => Math.abs(x));

export function roundTo(how: 'round' | 'roundUp' | 'roundDown', a: Value, watch: Watch): Value {
  if (a.kind !== 'decimal') return toWhole(a, watch);
  decide([a], 'rounding', watch);
  const step = { round: roundHalfAway, roundUp: Math.ceil, roundDown: Math.floor }[how];
  return whole(Number.isNaN(a.value) ? 0 : step(a.value));
}

export const smallest = (a: Value, b: Value, watch: Watch): Value =>
  numeric([a, b], watch, (x = 0, y = 0) => Math.min(x, y));
export const largest = (a: Value, b: Value, watch: Watch): Value =>
  numeric([a, b], watch, (x = 0, y = 0) => Math.max(x, y));

/** `dice` gives a number from 0 up to but not including 1. */
export function random(a: Value, b: Value, dice: () => number, watch: Watch): Value {
  return numeric([a, b], watch, (x = 0, y = 0) => {
    const [low, high] = [Math.min(x, y), Math.max(x, y)];
    return allWhole([a, b]) ? low + Math.floor(dice() * (high - low + 1)) : low + dice() * (high - low);
  });
}

/** value, from low, from high, to low, to high: linear, in decimals. */
export function map(values: readonly Value[], watch: Watch): Value {
  const [x = 0, a = 0, b = 0, c = 0, d = 0] = floats(values, watch);
  const f = Math.fround;
  if (a === b) {
    decide(values.slice(1, 3), 'map', watch);
    return allWhole(values) ? toWhole(decimal(c, watch), watch) : decimal(c, watch, anyNoisy(values));
  }
  const span = Math.max(...[x, a, b, c, d].map(Math.abs));
  const result = f(c + f(f(f(x - a) * f(d - c)) / f(b - a)));
  // The order of the steps is free: what cancels or leaves 24 bits differs.
  const exact = span <= 4096 && Number.isInteger(result);
  if (!allWhole(values)) return decimal(result, watch, true);
  const rest = Math.abs(result) - Math.floor(Math.abs(result));
  if (!exact && (span > 32_768 || Math.abs(rest - 0.5) < 0.01)) watch.hazard('map at the edge of its digits');
  return toWhole(decimal(result, watch), watch);
}

/** value, low, high; low and high in either order. */
export const constrain = (values: readonly Value[], watch: Watch): Value =>
  numeric(values, watch, (x = 0, a = 0, b = 0) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), x)));

export function between(values: readonly Value[], watch: Watch): Value {
  decide(values, 'comparison', watch);
  const [x = 0, a = 0, b = 0] = allWhole(values) ? values.map(numberOf) : floats(values, watch);
  return truth(x >= Math.min(a, b) && x <= Math.max(a, b));
}

export const isMultiple = (a: Value, b: Value, watch: Watch): Value => {
  const [x, y] = [numberOf(toWhole(a, watch)), numberOf(toWhole(b, watch))];
  return truth(y !== 0 && x % y === 0);
};

/** The first value is itself, then s becomes s + (x − s) ÷ n. */
export function smooth(before: Value | undefined, x: Value, samples: Value, watch: Watch): Value {
  const sample = toDecimal(x, watch);
  if (before === undefined) return sample;
  return add(before, divide(subtract(sample, before, watch), samples, watch), watch);
}

/** 0xRRGGBB from three levels, each brought within 0…255. */
export function mixColour(values: readonly Value[], watch: Watch): Value {
  const [red = 0, green = 0, blue = 0] = values.map((value) =>
    Math.max(0, Math.min(255, numberOf(toWhole(value, watch)))),
  );
  return whole(red * 65_536 + green * 256 + blue);
}
