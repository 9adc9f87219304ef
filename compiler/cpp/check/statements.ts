/**
 * Statements, with conditions as bool values and declarations in conditions taken apart.
 *
 * In: statements of the syntax tree. Out: typed statements; messages for what stands in the wrong place.
 */
import type { Condition, Expr, Stmt, VarDecl } from '../ast.ts';
import type { TExpr, TStmt } from '../typed-ast.ts';
import { ERROR, plain, VOID, type Type } from '../types.ts';
import { ifNode, load } from './build.ts';
import { at, errorExpr, isError, type At, type Checker } from './checker.ts';
import { scalarTo, toValue } from './conversions.ts';
import { paramVariable } from './declare-functions.ts';
import { localEntity } from './lambdas.ts';
import { lookupName, nameText } from './lookup.ts';
import { resolveNamed } from './resolve-type.ts';
import { makeScope, type FunctionState, type SwitchState } from './entities.ts';
import { convertArg, materialise } from './initialise.ts';
import { declareLocal } from './local-declarations.ts';
import { asScalar, toBool } from './operators.ts';
import { rangeFor } from './range-for.ts';
import { inLoop } from './statement-loops.ts';
import { bitsOf, isIntegral, promoted, unqualified } from './relations.ts';
import { returnStatement } from './return-statement.ts';
import { typeText } from './type-text.ts';

export function checkStatement(c: Checker, ast: Stmt): TStmt {
  switch (ast.kind) {
    case 'compound':
      return c.inScope(makeScope('block', c.scope), () => ({
        kind: 'compound',
        body: statementsOf(c, ast.body),
        ...at(ast),
      }));
    case 'expr':
      return expressionStatement(c, ast.expr, at(ast));
    case 'empty':
      return { kind: 'empty', ...at(ast) };
    case 'decl':
      return { kind: 'compound', body: declareLocal(c, ast), ...at(ast) };
    case 'if':
      return ifStatement(c, ast);
    case 'while':
      return whileStatement(c, ast);
    case 'do': {
      const body = inLoop(c, () => c.hooks.statement(c, ast.body));
      return { kind: 'do', body, condition: toBool(c, c.hooks.expr(c, ast.condition)), ...at(ast) };
    }
    case 'for':
      return forStatement(c, ast);
    case 'rangeFor':
      return c.inScope(makeScope('block', c.scope), () => rangeFor(c, ast));
    case 'switch':
      return switchStatement(c, ast);
    case 'case':
      return caseStatement(c, ast);
    case 'default': {
      const state = c.fn?.switches[c.fn.switches.length - 1];
      if (state === undefined) c.error('cpp-case-outside-switch', { label: 'default' }, at(ast));
      else if (state.hasDefault) c.error('cpp-default-twice', {}, at(ast));
      else state.hasDefault = true;
      return { kind: 'default', body: c.hooks.statement(c, ast.body), ...at(ast) };
    }
    case 'label': {
      const { fn } = c;
      if (fn?.labels.has(ast.name) === true) c.error('cpp-label-twice', { name: ast.name }, at(ast));
      fn?.labels.set(ast.name, ast.loc);
      return { kind: 'label', name: ast.name, body: c.hooks.statement(c, ast.body), ...at(ast) };
    }
    case 'goto':
      c.fn?.gotos.push({ name: ast.name, loc: ast.loc, end: ast.end });
      return { kind: 'goto', name: ast.name, ...at(ast) };
    case 'break':
      if (c.fn !== undefined && c.fn.loops === 0 && c.fn.switches.length === 0)
        c.error('cpp-break-outside', {}, at(ast));
      return { kind: 'break', ...at(ast) };
    case 'continue':
      if (c.fn?.loops === 0) c.error('cpp-continue-outside', {}, at(ast));
      return { kind: 'continue', ...at(ast) };
    case 'return':
      return returnStatement(c, ast);
    case 'asm':
      return asmStatement(c, ast);
  }
}

