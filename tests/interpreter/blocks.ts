/**
 * Short makers of program blocks, so that a test's program reads like the blocks on the screen.
 *
 * In: words and numbers. Out: nodes of compiler/program/model.ts. `program` numbers the blocks and
 * declares every variable and message that is used; lists, own blocks and bricks are declared by hand.
 */
import type { PluggedBrick } from '../../boards/types.ts';
import type {
  Expression,
  Language,
  List,
  OwnBlock,
  Program,
  Script,
  Statement,
  Trigger,
} from '../../compiler/program/model.ts';
import type { ListActionId, ListReadingId, OperatorId } from '../../compiler/program/operators.ts';

const blockId = '';
export type Simple = Expression | number | string | boolean;

/** A literal, or the expression itself. */
export function x(value: Simple): Expression {
  switch (typeof value) {
    case 'number':
      return { blockId, kind: 'number', value };
    case 'string':
      return { blockId, kind: 'text', value };
    case 'boolean':
      return { blockId, kind: 'truth', value };
    default:
      return value;
  }
}

const all = (values: readonly Simple[]): Expression[] => values.map(x);

export const op = (operator: OperatorId, ...args: Simple[]): Expression => ({
  blockId,
  kind: 'operation',
  operator,
  args: all(args),
});
export const v = (variable: string): Expression => ({ blockId, kind: 'variable', variable });
export const parameter = (id: string): Expression => ({ blockId, kind: 'parameter', parameter: id });
export const colour = (value: number): Expression => ({ blockId, kind: 'colour', value });
export const choice = (value: string): Expression => ({ blockId, kind: 'choice', value });
export const stored = (slot: string): Expression => ({ blockId, kind: 'stored', slot });
export const reading = (brick: string, id: string, ...args: Simple[]): Expression => ({
  blockId,
  kind: 'reading',
  brick,
  reading: id,
  args: all(args),
});
export const inList = (operator: ListReadingId, list: string, ...args: Simple[]): Expression => ({
  blockId,
  kind: 'listReading',
  operator,
  list,
  args: all(args),
});
export const call = (ownBlock: string, ...args: Simple[]): Expression => ({
  blockId,
  kind: 'call',
  ownBlock,
  args: all(args),
});

