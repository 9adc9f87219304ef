/**
 * One function: parameters into their places, the body, and the end. Also the initialisers of globals,
 * which are functions without source.
 */
import { intConst, undefConst } from '../../ir/constants.ts';
import type { IrFunction, Parameter } from '../../ir/ir.ts';
import type { TStmt, TypedFunction } from '../typed-ast.ts';
import type { RecordInfo } from '../types.ts';
import { type Dispatch, FunctionLowering, type ProgramServices } from './function-lowering.ts';
import { lowerInit } from './initialise.ts';
import { irType, isRecord, resultWay } from './ir-types.ts';
import { namedResult } from './labels.ts';
import { lowerPlace } from './lower-place.ts';
import { lowerValue } from './lower-value.ts';
import { LoweringBuilder } from './lowering-builder.ts';
import { lowerStatement } from './statements.ts';

export const DISPATCH: Dispatch = {
  value: lowerValue,
  place: lowerPlace,
  statement: lowerStatement,
  init: lowerInit,
};

export function lowerFunction(
  program: ProgramServices,
  source: TypedFunction,
  body: TStmt,
  fn: IrFunction,
): void {
  const b = new LoweringBuilder(fn);
  const l = new FunctionLowering(program, b, source, DISPATCH);
  b.loc = source.loc;
  const way = resultWay(source.type.result.type);
  const given: Parameter[] = [...fn.params];
  if (way === 'hiddenPointer') {
    l.resultAddress = given.shift();
    l.namedResult = namedResult(source, body);
    if (l.namedResult !== undefined && l.resultAddress !== undefined) l.bind(l.namedResult, l.resultAddress);
  } else if (way === 'packed') l.resultAddress = l.temporary(source.type.result);
  for (const [index, param] of source.params.entries()) {
    const value = given[index];
    if (value === undefined) continue;
    if (isRecord(param.type.type)) l.bind(param, value);
    else b.store(l.addressOf(param), value);
  }
  if (source.isConstructor) lowerConstructor(l, body);
  else if (source.isDestructor) lowerDestructor(l, body);
  else l.statement(body);
  b.loc = source.end;
  if (b.isOpen) finishFunction(l, source);
  b.finish();
}

function finishFunction(l: FunctionLowering, source: TypedFunction): void {
  const result = source.type.result.type;
  if (resultWay(result) === 'void' || resultWay(result) === 'hiddenPointer') l.b.ret();
  else if (source.symbol === 'main') l.b.ret(intConst('i16', 0));
  else if (l.b.fn.result === 'void') l.b.ret();
  else l.b.ret(undefConst(resultWay(result) === 'scalar' ? irType(result) : l.b.fn.result));
}

/** The vtable is set after the bases were made and before anything else of the object is. */
function lowerConstructor(l: FunctionLowering, body: TStmt): void {
  const stmts = body.kind === 'compound' ? body.body : [body];
  const isBaseInit = (stmt: TStmt): boolean => stmt.kind === 'initMember' && stmt.field === undefined;
  let bases = 0;
  while (stmts[bases] !== undefined && isBaseInit(stmts[bases] as TStmt)) bases++;
  l.scope(() => {
    for (const stmt of stmts.slice(0, bases)) l.statement(stmt);
    setVtable(l);
    for (const stmt of stmts.slice(bases)) l.statement(stmt);
  });
}

/** Members and bases are destroyed at the end, and also where the body returns early. */
function lowerDestructor(l: FunctionLowering, body: TStmt): void {
  const stmts = body.kind === 'compound' ? body.body : [body];
  const last = stmts.findLastIndex(({ kind }) => kind !== 'destroyMember');
  setVtable(l);
  l.scope(() => {
    const parts = stmts.slice(last + 1);
    if (parts.length > 0)
      l.pushCleanup(() => {
        for (const part of parts) l.statement(part);
      });
    l.scope(() => {
      for (const stmt of stmts.slice(0, last + 1)) l.statement(stmt);
    });
  });
}

function setVtable(l: FunctionLowering): void {
  const { source } = l;
  const record: RecordInfo | undefined = source?.method?.record;
  const self = source?.params[0];
  if (record === undefined || source === undefined || self === undefined || !record.hasVtable) return;
  const object = l.b.load('ptr', l.addressOf(self));
  l.b.store(object, l.program.vtableAddress(record));
  const store = l.b.current.instructions.at(-1);
  if (store !== undefined) l.program.noteVtableStore(record, store);
}
