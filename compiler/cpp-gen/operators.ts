/**
 * The C++ of every operator whose arguments are simply worked out and combined.
 * `and`, `or` and `choose`, which work out only what they need, stand in expressions.ts.
 *
 * In: an operator, the fragments of its arguments, its type. Out: a fragment.
 * Whole arithmetic is done as wide as its proven result needs; where the result could pass the
 * limits of whole numbers, the runtime's saturating functions are used.
 */
import type { OperatorId } from '../program/operators.ts';
import { rawRange } from '../program/ranges.ts';
import { WHOLE_LIMIT, type ValueType } from '../program/value-type.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Code } from './code.ts';
import { joinCode, plainText } from './code.ts';
import {
  asDecimal,
  asNumberFragment,
  asTextArgument,
  asTextObject,
  asWholeFragment,
  isTextFragment,
} from './conversions.ts';
import { fitsInt, type CppType } from './cpp-types.ts';
import { LEVEL, atLevel, primary, respelled, type Fragment } from './fragment.ts';
import type { Generation } from './generation.ts';
import { flashLiteral } from './literals.ts';

interface Operands {
  readonly gen: Generation;
  readonly operator: OperatorId;
  readonly args: readonly Fragment[];
  readonly type: ValueType;
}

type Rule = (operands: Operands) => Fragment;

export function operationFragment(
  gen: Generation,
  operator: OperatorId,
  args: readonly Fragment[],
  type: ValueType,
): Fragment {
  const rule = RULES[operator];
  if (rule === undefined) throw new InternalError(`operator ${operator} has no C++`);
  return rule({ gen, operator, args, type });
}

function argument({ args, operator }: Operands, index: number): Fragment {
  const fragment = args[index];
  if (fragment === undefined) throw new InternalError(`${operator} lacks argument ${index}`);
  return fragment;
}

/** A function of the runtime's GenieNumbers. */
function numberCall(
  { gen }: Operands,
  name: string,
  args: readonly Fragment[],
  cpp: CppType,
  type: ValueType,
): Fragment {
  gen.uses('GenieNumbers.h');
  return call(
    name,
    args.map(({ code }) => code),
    cpp,
    type,
  );
}

const call = (name: string, args: readonly Code[], cpp: CppType, type: ValueType): Fragment =>
  primary([`${name}(`, joinCode(args, ', '), ')'], cpp, type);

/** Whole when the result is whole: two functions of one meaning. */
const wholeOrDecimal =
  (wholeName: string, decimalName: string): Rule =>
  (operands) => {
    const { gen, args, type } = operands;
    return type.kind === 'whole'
      ? numberCall(
          operands,
          wholeName,
          args.map((a) => asWholeFragment(gen, a)),
          'long',
          type,
        )
      : numberCall(operands, decimalName, args.map(asNumberFragment), 'float', type);
  };

const decimalFunction =
  (name: string): Rule =>
  (operands) =>
    numberCall(operands, name, operands.args.map(asNumberFragment), 'float', operands.type);

/** Rounding: a whole number stays as it is. */
const rounding =
  (name: string): Rule =>
  (operands) => {
    const value = asNumberFragment(argument(operands, 0));
    return value.type.kind === 'decimal' ? numberCall(operands, name, [value], 'long', operands.type) : value;
  };

/** +, −, ×: at least one operand as wide as the result. */
const arithmetic =
  (sign: string, level: number, safely: string): Rule =>
  (operands) => {
    const { args, operator, type } = operands;
    const left = asNumberFragment(argument(operands, 0));
    const right = asNumberFragment(argument(operands, 1));
    if (type.kind !== 'whole') {
      // Decimal already when one side is.
      const code = [atLevel(left, level), ` ${sign} `, atLevel(right, level + 1)];
      return { code, level, cpp: 'float', type };
    }
    const raw = rawRange(
      operator,
      args.map((fragment) => fragment.type),
    );
    if (raw === undefined || raw.min < -WHOLE_LIMIT || raw.max > WHOLE_LIMIT) {
      return numberCall(operands, safely, [left, right], 'long', type);
    }
    const isLong = left.cpp === 'long' || right.cpp === 'long';
    const wide = !isLong && !fitsInt(raw.min, raw.max);
    const first = wide && right.literal === undefined ? lengthened(left) : left;
    const second = wide && right.literal !== undefined ? lengthened(right) : right;
    const code = [atLevel(first, level), ` ${sign} `, atLevel(second, level + 1)];
    return { code, level, cpp: isLong || wide ? 'long' : 'int', type };
  };

