/**
 * What logic, numbers, texts, time and colours mean: operators on their holes, and values as they stand.
 *
 * In: readings of blocks. Out: expressions. A menu whose values are operators names the operator itself.
 */
import type { OperatorId } from '../../compiler/program/operators.ts';
import { expression, statement, type BlockReading, type Meaning, type Meanings } from '../meaning.ts';

const operation = (operator: OperatorId, ...holes: readonly string[]): Meaning =>
  expression((block) => ({ kind: 'operation', operator, args: holes.map((hole) => block.value(hole)) }));

/** The menu `field` chooses among these operators; its value is one of the keys. */
const chosen = (
  field: string,
  operators: Readonly<Record<string, OperatorId>>,
  ...holes: readonly string[]
): Meaning =>
  expression((block) => {
    const operator = new Map(Object.entries(operators)).get(block.field(field));
    const [first] = Object.values(operators);
    return {
      kind: 'operation',
      operator: operator ?? first ?? 'add',
      args: holes.map((hole) => block.value(hole)),
    };
  });

/** A menu whose values are the operators' own names. */
const chosenByName = (operators: readonly OperatorId[], ...holes: readonly string[]): Meaning =>
  chosen('OP', Object.fromEntries(operators.map((operator) => [operator, operator])), ...holes);

/** A hole, then a number fixed in a field of the block. */
const withFixed = (operator: OperatorId, hole: string, field: string): Meaning =>
  expression((block) => ({
    kind: 'operation',
    operator,
    args: [block.value(hole), { kind: 'number', value: block.numberField(field), blockId: block.blockId }],
  }));

const joinedParts = (block: BlockReading) =>
  Array.from({ length: block.extra.itemCount }, (_, index) => block.value(`ADD${index}`));

export const OPERATION_MEANING: Meanings = {
  logic_truth: expression((block) => ({ kind: 'truth', value: block.field('VALUE') === 'true' })),
  logic_compare: chosenByName(
    ['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual'],
    'A',
    'B',
  ),
  logic_and: operation('and', 'A', 'B'),
  logic_or: operation('or', 'A', 'B'),
  logic_not: operation('not', 'VALUE'),
  logic_between: operation('between', 'VALUE', 'LOW', 'HIGH'),
  logic_choose: operation('choose', 'CONDITION', 'THEN', 'ELSE'),

  number_literal: expression((block) => ({ kind: 'number', value: block.numberField('NUM') })),
  number_arithmetic: chosenByName(['add', 'subtract', 'multiply', 'divide', 'power'], 'A', 'B'),
  number_remainder: operation('remainder', 'A', 'B'),
  number_function: chosenByName(['absolute', 'negate', 'squareRoot', 'naturalLog', 'log10'], 'VALUE'),
  number_round: chosenByName(['round', 'roundUp', 'roundDown'], 'VALUE'),
  number_trigonometry: chosenByName(
    ['sine', 'cosine', 'tangent', 'arcSine', 'arcCosine', 'arcTangent'],
    'VALUE',
  ),
  number_min_max: chosenByName(['smallest', 'largest'], 'A', 'B'),
  number_random: operation('random', 'FROM', 'TO'),
  number_map: operation('map', 'VALUE', 'FROM_LOW', 'FROM_HIGH', 'TO_LOW', 'TO_HIGH'),
  number_constrain: operation('constrain', 'VALUE', 'LOW', 'HIGH'),
  number_smooth: withFixed('smooth', 'VALUE', 'SAMPLES'),
  number_property: chosen('PROPERTY', { even: 'isEven', odd: 'isOdd' }, 'VALUE'),
  number_divisible: operation('isDivisible', 'A', 'B'),
  number_pi: operation('pi'),

  colour_literal: expression((block) => ({
    kind: 'colour',
    value: Number.parseInt(block.field('COLOUR').slice(1), 16),
  })),
  colour_mix: operation('mixColour', 'R', 'G', 'B'),

  text_literal: expression((block) => ({ kind: 'text', value: block.field('TEXT') })),
  text_join: expression((block) => ({ kind: 'operation', operator: 'join', args: joinedParts(block) })),
  text_length: operation('textLength', 'VALUE'),
  text_letter: operation('letterAt', 'VALUE', 'INDEX'),
  text_contains: operation('textContains', 'VALUE', 'PART'),
  text_is_empty: operation('isEmpty', 'VALUE'),
  text_to_number: operation('toNumber', 'VALUE'),
  text_is_number: operation('isNumber', 'VALUE'),
  text_of: operation('toText', 'VALUE'),
  text_of_decimals: withFixed('toTextDecimals', 'VALUE', 'DECIMALS'),
  text_case: chosen('CASE', { upper: 'upperCase', lower: 'lowerCase' }, 'VALUE'),

  time_seconds: operation('seconds'),
  time_milliseconds: operation('milliseconds'),
  timer_seconds: operation('timerSeconds'),
  timer_reset: statement(() => ({ kind: 'resetTimer' })),
};
