/**
 * Works out the kind and range of every variable, list, parameter, result, stored value and expression.
 *
 * In: a Program and its symbols. Out: `Types`. Method: a fixpoint over everything that is put into
 * each place, flow-insensitive because scripts run at the same time; ranges that keep growing are
 * widened to the next C++ width, so each place changes a few times at most.
 * Guarantee: whatever the program does, a whole value stays in its range.
 */
import type { ReadingType } from '../../boards/types.ts';
import type { Expression, Program, Statement } from './model.ts';
import { LIST_ACTIONS, LIST_READINGS, OPERATORS, type Operator } from './operators.ts';
import { sharedOwnBlocks } from './check-calls.ts';
import { operationType } from './ranges.ts';
import { findReading, type Symbols } from './symbols.ts';
import {
  ANY_WHOLE,
  DECIMAL,
  TEXT,
  TRUTH,
  ZERO,
  asNumber,
  asWhole,
  join,
  numberType,
  sameType,
  whole,
  type ValueType,
} from './value-type.ts';
import { argumentsOf, bodiesOf, bodiesOfProgram, expressionsOf, triggerExpressions } from './walk.ts';

export interface Types {
  readonly variables: ReadonlyMap<string, ValueType>;
  /** The kind of a list's items. */
  readonly lists: ReadonlyMap<string, ValueType>;
  readonly parameters: ReadonlyMap<string, ValueType>;
  readonly results: ReadonlyMap<string, ValueType>;
  readonly slots: ReadonlyMap<string, ValueType>;
  readonly expressions: ReadonlyMap<Expression, ValueType>;
}

/** The ends of C++'s byte, int and long: where a growing range is widened to. */
const WIDTHS: readonly (readonly [number, number])[] = [
  [0, 255],
  [-32_768, 32_767],
];

/** Rounds after which a place that still grows is widened. */
const PATIENCE = 2;

type Place = 'variables' | 'lists' | 'parameters' | 'results' | 'slots';

export function inferTypes(program: Program, symbols: Symbols): Types {
  const inference = new Inference(program, symbols);
  inference.run();
  return inference.types();
}

class Inference {
  private readonly places: Record<Place, Map<string, ValueType>> = {
    variables: new Map(),
    lists: new Map(),
    parameters: new Map(),
    results: new Map(),
    slots: new Map(),
  };
  private readonly expressions = new Map<Expression, ValueType>();
  private readonly assignments = new Map<string, number>();
  /** Own blocks in which several scripts may be at the same time. */
  private readonly shared: ReadonlySet<string>;
  private round = 0;
  private changed = false;
  /** Everything that is ever put anywhere has been: what is still unknown stays 0. */
  private isSettled = false;

  constructor(
    private readonly program: Program,
    private readonly symbols: Symbols,
  ) {
    this.shared = sharedOwnBlocks(program);
  }

  run(): void {
    for (const body of bodiesOfProgram(this.program)) this.countAssignments(body);
    this.settle();
    this.isSettled = true;
    this.settle();
  }

  private settle(): void {
    do {
      this.changed = false;
      for (const script of this.program.scripts) {
        for (const expression of triggerExpressions(script.trigger)) this.expression(expression);
        this.body(script.body);
      }
      for (const ownBlock of this.program.ownBlocks) this.body(ownBlock.body, ownBlock.id);
      this.round++;
    } while (this.changed);
  }

  types(): Types {
    return { ...this.places, expressions: this.expressions };
  }

  private countAssignments(body: readonly Statement[]): void {
    for (const statement of body) {
      if ('variable' in statement) {
        this.assignments.set(statement.variable, (this.assignments.get(statement.variable) ?? 0) + 1);
      }
      for (const inner of bodiesOf(statement)) this.countAssignments(inner);
    }
  }

