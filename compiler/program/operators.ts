/**
 * The operators of the language as a table: what each takes and what it gives.
 * Their meaning stands in docs/language.md; their C++ in compiler/cpp-gen/operators.ts.
 *
 * `holes`: what each argument must be. `result`: the kind of value that comes out;
 * 'numeric' follows the arguments (whole when all are whole, else decimal), 'joined' is the
 * smallest kind that holds every argument from `joinFrom` on.
 */
export type Hole = 'number' | 'truth' | 'text' | 'any' | 'colour';

export interface Operator {
  readonly holes: readonly Hole[];
  /** The last hole may be repeated, this many arguments in all at most. */
  readonly atMost?: number;
  readonly result: 'whole' | 'decimal' | 'truth' | 'text' | 'numeric' | 'joined';
  readonly joinFrom?: number;
  /** Gives something else, or changes something, each time it is asked: order matters. */
  readonly impure?: boolean;
  /** Keeps a memory of its own for each block in the program. */
  readonly stateful?: boolean;
}

const number2 = ['number', 'number'] as const;

export const OPERATORS = {
  add: { holes: number2, result: 'numeric' },
  subtract: { holes: number2, result: 'numeric' },
  multiply: { holes: number2, result: 'numeric' },
  divide: { holes: number2, result: 'decimal' },
  remainder: { holes: number2, result: 'numeric' },
  power: { holes: number2, result: 'decimal' },
  negate: { holes: ['number'], result: 'numeric' },
  absolute: { holes: ['number'], result: 'numeric' },
  round: { holes: ['number'], result: 'whole' },
  roundUp: { holes: ['number'], result: 'whole' },
  roundDown: { holes: ['number'], result: 'whole' },
  squareRoot: { holes: ['number'], result: 'decimal' },
  sine: { holes: ['number'], result: 'decimal' },
  cosine: { holes: ['number'], result: 'decimal' },
  tangent: { holes: ['number'], result: 'decimal' },
  arcSine: { holes: ['number'], result: 'decimal' },
  arcCosine: { holes: ['number'], result: 'decimal' },
  arcTangent: { holes: ['number'], result: 'decimal' },
  naturalLog: { holes: ['number'], result: 'decimal' },
  log10: { holes: ['number'], result: 'decimal' },
  smallest: { holes: number2, result: 'numeric' },
  largest: { holes: number2, result: 'numeric' },
  random: { holes: number2, result: 'numeric', impure: true },
  /** value, from low, from high, to low, to high */
  map: { holes: ['number', 'number', 'number', 'number', 'number'], result: 'numeric' },
  /** value, low, high */
  constrain: { holes: ['number', 'number', 'number'], result: 'numeric' },
  /** value, samples (a number literal 1 … 100) */
  smooth: { holes: number2, result: 'decimal', impure: true, stateful: true },
  isEven: { holes: ['number'], result: 'truth' },
  isOdd: { holes: ['number'], result: 'truth' },
  isDivisible: { holes: number2, result: 'truth' },
  pi: { holes: [], result: 'decimal' },
  mixColour: { holes: ['number', 'number', 'number'], result: 'whole' },
  equal: { holes: ['any', 'any'], result: 'truth' },
  notEqual: { holes: ['any', 'any'], result: 'truth' },
  less: { holes: ['any', 'any'], result: 'truth' },
  lessOrEqual: { holes: ['any', 'any'], result: 'truth' },
  greater: { holes: ['any', 'any'], result: 'truth' },
  greaterOrEqual: { holes: ['any', 'any'], result: 'truth' },
  /** value, low, high */
  between: { holes: ['number', 'number', 'number'], result: 'truth' },
  and: { holes: ['truth', 'truth'], result: 'truth' },
  or: { holes: ['truth', 'truth'], result: 'truth' },
  not: { holes: ['truth'], result: 'truth' },
  /** condition, value when true, value when false */
  choose: { holes: ['truth', 'any', 'any'], result: 'joined', joinFrom: 1 },
  join: { holes: ['any'], atMost: 8, result: 'text' },
  textLength: { holes: ['text'], result: 'whole' },
  letterAt: { holes: ['text', 'number'], result: 'text' },
  textContains: { holes: ['text', 'text'], result: 'truth' },
  isEmpty: { holes: ['text'], result: 'truth' },
  isNumber: { holes: ['text'], result: 'truth' },
  toNumber: { holes: ['text'], result: 'decimal' },
  toText: { holes: ['any'], result: 'text' },
  /** value, decimals (a number literal 0 … 5) */
  toTextDecimals: { holes: number2, result: 'text' },
  upperCase: { holes: ['text'], result: 'text' },
  lowerCase: { holes: ['text'], result: 'text' },
  seconds: { holes: [], result: 'decimal', impure: true },
  milliseconds: { holes: [], result: 'whole', impure: true },
  timerSeconds: { holes: [], result: 'decimal', impure: true },
  hasLine: { holes: [], result: 'truth', impure: true },
  readLine: { holes: [], result: 'text', impure: true },
  readNumber: { holes: [], result: 'decimal', impure: true },
} as const satisfies Record<string, Operator>;

export type OperatorId = keyof typeof OPERATORS;

/** 'item' is the kind of value the list holds. */
export interface ListOperator {
  readonly holes: readonly (Hole | 'item')[];
  readonly result: 'item' | 'whole' | 'decimal' | 'truth' | 'numericItem' | 'none';
}

export const LIST_READINGS = {
  itemAt: { holes: ['number'], result: 'item' },
  listLength: { holes: [], result: 'whole' },
  listContains: { holes: ['item'], result: 'truth' },
  indexOf: { holes: ['item'], result: 'whole' },
  isFull: { holes: [], result: 'truth' },
  sum: { holes: [], result: 'numericItem' },
  listSmallest: { holes: [], result: 'numericItem' },
  listLargest: { holes: [], result: 'numericItem' },
  average: { holes: [], result: 'decimal' },
} as const satisfies Record<string, ListOperator>;

export type ListReadingId = keyof typeof LIST_READINGS;

export const LIST_ACTIONS = {
  addItem: { holes: ['item'], result: 'none' },
  /** position, item */
  insertItem: { holes: ['number', 'item'], result: 'none' },
  setItem: { holes: ['number', 'item'], result: 'none' },
  removeItem: { holes: ['number'], result: 'none' },
  clearList: { holes: [], result: 'none' },
} as const satisfies Record<string, ListOperator>;

export type ListActionId = keyof typeof LIST_ACTIONS;
