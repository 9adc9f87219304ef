/**
 * Expressions of the block language as C++ expressions.
 *
 * In: an Expression and the body it stands in. Out: a Fragment; lines that must run before it go to
 * the body. Guarantee: arguments are worked out left to right where it can be seen, `and`, `or` and
 * `choose` only as far as needed, and own blocks that wait are called as statements.
 */
import type { Expression } from '../program/model.ts';
import { OPERATORS, LIST_READINGS, type Operator } from '../program/operators.ts';
import { findReading } from '../program/symbols.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { ParameterType } from '../../boards/types.ts';
import type { BodyWriter } from './body-writer.ts';
import { joinCode, mark, type Code } from './code.ts';
import {
  asIntArgument,
  asLimitedWhole,
  asNumberFragment,
  asTextArgument,
  asTruth,
  asValueOf,
  asWholeFragment,
} from './conversions.ts';
import { cppType } from './cpp-types.ts';
import { LEVEL, atLevel, kept, numberFragment, primary, type Fragment } from './fragment.ts';
import { flashLiteral } from './literals.ts';
import { operationFragment, textFragment } from './operators.ts';

export function writeExpression(body: BodyWriter, expression: Expression): Fragment {
  const { asColour, ...fragment } = unmarked(body, expression);
  const { blockId } = expression;
  const code = mark(blockId, fragment.code);
  return asColour === undefined
    ? { ...fragment, code }
    : { ...fragment, code, asColour: mark(blockId, asColour) };
}

function unmarked(body: BodyWriter, expression: Expression): Fragment {
  const { gen } = body;
  const type = gen.typeOf(expression);
  switch (expression.kind) {
    case 'number':
      return numberFragment(expression.value, type);
    case 'truth':
      return primary(String(expression.value), 'bool', type);
    case 'text':
      return textFragment(expression.value, type);
    case 'colour': {
      const hex = `0x${expression.value.toString(16).toUpperCase().padStart(6, '0')}`;
      // Without the L, some would be unsigned and others not.
      return { ...primary(`${hex}L`, 'long', type), asColour: hex };
    }
    case 'choice':
    case 'empty':
      return numberFragment(0, type);
    case 'variable':
      return primary(gen.nameOf(gen.variables, expression.variable), cppType(type), type);
    case 'parameter':
      return primary(body.parameterName(expression.parameter), cppType(type), type);
    case 'stored': {
      gen.uses('GenieMemory.h');
      const load = type.kind === 'decimal' ? 'loadDecimal' : 'loadWhole';
      const code = `${load}(${flashLiteral(expression.slot)})`;
      if (type.kind !== 'truth') return primary(code, cppType(type), type);
      return { code: [code, ' != 0'], level: LEVEL.equality, cpp: 'bool', type };
    }
    case 'reading':
      return writeReading(body, expression);
    case 'operation':
      return writeOperation(body, expression);
    case 'listReading':
      return writeListReading(body, expression);
    case 'call':
      return body.callForResult(expression);
  }
}

/** Arguments worked out in order: those whose turn could be noticed go into temporaries first. */
export function writeInOrder(body: BodyWriter, expressions: readonly Expression[]): Fragment[] {
  const { turns, effects } = body.gen.typed;
  const changes = expressions.map(
    (expression) => turns.inExpression(expression) || effects.ofExpression(expression),
  );
  const notices = expressions.map((expression) => isSensitive(expression));
  return expressions.map((expression, index) => {
    const fragment = writeExpression(body, expression);
    const laterMatters = expressions.some(
      (_, later) =>
        later > index &&
        ((changes[later] === true && notices[index] === true) ||
          (changes[index] === true && notices[later] === true)),
    );
    return laterMatters ? body.temporary(fragment) : fragment;
  });
}

/** Could anything that happens meanwhile change this value? */
function isSensitive(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'truth':
    case 'text':
    case 'colour':
    case 'choice':
    case 'parameter':
    case 'empty':
      return false;
    case 'operation': {
      const rule: Operator = OPERATORS[expression.operator];
      return rule.impure === true || expression.args.some(isSensitive);
    }
    default:
      return true;
  }
}

function writeOperation(body: BodyWriter, expression: Expression & { readonly kind: 'operation' }): Fragment {
  const { operator } = expression;
  const type = body.gen.typeOf(expression);
  if (operator === 'and' || operator === 'or') return writeLogic(body, expression);
  if (operator === 'choose') return writeChoose(body, expression);
  const rule: Operator = OPERATORS[operator];
  const args = writeInOrder(body, expression.args).map((fragment, index) =>
    (rule.holes[index] ?? rule.holes.at(-1)) === 'truth' ? asTruth(fragment) : fragment,
  );
  return operationFragment(body.gen, operator, args, type);
}

function writeLogic(body: BodyWriter, expression: Expression & { readonly kind: 'operation' }): Fragment {
  const type = body.gen.typeOf(expression);
  const isAnd = expression.operator === 'and';
  const [leftExpression, rightExpression] = expression.args;
  if (leftExpression === undefined || rightExpression === undefined) {
    throw new InternalError(`${expression.operator} lacks an argument`);
  }
  const left = asTruth(writeExpression(body, leftExpression));
  const { value: right, lines } = body.apart(() => asTruth(writeExpression(body, rightExpression)));
  if (lines.length === 0) {
    const level = isAnd ? LEVEL.and : LEVEL.or;
    const code = [besides(left, level), isAnd ? ' && ' : ' || ', besides(right, level)];
    return { code, level, cpp: 'bool', type };
  }
  // The right side needs lines of its own, which run only if it is needed.
  const result = body.variable('bool', 'answer', left.code);
  body.line([isAnd ? 'if (' : 'if (!', result, ') {']);
  body.indented(() => {
    body.add(lines);
    body.line([result, ' = ', right.code, ';']);
  });
  body.line('}');
  return kept(result, 'bool', type);
}

