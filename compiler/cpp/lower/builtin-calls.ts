/**
 * `__builtin_…` calls: intrinsics, reads of flash, and the walk through variadic arguments.
 *
 * A va_list is a pointer to the next argument; every argument takes the bytes of its promoted type.
 */
import { addressConst, intConst, undefConst } from '../../ir/constants.ts';
import type { Intrinsic, IrType, Operand, Space } from '../../ir/ir.ts';
import type { TExpr } from '../typed-ast.ts';
import { resize } from './conversions.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { bytesOf, irType, isRecord, scalarType } from './ir-types.ts';
import { copyObject } from './places.ts';

type Builtin = TExpr & { kind: 'builtin' };

const NOTHING = undefConst('i1');

export function lowerBuiltin(l: FunctionLowering, expr: Builtin): Operand {
  switch (expr.name) {
    case 'cli':
    case 'sei':
    case 'nop':
    case 'sleep':
    case 'wdr':
    case 'memory_barrier':
      return simple(l, expr.name);
    case 'delay_cycles': {
      const cycles = argument(l, expr, 0);
      l.b.intrinsic('delay_cycles', [cycles.type === 'i32' ? cycles : toInt(l, cycles, 'i32')]);
      return NOTHING;
    }
    case 'flash_read_byte':
      return flashRead(l, expr, 'i8', 'flash');
    case 'flash_read_word':
      return flashRead(l, expr, 'i16', 'flash');
    case 'flash_read_dword':
      return flashRead(l, expr, 'i32', 'flash');
    case 'flash_read_float':
      return flashRead(l, expr, 'f32', 'flash');
    case 'flash_read_ptr':
      return flashRead(l, expr, 'ptr', 'flash');
    case 'flash_read_byte_far':
      return flashRead(l, expr, 'i8', 'flashFar');
    case 'flash_read_word_far':
      return flashRead(l, expr, 'i16', 'flashFar');
    case 'flash_read_dword_far':
      return flashRead(l, expr, 'i32', 'flashFar');
    case 'swap_nibbles':
      return fitted(l, l.b.intrinsic('swap_nibbles', [toInt(l, argument(l, expr, 0), 'i8')]), expr);
    case 'constant_p':
      return constantP(l, expr);
    case 'expect':
      return expected(l, expr);
    case 'unreachable':
      l.b.unreachable();
      return NOTHING;
    case 'trap':
      l.b.intrinsic('trap');
      l.b.unreachable();
      return NOTHING;
    case 'va_start':
      l.b.store(listAddress(l, expr.args[0]), l.b.intrinsic('va_start'));
      return NOTHING;
    case 'va_end':
      return NOTHING;
    case 'va_copy': {
      const from = listAddress(l, expr.args[1]);
      l.b.store(listAddress(l, expr.args[0]), l.b.load('ptr', from));
      return NOTHING;
    }
    case 'va_arg':
      return nextArgument(l, expr);
    case 'return_address':
      return l.b.intrinsic('return_address');
  }
}

function simple(l: FunctionLowering, name: Intrinsic): Operand {
  l.b.intrinsic(name);
  return NOTHING;
}

function argument(l: FunctionLowering, expr: Builtin, index: number): Operand {
  const arg = expr.args[index];
  return arg === undefined ? undefConst('i16') : l.value(arg);
}

function toInt(l: FunctionLowering, value: Operand, type: 'i8' | 'i16' | 'i32'): Operand {
  return resize(l.b, value.type === 'ptr' ? l.b.convert('bitcast', 'i16', value) : value, type, false);
}

/** The intrinsic's result in the type the expression has. */
function fitted(l: FunctionLowering, value: Operand, expr: Builtin): Operand {
  const type = scalarType(expr.type.type);
  if (type === undefined || type === value.type || type === 'f32') return value;
  if (type === 'ptr') return l.b.convert('bitcast', 'ptr', toInt(l, value, 'i16'));
  return resize(l.b, value, type, false);
}

function flashRead(l: FunctionLowering, expr: Builtin, type: IrType, space: Space): Operand {
  const from = argument(l, expr, 0);
  const address =
    space === 'flashFar'
      ? toInt(l, from, 'i32')
      : from.type === 'ptr'
        ? from
        : l.b.convert('bitcast', 'ptr', toInt(l, from, 'i16'));
  return fitted(l, l.b.load(type, address, false, space), expr);
}

function constantP(l: FunctionLowering, expr: Builtin): Operand {
  const arg = expr.args[0];
  if (arg === undefined || scalarType(arg.type.type) === undefined) return zeroOf(expr);
  // Nothing of the argument may happen: it is only asked for where that is sure.
  if (!isPure(arg)) return zeroOf(expr);
  return fitted(l, l.b.intrinsic('constant_p', [l.value(arg)]), expr);
}

const zeroOf = (expr: Builtin): Operand => {
  const type = irType(expr.type.type);
  return type === 'ptr' || type === 'f32' ? addressConst(0) : intConst(type, 0);
};

function isPure(expr: TExpr): boolean {
  switch (expr.kind) {
    case 'integer':
    case 'float':
    case 'variable':
    case 'string':
    case 'functionAddress':
      return true;
    case 'load':
      return !expr.operand.type.isVolatile && isPure(expr.operand);
    case 'addressOf':
    case 'convert':
    case 'negate':
    case 'bitNot':
    case 'logicalNot':
      return isPure(expr.operand);
    case 'deref':
      return isPure(expr.pointer);
    case 'field':
      return isPure(expr.object);
    case 'binary':
    case 'logical':
      return isPure(expr.left) && isPure(expr.right);
    case 'element':
      return isPure(expr.object) && isPure(expr.index);
    case 'pointerAdd':
      return isPure(expr.pointer) && isPure(expr.index);
    case 'conditional':
      return isPure(expr.condition) && isPure(expr.then) && isPure(expr.otherwise);
    case 'builtin':
      return expr.name.startsWith('flash_read') && expr.args.every(isPure);
    default:
      return false;
  }
}

function expected(l: FunctionLowering, expr: Builtin): Operand {
  const value = argument(l, expr, 0);
  const hint = expr.args[1];
  if (hint !== undefined) l.value(hint);
  return value;
}

/** A va_list comes as the object, or as what was read from it. */
function listAddress(l: FunctionLowering, expr: TExpr | undefined): Operand {
  if (expr === undefined) return addressConst(0);
  if (expr.isLvalue) return l.place(expr).address;
  if (expr.kind === 'load' || expr.kind === 'addressOf' || expr.kind === 'convert')
    return expr.kind === 'load' ? l.place(expr.operand).address : listAddress(l, expr.operand);
  return l.value(expr);
}

function nextArgument(l: FunctionLowering, expr: Builtin): Operand {
  const { b } = l;
  const list = listAddress(l, expr.args[0]);
  const at = b.load('ptr', list);
  b.store(list, b.ptradd(at, bytesOf(expr.type.type)));
  if (!isRecord(expr.type.type)) return b.load(irType(expr.type.type), at);
  const copy = l.temporary(expr.type);
  copyObject(b, copy, at, expr.type.type);
  return copy;
}
