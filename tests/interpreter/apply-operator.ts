/**
 * Every operator that works out all its arguments, applied to their values.
 *
 * In: an operator, its arguments' values, the block (each block smooths for itself), the running
 * program. Out: a value.
 */
import type { OperatorId } from '../../compiler/program/operators.ts';
import * as arithmetic from './arithmetic.ts';
import { applyComparison, isComparison } from './comparison.ts';
import type { Running } from './running.ts';
import { decimalDigits, letterAt, letterCount, lowerCase, parseNumber, upperCase } from './text.ts';
import {
  decide,
  decimal,
  isNoisy,
  numberOf,
  text,
  toText,
  toTruth,
  toWhole,
  truth,
  type Value,
  whole,
} from './value.ts';

export function applyOperator(
  operator: OperatorId,
  values: readonly Value[],
  blockId: string,
  running: Running,
): Value {
  const [a = whole(0), b = whole(0)] = values;
  if (isComparison(operator)) return applyComparison(operator, a, b, running);
  const words = values.filter((value) => value.kind === 'text');
  const said = (index: number): string => String(words[index]?.value ?? '');
  const looking = (): void => decide(words, operator, running);
  switch (operator) {
    case 'add':
      return arithmetic.add(a, b, running);
    case 'subtract':
      return arithmetic.subtract(a, b, running);
    case 'multiply':
      return arithmetic.multiply(a, b, running);
    case 'divide':
      return arithmetic.divide(a, b, running);
    case 'remainder':
      return arithmetic.remainder(a, b, running);
    case 'power':
      return arithmetic.power(a, b, running);
    case 'smallest':
      return arithmetic.smallest(a, b, running);
    case 'largest':
      return arithmetic.largest(a, b, running);
    case 'negate':
      return arithmetic.negate(a, running);
    case 'absolute':
      return arithmetic.absolute(a, running);
    case 'round':
    case 'roundUp':
    case 'roundDown':
      return arithmetic.roundTo(operator, a, running);
    case 'squareRoot':
    case 'sine':
    case 'cosine':
    case 'tangent':
    case 'arcSine':
    case 'arcCosine':
    case 'arcTangent':
    case 'naturalLog':
    case 'log10':
      return arithmetic.applyFunction(operator, a, running);
    case 'random':
      return arithmetic.random(a, b, running.world.dice ?? Math.random, running);
    case 'map':
      return arithmetic.map(values, running);
    case 'constrain':
      return arithmetic.constrain(values, running);
    case 'between':
      return arithmetic.between(values, running);
    case 'mixColour':
      return arithmetic.mixColour(values, running);
    case 'smooth': {
      const smoothed = arithmetic.smooth(running.smoothed.get(blockId), a, b, running);
      running.smoothed.set(blockId, smoothed);
      return smoothed;
    }
    case 'isEven':
      return arithmetic.isMultiple(a, whole(2), running);
    case 'isOdd':
      return truth(!numberOf(arithmetic.isMultiple(a, whole(2), running)));
    case 'isDivisible':
      return arithmetic.isMultiple(a, b, running);
    case 'pi':
      return decimal(Math.PI, running);
    case 'not':
      return truth(!toTruth(a, running).value);
    case 'join': {
      const parts = values.map((value) => toText(value, running));
      const noisy = parts.some(isNoisy);
      const joined = text(parts.map(({ value }) => String(value)).join(''), noisy);
      if (noisy && String(joined.value).length > 30) running.hazard('noisy digits near the end of a text');
      return joined;
    }
    case 'textLength':
      looking();
      return whole(letterCount(said(0)));
    case 'letterAt': {
      looking();
      const position = toWhole(b, running);
      return text(letterAt(said(0), numberOf(position)));
    }
    case 'textContains':
      looking();
      return truth(said(0).includes(said(1)));
    case 'isEmpty':
      return truth(said(0) === '');
    case 'isNumber':
      return truth(parseNumber(said(0)) !== undefined);
    case 'toNumber':
      return numberIn(said(0), words.some(isNoisy), running);
    case 'toText':
      return toText(a, running);
    case 'toTextDecimals': {
      const { digits, close } = decimalDigits(numberOf(a), numberOf(b));
      return text(digits, isNoisy(a) || close);
    }
    case 'upperCase':
      return text(upperCase(said(0)), words.some(isNoisy));
    case 'lowerCase':
      return text(lowerCase(said(0)), words.some(isNoisy));
    case 'seconds':
      return decimal(running.now / 1000, running, true);
    case 'milliseconds':
      return whole(Math.floor(running.now));
    case 'timerSeconds':
      return decimal((running.now - running.timerStart) / 1000, running, true);
    case 'hasLine':
      return truth(running.hasLine());
    case 'readLine':
      return text(running.takeLine());
    case 'readNumber':
      return numberIn(running.takeLine(), false, running);
    case 'and':
    case 'or':
    case 'choose':
      throw new Error(`${operator} works out only what it needs`);
  }
}

/** A text's number. What is not a short binary fraction may come out with other last digits. */
function numberIn(said: string, noisy: boolean, running: Running): Value {
  const value = parseNumber(said) ?? 0;
  const exact = Number.isInteger(value * 16) && Math.abs(value) < 2 ** 20;
  return decimal(value, running, noisy || !exact);
}