/** The same value, 32 bits wide. */
function lengthened(fragment: Fragment): Fragment {
  if (fragment.cpp === 'long') return fragment;
  if (fragment.literal !== undefined) {
    return { ...fragment, code: respelled(fragment.code, `${fragment.literal}L`), cpp: 'long' };
  }
  return { ...fragment, code: ['(long)', atLevel(fragment, LEVEL.unary)], level: LEVEL.unary, cpp: 'long' };
}

const COMPARISON_LEVELS: Readonly<Record<string, number>> = { '==': LEVEL.equality, '!=': LEVEL.equality };

const comparison =
  (sign: string): Rule =>
  (operands) => {
    const left = argument(operands, 0);
    const right = argument(operands, 1);
    if (isTextFragment(left) || isTextFragment(right)) return compareTexts(operands, sign);
    const level = COMPARISON_LEVELS[sign] ?? LEVEL.relation;
    // "(a < b) == (c < d)": a reader should not have to know who comes first.
    const a = atLevel(asNumberFragment(left), LEVEL.relation + 1);
    const b = atLevel(asNumberFragment(right), LEVEL.relation + 1);
    return { code: [a, ` ${sign} `, b], level, cpp: 'bool', type: operands.type };
  };

function compareTexts(operands: Operands, sign: string): Fragment {
  const { gen, type } = operands;
  const left = argument(operands, 0);
  const right = argument(operands, 1);
  if (sign === '==' || sign === '!=') {
    // A literal reads better as the argument.
    const [object, other] = left.cpp === 'flash' ? [right, left] : [left, right];
    const equals = [asTextObject(gen, object), '.equals(', asTextArgument(gen, other), ')'];
    return sign === '=='
      ? primary(equals, 'bool', type)
      : { code: ['!', equals], level: LEVEL.unary, cpp: 'bool', type };
  }
  const code = [asTextObject(gen, left), '.compare(', asTextArgument(gen, right), `) ${sign} 0`];
  return { code, level: LEVEL.relation, cpp: 'bool', type };
}

/** A method of the text given first. */
const textMethod =
  (name: string, cpp: CppType): Rule =>
  (operands) => {
    const { gen, args, type } = operands;
    const object = asTextObject(gen, argument(operands, 0));
    const rest = args.slice(1).map((fragment) => asTextArgument(gen, fragment));
    return primary([object, `.${name}(`, joinCode(rest, ', '), ')'], cpp, type);
  };

const parity =
  (sign: string): Rule =>
  (operands) => {
    const value = asWholeFragment(operands.gen, argument(operands, 0));
    const code = [atLevel(value, LEVEL.multiply), ` % 2 ${sign} 0`];
    return { code, level: LEVEL.equality, cpp: 'bool', type: operands.type };
  };

/** Not 0 on the chip either, where the tiniest decimals are. */
const isNonZeroLiteral = ({ literal }: Fragment): boolean =>
  literal !== undefined && Math.fround(literal) !== 0;

const divide: Rule = (operands) => {
  const { type } = operands;
  const left = asNumberFragment(argument(operands, 0));
  const right = asNumberFragment(argument(operands, 1));
  if (!isNonZeroLiteral(right)) return numberCall(operands, 'divide', [left, right], 'float', type);
  const code = [atLevel(left, LEVEL.multiply), ' / ', asDecimal(right)];
  return { code, level: LEVEL.multiply, cpp: 'float', type };
};