/** The variables of a declaration belong to the block around it. */
export function statementsOf(c: Checker, asts: readonly Stmt[]): TStmt[] {
  const body: TStmt[] = [];
  for (const ast of asts) {
    const label = labelledDeclaration(ast);
    if (ast.kind === 'decl') body.push(...declareLocal(c, ast));
    else if (label !== undefined) {
      body.push(c.hooks.statement(c, label.ast));
      body.push(...declareLocal(c, label.decl));
    } else body.push(c.hooks.statement(c, ast));
  }
  return body;
}

/** `Motr *m = …;` of an unknown type looks like a product: the type is what is wrong. */
function declaresUnknown(c: Checker, ast: Expr): boolean {
  const product = ast.kind === 'assign' && ast.op === '=' ? ast.left : ast;
  if (product.kind !== 'binary' || (product.op !== '*' && product.op !== '&')) return false;
  const { left, right } = product;
  if (left.kind !== 'name' || right.kind !== 'name' || right.name.parts.length !== 1) return false;
  if (lookupName(c, left.name) !== undefined || lookupName(c, right.name) !== undefined) return false;
  resolveNamed(c, left.name);
  const variable = paramVariable(nameText(right.name), plain(ERROR), right.loc);
  c.scope.names.set(nameText(right.name), localEntity(c, variable, c.scope, c.fn, nameText(right.name)));
  return true;
}

/** `again: T x;`: the variable belongs to the block, the label stands before it. */
function labelledDeclaration(
  ast: Stmt,
): { readonly ast: Stmt; readonly decl: Stmt & { kind: 'decl' } } | undefined {
  if (ast.kind !== 'label' && ast.kind !== 'case' && ast.kind !== 'default') return undefined;
  const { body } = ast;
  if (body.kind === 'decl') return { ast: { ...ast, body: { kind: 'empty', ...at(body) } }, decl: body };
  const inner = labelledDeclaration(body);
  return inner === undefined ? undefined : { ast: { ...ast, body: inner.ast }, decl: inner.decl };
}

function expressionStatement(c: Checker, ast: Expr, place: At): TStmt {
  if (declaresUnknown(c, ast)) return { kind: 'empty', ...place };
  const arg = c.hooks.arg(c, ast);
  let expr: TExpr;
  if (arg.kind === 'expr') ({ expr } = arg);
  else if (arg.kind === 'functions') {
    c.error('cpp-function-not-called', { name: arg.set.name }, place);
    return { kind: 'empty', ...place };
  } else return { kind: 'empty', ...place };
  if (isError(expr)) return { kind: 'empty', ...place };
  if (expr.kind === 'functionAddress' && ast.kind === 'name')
    c.error('cpp-function-not-called', { name: expr.fn.display.slice(0, -2) }, place);
  return { kind: 'expr', expr: discardable(c, expr), ...place };
}

/** A value nobody takes still ends as it should; volatile objects are read. */
export function discardable(c: Checker, expr: TExpr): TExpr {
  if (expr.type.type.kind === 'record' && !expr.isLvalue) return materialise(c, expr);
  if (
    expr.isLvalue &&
    expr.type.isVolatile &&
    (expr.kind === 'variable' || expr.kind === 'deref' || expr.kind === 'field' || expr.kind === 'element') &&
    expr.type.type.kind !== 'record' &&
    expr.type.type.kind !== 'array'
  )
    return load(expr);
  return expr;
}

interface Checked {
  /** The variable of `if (int x = f())`. */
  readonly before: TStmt[];
  readonly value: TExpr;
}

const isDeclaration = (condition: Condition): condition is VarDecl => condition.kind === 'var';

export function checkCondition(c: Checker, condition: Condition): Checked {
  if (!isDeclaration(condition)) return { before: [], value: toBool(c, c.hooks.expr(c, condition)) };
  const before = c.hooks.localVariable(c, condition, at(condition));
  const name: Expr = { kind: 'name', name: condition.name, ...at(condition) };
  return { before, value: toBool(c, c.hooks.expr(c, name)) };
}

function ifStatement(c: Checker, ast: Stmt & { kind: 'if' }): TStmt {
  return c.inScope(makeScope('block', c.scope), () => {
    const { before, value } = checkCondition(c, ast.condition);
    const then = inBlock(c, ast.then);
    const otherwise = ast.otherwise === undefined ? undefined : inBlock(c, ast.otherwise);
    const statement = ifNode(value, then, otherwise, at(ast));
    return before.length === 0 ? statement : { kind: 'compound', body: [...before, statement], ...at(ast) };
  });
}

