/**
 * Random well-typed programs.
 *
 * In: choices and a flavour. Out: a program.
 * - anything: every block there is, for the checker, the generator and the C++ compiler;
 * - sequential: one start script that ends by itself and prints what it computes, the same each run.
 */
import type { OwnBlock, Program, Script, Statement, Trigger } from '../../compiler/program/model.ts';
import { ChoiceSource } from './choice-source.ts';
import { NAMES, PLAIN_TEXTS, TEXTS } from './extremes.ts';
import { plugBricks } from './plug-bricks.ts';
import { StatementMaker } from './random-statement.ts';
import type { Family, Scope, ScopedList, ScopedOwnBlock, ScopedVariable } from './scope.ts';

export type Flavour = 'anything' | 'sequential';

export function randomProgram(choices: ChoiceSource, flavour: Flavour): Program {
  const repeatable = flavour === 'sequential';
  const family = (): Family => (choices.oneIn(3) ? 'text' : 'number');
  const name = (): string => (choices.oneIn(2) ? choices.pick(NAMES) : `name ${choices.int(1, 9)}`);
  const variables: ScopedVariable[] = choices.times(choices.int(1, 6), (index) => ({
    id: `var${index}`,
    name: name(),
    family: family(),
  }));
  const lists: ScopedList[] = choices.times(choices.int(0, 2), (index) => ({
    id: `list${index}`,
    name: name(),
    family: family(),
    capacity: choices.weighted([
      [6, choices.int(1, 6)],
      [repeatable ? 0 : 1, 100],
    ]),
  }));
  const bricks = repeatable ? [] : plugBricks(choices, name);
  const messages = repeatable
    ? []
    : choices.times(choices.int(0, 3), (index) => ({ id: `m${index}`, name: name() }));
  const maker = new StatementMaker(choices, choices.int(2, repeatable ? 30 : 24), name);
  const everywhere: Scope = {
    variables,
    lists,
    messages,
    waitedMessages: messages,
    ownBlocks: [],
    parameters: [],
    bricks,
    inLoop: false,
    mayWait: true,
    repeatable,
    texts: repeatable ? PLAIN_TEXTS : TEXTS,
    depth: 0,
  };
  const { ownBlocks, scoped } = makeOwnBlocks(choices, maker, everywhere, name);
  const scope: Scope = { ...everywhere, ownBlocks: scoped };

  const first: Script = {
    blockId: choices.blockId(),
    trigger: { kind: 'start' },
    body: [
      ...settle(choices, maker, scope),
      ...maker.body(scope, repeatable ? 12 : 6),
      ...(repeatable ? showAll(maker, scope) : []),
    ],
  };
  const others = repeatable ? 0 : choices.int(0, 4);
  const scripts = [first, ...choices.times(others, () => randomScript(choices, maker, scope))];
  return {
    name: choices.pick(NAMES),
    language: choices.pick(['fr', 'en'] as const),
    bricks: bricks.map(({ brickType, ...brick }) => ({ ...brick, type: brickType.id })),
    variables: [...variables, ...maker.guards].map(({ id, name: called }) => ({ id, name: called })),
    lists: lists.map(({ id, name: called, capacity }) => ({ id, name: called, capacity })),
    messages,
    ownBlocks,
    scripts,
  };
}

/** Own block n calls only those made before it, so that none calls itself. */
function makeOwnBlocks(
  choices: ChoiceSource,
  maker: StatementMaker,
  everywhere: Scope,
  name: () => string,
): { ownBlocks: OwnBlock[]; scoped: ScopedOwnBlock[] } {
  const ownBlocks: OwnBlock[] = [];
  const scoped: ScopedOwnBlock[] = [];
  for (let index = choices.int(0, 3); index > 0; index--) {
    const id = `own${scoped.length}`;
    const parameters: ScopedVariable[] = choices.times(choices.int(0, 3), (position) => ({
      id: `${id}p${position}`,
      name: name(),
      family: choices.oneIn(3) ? 'text' : 'number',
    }));
    const result = choices.pick(['number', 'number', 'text', undefined] as const);
    const waits = choices.oneIn(3);
    const scope: Scope = {
      ...everywhere,
      ownBlocks: [...scoped],
      parameters,
      mayWait: waits,
      result: result ?? 'none',
      depth: 1,
    };
    const body = maker.body(scope, 4);
    if (result !== undefined) {
      const value = result === 'text' ? maker.expressions.text(scope, 1) : maker.expressions.number(scope, 2);
      // A text result needs one return at least that says it is a text.
      if (result === 'text' || choices.oneIn(2))
        body.push({ blockId: choices.blockId(), kind: 'return', value });
    }
    // Two own blocks of one name are the child's mistake, so each has its own.
    ownBlocks.push({
      id,
      blockId: choices.blockId(),
      name: `${name()} ${scoped.length}`.slice(-60),
      parameters,
      hasResult: result !== undefined,
      body,
    });
    const interrupts =
      /"(stop|wait|repeat|for|while|action)/.test(JSON.stringify(body)) || calls(body, scoped);
    scoped.push({ id, name: id, parameters, waits, interrupts, ...(result === undefined ? {} : { result }) });
  }
  return {
    ownBlocks: ownBlocks.map((block) => ({
      ...block,
      parameters: block.parameters.map(({ id, name: called }) => ({ id, name: called })),
    })),
    scoped,
  };
}

