/**
 * Smaller programs than a given one, for finding the least program that still shows a fault.
 *
 * In: a well-typed program. Out: well-typed programs, each one step smaller, the largest steps first.
 * `shrinkWhile` goes down them as long as the fault stays.
 */
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Expression, Program, Script, Statement } from '../../compiler/program/model.ts';
import { Kinds } from '../interpreter/infer-kinds.ts';
import { ReferenceKinds } from '../interpreter/reference-kinds.ts';

/** What in the program mixes texts and numbers, or refers to nothing; empty when it is well typed. */
export function typeProblems(program: Program): readonly string[] {
  try {
    const kinds = new Kinds(program, new ReferenceKinds(program, BRICK_TYPES));
    return [...kinds.problems, ...unknownReferences(program)];
  } catch (error) {
    return [String(error)];
  }
}

function unknownReferences(program: Program): string[] {
  const things = [program.variables, program.lists, program.messages].flat();
  const parameters = program.ownBlocks.flatMap((block) => block.parameters);
  const declared = new Set([...things, ...parameters].map(({ id }) => id));
  const words = JSON.stringify([program.scripts, program.ownBlocks]);
  const referred = [...words.matchAll(/"(?:variable|list|message|parameter)":"([^"]*)"/g)];
  return referred.flatMap(([, id = '']) => (declared.has(id) ? [] : [`nothing is called ${id}`]));
}

export function* smallerPrograms(program: Program): Generator<Program> {
  for (const candidate of candidates(program)) {
    if (typeProblems(candidate).length === 0) yield candidate;
  }
}

/** The smallest program reached while `fails` stays true; asks it `most` times at most. */
export function shrinkWhile(program: Program, fails: (program: Program) => boolean, most = 400): Program {
  let smallest = program;
  let left = most;
  for (let found = true; found && left > 0;) {
    found = false;
    for (const candidate of smallerPrograms(smallest)) {
      if (left-- <= 0) break;
      if (!fails(candidate)) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

function* candidates(program: Program): Generator<Program> {
  for (const scripts of without<Script>(program.scripts)) yield { ...program, scripts };
  for (const ownBlocks of without(program.ownBlocks)) yield { ...program, ownBlocks };
  for (const bricks of without(program.bricks)) yield { ...program, bricks };
  for (const lists of without(program.lists)) yield { ...program, lists };
  for (const variables of without(program.variables)) yield { ...program, variables };
  for (const [index, script] of program.scripts.entries()) {
    for (const body of smallerBodies(script.body)) {
      yield { ...program, scripts: program.scripts.with(index, { ...script, body }) };
    }
    const plain: Script = { blockId: script.blockId, trigger: { kind: 'start' }, body: script.body };
    if (script.trigger.kind !== 'start') yield { ...program, scripts: program.scripts.with(index, plain) };
  }
  for (const [index, block] of program.ownBlocks.entries()) {
    for (const body of smallerBodies(block.body)) {
      yield { ...program, ownBlocks: program.ownBlocks.with(index, { ...block, body }) };
    }
  }
  yield* plainNames(program);
}

function* plainNames(program: Program): Generator<Program> {
  const isPlain = program.variables.every(({ id, name }) => id === name) && program.name === 'p';
  if (isPlain) return;
  const named = <T extends { readonly id: string }>(entry: T): T => ({ ...entry, name: entry.id });
  yield {
    ...program,
    name: 'p',
    variables: program.variables.map(named),
    lists: program.lists.map(named),
    messages: program.messages.map(named),
    ownBlocks: program.ownBlocks.map((block) => ({
      ...named(block),
      parameters: block.parameters.map(named),
    })),
  };
}

/** Halves, then one entry less. */
function* without<T>(entries: readonly T[]): Generator<readonly T[]> {
  const half = Math.floor(entries.length / 2);
  if (half > 1) {
    yield entries.slice(half);
    yield entries.slice(0, half);
  }
  for (const index of entries.keys()) yield entries.toSpliced(index, 1);
}

function* smallerBodies(body: readonly Statement[]): Generator<readonly Statement[]> {
  yield* without(body);
  for (const [index, statement] of body.entries()) {
    for (const inner of innerBodies(statement)) yield body.toSpliced(index, 1, ...inner);
    for (const smaller of smallerStatements(statement)) yield body.with(index, smaller);
  }
}

function innerBodies(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'if')
    return [...statement.branches.map(({ body }) => body), statement.otherwise ?? []];
  // A loop's body may hold break and continue, so it only replaces the loop where that is fine.
  return 'body' in statement && !mentionsLoop(statement.body) ? [statement.body] : [];
}

const mentionsLoop = (body: readonly Statement[]): boolean =>
  JSON.stringify(body).includes('"break"') || JSON.stringify(body).includes('"continue"');

/** The statement with one of its expressions or bodies made smaller. */
function* smallerStatements(statement: Statement): Generator<Statement> {
  const { comment, ...rest } = statement;
  if (comment !== undefined) yield rest;
  if (statement.kind === 'if') {
    for (const branches of without(statement.branches))
      if (branches.length > 0) yield { ...statement, branches };
    for (const [index, branch] of statement.branches.entries()) {
      for (const body of smallerBodies(branch.body))
        yield { ...statement, branches: statement.branches.with(index, { ...branch, body }) };
      for (const condition of smallerExpressions(branch.condition)) {
        yield { ...statement, branches: statement.branches.with(index, { ...branch, condition }) };
      }
    }
    if (statement.otherwise !== undefined) {
      const { otherwise, ...shorter } = statement;
      yield shorter;
      for (const body of smallerBodies(otherwise)) yield { ...statement, otherwise: body };
    }
    return;
  }
  if ('body' in statement) for (const body of smallerBodies(statement.body)) yield { ...statement, body };
  for (const [key, value] of Object.entries(statement)) {
    if (key === 'args' && 'args' in statement) {
      for (const args of smallerArguments(statement.args)) yield { ...statement, args };
    } else if (isExpression(value)) {
      for (const smaller of smallerExpressions(value)) yield { ...statement, [key]: smaller };
    }
  }
}

function* smallerArguments(args: readonly Expression[]): Generator<readonly Expression[]> {
  for (const [index, arg] of args.entries()) {
    for (const smaller of smallerExpressions(arg)) yield args.with(index, smaller);
  }
}

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'kind' in value && 'blockId' in value;

function* smallerExpressions(expression: Expression): Generator<Expression> {
  const { blockId } = expression;
  if (expression.kind === 'choice') return;
  if (expression.kind === 'number') {
    for (const value of [0, 1, Math.trunc(expression.value)]) {
      if (Math.abs(value) < Math.abs(expression.value)) yield { ...expression, value };
    }
    return;
  }
  if (expression.kind === 'text') {
    const letters = Array.from(expression.value);
    if (letters.length > 1) yield { ...expression, value: letters.slice(0, letters.length / 2).join('') };
    if (letters.length > 1) yield { ...expression, value: letters.slice(1).join('') };
    if (letters.length === 1 && expression.value !== 'a') yield { ...expression, value: 'a' };
    return;
  }
  yield { blockId, kind: 'number', value: 1 };
  yield { blockId, kind: 'text', value: 'a' };
  if (!('args' in expression)) return;
  yield* expression.args;
  for (const args of smallerArguments(expression.args)) yield { ...expression, args };
}