const inBlock = (c: Checker, ast: Stmt): TStmt =>
  c.inScope(makeScope('block', c.scope), () => c.hooks.statement(c, ast));

const not = (value: TExpr): TExpr => ({
  kind: 'logicalNot',
  operand: value,
  type: value.type,
  isLvalue: false,
  loc: value.loc,
  end: value.end,
});

/** `while (T x = f()) body` is `for (;;) { T x = f(); if (!x) break; body }`. */
function whileStatement(c: Checker, ast: Stmt & { kind: 'while' }): TStmt {
  return c.inScope(makeScope('block', c.scope), () => {
    const { before, value } = checkCondition(c, ast.condition);
    const body = inLoop(c, () => inBlock(c, ast.body));
    const place = at(ast);
    if (before.length === 0) return { kind: 'while', condition: value, body, ...place };
    const leave = ifNode(not(value), { kind: 'break', ...place }, undefined, place);
    return { kind: 'for', body: { kind: 'compound', body: [...before, leave, body], ...place }, ...place };
  });
}

function forStatement(c: Checker, ast: Stmt & { kind: 'for' }): TStmt {
  return c.inScope(makeScope('block', c.scope), () => {
    const init = ast.init === undefined ? undefined : forInit(c, ast.init);
    const place = at(ast);
    const checked = ast.condition === undefined ? undefined : checkCondition(c, ast.condition);
    const step = ast.step === undefined ? undefined : c.hooks.expr(c, ast.step);
    const body = inLoop(c, () => inBlock(c, ast.body));
    const isDeclared = checked !== undefined && checked.before.length > 0;
    const leave: TStmt[] = isDeclared
      ? [...checked.before, ifNode(not(checked.value), { kind: 'break', ...place }, undefined, place)]
      : [];
    return {
      kind: 'for',
      ...(init === undefined ? {} : { init }),
      ...(checked === undefined || isDeclared ? {} : { condition: checked.value }),
      ...(step === undefined || isError(step) ? {} : { step: discardable(c, step) }),
      body: isDeclared ? { kind: 'compound', body: [...leave, body], ...place } : body,
      ...place,
    };
  });
}

function forInit(c: Checker, ast: Stmt): TStmt {
  if (ast.kind !== 'decl') return c.hooks.statement(c, ast);
  const body = declareLocal(c, ast);
  const [only] = body;
  return body.length === 1 && only !== undefined ? only : { kind: 'compound', body, ...at(ast) };
}

function switchStatement(c: Checker, ast: Stmt & { kind: 'switch' }): TStmt {
  return c.inScope(makeScope('block', c.scope), () => {
    const { before, value } = switchCondition(c, ast.condition);
    const state: SwitchState = { type: value.type.type, cases: [], hasDefault: false };
    c.fn?.switches.push(state);
    const body = inBlock(c, ast.body);
    c.fn?.switches.pop();
    const statement: TStmt = { kind: 'switch', condition: value, body, ...at(ast) };
    return before.length === 0 ? statement : { kind: 'compound', body: [...before, statement], ...at(ast) };
  });
}

function switchCondition(c: Checker, condition: Condition): Checked {
  const before = isDeclaration(condition) ? c.hooks.localVariable(c, condition, at(condition)) : [];
  const ast: Expr = isDeclaration(condition)
    ? { kind: 'name', name: condition.name, ...at(condition) }
    : condition;
  const expr = c.hooks.expr(c, ast);
  const value = asScalar(c, expr, 'switch');
  if (isError(value)) return { before, value };
  const { type } = value.type;
  if (type.kind === 'enum' && type.decl.isScoped)
    return { before, value: scalarTo(value, promoted(type.decl.underlying)) };
  if (!isIntegral(type)) {
    c.error('cpp-switch-needs-integer', { type: typeText(unqualified(expr.type)) }, at(ast));
    return { before, value: errorExpr(ast) };
  }
  return { before, value: scalarTo(value, promoted(type)) };
}

