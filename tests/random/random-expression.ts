/**
 * Random well-typed expressions.
 *
 * In: choices, a scope, how deep the expression may still grow. Out: an expression of the family.
 */
import type { Expression } from '../../compiler/program/model.ts';
import type { ListReadingId, OperatorId } from '../../compiler/program/operators.ts';
import type { Parameter } from '../../boards/types.ts';
import type { ChoiceSource } from './choice-source.ts';
import { DECIMALS, WHOLES } from './extremes.ts';
import type { Family, Scope } from './scope.ts';

const NUMBER_2 = ['add', 'subtract', 'multiply', 'divide', 'remainder', 'smallest', 'largest'] as const;
const NUMBER_1 = ['negate', 'absolute', 'round', 'roundUp', 'roundDown'] as const;
const NOISY = [
  'sine',
  'cosine',
  'tangent',
  'arcSine',
  'arcCosine',
  'arcTangent',
  'naturalLog',
  'log10',
  'squareRoot',
] as const;
const COMPARISONS = ['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual'] as const;
const CLOCKS = ['seconds', 'milliseconds', 'timerSeconds', 'readNumber', 'hasLine'] as const;

export class ExpressionMaker {
  constructor(private readonly choices: ChoiceSource) {}

  any(scope: Scope, depth: number): Expression {
    return this.of(this.choices.oneIn(3) ? 'text' : 'number', scope, depth);
  }

  of(family: Family, scope: Scope, depth: number): Expression {
    return family === 'text' ? this.text(scope, depth) : this.number(scope, depth);
  }

  /** A number as it stands on a number block. */
  literal(): Expression {
    const value = this.choices.weighted([
      [6, this.choices.int(-3, 12)],
      [3, this.choices.pick(WHOLES)],
      [3, this.choices.pick(DECIMALS)],
      [1, this.choices.int(-2_147_483_647, 2_147_483_647)],
      [1, this.choices.int(-4000, 4000) / 16],
    ]);
    return { blockId: this.choices.blockId(), kind: 'number', value };
  }

  whole(value: number): Expression {
    return { blockId: this.choices.blockId(), kind: 'number', value };
  }

  op(operator: OperatorId, ...args: Expression[]): Expression {
    return { blockId: this.choices.blockId(), kind: 'operation', operator, args };
  }

  /** A number or a truth: each goes where the other does. */
  number(scope: Scope, depth: number): Expression {
    const { choices } = this;
    if (depth <= 0) return this.numberLeaf(scope);
    const sub = (): Expression => this.number(scope, depth - 1);
    const shape = choices.weighted<() => Expression>([
      [6, () => this.numberLeaf(scope)],
      [8, () => this.op(choices.pick(NUMBER_2), sub(), sub())],
      [4, () => this.op(choices.pick(NUMBER_1), sub())],
      [5, () => this.truth(scope, depth)],
      [1, () => this.op('constrain', sub(), sub(), sub())],
      [1, () => this.op('map', sub(), sub(), sub(), sub(), sub())],
      [1, () => this.op('mixColour', sub(), sub(), sub())],
      [1, () => this.op('smooth', sub(), this.whole(choices.int(1, 100)))],
      [2, () => this.op('choose', this.truth(scope, depth - 1), sub(), sub())],
      [2, () => this.op('textLength', this.text(scope, depth - 1))],
      [1, () => this.op('toNumber', this.text(scope, depth - 1))],
      [1, () => this.op('pi')],
      [scope.repeatable ? 1 : 2, () => this.op(choices.pick(NOISY), sub())],
      [1, () => this.op('power', sub(), sub())],
      [scope.repeatable ? 0 : 1, () => this.op('random', sub(), sub())],
      [scope.repeatable ? 0 : 1, () => this.op(choices.pick(CLOCKS))],
      [scope.repeatable ? 1 : 0, () => this.sureRandom()],
      [3, () => this.list('number', scope, depth)],
      [3, () => this.call('number', scope, depth)],
    ]);
    return shape();
  }

