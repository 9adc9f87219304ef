/**
 * Says on which block kinds of values do not fit: text where a number belongs, a variable that
 * holds a number and is given a text.
 *
 * In: a Program, its symbols and types. Out: diagnostics, one for each misfit, on the block that brings the value.
 */
import type { Parameter } from '../../boards/types.ts';
import { diagnostic, type Diagnostic, type Message } from '../diagnostics/diagnostic.ts';
import type { Types } from './infer-types.ts';
import type { Expression, Program, Statement, Trigger } from './model.ts';
import { LIST_ACTIONS, LIST_READINGS, OPERATORS, type Hole, type Operator } from './operators.ts';
import { findAction, findReading, type Symbols } from './symbols.ts';
import { typeOf } from './typed-program.ts';
import { ZERO, isText, type ValueType } from './value-type.ts';
import { bodiesOf, expressionsOf, triggerExpressions, visitExpressions } from './walk.ts';

const A_TEXT: Message = { fr: 'un texte', en: 'a text' };
const A_NUMBER: Message = { fr: 'un nombre', en: 'a number' };
const kindWords = (type: ValueType): Message => (isText(type) ? A_TEXT : A_NUMBER);

const ORDERINGS: ReadonlySet<string> = new Set([
  'equal',
  'notEqual',
  'less',
  'lessOrEqual',
  'greater',
  'greaterOrEqual',
]);

/** What a brick's parameter asks of the value put into it. */
const PARAMETER_HOLES = {
  whole: 'number',
  decimal: 'number',
  colour: 'number',
  truth: 'truth',
  text: 'text',
  any: 'any',
  choice: 'number',
} as const;

export function checkTypes(program: Program, symbols: Symbols, types: Types): Diagnostic[] {
  return new TypeCheck(symbols, types).check(program);
}

class TypeCheck {
  private readonly diagnostics: Diagnostic[] = [];

  constructor(
    private readonly symbols: Symbols,
    private readonly types: Types,
  ) {}

  check(program: Program): Diagnostic[] {
    for (const script of program.scripts) {
      this.trigger(script.trigger);
      this.body(script.body);
    }
    for (const ownBlock of program.ownBlocks) this.body(ownBlock.body, ownBlock.id);
    return this.diagnostics;
  }

  private trigger(trigger: Trigger): void {
    const expressions = triggerExpressions(trigger);
    for (const expression of expressions) this.expression(expression);
    if (trigger.kind === 'brick') {
      const brick = this.symbols.bricks.get(trigger.brick);
      const event = brick?.type.events.find(({ id }) => id === trigger.event);
      this.handed(findReading(brick, event?.reading ?? '')?.parameters, trigger.args);
    } else {
      const wanted: Hole = trigger.kind === 'becomesTrue' ? 'truth' : 'number';
      for (const expression of expressions) this.hole(expression, wanted);
    }
  }

  /** Values handed to a brick's action or reading. */
  private handed(parameters: readonly Parameter[] | undefined, args: readonly Expression[]): void {
    args.forEach((argument, index) => {
      const parameter = parameters?.[index];
      if (parameter !== undefined) this.hole(argument, PARAMETER_HOLES[parameter.type.kind]);
    });
  }

  private body(body: readonly Statement[], ownBlock?: string): void {
    for (const statement of body) {
      for (const expression of expressionsOf(statement)) this.expression(expression);
      this.statement(statement, ownBlock);
      for (const inner of bodiesOf(statement)) this.body(inner, ownBlock);
    }
  }

  private hole(expression: Expression, wanted: Hole): void {
    if (!isText(typeOf(this.types, expression))) return;
    const { blockId } = expression;
    if (wanted === 'number' || wanted === 'colour') {
      this.diagnostics.push(diagnostic('text-for-number', {}, { blockId }));
    } else if (wanted === 'truth') {
      this.diagnostics.push(diagnostic('text-for-truth', {}, { blockId }));
    }
  }

  private expression(root: Expression): void {
    visitExpressions(root, (expression) => {
      switch (expression.kind) {
        case 'operation':
          this.operation(expression);
          break;
        case 'listReading':
          this.listReading(expression);
          break;
        case 'reading': {
          const reading = findReading(this.symbols.bricks.get(expression.brick), expression.reading);
          this.handed(reading?.parameters, expression.args);
          break;
        }
        case 'call':
          this.call(expression.ownBlock, expression.args);
          break;
        default:
      }
    });
  }

  private operation(expression: Expression & { readonly kind: 'operation' }): void {
    const rule: Operator = OPERATORS[expression.operator];
    expression.args.forEach((argument, index) => {
      this.hole(argument, rule.holes[index] ?? rule.holes.at(-1) ?? 'any');
    });
    const texts = expression.args.filter((argument) => isText(typeOf(this.types, argument))).length;
    const { blockId } = expression;
    if (ORDERINGS.has(expression.operator) && texts === 1) {
      this.diagnostics.push(diagnostic('compare-text-with-number', {}, { blockId }));
    }
    if (expression.operator === 'choose') {
      const [, yes, no] = expression.args;
      if (yes !== undefined && no !== undefined && this.mixes(yes, no)) {
        this.diagnostics.push(diagnostic('choose-mixed', {}, { blockId }));
      }
    }
  }