/** "a || b || c" needs no parentheses; "(a && b) || c" gets them for the reader. */
const besides = (fragment: Fragment, level: number): Code =>
  fragment.level === level ? fragment.code : atLevel(fragment, LEVEL.and + 1);

function writeChoose(body: BodyWriter, expression: Expression & { readonly kind: 'operation' }): Fragment {
  const { gen } = body;
  const type = gen.typeOf(expression);
  const [ask, yesExpression, noExpression] = expression.args;
  if (ask === undefined || yesExpression === undefined || noExpression === undefined) {
    throw new InternalError('choose lacks an argument');
  }
  const condition = asTruth(writeExpression(body, ask));
  const yes = body.apart(() => writeExpression(body, yesExpression));
  const no = body.apart(() => writeExpression(body, noExpression));
  const cpp = cppType(type);
  // Both sides must be of one C++ class.
  const side = (fragment: Fragment): Fragment =>
    type.kind === 'text' && fragment.cpp !== 'Text'
      ? primary(['Text(', asTextArgument(gen, fragment), ')'], 'Text', type)
      : { ...fragment, code: asValueOf(gen, fragment, type) };
  if (yes.lines.length === 0 && no.lines.length === 0) {
    const [ask, one, other] = [condition, side(yes.value), side(no.value)].map((fragment) =>
      atLevel(fragment, LEVEL.choose + 1),
    );
    return { code: [ask ?? '', ' ? ', one ?? '', ' : ', other ?? ''], level: LEVEL.choose, cpp, type };
  }
  const result = body.variable(cpp, 'choice');
  body.line(['if (', condition.code, ') {']);
  body.indented(() => {
    body.add(yes.lines);
    body.line([result, ' = ', side(yes.value).code, ';']);
  });
  body.line('} else {');
  body.indented(() => {
    body.add(no.lines);
    body.line([result, ' = ', side(no.value).code, ';']);
  });
  body.line('}');
  return kept(result, cpp, type);
}

function writeReading(body: BodyWriter, expression: Expression & { readonly kind: 'reading' }): Fragment {
  const { gen } = body;
  const type = gen.typeOf(expression);
  const reading = findReading(gen.typed.symbols.bricks.get(expression.brick), expression.reading);
  if (reading === undefined) throw new InternalError(`no reading ${expression.reading}`);
  const args = writeBrickArguments(
    body,
    expression.args,
    reading.parameters.map((parameter) => parameter.type),
  );
  const cpp = type.kind === 'whole' ? 'int' : cppType(type);
  const name = gen.nameOf(gen.bricks, expression.brick);
  return primary([`${name}.${reading.method}(`, joinCode(args, ', '), ')'], cpp, type);
}

/** Values as a driver's method takes them. */
export function writeBrickArguments(
  body: BodyWriter,
  expressions: readonly Expression[],
  types: readonly ParameterType[],
): Code[] {
  const fragments = writeInOrder(body, expressions);
  return expressions.map((expression, index) => {
    const type = types[index];
    const fragment = fragments[index];
    if (type === undefined || fragment === undefined) {
      throw new InternalError('more values than the brick’s block has holes');
    }
    return brickArgument(body, expression, fragment, type);
  });
}

/** One value, already worked out, as a driver's method takes it. */
export function brickArgument(
  { gen }: BodyWriter,
  expression: Expression,
  fragment: Fragment,
  type: ParameterType,
): Code {
  if (expression.kind === 'choice') {
    const options = type.kind === 'choice' ? type.options : [];
    const picked = options.find(({ value }) => value === expression.value) ?? options[0];
    return mark(expression.blockId, picked?.cpp ?? '0');
  }
  switch (type.kind) {
    case 'whole':
      return asIntArgument(gen, fragment, type.min, type.max);
    case 'decimal':
      return asNumberFragment(fragment).code;
    case 'colour':
      return fragment.asColour ?? asLimitedWhole(gen, fragment, 0, 0xffffff);
    case 'truth':
      return asTruth(fragment).code;
    case 'choice':
      return asWholeFragment(gen, fragment).code;
    case 'text':
    case 'any':
      return asTextArgument(gen, fragment);
  }
}

const LIST_METHODS = {
  itemAt: 'get',
  listLength: 'length',
  listContains: 'contains',
  indexOf: 'indexOf',
  isFull: 'isFull',
  sum: 'sum',
  listSmallest: 'smallest',
  listLargest: 'largest',
  average: 'average',
} as const;

function writeListReading(
  body: BodyWriter,
  expression: Expression & { readonly kind: 'listReading' },
): Fragment {
  const { gen } = body;
  const type = gen.typeOf(expression);
  const items = gen.listType(expression.list);
  const rule = LIST_READINGS[expression.operator];
  const args = writeInOrder(body, expression.args).map((fragment, index) =>
    rule.holes[index] === 'item' ? asValueOf(gen, fragment, items) : asWholeFragment(gen, fragment).code,
  );
  const name = gen.nameOf(gen.lists, expression.list);
  const code = [`${name}.${LIST_METHODS[expression.operator]}(`, joinCode(args, ', '), ')'];
  if (rule.result === 'item' && type.kind === 'truth') {
    return { code: [code, ' != 0'], level: LEVEL.equality, cpp: 'bool', type };
  }
  const isSum = expression.operator === 'sum' && type.kind === 'whole';
  return primary(code, isSum ? 'long' : cppType(type), type);
}
