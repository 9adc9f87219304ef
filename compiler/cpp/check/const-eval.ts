/**
 * Constant evaluation in exact AVR arithmetic: expressions, calls of functions, objects in memory.
 *
 * In: typed expressions. Out: values, or NotConstant thrown inside and caught by `evaluate`. Memory is
 * bytes plus a table of the pointers in them, as laid out on the chip; only memory made during the same
 * evaluation is written. Nothing volatile is read.
 */
import type { TBinaryOp, TExpr, TInit, TypedFunction, TypedVariable } from '../typed-ast.ts';
import { plain, sizeOf, type FieldInfo, type QualType, type Type } from '../types.ts';
import type { Checker } from './checker.ts';
import {
  newMemory,
  NOT_CONSTANT,
  readScalar,
  writeScalar,
  type Memory,
  type Pointer,
  type Value,
} from './const-memory.ts';
import { runBody } from './const-statements.ts';
import { floatOperation, integerOperation } from './fold.ts';
import { isConstQual, wrap } from './relations.ts';

/** Steps before a computation counts as not constant. */
const MOST_STEPS = 200_000;
const MOST_DEPTH = 60;

export interface Place {
  readonly memory: Memory;
  readonly offset: number;
  readonly type: QualType;
  readonly bits?: FieldInfo['bits'];
}

export class Evaluator {
  private readonly c: Checker;
  private steps: number;
  private depth = 0;
  locals = new Map<TypedVariable, Memory>();
  private readonly strings = new Map<TExpr, Memory>();
  private readonly addresses = new Map<TypedVariable, Memory>();

  constructor(c: Checker, steps = MOST_STEPS) {
    this.c = c;
    this.steps = steps;
  }

  step(): void {
    if (--this.steps < 0) throw NOT_CONSTANT;
  }

  /** The value of a scalar expression. */
  value(expr: TExpr): Value {
    this.step();
    switch (expr.kind) {
      case 'integer':
        return expr.type.type.kind === 'pointer' || expr.type.type.kind === 'nullptr'
          ? { memory: undefined, offset: Number(expr.value) }
          : expr.value;
      case 'float':
        return expr.value;
      case 'functionAddress':
        return { memory: undefined, offset: 0, fn: expr.fn };
      case 'addressOf': {
        const place = this.place(expr.operand);
        return { memory: place.memory, offset: place.offset };
      }
      case 'load': {
        if (expr.operand.type.isVolatile) throw NOT_CONSTANT;
        return this.read(this.place(expr.operand));
      }
      case 'negate': {
        const value = this.value(expr.operand);
        return typeof value === 'bigint'
          ? wrap(-value, expr.type.type)
          : typeof value === 'number'
            ? -value
            : fail();
      }
      case 'bitNot': {
        const value = this.value(expr.operand);
        return typeof value === 'bigint' ? wrap(~value, expr.type.type) : fail();
      }
      case 'logicalNot':
        return this.truth(expr.operand) ? 0n : 1n;
      case 'logical': {
        const left = this.truth(expr.left);
        if (expr.op === '&&' ? !left : left) return left ? 1n : 0n;
        return this.truth(expr.right) ? 1n : 0n;
      }
      case 'binary':
        return this.binary(
          expr.op,
          this.value(expr.left),
          this.value(expr.right),
          expr.left.type.type,
          expr.type.type,
        );
      case 'pointerAdd': {
        const pointer = this.pointer(expr.pointer);
        const index = Number(this.integer(expr.index));
        return { ...pointer, offset: pointer.offset + (expr.isMinus ? -index : index) * expr.elementBytes };
      }
      case 'pointerDifference': {
        const left = this.pointer(expr.left);
        const right = this.pointer(expr.right);
        if (left.memory !== right.memory) throw NOT_CONSTANT;
        return wrap(BigInt(Math.trunc((left.offset - right.offset) / expr.elementBytes)), expr.type.type);
      }
      case 'conditional':
        return this.value(this.truth(expr.condition) ? expr.then : expr.otherwise);
      case 'convert':
        return this.convert(this.value(expr.operand), expr.operand.type.type, expr.type.type);
      case 'toVoid':
        this.discard(expr.operand);
        return 0n;
      case 'pointerOffset': {
        const pointer = this.pointer(expr.operand);
        const isNull = pointer.memory === undefined && pointer.fn === undefined && pointer.offset === 0;
        return isNull ? pointer : { ...pointer, offset: pointer.offset + expr.offset };
      }
      case 'comma':
        this.discard(expr.left);
        return this.value(expr.right);
      case 'call': {
        const result = this.call(expr.fn, expr.args, undefined);
        if (expr.isLvalue) return this.read(this.pointed(result, expr.type));
        return result ?? fail();
      }
      case 'assign': {
        const place = this.place(expr.target);
        const value = this.value(expr.value);
        this.write(place, value);
        return value;
      }
      case 'compoundAssign':
      case 'increment': {
        const before = this.step2(expr);
        return expr.kind === 'increment' && !expr.isPrefix ? before : this.read(this.place(expr.target));
      }
      case 'builtin':
        if (expr.name === 'expect' && expr.args[0] !== undefined) return this.value(expr.args[0]);
        if (expr.name === 'constant_p') return 0n;
        throw NOT_CONSTANT;
      case 'statementExpr': {
        if (expr.result === undefined) throw NOT_CONSTANT;
        for (const statement of expr.body) runBody(this, statement);
        return this.value(expr.result);
      }
      case 'variable':
      case 'field':
      case 'element':
      case 'deref':
      case 'temporary':
        if (expr.type.isVolatile) throw NOT_CONSTANT;
        return this.read(this.place(expr));
      default:
        throw NOT_CONSTANT;
    }
  }

