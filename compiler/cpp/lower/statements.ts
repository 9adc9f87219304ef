/**
 * Statements: in, a statement; out, blocks. Code that nothing leads to is left out, so that what only
 * it calls is not compiled either.
 */
import { intConst, undefConst, zeroConst } from '../../ir/constants.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { TExpr, TInit, TStmt, TypedVariable } from '../typed-ast.ts';
import { loadPacked } from './calls.ts';
import { condition } from './control-values.ts';
import { destroyObject } from './destructors.ts';
import type { FunctionLowering, GotoLabel } from './function-lowering.ts';
import { irType, resultWay } from './ir-types.ts';
import { hasLabels, returnedVariable } from './labels.ts';
import { discard } from './lower-value.ts';
import { lowerSwitch } from './switches.ts';
import { fieldPlace } from './lower-place.ts';
import { storePlace } from './places.ts';

export function lowerStatement(l: FunctionLowering, stmt: TStmt): void {
  const { b } = l;
  if (!b.isOpen && !hasLabels(stmt)) return;
  switch (stmt.kind) {
    case 'compound':
      l.scope(() => {
        for (const one of stmt.body) l.statement(one);
      });
      return;
    case 'expr':
      l.fullExpression(() => discard(l, stmt.expr));
      return;
    case 'empty':
      return;
    case 'var':
      declare(l, stmt.variable);
      return;
    case 'if':
      lowerIf(l, stmt);
      return;
    case 'while':
    case 'for':
      lowerLoop(l, stmt);
      return;
    case 'do':
      lowerDo(l, stmt);
      return;
    case 'switch':
      lowerSwitch(l, stmt);
      return;
    case 'case':
    case 'default': {
      const block = l.caseBlocks.get(stmt);
      if (block !== undefined) b.start(block);
      l.statement(stmt.body);
      return;
    }
    case 'label':
      placeLabel(l, stmt.name);
      l.statement(stmt.body);
      return;
    case 'goto':
      lowerGoto(l, stmt.name);
      return;
    case 'break':
      if (l.breakTarget === undefined) throw new InternalError('break outside of a loop');
      l.jump(l.breakTarget);
      return;
    case 'continue':
      if (l.continueTarget === undefined) throw new InternalError('continue outside of a loop');
      l.jump(l.continueTarget);
      return;
    case 'return':
      lowerReturn(l, stmt);
      return;
    case 'initMember':
      initMember(l, stmt);
      return;
    case 'destroyMember': {
      const object = b.load('ptr', thisAddress(l));
      destroyObject(l, b.ptradd(object, stmt.offset), { kind: 'void' }, stmt.destructor);
    }
  }
}

// ---- Variables

function declare(l: FunctionLowering, variable: TypedVariable): void {
  if (variable.kind === 'staticLocal') {
    initStatic(l, variable);
    return;
  }
  const address = l.addressOf(variable);
  const { init, destructor } = variable;
  if (init !== undefined) {
    const bound = variable.type.type.kind === 'reference' ? boundTemporary(init) : undefined;
    l.fullExpression(() => l.init(address, variable.type, unbound(init, bound)));
    // A temporary bound to a reference lives as long as the reference.
    if (bound?.destructor !== undefined) {
      const { destructor: end } = bound;
      const object = l.known.get(bound);
      l.known.delete(bound);
      if (object !== undefined) l.pushCleanup(() => destroyObject(l, object, bound.type.type, end));
    }
  }
  if (destructor !== undefined && variable !== l.namedResult)
    l.pushCleanup(() => destroyObject(l, address, variable.type.type, destructor));

  function unbound(whole: TInit, temporary: (TExpr & { kind: 'temporary' }) | undefined): TInit {
    if (temporary?.destructor === undefined) return whole;
    const object = l.temporary(temporary.type);
    l.init(object, temporary.type, temporary.init);
    l.known.set(temporary, object);
    return whole;
  }
}