/** Does the body call a block that may wait or stop? */
const calls = (body: readonly Statement[], blocks: readonly ScopedOwnBlock[]): boolean => {
  const words = JSON.stringify(body);
  return blocks.some(({ id, interrupts }) => interrupts && words.includes(`"ownBlock":"${id}"`));
};

/** Gives every text variable, list and parameter a text, so that it is known to hold texts. */
function settle(choices: ChoiceSource, maker: StatementMaker, scope: Scope): Statement[] {
  const leaf: Scope = { ...scope, variables: [], lists: [], ownBlocks: [] };
  const blockId = (): string => choices.blockId();
  const texts = scope.variables.filter(({ family }) => family === 'text');
  const lists = scope.lists.filter(({ family }) => family === 'text');
  return [
    ...texts.map(({ id }): Statement => ({
      blockId: blockId(),
      kind: 'setVariable',
      variable: id,
      value: maker.expressions.text(leaf, 0),
    })),
    ...lists.map(({ id }): Statement => ({
      blockId: blockId(),
      kind: 'listAction',
      operator: 'addItem',
      list: id,
      args: [maker.expressions.text(leaf, 0)],
    })),
    ...scope.ownBlocks
      .filter(({ parameters }) => parameters.some(({ family }) => family === 'text'))
      .map(({ id, parameters }): Statement => ({
        blockId: blockId(),
        kind: 'callStatement',
        ownBlock: id,
        args: maker.expressions.callArguments(parameters, leaf, 0),
      })),
  ];
}

/** Everything that can be looked at when the program ends. */
function showAll(maker: StatementMaker, scope: Scope): Statement[] {
  const shown = scope.variables.map(({ id }) =>
    maker.print({ blockId: `show-${id}`, kind: 'variable', variable: id }, id),
  );
  const lengths = scope.lists.map(({ id }) =>
    maker.print(
      { blockId: `show-${id}`, kind: 'listReading', operator: 'listLength', list: id, args: [] },
      id,
    ),
  );
  return [...shown, ...lengths];
}

function randomScript(choices: ChoiceSource, maker: StatementMaker, scope: Scope): Script {
  const trigger = randomTrigger(choices, maker, { ...scope, mayWait: false, inTrigger: true });
  const heard =
    trigger.kind === 'message' ? scope.messages.findIndex(({ id }) => id === trigger.message) : -1;
  const inside: Scope = {
    ...scope,
    inLoop: trigger.kind === 'forever',
    waitedMessages: scope.messages.slice(heard + 1),
  };
  return {
    blockId: choices.blockId(),
    trigger,
    body: maker.body(inside, 5),
    ...(choices.oneIn(6) ? { comment: choices.pick(scope.texts) } : {}),
  };
}

function randomTrigger(choices: ChoiceSource, maker: StatementMaker, scope: Scope): Trigger {
  const number = () => maker.expressions.number(scope, choices.int(0, 2));
  const events = scope.bricks.flatMap((brick) => brick.brickType.events.map((event) => ({ brick, event })));
  const shape = choices.weighted<() => Trigger>([
    [2, () => ({ kind: 'start' })],
    [4, () => ({ kind: 'forever' })],
    [3, () => ({ kind: 'every', seconds: number() })],
    [
      2,
      () => ({
        kind: 'crosses',
        direction: choices.pick(['above', 'below'] as const),
        value: number(),
        threshold: number(),
      }),
    ],
    [2, () => ({ kind: 'changes', value: number(), by: number() })],
    [2, () => ({ kind: 'becomesTrue', condition: maker.expressions.truth(scope, 2) })],
    [1, () => ({ kind: 'line' })],
    [
      scope.messages.length > 0 ? 5 : 0,
      () => ({ kind: 'message', message: choices.pick(scope.messages).id }),
    ],
    [
      events.length > 0 ? 3 : 0,
      () => {
        const { brick, event } = choices.pick(events);
        const reading = brick.brickType.readings.find(({ id }) => id === event.reading);
        return {
          kind: 'brick',
          brick: brick.id,
          event: event.id,
          args: maker.expressions.forParameters(reading?.parameters ?? [], scope, 0),
        };
      },
    ],
  ]);
  return shape();
}
