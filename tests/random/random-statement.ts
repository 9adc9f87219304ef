/**
 * Random well-typed statements.
 *
 * In: choices, a scope, how many statements may still be made. Out: statements. Loops that could run
 * for ever get a guard variable of their own, so that most programs end.
 */
import type { Expression, Statement } from '../../compiler/program/model.ts';
import type { ChoiceSource } from './choice-source.ts';
import { ExpressionMaker } from './random-expression.ts';
import type { Scope, ScopedVariable } from './scope.ts';

export class StatementMaker {
  readonly expressions: ExpressionMaker;
  /** Loop counters and guards: the program declares them too. */
  readonly guards: ScopedVariable[] = [];

  constructor(
    private readonly choices: ChoiceSource,
    private left: number,
    private readonly nameOf: () => string,
  ) {
    this.expressions = new ExpressionMaker(choices);
  }

  /** 1 to `most` statements, fewer when the program is full. */
  body(scope: Scope, most: number): Statement[] {
    const count = this.left <= 0 ? (this.choices.oneIn(3) ? 0 : 1) : this.choices.int(1, most);
    return this.choices.times(count, () => this.statements(scope)).flat();
  }

  print(value: Expression, label?: string): Statement {
    const blockId = this.choices.blockId();
    if (label === undefined) return { blockId, kind: 'print', value, newLine: true };
    const said: Expression = { blockId: this.choices.blockId(), kind: 'text', value: label };
    return { blockId, kind: 'printLabelled', label: said, value };
  }

  private statements(scope: Scope): Statement[] {
    this.left -= 1;
    if (this.choices.oneIn(4)) return [this.simplePrint(scope)];
    return this.choices.oneIn(this.left > 0 ? 3 : 1000) ? this.compound(scope) : [this.simple(scope)];
  }

  private simplePrint(scope: Scope): Statement {
    const { choices, expressions } = this;
    if (choices.oneIn(8)) {
      const label = expressions.any(scope, 1);
      return { blockId: choices.blockId(), kind: 'plot', label, value: expressions.number(scope, 2) };
    }
    const value = expressions.any(scope, choices.int(0, 3));
    if (choices.oneIn(4)) return { blockId: choices.blockId(), kind: 'print', value, newLine: false };
    return this.print(value, choices.oneIn(3) ? undefined : `v${choices.int(0, 99)}`);
  }

  private simple(scope: Scope): Statement {
    const { choices, expressions } = this;
    const blockId = choices.blockId();
    const depth = choices.int(0, 3);
    const numbers = scope.variables.filter(({ family }) => family === 'number');
    const actions = scope.bricks.flatMap((brick) =>
      brick.brickType.actions.map((action) => ({ brick, action })),
    );
    const callable = scope.ownBlocks.filter(({ waits }) => scope.mayWait || !waits);
    const shape = choices.weighted<() => Statement>([
      [
        scope.variables.length > 0 ? 6 : 0,
        () => {
          const variable = choices.pick(scope.variables);
          return {
            blockId,
            kind: 'setVariable',
            variable: variable.id,
            value: expressions.of(variable.family, scope, depth),
          };
        },
      ],
      [
        numbers.length > 0 ? 3 : 0,
        () => ({
          blockId,
          kind: 'changeVariable',
          variable: choices.pick(numbers).id,
          by: expressions.number(scope, depth),
        }),
      ],
      [scope.lists.length > 0 ? 5 : 0, () => this.listAction(scope, depth)],
      [
        callable.length > 0 ? 3 : 0,
        () => {
          const block = choices.pick(callable);
          return {
            blockId,
            kind: 'callStatement',
            ownBlock: block.id,
            args: expressions.callArguments(block.parameters, scope, depth),
          };
        },
      ],
      [scope.mayWait ? 2 : 0, () => this.wait(scope)],
      [
        scope.mayWait && scope.messages.length > 0 ? 2 : 0,
        () => ({ blockId, kind: 'broadcast', message: choices.pick(scope.messages).id, andWait: false }),
      ],
      [
        scope.mayWait && scope.waitedMessages.length > 0 ? 1 : 0,
        () => ({ blockId, kind: 'broadcast', message: choices.pick(scope.waitedMessages).id, andWait: true }),
      ],
      [
        scope.inLoop ? 2 : 0,
        () => this.guarded(scope, { blockId, kind: choices.pick(['break', 'continue'] as const) }),
      ],
      [scope.result === undefined ? 0 : 2, () => this.guarded(scope, this.giveBack(scope, depth))],
      [
        scope.repeatable ? 0 : 1,
        () => ({
          blockId,
          kind: 'remember',
          slot: choices.pick(['best', 'Élève 1', '', '😀"\\']),
          value: expressions.number(scope, depth),
        }),
      ],
      [
        scope.repeatable ? 0 : 1,
        () => this.guarded(scope, { blockId, kind: choices.pick(['stopScript', 'stopAll'] as const) }),
      ],
      [1, () => ({ blockId, kind: 'resetTimer' })],
      [1, () => ({ blockId, kind: 'note', text: choices.pick(scope.texts) })],
      [
        actions.length > 0 ? 5 : 0,
        () => {
          const { brick, action } = choices.pick(actions);
          if (action.lasts !== undefined && !scope.mayWait) return { blockId, kind: 'note', text: '' };
          return {
            blockId,
            kind: 'action',
            brick: brick.id,
            action: action.id,
            args: expressions.forParameters(action.parameters, scope, depth),
          };
        },
      ],
    ]);
    const statement = shape();
    return choices.oneIn(25) ? { ...statement, comment: choices.pick(scope.texts) } : statement;
  }