/** The temporary that a reference's initialiser takes the address of, or of a part of it. */
function boundTemporary(init: TInit): (TExpr & { kind: 'temporary' }) | undefined {
  if (init.kind !== 'value') return undefined;
  let at = init.expr;
  for (;;) {
    switch (at.kind) {
      case 'addressOf':
      case 'pointerOffset':
      case 'convert':
        at = at.operand;
        break;
      case 'field':
      case 'basePart':
        at = at.object;
        break;
      case 'temporary':
        return at;
      default:
        return undefined;
    }
  }
}

/** Once, on first passage; a constant initialiser is in the image already. */
function initStatic(l: FunctionLowering, variable: TypedVariable): void {
  if (!l.program.hasDynamicInit(variable) || variable.init === undefined) return;
  const { b } = l;
  const { init } = variable;
  const address = l.addressOf(variable);
  const guard = l.program.guardAddress(variable);
  const make = b.block('first');
  const made = b.block('made');
  b.condbr(b.compare('eq', b.load('i8', guard), intConst('i8', 0)), make, made);
  b.start(make);
  l.fullExpression(() => l.init(address, variable.type, init, { isZeroed: true }));
  b.store(guard, intConst('i8', 1));
  b.start(made);
}

// ---- Branches and loops

function lowerIf(l: FunctionLowering, stmt: TStmt & { kind: 'if' }): void {
  const { b } = l;
  const known = l.program.constant(stmt.condition);
  if (known?.kind === 'int') {
    const [taken, other] = known.value !== 0n ? [stmt.then, stmt.otherwise] : [stmt.otherwise, stmt.then];
    if (other === undefined || !hasLabels(other)) {
      if (taken !== undefined) l.scope(() => l.statement(taken));
      return;
    }
  }
  const { yes, no } = condition(l, stmt.condition);
  const { otherwise } = stmt;
  const done = otherwise === undefined ? no : b.block('endif');
  b.start(yes);
  l.scope(() => l.statement(stmt.then));
  if (otherwise !== undefined) {
    if (b.isOpen) b.br(done);
    b.start(no);
    l.scope(() => l.statement(otherwise));
    // Nothing goes on after two arms that leave.
    if (!b.isOpen && !b.isTarget(done)) return;
  }
  b.start(done);
}

function lowerLoop(l: FunctionLowering, stmt: TStmt & { kind: 'while' | 'for' }): void {
  const { b } = l;
  l.scope(() => {
    const step = stmt.kind === 'for' ? stmt.step : undefined;
    if (stmt.kind === 'for' && stmt.init !== undefined) l.statement(stmt.init);
    const test = stmt.condition;
    const isForever =
      test === undefined ||
      ((known) => known?.kind === 'int' && known.value !== 0n)(l.program.constant(test));
    const head = b.block('loop');
    const next = step === undefined ? head : b.block('step');
    b.start(head);
    let done = b.block('done');
    if (!isForever && test !== undefined) {
      const { yes, no } = condition(l, test);
      b.start(yes);
      done = no;
    }
    loopBody(l, stmt.body, done, next);
    if (step !== undefined && (b.isOpen || b.isTarget(next))) {
      b.start(next);
      b.loc = step.loc;
      l.fullExpression(() => discard(l, step));
    }
    if (b.isOpen) b.br(head);
    // What follows an endless loop without break is never reached.
    if (!isForever || b.isTarget(done)) b.start(done);
  });
}

function loopBody(
  l: FunctionLowering,
  body: TStmt,
  done: FunctionLowering['b']['current'],
  next: FunctionLowering['b']['current'],
): void {
  const { breakTarget, continueTarget } = l;
  l.breakTarget = { block: done, cleanups: l.cleanups };
  l.continueTarget = { block: next, cleanups: l.cleanups };
  l.scope(() => l.statement(body));
  l.breakTarget = breakTarget;
  l.continueTarget = continueTarget;
}

function lowerDo(l: FunctionLowering, stmt: TStmt & { kind: 'do' }): void {
  const { b } = l;
  const head = b.block('loop');
  const test = b.block('test');
  const done = b.block('done');
  b.start(head);
  loopBody(l, stmt.body, done, test);
  // A body that always leaves, without continue, never comes to its test.
  if (b.isOpen || b.isTarget(test)) {
    b.start(test);
    const { yes, no } = condition(l, stmt.condition);
    b.start(yes);
    b.br(head);
    b.start(no);
    b.br(done);
  }
  if (b.isTarget(done)) b.start(done);
}