  truth(scope: Scope, depth: number): Expression {
    const { choices } = this;
    if (depth <= 0) return this.numberLeaf(scope);
    const sub = (): Expression => this.number(scope, depth - 1);
    const condition = (): Expression => this.truth(scope, depth - 1);
    const words = (): Expression => this.text(scope, depth - 1);
    const shape = choices.weighted<() => Expression>([
      [6, () => this.op(choices.pick(COMPARISONS), sub(), sub())],
      [2, () => this.op(choices.pick(COMPARISONS), words(), words())],
      [1, () => this.op('between', sub(), sub(), sub())],
      [2, () => this.op('and', condition(), condition())],
      [2, () => this.op('or', condition(), condition())],
      [2, () => this.op('not', condition())],
      [1, () => this.op(choices.pick(['isEven', 'isOdd']), sub())],
      [1, () => this.op('isDivisible', sub(), sub())],
      [1, () => this.op(choices.pick(['isEmpty', 'isNumber']), words())],
      [1, () => this.op('textContains', words(), words())],
      [1, () => this.list('number', scope, depth)],
    ]);
    return shape();
  }

  text(scope: Scope, depth: number): Expression {
    const { choices } = this;
    if (depth <= 0) return this.textLeaf(scope);
    const words = (): Expression => this.text(scope, depth - 1);
    const sub = (): Expression => this.number(scope, depth - 1);
    const shape = choices.weighted<() => Expression>([
      [5, () => this.textLeaf(scope)],
      [
        4,
        () =>
          this.op(
            'join',
            ...choices.times(
              choices.weighted([
                [6, 2],
                [2, 3],
                [1, 1],
                [1, choices.int(4, 8)],
              ]),
              () => this.any(scope, depth - 1),
            ),
          ),
      ],
      [2, () => this.op('letterAt', words(), sub())],
      [2, () => this.op('toText', this.any(scope, depth - 1))],
      [1, () => this.op('toTextDecimals', sub(), this.whole(choices.int(0, 5)))],
      [1, () => this.op(choices.pick(['upperCase', 'lowerCase']), words())],
      [1, () => this.op('choose', this.truth(scope, depth - 1), words(), words())],
      [scope.repeatable ? 0 : 1, () => this.op('readLine')],
      [2, () => this.list('text', scope, depth)],
      [2, () => this.call('text', scope, depth)],
    ]);
    return shape();
  }

  /** The holes of a brick's block. */
  forParameters(parameters: readonly Parameter[], scope: Scope, depth: number): Expression[] {
    return parameters.map(({ type }) => {
      switch (type.kind) {
        case 'choice':
          return {
            blockId: this.choices.blockId(),
            kind: 'choice',
            value: this.choices.pick(type.options).value,
          };
        case 'text':
        case 'any':
          return this.any(scope, depth);
        case 'colour':
          return this.choices.oneIn(2)
            ? { blockId: this.choices.blockId(), kind: 'colour', value: this.choices.int(0, 0xff_ff_ff) }
            : this.number(scope, depth);
        default:
          return this.number(scope, depth);
      }
    });
  }

  /** A call's arguments, each of its parameter's family. */
  callArguments(parameters: Scope['parameters'], scope: Scope, depth: number): Expression[] {
    return parameters.map(({ family }) => this.of(family, scope, depth));
  }