  private giveBack(scope: Scope, depth: number): Statement {
    const blockId = this.choices.blockId();
    if (scope.result === undefined || scope.result === 'none') return { blockId, kind: 'return' };
    return { blockId, kind: 'return', value: this.expressions.of(scope.result, scope, depth) };
  }

  /** What ends a stretch of program, mostly under a condition, so that not all behind it is dead. */
  private guarded(scope: Scope, statement: Statement): Statement {
    if (this.choices.oneIn(6)) return statement;
    const condition = this.expressions.truth(scope, 2);
    return { blockId: this.choices.blockId(), kind: 'if', branches: [{ condition, body: [statement] }] };
  }

  private wait(scope: Scope): Statement {
    const { choices, expressions } = this;
    const blockId = choices.blockId();
    if (choices.oneIn(3)) {
      const timeout = scope.repeatable
        ? expressions.whole(choices.pick([0, 0.002, 0.005]))
        : expressions.number(scope, 1);
      const timed = scope.repeatable || choices.oneIn(2);
      return {
        blockId,
        kind: 'waitUntil',
        condition: expressions.truth(scope, 2),
        ...(timed ? { timeoutSeconds: timeout } : {}),
      };
    }
    const seconds = choices.oneIn(2);
    const duration = scope.repeatable
      ? expressions.whole(choices.pick(seconds ? [0, 0.001, 0.0025, -1] : [0, 1, 2, 2.5, -3]))
      : expressions.number(scope, 2);
    return { blockId, kind: 'wait', unit: seconds ? 'seconds' : 'milliseconds', duration };
  }

  private listAction(scope: Scope, depth: number): Statement {
    const { choices, expressions } = this;
    const list = choices.pick(scope.lists);
    const item = (): Expression => expressions.of(list.family, scope, depth);
    const position = (): Expression =>
      choices.oneIn(3)
        ? expressions.number(scope, 1)
        : expressions.whole(choices.int(0, Math.min(list.capacity + 1, 6)));
    const [operator, args] = choices.weighted([
      [5, ['addItem', [item()]] as const],
      [2, ['insertItem', [position(), item()]] as const],
      [2, ['setItem', [position(), item()]] as const],
      [1, ['removeItem', [position()]] as const],
      [1, ['clearList', []] as const],
    ]);
    return { blockId: choices.blockId(), kind: 'listAction', operator, list: list.id, args };
  }

  private guard(): ScopedVariable {
    const guard: ScopedVariable = { id: `guard${this.guards.length}`, name: this.nameOf(), family: 'number' };
    this.guards.push(guard);
    return guard;
  }