  /** Notes that `type` is put into a place. */
  private put(place: Place, id: string, type: ValueType | undefined): void {
    if (type === undefined) return;
    const map = this.places[place];
    const before = map.get(id);
    // Every place starts as 0, false or "": a whole range holds 0.
    const next = join(before, type.kind === 'whole' ? join(type, ZERO) : type);
    if (next === undefined || sameType(before, next)) return;
    map.set(id, this.round > PATIENCE ? widen(next) : next);
    this.changed = true;
  }

  private body(body: readonly Statement[], ownBlock?: string): void {
    for (const statement of body) {
      for (const expression of expressionsOf(statement)) this.expression(expression);
      this.statement(statement, ownBlock);
      for (const inner of bodiesOf(statement)) this.body(inner, ownBlock);
    }
  }

  private statement(statement: Statement, ownBlock: string | undefined): void {
    switch (statement.kind) {
      case 'setVariable':
        this.put('variables', statement.variable, this.known(statement.value));
        break;
      case 'changeVariable': {
        const before = this.places.variables.get(statement.variable);
        if (before?.kind === 'text') break;
        const by = this.known(statement.by);
        if (by === undefined || by.kind === 'text') break;
        this.put('variables', statement.variable, operationType('add', [before ?? ZERO, by]));
        break;
      }
      case 'for':
        this.put('variables', statement.variable, this.counter(statement, ownBlock));
        break;
      case 'forEach':
        this.put('variables', statement.variable, this.items(statement.list));
        break;
      case 'listAction':
        LIST_ACTIONS[statement.operator].holes.forEach((hole, index) => {
          const item = statement.args[index];
          if (hole === 'item' && item !== undefined) this.put('lists', statement.list, this.known(item));
        });
        break;
      case 'callStatement':
        this.call(statement.ownBlock, statement.args);
        break;
      case 'return':
        if (ownBlock !== undefined && statement.value !== undefined) {
          this.put('results', ownBlock, this.known(statement.value));
        }
        break;
      case 'remember': {
        const type = this.known(statement.value);
        // What is read back may have been kept by another program: any whole number at all.
        if (type !== undefined && type.kind !== 'text') {
          this.put('slots', statement.slot, type.kind === 'whole' ? ANY_WHOLE : type);
        }
        break;
      }
      default:
    }
  }

  /**
   * A `for` variable: from `from` to the first value beyond `to`. When something else also sets
   * the variable, or two scripts may be in the loop, the step may be added to any value it can have.
   */
  private counter(
    statement: Statement & { readonly kind: 'for' },
    ownBlock: string | undefined,
  ): ValueType | undefined {
    const from = this.known(statement.from);
    const to = this.known(statement.to);
    const by = this.known(statement.by);
    if (from === undefined || to === undefined || by === undefined) return undefined;
    if (from.kind === 'text' || to.kind === 'text' || by.kind === 'text') return undefined;
    if (asNumber(from).kind === 'decimal' || asNumber(by).kind === 'decimal') return DECIMAL;
    const start = asWhole(from);
    // Counting in whole numbers passes 5.5 where it passes 5 or 6.
    const bound = statement.to.kind === 'number' ? statement.to.value : undefined;
    const end = bound === undefined ? asWhole(to) : asWhole(whole(Math.floor(bound), Math.ceil(bound)));
    const step = Math.max(1, Math.abs(asWhole(by).min), Math.abs(asWhole(by).max));
    const low = start.max > end.min ? end.min - step : start.min;
    const high = start.min <= end.max ? end.max + step : start.max;
    const counted = whole(Math.min(low, start.min), Math.max(high, start.max));
    const isShared = ownBlock !== undefined && this.shared.has(ownBlock);
    const alone = this.assignments.get(statement.variable) === 1 && !isShared;
    const now = this.places.variables.get(statement.variable);
    if (alone || now === undefined || now.kind !== 'whole') return counted;
    return join(counted, whole(now.min - step, now.max + step));
  }

  private call(ownBlockId: string, args: readonly Expression[]): void {
    const ownBlock = this.symbols.ownBlocks.get(ownBlockId);
    ownBlock?.parameters.forEach((parameter, index) => {
      const argument = args[index];
      if (argument !== undefined) this.put('parameters', parameter.id, this.known(argument));
    });
  }

