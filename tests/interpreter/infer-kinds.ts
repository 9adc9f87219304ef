/**
 * Works out the kind of every variable, list, parameter, result and kept value of a program.
 *
 * In: a program whose references all resolve. Out: the smallest kinds that fit, and the mixtures of
 * text and number that the language does not allow (as short sentences; none in a well-typed program).
 * Written from docs/language.md alone, by running the rules until nothing changes.
 */
import { LIST_ACTIONS, LIST_READINGS, OPERATORS, type Operator } from '../../compiler/program/operators.ts';
import type { Expression, Program, Statement, Trigger } from '../../compiler/program/model.ts';
import { ReferenceKinds } from './reference-kinds.ts';
import { isComparison } from './comparison.ts';
import type { Kind } from './value.ts';

const RANK: Record<Kind, number> = { truth: 0, whole: 1, decimal: 2, text: 3 };
const byRank: readonly Kind[] = ['truth', 'whole', 'decimal', 'text'];

/** The smallest kind that holds both; 'mixed' when text meets anything else. */
export const join = (a: Kind, b: Kind): Kind | 'mixed' =>
  (a === 'text') !== (b === 'text') ? 'mixed' : (byRank[Math.max(RANK[a], RANK[b])] ?? a);

export class Kinds {
  readonly problems = new Set<string>();
  private readonly known = new Map<string, Kind>();
  private changed = true;
  private unknown: Kind | undefined;
  private readonly references: ReferenceKinds;

  constructor(program: Program, references: ReferenceKinds) {
    this.references = references;
    this.settle(program);
    // What nothing was put into holds the whole number 0: with that known, once more.
    this.unknown = 'whole';
    this.settle(program);
  }

  private settle(program: Program): void {
    // Kinds only grow and there are three steps to climb, so this ends.
    for (this.changed = true; this.changed;) {
      this.changed = false;
      this.problems.clear();
      for (const block of program.ownBlocks) this.statements(block.body, block.id);
      for (const script of program.scripts) {
        this.trigger(script.trigger);
        this.statements(script.body, undefined);
      }
    }
  }

  private at(key: string): Kind | undefined {
    return this.known.get(key) ?? this.unknown;
  }

  variable = (id: string): Kind => this.known.get(`variable ${id}`) ?? 'whole';
  list = (id: string): Kind => this.known.get(`list ${id}`) ?? 'whole';
  parameter = (id: string): Kind => this.known.get(`parameter ${id}`) ?? 'whole';
  slot = (name: string): Kind => this.known.get(`slot ${name}`) ?? 'whole';
  result = (ownBlock: string): Kind => this.known.get(`result ${ownBlock}`) ?? 'whole';

  /** Undefined while nothing is known yet: it then takes any kind. */
  kindOf(expression: Expression): Kind | undefined {
    switch (expression.kind) {
      case 'number':
        return Number.isInteger(expression.value) && Math.abs(expression.value) <= 2_147_483_647
          ? 'whole'
          : 'decimal';
      case 'truth':
        return 'truth';
      case 'text':
        return 'text';
      case 'colour':
      case 'empty':
        return 'whole';
      case 'choice':
        return 'text';
      case 'variable':
        return this.at(`variable ${expression.variable}`);
      case 'parameter':
        return this.at(`parameter ${expression.parameter}`);
      case 'call':
        return this.at(`result ${expression.ownBlock}`);
      case 'stored':
        return this.at(`slot ${expression.slot}`);
      case 'reading':
        return this.references.reading(expression.brick, expression.reading);
      case 'listReading':
        return this.listReading(expression);
      case 'operation':
        return this.operation(expression);
    }
  }

  private listReading(expression: Extract<Expression, { kind: 'listReading' }>): Kind | undefined {
    const { result } = LIST_READINGS[expression.operator];
    const item = this.at(`list ${expression.list}`);
    if (result === 'item') return item;
    if (result === 'numericItem') return item === 'truth' ? 'whole' : item;
    return result;
  }

  private operation(expression: Extract<Expression, { kind: 'operation' }>): Kind | undefined {
    const operator: Operator = OPERATORS[expression.operator];
    const kinds = expression.args.map((arg) => this.kindOf(arg));
    switch (operator.result) {
      case 'numeric':
        return kinds.includes('decimal') ? 'decimal' : 'whole';
      case 'joined':
        return this.joinAll(kinds.slice(operator.joinFrom ?? 0), 'choose');
      default:
        return operator.result;
    }
  }

  private joinAll(kinds: readonly (Kind | undefined)[], what: string): Kind | undefined {
    return kinds.reduce<Kind | undefined>((all, kind) => {
      if (all === undefined || kind === undefined) return all ?? kind;
      const joined = join(all, kind);
      if (joined === 'mixed') this.problems.add(`${what} mixes text and numbers`);
      return joined === 'mixed' ? all : joined;
    }, undefined);
  }

  private put(key: string, kind: Kind | undefined): void {
    if (kind === undefined) return;
    const before = this.known.get(key);
    const after = before === undefined ? kind : join(before, kind);
    if (after === 'mixed') this.problems.add(`${key} mixes text and numbers`);
    else if (after !== before) {
      this.known.set(key, after);
      this.changed = true;
    }
  }