  private mixes(a: Expression, b: Expression): boolean {
    return isText(typeOf(this.types, a)) !== isText(typeOf(this.types, b));
  }

  private listReading(expression: Expression & { readonly kind: 'listReading' }): void {
    const rule = LIST_READINGS[expression.operator];
    const list = this.symbols.lists.get(expression.list);
    const items = this.types.lists.get(expression.list) ?? ZERO;
    expression.args.forEach((argument, index) => {
      const hole = rule.holes[index];
      if (hole === 'item') this.fits('list-mixed', list?.name ?? '', items, argument);
      else if (hole !== undefined) this.hole(argument, hole);
    });
    const calculates = rule.result === 'numericItem' || rule.result === 'decimal';
    if (calculates && isText(items)) {
      this.diagnostics.push(
        diagnostic('list-of-texts-has-no-sum', { name: list?.name ?? '' }, { blockId: expression.blockId }),
      );
    }
  }

  private fits(
    code: 'variable-mixed' | 'list-mixed' | 'parameter-mixed' | 'result-mixed',
    name: string,
    has: ValueType,
    given: Expression,
    blockId = given.blockId,
  ): void {
    const gets = typeOf(this.types, given);
    if (isText(has) === isText(gets) || given.kind === 'empty') return;
    this.diagnostics.push(
      diagnostic(code, { name, has: kindWords(has), gets: kindWords(gets) }, { blockId }),
    );
  }

  private call(ownBlockId: string, args: readonly Expression[]): void {
    this.symbols.ownBlocks.get(ownBlockId)?.parameters.forEach((parameter, index) => {
      const argument = args[index];
      const has = this.types.parameters.get(parameter.id);
      if (argument !== undefined && has !== undefined) {
        this.fits('parameter-mixed', parameter.name, has, argument);
      }
    });
  }

  private statement(statement: Statement, ownBlock: string | undefined): void {
    const variableType = (id: string): ValueType => this.types.variables.get(id) ?? ZERO;
    const variableName = (id: string): string => this.symbols.variables.get(id)?.name ?? '';
    switch (statement.kind) {
      case 'setVariable': {
        const { variable, value, blockId } = statement;
        this.fits('variable-mixed', variableName(variable), variableType(variable), value, blockId);
        break;
      }
      case 'changeVariable':
        this.hole(statement.by, 'number');
        this.countsIn(statement.variable, statement.blockId);
        break;
      case 'for':
        for (const bound of [statement.from, statement.to, statement.by]) this.hole(bound, 'number');
        this.countsIn(statement.variable, statement.blockId);
        break;
      case 'forEach': {
        const items = this.types.lists.get(statement.list);
        const has = variableType(statement.variable);
        if (items !== undefined && isText(items) !== isText(has)) {
          const words = {
            name: variableName(statement.variable),
            has: kindWords(has),
            gets: kindWords(items),
          };
          this.diagnostics.push(diagnostic('variable-mixed', words, { blockId: statement.blockId }));
        }
        break;
      }
      case 'listAction': {
        const list = this.symbols.lists.get(statement.list);
        const items = this.types.lists.get(statement.list) ?? ZERO;
        LIST_ACTIONS[statement.operator].holes.forEach((hole, index) => {
          const argument = statement.args[index];
          if (argument === undefined) return;
          if (hole === 'item') this.fits('list-mixed', list?.name ?? '', items, argument);
          else this.hole(argument, hole);
        });
        break;
      }
      case 'action': {
        const action = findAction(this.symbols.bricks.get(statement.brick), statement.action);
        this.handed(action?.parameters, statement.args);
        break;
      }
      case 'callStatement':
        this.call(statement.ownBlock, statement.args);
        break;
      case 'return': {
        const has = ownBlock === undefined ? undefined : this.types.results.get(ownBlock);
        if (ownBlock !== undefined && statement.value !== undefined && has !== undefined) {
          const name = this.symbols.ownBlocks.get(ownBlock)?.name ?? '';
          this.fits('result-mixed', name, has, statement.value, statement.blockId);
        }
        break;
      }
      case 'wait':
        this.hole(statement.duration, 'number');
        break;
      case 'repeat':
        this.hole(statement.times, 'number');
        break;
      case 'waitUntil':
        this.hole(statement.condition, 'truth');
        if (statement.timeoutSeconds !== undefined) this.hole(statement.timeoutSeconds, 'number');
        break;
      case 'while':
        this.hole(statement.condition, 'truth');
        break;
      case 'if':
        for (const { condition } of statement.branches) this.hole(condition, 'truth');
        break;
      case 'plot':
        this.hole(statement.value, 'number');
        break;
      case 'remember':
        if (isText(typeOf(this.types, statement.value))) {
          this.diagnostics.push(diagnostic('remember-text', {}, { blockId: statement.blockId }));
        }
        break;
      default:
    }
  }

  private countsIn(variable: string, blockId: string): void {
    const has = this.types.variables.get(variable);
    if (has === undefined || !isText(has)) return;
    const name = this.symbols.variables.get(variable)?.name ?? '';
    this.diagnostics.push(diagnostic('variable-mixed', { name, has: A_TEXT, gets: A_NUMBER }, { blockId }));
  }
}