function caseStatement(c: Checker, ast: Stmt & { kind: 'case' }): TStmt {
  const state = c.fn?.switches[c.fn.switches.length - 1];
  if (state === undefined) {
    c.error('cpp-case-outside-switch', { label: 'case' }, at(ast));
    return c.hooks.statement(c, ast.body);
  }
  const from = caseValue(c, ast.value, state.type);
  const to = ast.to === undefined ? from : caseValue(c, ast.to, state.type);
  if (from !== undefined && to !== undefined) {
    if (state.cases.some((one) => from <= one.to && to >= one.from))
      c.error('cpp-case-twice', { value: String(from) }, at(ast.value));
    else state.cases.push({ from, to });
  }
  // Labels one under the other would nest too deep for a long table.
  return {
    kind: 'case',
    value: from ?? 0n,
    to: to ?? from ?? 0n,
    body: c.hooks.statement(c, ast.body),
    ...at(ast),
  };
}

function caseValue(c: Checker, ast: Expr, type: Type): bigint | undefined {
  const expr = toValue(c, c.hooks.expr(c, ast));
  if (isError(expr) || type.kind === 'error') return undefined;
  const isInteger = isIntegral(expr.type.type) || expr.type.type.kind === 'enum';
  const known = isInteger ? c.hooks.evaluate(c, expr) : undefined;
  if (known?.kind !== 'integer') {
    c.error('cpp-case-not-constant', {}, at(ast));
    return undefined;
  }
  const { bytes, isSigned } = bitsOf(type);
  return isSigned ? BigInt.asIntN(bytes * 8, known.value) : BigInt.asUintN(bytes * 8, known.value);
}

const INSTRUCTIONS = new Map([
  ['nop', 'nop'],
  ['cli', 'cli'],
  ['sei', 'sei'],
  ['sleep', 'sleep'],
  ['wdr', 'wdr'],
  ['', 'memory_barrier'],
] as const);

/**
 * What an empty template does to its operands: `"=r" (x) : "0" (y)` is x = y, `"+r" (x)` leaves x. False
 * for an output that nothing gives a value.
 */
function asmOperands(c: Checker, ast: Stmt & { kind: 'asm' }, body: TStmt[]): boolean {
  for (const [index, { constraint, expr }] of ast.outputs.entries()) {
    if (constraint.startsWith('+')) {
      body.push({ kind: 'expr', expr: c.hooks.expr(c, expr), ...at(expr) });
      continue;
    }
    const input = ast.inputs.find((one) => one.constraint === String(index));
    if (input === undefined) return false;
    const place = at(expr);
    const assign: Expr = {
      kind: 'assign',
      op: '=',
      opLoc: place.loc,
      left: expr,
      right: input.expr,
      ...place,
    };
    body.push({ kind: 'expr', expr: c.hooks.expr(c, assign), ...place });
  }
  return true;
}

/** Only what has a builtin; several instructions may stand in one text. */
function asmStatement(c: Checker, ast: Stmt & { kind: 'asm' }): TStmt {
  const place = at(ast);
  const words = ast.template
    .split(/\\n|\\t|[\n;]/)
    .map((word) => word.trim().toLowerCase())
    .filter((word, _index, all) => word !== '' || all.length === 1);
  const body: TStmt[] = [];
  if (!asmOperands(c, ast, body)) {
    c.error('cpp-asm-unsupported', { text: ast.template.trim() }, place);
    return { kind: 'empty', ...place };
  }
  for (const word of words) {
    const name = INSTRUCTIONS.get(word as 'nop');
    if (name === undefined || (word !== '' && ast.outputs.length + ast.inputs.length > 0)) {
      c.error('cpp-asm-unsupported', { text: ast.template.trim() }, place);
      return { kind: 'empty', ...place };
    }
    body.push({
      kind: 'expr',
      expr: { kind: 'builtin', name, args: [], type: plain(VOID), isLvalue: false, ...place },
      ...place,
    });
  }
  const [only] = body;
  return body.length === 1 && only !== undefined ? only : { kind: 'compound', body, ...place };
}

/** Every goto has its label. */
export function checkGotos(c: Checker, fn: FunctionState): void {
  for (const { name, loc, end } of fn.gotos)
    if (!fn.labels.has(name)) c.error('cpp-label-unknown', { name }, { loc, end });
}

export { convertArg };
