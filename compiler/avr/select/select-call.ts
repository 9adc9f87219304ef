/**
 * Calls: arguments to avr-gcc's places, the call, the result from its place. Parameters on arrival.
 *
 * Stack arguments are pushed first, the last one's highest byte first, and taken away by the caller.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import { BYTES, type Instruction, type IrFunction, type IrResult, type Operand } from '../../ir/ir.ts';
import { sym } from '../asm-builder.ts';
import { type CallPlaces, CALL_CLOBBERED, placeArguments, resultRegister } from '../abi.ts';
import { isConstant, typeOf } from '../constant-bytes.ts';
import { INCOMING, X_Y_Z, Y_Z } from '../machine/machine-code.ts';
import type { Routine } from '../runtime-routines.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, regOperand, SCRATCH, ZERO } from './selection.ts';
import { selectAdd } from './select-arithmetic.ts';
import { frameByte, pointerTo } from './select-memory.ts';

type Call = Extract<Instruction, { op: 'call' }>;

/** Up to so many bytes are popped one by one; more by setting SP from Y. */
const MOST_POPPED = 5;

export const ABI_CLOBBERS = CALL_CLOBBERED.reduce((mask, register) => mask | (1 << register), 0) >>> 0;

export function selectCall(s: Selection, call: Call): void {
  const { signature, args, callee } = call;
  const params = args.map((arg, index) => signature.params[index] ?? { type: typeOf(arg) });
  const places = placeArguments({ params, isVariadic: signature.isVariadic });
  for (let index = args.length - 1; index >= 0; index--) pushArgument(s, args[index], places, index);
  // Lanes first: computing an address may use any register.
  const moves: { to: number; lane: Lane }[] = [];
  args.forEach((arg, index) => {
    const place = places.arguments[index];
    if (place?.register === undefined) return;
    const lanes = place.isByval ? loadBytes(s, arg, place.bytes) : s.lanesOf(arg);
    for (let i = 0; i < place.bytes; i++) moves.push({ to: place.register + i, lane: lanes[i] ?? ZERO });
  });
  const isDirect = isConstant(callee) && callee.kind === 'function';
  if (!isDirect) s.lanesOf(callee).forEach((lane, i) => moves.push({ to: 30 + i, lane }));
  moveTo(s, moves);
  const results = call.type === 'void' ? [] : registersOf(call.type);
  const uses = moves.map(({ to }) => to);
  if (isDirect)
    s.emit('call', [sym(callee.name) as ConstantByte], {
      uses,
      defs: results,
      clobbers: s.context.clobbersOf(callee.name),
    });
  else s.emit('icall', [], { uses, defs: results, clobbers: ABI_CLOBBERS });
  s.forgetConstants();
  const wanted = s.bytesOf(call);
  const lanes = results.slice(0, Math.max(wanted, 0)).map((from) => s.freshCopy(from));
  dropArguments(s, places.stackBytes);
  s.define(call, lanes);
}

function registersOf(type: Exclude<IrResult, 'void'>): number[] {
  return Array.from({ length: BYTES[type] }, (_, i) => resultRegister(type) + i);
}

/** Constants last, so that they are not live longer than needed. */
function moveTo(s: Selection, moves: readonly { to: number; lane: Lane }[]): void {
  // A low register takes a constant by way of another one, which must not be an argument's.
  const ready = moves.map(({ to, lane }) => ({
    to,
    lane: to < 16 && typeof lane === 'object' ? s.registerOf(lane) : lane,
  }));
  for (const { to, lane } of ready) if (typeof lane === 'number') s.put(to, lane);
  for (const { to, lane } of ready) if (typeof lane === 'object') s.put(to, lane);
}

function pushArgument(s: Selection, arg: Operand | undefined, places: CallPlaces, index: number): void {
  const place = places.arguments[index];
  if (arg === undefined || place === undefined || place.register !== undefined) return;
  if (place.isByval) return pushRecord(s, arg, place.bytes);
  const lanes = s.lanesOf(arg);
  for (let i = place.bytes - 1; i >= 0; i--)
    s.emit('push', [regOperand(s.registerOf(lanes[i] ?? ZERO), 'use')]);
}