  private numberLeaf(scope: Scope): Expression {
    const { choices } = this;
    const variables = scope.variables.filter(({ family }) => family === 'number');
    const parameters = scope.parameters.filter(({ family }) => family === 'number');
    const readings = scope.bricks.flatMap((brick) =>
      brick.brickType.readings.map((reading) => ({ brick, reading })),
    );
    const blockId = choices.blockId();
    const shape = choices.weighted<() => Expression>([
      [5, () => this.literal()],
      [
        variables.length > 0 ? 5 : 0,
        () => ({ blockId, kind: 'variable', variable: choices.pick(variables).id }),
      ],
      [
        parameters.length > 0 ? 5 : 0,
        () => ({ blockId, kind: 'parameter', parameter: choices.pick(parameters).id }),
      ],
      [1, () => ({ blockId, kind: 'truth', value: choices.oneIn(2) })],
      [1, () => ({ blockId, kind: 'colour', value: choices.pick([0, 0xff_00_00, 0xff_ff_ff, 0x12_34_56]) })],
      [
        scope.repeatable ? 0 : 1,
        () => ({ blockId, kind: 'stored', slot: choices.pick(['best', 'Élève 1', '']) }),
      ],
      [
        readings.length > 0 ? 2 : 0,
        () => {
          const { brick, reading } = choices.pick(readings);
          const args = this.forParameters(reading.parameters, scope, 0);
          return { blockId, kind: 'reading', brick: brick.id, reading: reading.id, args };
        },
      ],
    ]);
    return shape();
  }

  private textLeaf(scope: Scope): Expression {
    const { choices } = this;
    const variables = scope.variables.filter(({ family }) => family === 'text');
    const parameters = scope.parameters.filter(({ family }) => family === 'text');
    const blockId = choices.blockId();
    const shape = choices.weighted<() => Expression>([
      [4, () => ({ blockId, kind: 'text', value: choices.pick(scope.texts) })],
      [
        variables.length > 0 ? 4 : 0,
        () => ({ blockId, kind: 'variable', variable: choices.pick(variables).id }),
      ],
      [
        parameters.length > 0 ? 4 : 0,
        () => ({ blockId, kind: 'parameter', parameter: choices.pick(parameters).id }),
      ],
    ]);
    return shape();
  }

  /** Random, but with only one possible answer. */
  private sureRandom(): Expression {
    const value = this.choices.int(-40_000, 40_000);
    if (this.choices.oneIn(2)) return this.op('random', this.whole(value), this.whole(value));
    const [low, high] = [this.whole(value), this.whole(value + this.choices.int(0, 70_000))];
    return this.op('between', this.op('random', low, high), this.whole(value), {
      ...high,
      blockId: this.choices.blockId(),
    });
  }

  private list(family: Family, scope: Scope, depth: number): Expression {
    const lists = scope.lists;
    if (lists.length === 0) return family === 'text' ? this.textLeaf(scope) : this.numberLeaf(scope);
    const { choices } = this;
    const list = choices.pick(lists);
    const operators: ListReadingId[] =
      family === 'text'
        ? list.family === 'text'
          ? ['itemAt']
          : []
        : list.family === 'text'
          ? ['listLength', 'listContains', 'indexOf', 'isFull']
          : [
              'itemAt',
              'itemAt',
              'listLength',
              'listContains',
              'indexOf',
              'isFull',
              'sum',
              'listSmallest',
              'listLargest',
              'average',
            ];
    if (operators.length === 0) return this.textLeaf(scope);
    const operator = choices.pick(operators);
    const args =
      operator === 'itemAt'
        ? [choices.oneIn(2) ? this.whole(choices.int(0, list.capacity + 1)) : this.number(scope, depth - 1)]
        : operator === 'listContains' || operator === 'indexOf'
          ? [this.of(list.family, scope, depth - 1)]
          : [];
    return { blockId: choices.blockId(), kind: 'listReading', operator, list: list.id, args };
  }

  private call(family: Family, scope: Scope, depth: number): Expression {
    const blocks = scope.ownBlocks.filter(
      ({ result, waits, interrupts }) =>
        result === family && (scope.mayWait || !waits) && !(scope.inTrigger === true && interrupts),
    );
    if (blocks.length === 0) return family === 'text' ? this.textLeaf(scope) : this.numberLeaf(scope);
    const block = this.choices.pick(blocks);
    const args = this.callArguments(block.parameters, scope, depth - 1);
    return { blockId: this.choices.blockId(), kind: 'call', ownBlock: block.id, args };
  }
}