  discard(expr: TExpr): void {
    if (expr.kind === 'toVoid') this.discard(expr.operand);
    else if (expr.kind === 'comma') {
      this.discard(expr.left);
      this.discard(expr.right);
    } else if (expr.kind === 'call')
      this.call(
        expr.fn,
        expr.args,
        expr.type.type.kind === 'record' && !expr.isLvalue ? this.fresh(expr.type) : undefined,
      );
    else if (expr.kind === 'copyRecord') this.place(expr);
    else if (expr.type.type.kind === 'void') this.value(expr);
    else if (expr.type.type.kind === 'record') this.place(expr);
    else this.value(expr);
  }

  truth(expr: TExpr): boolean {
    const value = this.value(expr);
    if (typeof value === 'object')
      return value.memory !== undefined || value.fn !== undefined || value.offset !== 0;
    return typeof value === 'bigint' ? value !== 0n : value !== 0;
  }

  integer(expr: TExpr): bigint {
    const value = this.value(expr);
    return typeof value === 'bigint' ? value : fail();
  }

  private pointer(expr: TExpr): Pointer {
    const value = this.value(expr);
    return typeof value === 'object'
      ? value
      : typeof value === 'bigint'
        ? { memory: undefined, offset: Number(value) }
        : fail();
  }

  private pointed(value: Value | undefined, type: QualType): Place {
    if (typeof value !== 'object' || value.memory === undefined) throw NOT_CONSTANT;
    return { memory: value.memory, offset: value.offset, type };
  }

  /** The object an lvalue names. */
  place(expr: TExpr): Place {
    this.step();
    switch (expr.kind) {
      case 'variable':
        return { memory: this.memoryOf(expr.variable), offset: 0, type: expr.type };
      case 'deref':
        return this.pointed(this.value(expr.pointer), expr.type);
      case 'field': {
        const object = this.place(expr.object);
        const { field } = expr;
        return {
          memory: object.memory,
          offset: object.offset + field.offset,
          type: field.type,
          ...(field.bits === undefined ? {} : { bits: field.bits }),
        };
      }
      case 'element': {
        const object = this.place(expr.object);
        const index = Number(this.integer(expr.index));
        return { memory: object.memory, offset: object.offset + index * expr.elementBytes, type: expr.type };
      }
      case 'basePart': {
        const object = this.place(expr.object);
        return { memory: object.memory, offset: object.offset + expr.offset, type: expr.type };
      }
      case 'string': {
        let memory = this.strings.get(expr);
        if (memory === undefined) {
          memory = newMemory(expr.bytes.length, false);
          memory.bytes.set(expr.bytes);
          memory.string = expr;
          this.strings.set(expr, memory);
        }
        return { memory, offset: 0, type: expr.type };
      }
      case 'temporary': {
        const memory = this.fresh(expr.type);
        this.init(memory, 0, expr.type, expr.init);
        return { memory, offset: 0, type: expr.type };
      }
      case 'conditional':
        return this.place(this.truth(expr.condition) ? expr.then : expr.otherwise);
      case 'comma':
        this.discard(expr.left);
        return this.place(expr.right);
      case 'assign':
        this.value(expr);
        return this.place(expr.target);
      case 'compoundAssign':
      case 'increment':
        this.step2(expr);
        return this.place(expr.target);
      case 'copyRecord': {
        const target = this.place(expr.target);
        const source = this.place(expr.source);
        this.copy(target, source, sizeOf(expr.type.type) ?? 0);
        return target;
      }
      case 'load':
        return this.place(expr.operand);
      case 'call': {
        if (expr.isLvalue) return this.pointed(this.call(expr.fn, expr.args, undefined), expr.type);
        const memory = this.fresh(expr.type);
        this.call(expr.fn, expr.args, memory);
        return { memory, offset: 0, type: expr.type };
      }
      default:
        throw NOT_CONSTANT;
    }
  }