function pushRecord(s: Selection, from: Operand, bytes: number): void {
  const end = selectAdd(s, s.lanesOf(from), [byteLane(bytes), byteLane(bytes >> 8)]);
  const pair = pointerTo(s, end, X_Y_Z);
  for (let i = 0; i < bytes; i++) {
    s.emit('ld', [
      regOperand(SCRATCH, 'def'),
      { kind: 'pair', ...pair, role: 'both', step: 'preDecrement', displacement: 0 },
    ]);
    s.emit('push', [regOperand(SCRATCH, 'use')], { isGlued: true });
  }
}

function loadBytes(s: Selection, from: Operand, bytes: number): Lane[] {
  const pair = pointerTo(s, s.lanesOf(from), Y_Z);
  return Array.from({ length: bytes }, (_, i) => {
    const to = s.fresh();
    s.emit('ldd', [
      regOperand(to, 'def'),
      { kind: 'pair', ...pair, role: 'use', step: 'none', displacement: i },
    ]);
    return to;
  });
}

function dropArguments(s: Selection, bytes: number): void {
  if (bytes > MOST_POPPED) {
    s.needsFrame = true;
    s.emit('restoreSp', []);
    return;
  }
  for (let i = 0; i < bytes; i++) s.emit('pop', [regOperand(SCRATCH, 'def')]);
}

/** A routine of the runtime with its operands in its own registers. */
export function callRoutine(
  s: Selection,
  routine: Routine,
  operands: readonly (readonly Lane[])[],
  /** How many bytes from the routine's result, or which registers. */
  wanted: number | readonly number[],
): Lane[] {
  const moves = operands.flatMap((lanes, index) =>
    lanes.map((lane, i) => ({ to: (routine.operands[index] ?? 0) + i, lane })),
  );
  moveTo(s, moves);
  const results =
    typeof wanted === 'number' ? Array.from({ length: wanted }, (_, i) => routine.result + i) : [...wanted];
  s.emit('call', [sym(routine.name) as ConstantByte], {
    uses: moves.map(({ to }) => to),
    defs: results,
    clobbers: s.context.clobbersOf(routine.name),
  });
  s.forgetConstants();
  return results.map((from) => s.freshCopy(from));
}

/** At the head of the entry block. */
export function selectParameters(s: Selection, fn: IrFunction): void {
  const { arguments: places } = placeArguments(fn);
  const arriving = places.flatMap(({ register, bytes }) =>
    register === undefined ? [] : Array.from({ length: bytes }, (_, i) => register + i),
  );
  s.emit('entry', [], { defs: arriving });
  const onStack: (() => void)[] = [];
  const stores: (() => void)[] = [];
  fn.params.forEach((param, index) => {
    const place = places[index];
    if (place === undefined) throw new InternalError('a parameter without a place');
    const { register, bytes, stackOffset, isByval } = place;
    if (register !== undefined) {
      const lanes = Array.from({ length: bytes }, (_, i) => s.freshCopy(register + i));
      if (!isByval) return s.define(param, lanes);
      const area = s.areas.push({ bytes }) - 1;
      s.setArea(param, area);
      stores.push(() => lanes.forEach((lane, i) => frameByte(s, area, i).store(0, lane)));
    } else if (isByval) {
      onStack.push(() => s.define(param, s.frameAddress(INCOMING, stackOffset)));
    } else
      onStack.push(() => {
        const lanes = Array.from({ length: bytes }, () => s.fresh());
        lanes.forEach((lane, i) => frameByte(s, INCOMING, stackOffset + i).load(lane, 0));
        s.define(param, lanes);
      });
  });
  for (const store of stores) store();
  for (const load of onStack) load();
}

export function selectReturn(s: Selection, value: Operand | undefined, result: IrResult): void {
  const uses: number[] = [];
  if (value !== undefined && result !== 'void') {
    const first = resultRegister(typeOf(value));
    const moves = s.lanesOf(value).map((lane, i) => ({ to: first + i, lane }));
    moveTo(s, moves);
    uses.push(...moves.map(({ to }) => to));
  }
  s.emit('return', [], { uses });
  s.end({ kind: 'return' });
}