  private known(expression: Expression): ValueType | undefined {
    return this.expressions.get(expression);
  }

  private expression(expression: Expression): void {
    for (const argument of argumentsOf(expression)) this.expression(argument);
    const type = this.expressionType(expression);
    if (type !== undefined) this.expressions.set(expression, type);
  }

  /** Undefined: nothing has been put there yet in this round. */
  private expressionType(expression: Expression): ValueType | undefined {
    switch (expression.kind) {
      case 'number':
        return numberType(expression.value);
      case 'truth':
        return TRUTH;
      case 'text':
        return TEXT;
      case 'colour':
        return whole(expression.value, expression.value);
      case 'choice':
      case 'empty':
        return ZERO;
      case 'variable':
        return this.places.variables.get(expression.variable) ?? this.untouched();
      case 'parameter':
        return this.places.parameters.get(expression.parameter) ?? this.untouched();
      case 'stored':
        return this.places.slots.get(expression.slot) ?? ANY_WHOLE;
      case 'reading':
        return readingType(findReading(this.symbols.bricks.get(expression.brick), expression.reading)?.type);
      case 'operation':
        return this.operation(expression);
      case 'listReading':
        return this.listReading(expression);
      case 'call':
        this.call(expression.ownBlock, expression.args);
        return this.places.results.get(expression.ownBlock) ?? this.untouched();
    }
  }

  /** Known as soon as its operands are, or earlier where they do not matter. */
  private operation({ operator, args }: Expression & { readonly kind: 'operation' }): ValueType | undefined {
    const rule: Operator = OPERATORS[operator];
    const types = args.map((argument) => this.known(argument));
    const known = types.filter((type) => type !== undefined);
    if (known.length === types.length) return operationType(operator, known);
    if (rule.result === 'joined') {
      return types.slice(rule.joinFrom ?? 0).reduce<ValueType | undefined>(join, undefined);
    }
    return rule.result === 'numeric' || rule.result === 'whole' ? undefined : operationType(operator, known);
  }

  /**
   * A place nothing was put into: 0 once the fixpoint has settled, unknown before, so that
   * "set a to b" does not make `a` a number when `b` turns out to be a text.
   */
  private untouched(): ValueType | undefined {
    return this.isSettled ? ZERO : undefined;
  }

  private items(list: string): ValueType | undefined {
    return this.places.lists.get(list) ?? this.untouched();
  }

  private listReading(expression: Expression & { readonly kind: 'listReading' }): ValueType | undefined {
    const rule = LIST_READINGS[expression.operator];
    const [first] = expression.args;
    if ((rule.holes as readonly string[]).includes('item') && first !== undefined) {
      this.put('lists', expression.list, this.known(first));
    }
    const items = this.items(expression.list);
    const capacity = this.symbols.lists.get(expression.list)?.capacity ?? 0;
    switch (rule.result) {
      case 'truth':
        return TRUTH;
      case 'decimal':
        return DECIMAL;
      case 'whole':
        return whole(0, capacity);
      case 'item':
        return items;
      case 'numericItem': {
        if (items === undefined) return undefined;
        const numbers = asNumber(items);
        if (numbers.kind !== 'whole') return DECIMAL;
        return expression.operator === 'sum'
          ? whole(Math.min(0, numbers.min * capacity), Math.max(0, numbers.max * capacity))
          : numbers;
      }
    }
  }
}

function readingType(type: ReadingType | undefined): ValueType {
  if (type === undefined) return ZERO;
  if (type.kind === 'whole') return whole(type.min, type.max);
  return type.kind === 'decimal' ? DECIMAL : TRUTH;
}

/** The range of the narrowest C++ type that holds `type`. */
function widen(type: ValueType): ValueType {
  if (type.kind !== 'whole') return type;
  const width = WIDTHS.find(([min, max]) => type.min >= min && type.max <= max);
  return width === undefined ? ANY_WHOLE : whole(width[0], width[1]);
}