  /** `target op= value`, `++target`: gives the value before. */
  private step2(expr: TExpr & { kind: 'compoundAssign' | 'increment' }): Value {
    const place = this.place(expr.target);
    const before = this.read(place);
    const type = expr.target.type.type;
    if (expr.kind === 'increment') {
      const sign = expr.isMinus ? -1 : 1;
      if (typeof before === 'object')
        this.write(place, { ...before, offset: before.offset + sign * (expr.elementBytes ?? 1) });
      else if (typeof before === 'number') this.write(place, Math.fround(before + sign));
      else
        this.write(
          place,
          type.kind === 'bool' ? (expr.isMinus ? 1n - before : 1n) : wrap(before + BigInt(sign), type),
        );
      return before;
    }
    const value = this.value(expr.value);
    if (typeof before === 'object') {
      if (typeof value !== 'bigint') throw NOT_CONSTANT;
      const by = Number(value) * (expr.elementBytes ?? 1);
      this.write(place, { ...before, offset: before.offset + (expr.op === '-' ? -by : by) });
      return before;
    }
    const left = this.convert(before, type, expr.workType);
    const result = this.binary(expr.op, left, value, expr.workType, expr.workType);
    this.write(place, this.convert(result, expr.workType, type));
    return before;
  }

  private binary(op: TBinaryOp, a: Value, b: Value, operandType: Type, type: Type): Value {
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      const value = integerOperation(op, a, b, operandType);
      return value === undefined ? fail() : wrap(value, type);
    }
    if (typeof a === 'number' && typeof b === 'number') {
      const value = floatOperation(op, a, b);
      if (value === undefined) return fail();
      return typeof value === 'boolean' ? (value ? 1n : 0n) : Math.fround(value);
    }
    if (typeof a === 'object' && typeof b === 'object') return this.comparePointers(op, a, b);
    return fail();
  }

  private comparePointers(op: TBinaryOp, a: Pointer, b: Pointer): Value {
    const isSame = a.memory === b.memory && a.fn === b.fn;
    const order = a.offset - b.offset;
    if (op === '==') return isSame && order === 0 ? 1n : 0n;
    if (op === '!=') return isSame && order === 0 ? 0n : 1n;
    if (!isSame) return fail();
    return (op === '<' ? order < 0 : op === '>' ? order > 0 : op === '<=' ? order <= 0 : order >= 0)
      ? 1n
      : 0n;
  }

  convert(value: Value, from: Type, to: Type): Value {
    if (to.kind === 'bool') {
      if (typeof value === 'object')
        return value.memory !== undefined || value.fn !== undefined || value.offset !== 0 ? 1n : 0n;
      return Number(value) !== 0 ? 1n : 0n;
    }
    if (to.kind === 'float') return typeof value === 'object' ? fail() : Math.fround(Number(value));
    if (to.kind === 'pointer') {
      if (typeof value === 'object') return value;
      return typeof value === 'bigint'
        ? { memory: undefined, offset: Number(BigInt.asUintN(16, value)) }
        : fail();
    }
    if (to.kind === 'int' || to.kind === 'enum') {
      if (typeof value === 'object') {
        if (value.memory !== undefined || value.fn !== undefined) return fail();
        return wrap(BigInt(value.offset), to);
      }
      if (typeof value === 'number') {
        if (!Number.isFinite(value)) return fail();
        return wrap(BigInt(Math.trunc(value)), to);
      }
      return wrap(value, to);
    }
    return from === to ? value : fail();
  }

  // ---- Memory -------------------------------------------------------------------------------

  fresh(type: QualType): Memory {
    return newMemory(sizeOf(type.type) ?? 0, true);
  }

  private memoryOf(variable: TypedVariable): Memory {
    const local = this.locals.get(variable);
    if (local !== undefined) return local;
    if (variable.kind === 'local' || variable.kind === 'param') {
      const constant = this.c.variableOf.get(variable)?.constant;
      if (constant === undefined || constant === null) throw NOT_CONSTANT;
      const memory = newMemory(sizeOf(variable.type.type) ?? 0, false);
      writeScalar(
        memory,
        0,
        variable.type.type,
        constant.kind === 'float' ? constant.value : constant.kind === 'integer' ? constant.value : 0n,
      );
      return memory;
    }
    let memory = this.addresses.get(variable);
    if (memory !== undefined) return memory;
    memory = newMemory(sizeOf(variable.type.type) ?? 0, false);
    memory.variable = variable;
    memory.isUnknown = true;
    this.addresses.set(variable, memory);
    return memory;
  }

  /** Fills in what is known of a constant object of the program, on its first reading. */
  private fillKnown(memory: Memory): void {
    const { variable } = memory;
    if (variable === undefined) return;
    const isReadable = isConstQual(variable.type) && !variable.type.isVolatile;
    const entity = this.c.variableOf.get(variable);
    if (!isReadable || entity === undefined) throw NOT_CONSTANT;
    this.c.hooks.ensureVariable(this.c, entity);
    if (variable.init === undefined || entity.state === 'checking') throw NOT_CONSTANT;
    memory.isUnknown = false;
    const own = memory.isOwn;
    memory.isOwn = true;
    this.init(memory, 0, variable.type, variable.init);
    memory.isOwn = own;
  }

  read(place: Place): Value {
    if (place.memory.isUnknown) this.fillKnown(place.memory);
    const { type } = place.type;
    if (type.kind === 'reference')
      return readScalar(place.memory, place.offset, { kind: 'pointer', to: type.to });
    if (place.bits !== undefined) return readBits(place);
    return readScalar(place.memory, place.offset, type);
  }

  write(place: Place, value: Value): void {
    if (!place.memory.isOwn) throw NOT_CONSTANT;
    if (place.bits !== undefined) {
      writeBits(place, typeof value === 'bigint' ? value : fail());
      return;
    }
    writeScalar(place.memory, place.offset, place.type.type, value);
  }

  private copy(target: Place, source: Place, bytes: number): void {
    if (source.memory.isUnknown) this.fillKnown(source.memory);
    if (
      !target.memory.isOwn ||
      source.offset + bytes > source.memory.bytes.length ||
      target.offset + bytes > target.memory.bytes.length
    )
      throw NOT_CONSTANT;
    target.memory.bytes.set(source.memory.bytes.slice(source.offset, source.offset + bytes), target.offset);
    for (let index = 0; index < bytes; index++) {
      const pointer = source.memory.pointers.get(source.offset + index);
      if (pointer === undefined) target.memory.pointers.delete(target.offset + index);
      else target.memory.pointers.set(target.offset + index, pointer);
    }
  }

  init(memory: Memory, offset: number, type: QualType, init: TInit): void {
    this.step();
    const place: Place = { memory, offset, type };
    switch (init.kind) {
      case 'zero':
        memory.bytes.fill(0, offset, offset + (sizeOf(type.type) ?? 0));
        return;
      case 'bytes':
        memory.bytes.set(init.bytes, offset);
        return;
      case 'value':
        if (type.type.kind === 'record' || type.type.kind === 'array')
          this.copy(place, this.place(init.expr), sizeOf(type.type) ?? 0);
        else this.write(place, this.value(init.expr));
        return;
      case 'aggregate':
        for (const item of init.items) {
          if (item.field?.bits !== undefined) {
            if (item.init.kind === 'value')
              this.write(
                { memory, offset: offset + item.offset, type: item.type, bits: item.field.bits },
                this.value(item.init.expr),
              );
          } else this.init(memory, offset + item.offset, item.type, item.init);
        }
        return;
      case 'repeat': {
        if (type.type.kind !== 'array') throw NOT_CONSTANT;
        for (let index = 0; index < init.count; index++)
          this.init(memory, offset + index * init.elementBytes, type.type.of, init.element);
        return;
      }
      case 'construct':
        if (init.constructor.method?.record.hasVtable === true) throw NOT_CONSTANT;
        this.call(init.constructor, init.args, undefined, { memory, offset });
    }
  }

  // ---- Calls --------------------------------------------------------------------------------

  private call(
    called: TypedFunction,
    args: readonly TExpr[],
    result: Memory | undefined,
    self?: Pointer,
  ): Value | undefined {
    if (this.depth > MOST_DEPTH) throw NOT_CONSTANT;
    const entity = this.c.entityOf.get(called);
    if (entity !== undefined) this.c.hooks.ensureBody(this.c, entity);
    const fn = called.body === undefined ? (this.c.options.elsewhere?.(called.symbol) ?? called) : called;
    const { body } = fn;
    if (body === undefined || (entity !== undefined && entity.body === 'checking')) throw NOT_CONSTANT;
    const locals = new Map<TypedVariable, Memory>();
    const params = self === undefined ? fn.params : fn.params.slice(1);
    for (const [index, param] of params.entries()) {
      const arg = args[index];
      if (arg === undefined) throw NOT_CONSTANT;
      const memory = this.fresh(param.type);
      if (param.type.type.kind === 'record') {
        const source = this.place(arg);
        this.copy({ memory, offset: 0, type: param.type }, source, sizeOf(param.type.type) ?? 0);
      } else writeScalar(memory, 0, param.type.type, this.value(arg));
      locals.set(param, memory);
    }
    const [first] = fn.params;
    if (self !== undefined && first !== undefined) {
      const memory = this.fresh(first.type);
      writeScalar(memory, 0, first.type.type, self);
      locals.set(first, memory);
    }
    const before = this.locals;
    this.locals = locals;
    this.depth++;
    try {
      const returned = runBody(this, body, { result, type: fn.type.result, self });
      return returned;
    } finally {
      this.depth--;
      this.locals = before;
    }
  }
}