// ---- goto

function labelOf(l: FunctionLowering, name: string): GotoLabel {
  let label = l.labels.get(name);
  if (label === undefined) {
    label = { block: l.b.block(name), isPlaced: false, pending: [] };
    l.labels.set(name, label);
  }
  return label;
}

function placeLabel(l: FunctionLowering, name: string): void {
  const label = labelOf(l, name);
  label.isPlaced = true;
  label.cleanups = l.cleanups;
  const here = l.cleanups;
  const { loc } = l.b;
  if (l.b.isOpen) l.b.br(label.block);
  for (const jump of label.pending) {
    l.b.start(jump.block);
    l.b.loc = jump.loc;
    l.cleanups = jump.cleanups;
    l.runCleanups(commonCleanups(jump.cleanups, here));
    l.b.br(label.block);
  }
  l.cleanups = here;
  l.b.loc = loc;
  l.b.start(label.block);
}

function lowerGoto(l: FunctionLowering, name: string): void {
  const label = labelOf(l, name);
  if (label.isPlaced) {
    l.jump({ block: label.block, cleanups: commonCleanups(l.cleanups, label.cleanups) });
    return;
  }
  // What it leaves is known when the label is met.
  const leaving = l.b.block('goto');
  label.pending.push({ block: leaving, cleanups: l.cleanups, loc: l.b.loc });
  l.b.br(leaving);
}

type Cleanups = FunctionLowering['cleanups'];

/** What is alive at both places. */
function commonCleanups(from: Cleanups, to: Cleanups): Cleanups {
  let a = from;
  let b = to;
  while (a !== b) {
    const depthA = a?.depth ?? 0;
    const depthB = b?.depth ?? 0;
    if (depthA >= depthB) a = a?.outer;
    if (depthB >= depthA) b = b?.outer;
  }
  return a;
}

// ---- return, members

function lowerReturn(l: FunctionLowering, stmt: TStmt & { kind: 'return' }): void {
  const { b, source } = l;
  const { value } = stmt;
  const type = source?.type.result.type;
  if (value === undefined || type === undefined || source === undefined) {
    l.runCleanups(undefined);
    b.ret(type === undefined || resultWay(type) !== 'scalar' ? undefined : undefConst(irType(type)));
    return;
  }
  const { resultAddress } = l;
  const { loc } = b;
  const way = resultWay(type);
  if (way === 'void') {
    if (value.kind === 'value') l.fullExpression(() => discard(l, value.expr));
    l.runCleanups(undefined);
    b.ret();
    return;
  }
  if (way === 'scalar') {
    const result = l.fullExpression(() =>
      value.kind === 'value' ? l.value(value.expr) : zeroConst(irType(type)),
    );
    l.runCleanups(undefined);
    b.loc = loc;
    b.ret(result.type === irType(type) ? result : undefConst(irType(type)));
    return;
  }
  if (resultAddress === undefined) throw new InternalError('no room for a record result');
  if (l.namedResult === undefined || returnedVariable(stmt) !== l.namedResult)
    l.fullExpression(() => l.init(resultAddress, source.type.result, value));
  l.runCleanups(undefined);
  b.loc = loc;
  b.ret(way === 'packed' ? loadPacked(l, resultAddress, type) : undefined);
}

function thisAddress(l: FunctionLowering): ReturnType<FunctionLowering['addressOf']> {
  const self = l.source?.params[0];
  if (self === undefined) throw new InternalError('no this');
  return l.addressOf(self);
}

function initMember(l: FunctionLowering, stmt: TStmt & { kind: 'initMember' }): void {
  const { b } = l;
  const object = b.load('ptr', thisAddress(l));
  const { field, type, init } = stmt;
  l.fullExpression(() => {
    if (field?.bits !== undefined) {
      const place = fieldPlace(l, { address: object, isVolatile: false }, field, type.isVolatile);
      const value = init.kind === 'value' ? l.value(init.expr) : intConst('i8', 0);
      storePlace(b, place, value, type.type);
    } else l.init(b.ptradd(object, stmt.offset), type, init, { isBase: field === undefined });
  });
}