const remainder: Rule = (operands) => {
  const { gen, type } = operands;
  const left = argument(operands, 0);
  const right = argument(operands, 1);
  if (type.kind !== 'whole') return decimalFunction('decimalRemainderOf')(operands);
  const a = asWholeFragment(gen, left);
  const b = asWholeFragment(gen, right);
  const isPlain = a.type.kind === 'whole' && a.type.min >= 0 && b.literal !== undefined && b.literal > 0;
  if (!isPlain) return numberCall(operands, 'remainderOf', [a, b], 'long', type);
  const code = [atLevel(a, LEVEL.multiply), ' % ', atLevel(b, LEVEL.unary)];
  return { code, level: LEVEL.multiply, cpp: a.cpp === 'long' || b.cpp === 'long' ? 'long' : 'int', type };
};

const negate: Rule = (operands) => {
  const { type } = operands;
  const value = asNumberFragment(argument(operands, 0));
  const fits = type.kind !== 'whole' || fitsInt(type.min, type.max);
  const wide = fits ? value : lengthened(value);
  // Two signs in a row would be another operator: −(−x).
  const isSigned = plainText(wide.code).startsWith('-');
  const inner = isSigned ? ['(', wide.code, ')'] : atLevel(wide, LEVEL.unary);
  const cpp = type.kind !== 'whole' ? 'float' : fits && wide.cpp !== 'long' ? 'int' : 'long';
  return { code: ['-', inner], level: LEVEL.unary, cpp, type };
};

const isDivisible: Rule = (operands) => {
  const { gen, type } = operands;
  const a = asWholeFragment(gen, argument(operands, 0));
  const b = asWholeFragment(gen, argument(operands, 1));
  if (!isNonZeroLiteral(b)) return numberCall(operands, 'isDivisible', [a, b], 'bool', type);
  const code = [atLevel(a, LEVEL.multiply), ' % ', atLevel(b, LEVEL.unary), ' == 0'];
  return { code, level: LEVEL.equality, cpp: 'bool', type };
};

const between: Rule = (operands) => {
  const { gen, args, type } = operands;
  const isWhole = args.every((fragment) => fragment.type.kind !== 'decimal');
  return isWhole
    ? numberCall(
        operands,
        'isBetweenWhole',
        args.map((a) => asWholeFragment(gen, a)),
        'bool',
        type,
      )
    : numberCall(operands, 'isBetweenDecimal', args.map(asNumberFragment), 'bool', type);
};

const not: Rule = (operands) => {
  const value = argument(operands, 0);
  return { code: ['!', atLevel(value, LEVEL.unary)], level: LEVEL.unary, cpp: 'bool', type: operands.type };
};

const random: Rule = (operands) => {
  operands.gen.usesRandom = true;
  return wholeOrDecimal('randomWhole', 'randomDecimal')(operands);
};

const smooth: Rule = (operands) => {
  const { gen, type } = operands;
  const samples = Math.min(100, Math.max(1, Math.round(argument(operands, 1).literal ?? 1)));
  const name = gen.names.numbered('smoother');
  gen.uses('GenieNumbers.h');
  gen.objects.push(`Smoother ${name}(${samples});`);
  return primary([`${name}.add(`, asNumberFragment(argument(operands, 0)).code, ')'], 'float', type);
};

const joinTexts: Rule = (operands) => {
  const { gen, args, type } = operands;
  const [first, ...rest] = args;
  const head: Code = first === undefined ? 'Text()' : asTextObject(gen, first, true);
  gen.uses('GenieText.h');
  return primary([head, ...rest.flatMap((part) => ['.add(', asTextArgument(gen, part), ')'])], 'Text', type);
};

const letterAt: Rule = (operands) => {
  const { gen, type } = operands;
  const object = asTextObject(gen, argument(operands, 0));
  const position = asWholeFragment(gen, argument(operands, 1));
  return primary([object, '.letter(', position.code, ')'], 'Text', type);
};

const textDecimals: Rule = (operands) => {
  const { gen, type } = operands;
  gen.uses('GenieText.h');
  const digits = Math.min(5, Math.max(0, Math.round(argument(operands, 1).literal ?? 0)));
  const value = asNumberFragment(argument(operands, 0));
  return primary(['Text().addDecimals(', value.code, `, ${digits})`], 'Text', type);
};