export const set = (variable: string, value: Simple): Statement => ({
  blockId,
  kind: 'setVariable',
  variable,
  value: x(value),
});
export const change = (variable: string, by: Simple): Statement => ({
  blockId,
  kind: 'changeVariable',
  variable,
  by: x(by),
});
export const list = (operator: ListActionId, id: string, ...args: Simple[]): Statement => ({
  blockId,
  kind: 'listAction',
  operator,
  list: id,
  args: all(args),
});
export const wait = (ms: Simple): Statement => ({
  blockId,
  kind: 'wait',
  unit: 'milliseconds',
  duration: x(ms),
});
export const waitSeconds = (s: Simple): Statement => ({
  blockId,
  kind: 'wait',
  unit: 'seconds',
  duration: x(s),
});
export const waitUntil = (condition: Simple, timeoutSeconds?: Simple): Statement => ({
  blockId,
  kind: 'waitUntil',
  condition: x(condition),
  ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: x(timeoutSeconds) }),
});
export const repeat = (times: Simple, ...body: Statement[]): Statement => ({
  blockId,
  kind: 'repeat',
  times: x(times),
  body,
});
export const forever = (...body: Statement[]): Statement => ({ blockId, kind: 'forever', body });
export const whileTrue = (condition: Simple, ...body: Statement[]): Statement => ({
  blockId,
  kind: 'while',
  until: false,
  condition: x(condition),
  body,
});
export const until = (condition: Simple, ...body: Statement[]): Statement => ({
  blockId,
  kind: 'while',
  until: true,
  condition: x(condition),
  body,
});
export const count = (
  variable: string,
  from: Simple,
  to: Simple,
  by: Simple,
  ...body: Statement[]
): Statement => ({ blockId, kind: 'for', variable, from: x(from), to: x(to), by: x(by), body });
export const forEach = (variable: string, id: string, ...body: Statement[]): Statement => ({
  blockId,
  kind: 'forEach',
  variable,
  list: id,
  body,
});
export const when = (
  condition: Simple,
  body: readonly Statement[],
  otherwise?: readonly Statement[],
): Statement => ({
  blockId,
  kind: 'if',
  branches: [{ condition: x(condition), body }],
  ...(otherwise === undefined ? {} : { otherwise }),
});
export const branches = (
  pairs: readonly (readonly [Simple, readonly Statement[]])[],
  otherwise?: readonly Statement[],
): Statement => ({
  blockId,
  kind: 'if',
  branches: pairs.map(([condition, body]) => ({ condition: x(condition), body })),
  ...(otherwise === undefined ? {} : { otherwise }),
});
export const breakLoop: Statement = { blockId, kind: 'break' };
export const continueLoop: Statement = { blockId, kind: 'continue' };
export const stopScript: Statement = { blockId, kind: 'stopScript' };
export const stopAll: Statement = { blockId, kind: 'stopAll' };
export const resetTimer: Statement = { blockId, kind: 'resetTimer' };
export const note = (text: string): Statement => ({ blockId, kind: 'note', text });
export const broadcast = (message: string): Statement => ({
  blockId,
  kind: 'broadcast',
  message,
  andWait: false,
});
export const broadcastAndWait = (message: string): Statement => ({
  blockId,
  kind: 'broadcast',
  message,
  andWait: true,
});
export const run = (ownBlock: string, ...args: Simple[]): Statement => ({
  blockId,
  kind: 'callStatement',
  ownBlock,
  args: all(args),
});
export const giveBack = (value?: Simple): Statement => ({
  blockId,
  kind: 'return',
  ...(value === undefined ? {} : { value: x(value) }),
});
export const print = (value: Simple): Statement => ({
  blockId,
  kind: 'print',
  value: x(value),
  newLine: false,
});
export const line = (value: Simple): Statement => ({
  blockId,
  kind: 'print',
  value: x(value),
  newLine: true,
});
export const labelled = (label: Simple, value: Simple): Statement => ({
  blockId,
  kind: 'printLabelled',
  label: x(label),
  value: x(value),
});
export const plot = (label: Simple, value: Simple): Statement => ({
  blockId,
  kind: 'plot',
  label: x(label),
  value: x(value),
});
export const remember = (slot: string, value: Simple): Statement => ({
  blockId,
  kind: 'remember',
  slot,
  value: x(value),
});
export const act = (brick: string, action: string, ...args: Simple[]): Statement => ({
  blockId,
  kind: 'action',
  brick,
  action,
  args: all(args),
});

export const ownBlock = (
  id: string,
  parameters: readonly string[],
  hasResult: boolean,
  ...body: Statement[]
): OwnBlock => ({
  id,
  blockId,
  name: id,
  parameters: parameters.map((name) => ({ id: name, name })),
  hasResult,
  body,
});
export const script = (trigger: Trigger, ...body: Statement[]): Script => ({ blockId, trigger, body });
export const atStart = (...body: Statement[]): Script => script({ kind: 'start' }, ...body);
export const always = (...body: Statement[]): Script => script({ kind: 'forever' }, ...body);
export const onMessage = (message: string, ...body: Statement[]): Script =>
  script({ kind: 'message', message }, ...body);

export interface Parts {
  readonly scripts: readonly Script[];
  readonly lists?: Readonly<Record<string, number>>;
  readonly ownBlocks?: readonly OwnBlock[];
  readonly bricks?: readonly PluggedBrick[];
  readonly language?: Language;
}

export function program({
  scripts,
  lists = {},
  ownBlocks = [],
  bricks = [],
  language = 'en',
}: Parts): Program {
  const variables = new Set<string>();
  const messages = new Set<string>();
  let blocks = 0;
  const numbered = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value, (key, inner: unknown) => {
        if (key === 'blockId') return `b${++blocks}`;
        if (key === 'variable') variables.add(String(inner));
        if (key === 'message') messages.add(String(inner));
        return inner;
      }),
    ) as T;
  const parts = { scripts: numbered(scripts), ownBlocks: numbered(ownBlocks) };
  return {
    name: 'test',
    language,
    bricks,
    variables: [...variables].map((id) => ({ id, name: id })),
    lists: Object.entries(lists).map(([id, capacity]): List => ({ id, name: id, capacity })),
    messages: [...messages].map((id) => ({ id, name: id })),
    ...parts,
  };
}