function fail(): never {
  throw NOT_CONSTANT;
}

function readBits({ memory, offset, type, bits }: Place): bigint {
  if (bits === undefined) return fail();
  let value = 0n;
  for (let bit = 0; bit < bits.width; bit++) {
    const at = bits.first + bit;
    const byte = memory.bytes[offset + (at >> 3)] ?? 0;
    if (((byte >> (at & 7)) & 1) === 1) value |= 1n << BigInt(bit);
  }
  const { type: bare } = type;
  const isSigned =
    (bare.kind === 'int' && bare.isSigned) || (bare.kind === 'enum' && bare.decl.isNeverNegative !== true);
  return isSigned ? BigInt.asIntN(bits.width, value) : value;
}

function writeBits({ memory, offset, bits }: Place, value: bigint): void {
  if (bits === undefined) return;
  for (let bit = 0; bit < bits.width; bit++) {
    const at = bits.first + bit;
    const index = offset + (at >> 3);
    const mask = 1 << (at & 7);
    const old = memory.bytes[index] ?? 0;
    memory.bytes[index] = ((value >> BigInt(bit)) & 1n) === 1n ? old | mask : old & ~mask;
  }
}

/** The literal an expression is, or undefined. */
export function evaluate(c: Checker, expr: TExpr): TExpr | undefined {
  if (expr.kind === 'integer' || expr.kind === 'float') return expr;
  const { type } = expr.type;
  if (type.kind === 'error' || type.kind === 'void' || type.kind === 'record' || type.kind === 'array')
    return undefined;
  try {
    const value = new Evaluator(c).value(expr);
    if (typeof value === 'bigint')
      return {
        kind: 'integer',
        value: wrap(value, type),
        type: plain(type),
        isLvalue: false,
        loc: expr.loc,
        end: expr.end,
      };
    if (typeof value === 'number')
      return { kind: 'float', value, type: plain(type), isLvalue: false, loc: expr.loc, end: expr.end };
    if (value.memory === undefined && value.fn === undefined)
      return {
        kind: 'integer',
        value: BigInt(value.offset),
        type: plain(type),
        isLvalue: false,
        loc: expr.loc,
        end: expr.end,
      };
    return undefined;
  } catch (problem) {
    if (problem === NOT_CONSTANT) return undefined;
    throw problem;
  }
}
