/**
 * Where a script may give the turn away: which loops are short, which own blocks hold a turn point.
 *
 * In: a program. Out: answers about its statements. From "Turns" in docs/language.md: a loop is short
 * when number blocks alone say how many rounds it makes, these are at most 100 together with the
 * short loops inside, and nothing in its body is a turn point.
 */
import type { Expression, Program, Statement } from '../../compiler/program/model.ts';
import type { BrickType } from '../../boards/types.ts';
import { LIMIT, roundHalfAway } from './value.ts';

const MOST_ROUNDS = 100;

export class TurnPoints {
  private readonly waitingBlocks = new Map<string, boolean>();
  private readonly shortLoops = new Map<Statement, number | undefined>();

  constructor(
    private readonly program: Program,
    private readonly bricks: readonly BrickType[],
  ) {}

  /** True when the end of a round of this repeat, for or for-each gives no turn away. */
  isShort = (loop: Statement): boolean => this.roundsOfShort(loop) !== undefined;

  ownBlockWaits(id: string): boolean {
    const known = this.waitingBlocks.get(id);
    if (known !== undefined) return known;
    this.waitingBlocks.set(id, false);
    const block = this.program.ownBlocks.find((candidate) => candidate.id === id);
    const waits = (block?.body ?? []).some((statement) => this.isTurnPoint(statement));
    this.waitingBlocks.set(id, waits);
    return waits;
  }

  /** True when the statement, or anything inside it, can give the turn away. */
  isTurnPoint(statement: Statement): boolean {
    const inside = bodies(statement)
      .flat()
      .some((inner) => this.isTurnPoint(inner));
    if (inside || expressions(statement).some((value) => this.callsWaiting(value))) return true;
    switch (statement.kind) {
      case 'wait':
      case 'waitUntil':
      case 'forever':
      case 'while':
      case 'broadcast':
        return true;
      case 'repeat':
      case 'for':
      case 'forEach':
        return !this.isShort(statement);
      case 'callStatement':
        return this.ownBlockWaits(statement.ownBlock);
      case 'action':
        return this.lasts(statement.brick, statement.action);
      default:
        return false;
    }
  }

  lasts(brick: string, action: string): boolean {
    const type = this.program.bricks.find(({ id }) => id === brick)?.type;
    const actions = this.bricks.find(({ id }) => id === type)?.actions ?? [];
    return actions.find(({ id }) => id === action)?.lasts !== undefined;
  }

  private callsWaiting(value: Expression): boolean {
    if (value.kind === 'call' && this.ownBlockWaits(value.ownBlock)) return true;
    return 'args' in value && value.args.some((arg) => this.callsWaiting(arg));
  }

  /** The rounds a short loop makes, together with those inside it. */
  private roundsOfShort(loop: Statement): number | undefined {
    if (!this.shortLoops.has(loop)) this.shortLoops.set(loop, this.countRounds(loop));
    return this.shortLoops.get(loop);
  }

  private countRounds(loop: Statement): number | undefined {
    const own = this.ownRounds(loop);
    const inner = bodies(loop).flat();
    if (own === undefined || own > MOST_ROUNDS) return undefined;
    if (inner.some((statement) => this.isTurnPoint(statement))) return undefined;
    if (loop.kind === 'for' && inner.some((statement) => this.sets(loop.variable, statement)))
      return undefined;
    const all = own * Math.max(1, ...inner.map((statement) => this.mostRounds(statement)));
    return all > MOST_ROUNDS ? undefined : all;
  }

  /** True when the statement, anything inside it or an own block it calls sets the variable. */
  private sets(variable: string, node: unknown): boolean {
    if (Array.isArray(node)) return node.some((part) => this.sets(variable, part));
    if (typeof node !== 'object' || node === null) return false;
    const { kind } = node as { kind?: unknown };
    if ('variable' in node && node.variable === variable && kind !== 'variable') return true;
    const called =
      'ownBlock' in node ? this.program.ownBlocks.find(({ id }) => id === node.ownBlock) : undefined;
    return this.sets(variable, called?.body) || Object.values(node).some((part) => this.sets(variable, part));
  }

  private mostRounds(statement: Statement): number {
    const own = this.roundsOfShort(statement);
    if (own !== undefined) return own;
    return Math.max(
      1,
      ...bodies(statement)
        .flat()
        .map((inner) => this.mostRounds(inner)),
    );
  }

  private ownRounds(loop: Statement): number | undefined {
    switch (loop.kind) {
      case 'repeat':
        return loop.times.kind === 'number' ? Math.max(0, roundHalfAway(loop.times.value)) : undefined;
      case 'for': {
        const [from, to, by] = [loop.from, loop.to, loop.by].map((bound) =>
          bound.kind === 'number' ? bound.value : Number.NaN,
        );
        const step = Math.abs(by ?? 1) || 1;
        const rounds = Math.floor(Math.abs((to ?? 0) - (from ?? 0)) / step) + 1;
        return Number.isNaN(rounds) ? undefined : Math.min(rounds, LIMIT);
      }
      case 'forEach':
        return this.program.lists.find(({ id }) => id === loop.list)?.capacity;
      default:
        return undefined;
    }
  }
}

/** The statement lists inside a statement. */
export function bodies(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'if') {
    return [...statement.branches.map(({ body }) => body), statement.otherwise ?? []];
  }
  return 'body' in statement ? [statement.body] : [];
}

/** The expressions in a statement's own holes. */
export function expressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'action':
    case 'listAction':
    case 'callStatement':
      return statement.args;
    case 'setVariable':
    case 'remember':
    case 'print':
      return [statement.value];
    case 'printLabelled':
    case 'plot':
      return [statement.label, statement.value];
    case 'changeVariable':
      return [statement.by];
    case 'wait':
      return [statement.duration];
    case 'waitUntil':
      return [
        statement.condition,
        ...(statement.timeoutSeconds === undefined ? [] : [statement.timeoutSeconds]),
      ];
    case 'repeat':
      return [statement.times];
    case 'while':
      return [statement.condition];
    case 'for':
      return [statement.from, statement.to, statement.by];
    case 'if':
      return statement.branches.map(({ condition }) => condition);
    case 'return':
      return statement.value === undefined ? [] : [statement.value];
    default:
      return [];
  }
}