  private compound(scope: Scope): Statement[] {
    const { choices, expressions } = this;
    const blockId = choices.blockId();
    const inside: Scope = { ...scope, inLoop: true, depth: scope.depth + 1 };
    const branch = (): { condition: Expression; body: Statement[] } => ({
      condition: expressions.truth(scope, 2),
      body: this.body(scope, 3),
    });
    if (scope.depth >= 3 || choices.oneIn(3)) {
      return [
        {
          blockId,
          kind: 'if',
          branches: choices.times(
            choices.weighted([
              [4, 1],
              [2, 2],
              [1, 3],
            ]),
            branch,
          ),
          ...(choices.oneIn(2) ? { otherwise: this.body(scope, 3) } : {}),
        },
      ];
    }
    const few = (): Expression => expressions.whole(choices.int(-1, 4));
    const shape = choices.weighted<() => Statement[]>([
      [
        4,
        () => {
          const times =
            scope.depth === 0 && choices.oneIn(6) ? expressions.whole(choices.pick([100, 101, 130])) : few();
          const counted =
            choices.oneIn(3) && scope.repeatable
              ? expressions.op('remainder', expressions.number(scope, 1), expressions.whole(4))
              : times;
          return [
            {
              blockId,
              kind: 'repeat',
              times: scope.repeatable ? counted : choices.oneIn(2) ? times : expressions.number(scope, 2),
              body: this.body(inside, 4),
            },
          ];
        },
      ],
      [4, () => [this.counting(inside, blockId)]],
      [
        scope.lists.length > 0 ? 3 : 0,
        () => {
          const list = choices.pick(scope.lists);
          const variables = scope.variables.filter(({ family }) => family === list.family);
          if (variables.length === 0) return [];
          return [
            {
              blockId,
              kind: 'forEach',
              variable: choices.pick(variables).id,
              list: list.id,
              body: this.body(inside, 3),
            },
          ];
        },
      ],
      [scope.mayWait ? 4 : 0, () => this.guardedLoop(scope, inside, blockId)],
    ]);
    return shape();
  }

  /** A for loop whose counter nothing else changes, except now and then on purpose. */
  private counting(inside: Scope, blockId: string): Statement {
    const { choices, expressions } = this;
    const guard = this.guard();
    const scope: Scope = { ...inside, variables: inside.variables };
    const from = choices.int(-3, 6);
    const to = from + choices.int(-4, 4);
    const decimals = choices.oneIn(4);
    const body = this.body(scope, 4);
    const shown = this.print({ blockId: choices.blockId(), kind: 'variable', variable: guard.id }, 'i');
    return {
      blockId,
      kind: 'for',
      variable: guard.id,
      from: expressions.whole(decimals ? from + 0.5 : from),
      to: choices.oneIn(3)
        ? expressions.op('add', expressions.whole(to), expressions.whole(0))
        : expressions.whole(to),
      by: expressions.whole(
        decimals ? choices.pick([0.5, 0.75, -1.25]) : choices.pick([1, 1, 1, 2, -1, 3, 0]),
      ),
      body: choices.oneIn(2) ? [shown, ...body] : body,
    };
  }

  /** while, until and forever, with a counter that ends them. */
  private guardedLoop(scope: Scope, inside: Scope, blockId: string): Statement[] {
    const { choices, expressions } = this;
    const guard = this.guard();
    const read = (): Expression => ({ blockId: choices.blockId(), kind: 'variable', variable: guard.id });
    const most = choices.int(0, 4);
    const reset: Statement = {
      blockId: choices.blockId(),
      kind: 'setVariable',
      variable: guard.id,
      value: expressions.whole(0),
    };
    const step: Statement = {
      blockId: choices.blockId(),
      kind: 'changeVariable',
      variable: guard.id,
      by: expressions.whole(1),
    };
    const enough = expressions.op('greater', read(), expressions.whole(most));
    const body = this.body(inside, 4);
    if (choices.oneIn(3)) {
      const leave: Statement = {
        blockId: choices.blockId(),
        kind: 'if',
        branches: [{ condition: enough, body: [{ blockId: choices.blockId(), kind: 'break' }] }],
      };
      return [reset, { blockId, kind: 'forever', body: [step, leave, ...body] }];
    }
    const until = choices.oneIn(2);
    const also = expressions.truth(scope, 1);
    const condition = until
      ? expressions.op('or', enough, also)
      : expressions.op('and', expressions.op('not', enough), also);
    return [reset, { blockId, kind: 'while', until, condition, body: [step, ...body] }];
  }
}