const monitorMethod =
  (name: string, cpp: CppType): Rule =>
  ({ gen, type }) => {
    gen.usesMonitor = true;
    gen.uses('GenieMonitor.h');
    return primary(`monitor.${name}()`, cpp, type);
  };

const timeFunction =
  (code: string, cpp: CppType, isTimer: boolean): Rule =>
  ({ gen, type }) => {
    gen.uses('GenieTime.h');
    if (isTimer) gen.usesTimer = true;
    return primary(code, cpp, type);
  };

/** The runtime gives an unsigned number, as drivers take it; elsewhere it counts like any other. */
const mixedColour: Rule = (operands) => {
  const { gen, args, type } = operands;
  const wholes = args.map((a) => asWholeFragment(gen, a));
  const { code } = numberCall(operands, 'mixColour', wholes, 'long', type);
  return { code: ['(long)', code], level: LEVEL.unary, cpp: 'long', type, asColour: code };
};

const RULES: Partial<Record<OperatorId, Rule>> = {
  add: arithmetic('+', LEVEL.add, 'addSafely'),
  subtract: arithmetic('-', LEVEL.add, 'subtractSafely'),
  multiply: arithmetic('*', LEVEL.multiply, 'multiplySafely'),
  divide,
  remainder,
  power: decimalFunction('power'),
  negate,
  absolute: wholeOrDecimal('absoluteWhole', 'absoluteDecimal'),
  round: rounding('toWhole'),
  roundUp: rounding('roundUp'),
  roundDown: rounding('roundDown'),
  squareRoot: decimalFunction('squareRoot'),
  sine: decimalFunction('sinDegrees'),
  cosine: decimalFunction('cosDegrees'),
  tangent: decimalFunction('tanDegrees'),
  arcSine: decimalFunction('asinDegrees'),
  arcCosine: decimalFunction('acosDegrees'),
  arcTangent: decimalFunction('atanDegrees'),
  naturalLog: decimalFunction('naturalLog'),
  log10: decimalFunction('log10Of'),
  smallest: wholeOrDecimal('smallestWhole', 'smallestDecimal'),
  largest: wholeOrDecimal('largestWhole', 'largestDecimal'),
  random,
  map: wholeOrDecimal('remapWhole', 'remapDecimal'),
  constrain: wholeOrDecimal('limitWhole', 'limitDecimal'),
  smooth,
  isEven: parity('=='),
  isOdd: parity('!='),
  isDivisible,
  pi: ({ type }) => ({ ...primary('PI', 'float', type) }),
  mixColour: mixedColour,
  equal: comparison('=='),
  notEqual: comparison('!='),
  less: comparison('<'),
  lessOrEqual: comparison('<='),
  greater: comparison('>'),
  greaterOrEqual: comparison('>='),
  between,
  not,
  join: joinTexts,
  textLength: textMethod('length', 'int'),
  letterAt,
  textContains: textMethod('contains', 'bool'),
  isEmpty: textMethod('isEmpty', 'bool'),
  isNumber: textMethod('isNumber', 'bool'),
  toNumber: textMethod('toNumber', 'float'),
  toText: (operands) => {
    const { gen, type } = operands;
    return primary(asTextObject(gen, argument(operands, 0)), 'Text', type);
  },
  toTextDecimals: textDecimals,
  upperCase: textMethod('upper', 'Text'),
  lowerCase: textMethod('lower', 'Text'),
  seconds: timeFunction('secondsSinceStart()', 'float', false),
  milliseconds: timeFunction('millisecondsSinceStart()', 'long', false),
  timerSeconds: timeFunction('timer.seconds()', 'float', true),
  hasLine: monitorMethod('hasLine', 'bool'),
  readLine: monitorMethod('readLine', 'Text'),
  readNumber: monitorMethod('readNumber', 'float'),
};

export const textFragment = (text: string, type: ValueType): Fragment =>
  primary(flashLiteral(text), 'flash', type);