  private needsNumber(expression: Expression): void {
    this.expression(expression);
    if (this.kindOf(expression) === 'text') this.problems.add(`${expression.blockId} is a text for a number`);
  }

  private trigger(trigger: Trigger): void {
    switch (trigger.kind) {
      case 'every':
        return this.needsNumber(trigger.seconds);
      case 'brick':
        return trigger.args.forEach((arg) => this.expression(arg));
      case 'crosses':
        this.needsNumber(trigger.value);
        return this.needsNumber(trigger.threshold);
      case 'changes':
        this.needsNumber(trigger.value);
        return this.needsNumber(trigger.by);
      case 'becomesTrue':
        return this.needsNumber(trigger.condition);
      default:
    }
  }

  private expression(expression: Expression): void {
    if (expression.kind === 'operation') {
      const { holes }: Operator = OPERATORS[expression.operator];
      expression.args.forEach((arg, index) => {
        const hole = holes[index] ?? holes.at(-1);
        if (hole === 'number' || hole === 'truth') this.needsNumber(arg);
        else this.expression(arg);
      });
      if (isComparison(expression.operator)) {
        this.joinAll(
          expression.args.map((arg) => this.kindOf(arg)),
          expression.operator,
        );
      }
    } else if (expression.kind === 'call') {
      this.call(expression.ownBlock, expression.args);
    } else if (expression.kind === 'listReading') {
      const { operator, list, args } = expression;
      this.items(LIST_READINGS[operator].holes, list, args);
      if (LIST_READINGS[operator].result === 'numericItem' || operator === 'average') {
        if (this.at(`list ${list}`) === 'text') this.problems.add(`list ${list} of texts has no sum`);
      }
    } else if (expression.kind === 'reading') {
      expression.args.forEach((arg) => this.expression(arg));
    }
  }

  private items(holes: readonly string[], list: string, args: readonly Expression[]): void {
    args.forEach((arg, index) => {
      if (holes[index] === 'number') return this.needsNumber(arg);
      this.expression(arg);
      this.put(`list ${list}`, this.kindOf(arg));
    });
  }

  private call(ownBlock: string, args: readonly Expression[]): void {
    const parameters = this.references.parameters(ownBlock);
    args.forEach((arg, index) => {
      this.expression(arg);
      const parameter = parameters[index];
      if (parameter !== undefined) this.put(`parameter ${parameter.id}`, this.kindOf(arg));
    });
  }

  private statements(body: readonly Statement[], ownBlock: string | undefined): void {
    for (const statement of body) this.statement(statement, ownBlock);
  }

  private statement(statement: Statement, ownBlock: string | undefined): void {
    switch (statement.kind) {
      case 'setVariable':
        this.expression(statement.value);
        return this.put(`variable ${statement.variable}`, this.kindOf(statement.value));
      case 'changeVariable':
        this.needsNumber(statement.by);
        this.put(`variable ${statement.variable}`, 'whole');
        return this.put(`variable ${statement.variable}`, this.kindOf(statement.by));
      case 'listAction':
        return this.items(LIST_ACTIONS[statement.operator].holes, statement.list, statement.args);
      case 'wait':
        return this.needsNumber(statement.duration);
      case 'waitUntil':
        this.needsNumber(statement.condition);
        if (statement.timeoutSeconds !== undefined) this.needsNumber(statement.timeoutSeconds);
        return;
      case 'repeat':
        this.needsNumber(statement.times);
        return this.statements(statement.body, ownBlock);
      case 'forever':
        return this.statements(statement.body, ownBlock);
      case 'while':
        this.needsNumber(statement.condition);
        return this.statements(statement.body, ownBlock);
      case 'for':
        this.put(`variable ${statement.variable}`, 'whole');
        for (const bound of [statement.from, statement.to, statement.by]) {
          this.needsNumber(bound);
          this.put(`variable ${statement.variable}`, this.kindOf(bound));
        }
        return this.statements(statement.body, ownBlock);
      case 'forEach':
        this.put(`variable ${statement.variable}`, this.at(`list ${statement.list}`));
        return this.statements(statement.body, ownBlock);
      case 'if':
        for (const branch of statement.branches) {
          this.needsNumber(branch.condition);
          this.statements(branch.body, ownBlock);
        }
        return this.statements(statement.otherwise ?? [], ownBlock);
      case 'return':
        if (statement.value === undefined || ownBlock === undefined) return;
        this.expression(statement.value);
        return this.put(`result ${ownBlock}`, this.kindOf(statement.value));
      case 'callStatement':
        return this.call(statement.ownBlock, statement.args);
      case 'print':
        return this.expression(statement.value);
      case 'printLabelled':
      case 'plot':
        this.expression(statement.label);
        return statement.kind === 'plot'
          ? this.needsNumber(statement.value)
          : this.expression(statement.value);
      case 'remember':
        this.needsNumber(statement.value);
        return this.put(`slot ${statement.slot}`, this.kindOf(statement.value));
      case 'action':
        return statement.args.forEach((arg) => this.expression(arg));
      default:
    }
  }
}
