/**
 * Random expressions without side effects, of exactly the type asked for, defined for every operand.
 */
import type { IntKind } from './cpp-prelude.ts';
import {
  BOOL,
  type Callable,
  FLOAT,
  isRecordShape,
  type ParamShape,
  type RandomScope,
  type RecordShape,
  type Scalar,
  scalarName,
  U8,
  type VariableShape,
} from './random-scope.ts';

export const sameType = (a: Scalar | RecordShape, b: Scalar | RecordShape): boolean =>
  scalarName(a) === scalarName(b);

export function expression(s: RandomScope, type: Scalar, depth: number): string {
  switch (type.kind) {
    case 'int':
      return intExpression(s, type, depth);
    case 'bool':
      return boolExpression(s, depth);
    case 'float':
      return floatExpression(s, depth);
    case 'enum':
      return enumExpression(s, type, depth);
  }
}

// ---- Leaves

export function literal(s: RandomScope, type: Scalar): string {
  switch (type.kind) {
    case 'bool':
      return s.oneOf('true', 'false');
    case 'float':
      return `${s.choose(2) === 0 ? '' : '-'}${s.choose(40)}.${s.oneOf('0', '25', '5', '75')}f`;
    case 'enum':
      return s.pick(type.names) ?? '0';
    case 'int':
      return intLiteral(s, type.int);
  }
}

function intLiteral(s: RandomScope, { name, bits, isSigned }: IntKind): string {
  const least = isSigned ? -(1n << BigInt(bits - 1)) : 0n;
  const most = (1n << BigInt(isSigned ? bits - 1 : bits)) - 1n;
  let value: bigint;
  switch (s.choose(6)) {
    case 0:
      value = BigInt(s.choose(10));
      break;
    case 1:
      value = isSigned ? -BigInt(s.choose(10)) : most - BigInt(s.choose(3));
      break;
    case 2:
      value = s.choose(2) === 0 ? least : most;
      break;
    case 3:
      value = 1n << BigInt(s.choose(isSigned ? bits - 1 : bits));
      break;
    default:
      value = 0n;
      for (let done = 0; done < bits; done += 16) value = (value << 16n) | BigInt(s.choose(65536));
      value = isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  }
  const size = value < 0n ? -value : value;
  if (bits === 8) return `(${name})${value}`;
  if (bits === 16) return value === -32768n ? '(s16)-32768L' : isSigned ? `${value}` : `${value}u`;
  if (bits === 32)
    return isSigned && size > 0x7fffffffn ? '(s32)-2147483648LL' : `${value}${isSigned ? 'L' : 'UL'}`;
  if (isSigned && value === least) return '(s64)0x8000000000000000ULL';
  return `${value}${isSigned ? 'LL' : 'ULL'}`;
}

/** A read of something in sight that has this scalar type. */
function readSomething(s: RandomScope, type: Scalar, depth: number): string | undefined {
  const candidates = s.variables.filter((one) =>
    isRecordShape(one.type)
      ? allFields(one.type).some((field) => sameType(field.scalar, type))
      : sameType(one.type, type),
  );
  const variable = s.pick(candidates);
  return variable === undefined ? undefined : readOf(s, variable, type, depth);
}

function readOf(s: RandomScope, variable: VariableShape, type: Scalar, depth: number): string | undefined {
  if (isRecordShape(variable.type)) {
    const fields = allFields(variable.type).filter((field) => sameType(field.scalar, type));
    const field = s.pick(fields);
    if (field === undefined) return undefined;
    const object =
      variable.count === undefined ? variable.text : `${variable.text}[${index(s, variable.count, depth)}]`;
    const text = `${object}.${field.name}${field.count === undefined ? '' : `[${index(s, field.count, depth)}]`}`;
    // A bit-field by itself prefers another overload.
    return field.bits === undefined ? text : `(${scalarName(type)})${text}`;
  }
  if (!sameType(variable.type, type)) return undefined;
  if (variable.isFlash === true) {
    if (type.kind !== 'int' || variable.count === undefined) return undefined;
    const read = type.int.bits === 8 ? 'lpm1' : 'lpm2';
    return `(${type.int.name})${read}(&${variable.text}[${index(s, variable.count, depth)}])`;
  }
  return variable.count === undefined
    ? variable.text
    : `${variable.text}[${index(s, variable.count, depth)}]`;
}

export function allFields(record: RecordShape): readonly RecordShape['fields'][number][] {
  return record.base === undefined ? record.fields : [...allFields(record.base), ...record.fields];
}

export function allMethods(record: RecordShape): readonly Callable[] {
  const own = record.methods;
  if (record.base === undefined) return own;
  return [...allMethods(record.base).filter(({ name }) => !own.some((one) => one.name === name)), ...own];
}

/** Always inside the bounds. */
export function index(s: RandomScope, count: number, depth: number): string {
  if (count === 1 || depth <= 0 || s.chance(40)) return `${s.choose(count)}`;
  return `(u8)(${expression(s, s.oneOf(U8, U8, s.int()), depth - 1)}) % ${count}`;
}

const paren = (text: string): string => (/^[\w.]+$/.test(text) ? text : `(${text})`);

function leaf(s: RandomScope, type: Scalar, depth: number): string {
  const found = s.chance(75) ? readSomething(s, type, Math.min(depth, 1)) : undefined;
  return found ?? literal(s, type);
}

// ---- Calls

export function argument(s: RandomScope, param: ParamShape, depth: number): string | undefined {
  const { type, way } = param;
  if (isRecordShape(type)) {
    const objects = s.variables.filter(
      (one) =>
        isRecordShape(one.type) &&
        isOrDerives(one.type, type) &&
        (way !== 'reference' || one.isWritable) &&
        (way !== 'value' || one.type === type),
    );
    const object = s.pick(objects);
    if (object === undefined) return undefined;
    return object.count === undefined ? object.text : `${object.text}[${index(s, object.count, depth)}]`;
  }
  // A volatile variable does not bind to a reference.
  if (way === 'constReference') return `(${scalarName(type)})(${expression(s, type, depth - 1)})`;
  if (way !== 'reference') return expression(s, type, depth - 1);
  const variables = s.variables.filter(
    (one) =>
      !isRecordShape(one.type) &&
      one.isWritable &&
      one.isBitField !== true &&
      one.isVolatile !== true &&
      sameType(one.type, type),
  );
  const variable = s.pick(variables);
  if (variable === undefined) return undefined;
  return variable.count === undefined
    ? variable.text
    : `${variable.text}[${index(s, variable.count, depth)}]`;
}

export function isOrDerives(record: RecordShape, base: RecordShape): boolean {
  return record === base || (record.base !== undefined && isOrDerives(record.base, base));
}

export function callText(s: RandomScope, fn: Callable, callee: string, depth: number): string | undefined {
  if (!s.spend(fn.cost)) return undefined;
  const args: string[] = [];
  for (const param of fn.params) {
    if (param.hasDefault && s.chance(40)) break;
    const text = argument(s, param, depth);
    if (text === undefined) return undefined;
    args.push(text);
  }
  return `${callee}(${args.join(', ')})`;
}

function pureCall(s: RandomScope, type: Scalar, depth: number): string | undefined {
  const fitting = (fn: Callable): boolean =>
    fn.isPure && fn.result !== undefined && sameType(fn.result, type);
  if (s.choose(2) === 0) {
    const fn = s.pick(s.functions.filter(fitting));
    return fn === undefined ? undefined : callText(s, fn, fn.name, depth);
  }
  const objects = s.variables.filter((one) => isRecordShape(one.type) && one.count === undefined);
  const object = s.pick(objects);
  if (object === undefined || !isRecordShape(object.type)) return undefined;
  const method = s.pick(allMethods(object.type).filter((fn) => fitting(fn) && fn.isConst));
  return method === undefined ? undefined : callText(s, method, `${object.text}.${method.name}`, depth);
}

// ---- By type

function intExpression(s: RandomScope, type: Scalar & { kind: 'int' }, depth: number): string {
  if (depth <= 0 || s.chance(15)) return leaf(s, type, depth);
  const { name, bits, isSigned } = type.int;
  const same = (): string => intExpression(s, type, depth - 1);
  const cast = (text: string): string => castText(s, name, text);
  switch (s.choose(19)) {
    case 0:
    case 1:
      return `add(${same()}, ${same()})`;
    case 2:
      return `sub(${same()}, ${same()})`;
    case 3:
      return `mul(${same()}, ${same()})`;
    case 4:
      return `${s.oneOf('dv', 'md')}(${same()}, ${same()})`;
    case 5:
      return `${s.oneOf('sl', 'sr')}(${same()}, ${intExpression(s, U8, depth - 1)})`;
    case 6: {
      // Plain operators where they cannot overflow.
      const op = s.oneOf('&', '|', '^');
      return cast(`${paren(same())} ${op} ${paren(same())}`);
    }
    case 7:
      if (bits === 8) return cast(`${paren(same())} ${s.oneOf('+', '-')} ${paren(same())}`);
      if (isSigned) return cast(`~${paren(same())}`);
      return `(${paren(same())} ${s.oneOf('+', '-', '*')} ${paren(same())})`;
    case 8:
      return cast(`~${paren(same())}`);
    case 9:
      return `(${expression(s, BOOL, depth - 1)} ? ${same()} : ${same()})`;
    case 10:
    case 11: {
      const from = s.int();
      return cast(intExpression(s, from, depth - 1));
    }
    case 12: {
      const from = s.oneOf<Scalar>(BOOL, ...s.enums);
      return cast(expression(s, from, depth - 1));
    }
    case 13:
      // Floats of a random program stay within ±2^15.
      return isSigned && bits >= 32 ? cast(floatExpression(s, depth - 1)) : leaf(s, type, depth);
    case 14:
      return pureCall(s, type, depth) ?? leaf(s, type, depth);
    case 15:
      return `larger<${name}>(${same()}, ${same()})`;
    case 16: {
      const texts = ['"left"', '"a\\x7fz"', '"0123456"'];
      const text = s.pick(texts) ?? '"x"';
      return cast(`${text}[${index(s, 4, depth)}]`);
    }
    case 17: {
      const amount = s.choose(bits);
      if (isSigned) return cast(`${paren(same())} >> ${amount}`);
      return bits === 8
        ? cast(`${paren(same())} ${s.oneOf('>>', '<<')} ${amount}`)
        : `(${paren(same())} ${s.oneOf('>>', '<<')} ${amount})`;
    }
    default:
      return leaf(s, type, depth);
  }
}

/**
 * `T(name …)` in parentheses reads like a type with parameters, and compilers differ in how hard they look:
 * that form only where what is inside cannot begin a declaration.
 */
function castText(s: RandomScope, name: string, text: string): string {
  const form = s.choose(3);
  if (form === 0) return `static_cast<${name}>(${text})`;
  return form === 1 && !/^[A-Za-z_]/.test(text) ? `${name}(${text})` : `(${name})(${text})`;
}

function boolExpression(s: RandomScope, depth: number): string {
  if (depth <= 0 || s.chance(10)) return leaf(s, BOOL, depth);
  const same = (): string => boolExpression(s, depth - 1);
  switch (s.choose(8)) {
    case 0:
    case 1:
    case 2: {
      const type = s.int();
      const op = s.oneOf('<', '>', '<=', '>=', '==', '!=');
      return `(${intExpression(s, type, depth - 1)} ${op} ${intExpression(s, type, depth - 1)})`;
    }
    case 3:
      return `(${same()} ${s.oneOf('&&', '||')} ${same()})`;
    case 4:
      return `!${paren(same())}`;
    case 5:
      return `(${floatExpression(s, depth - 1)} ${s.oneOf('<', '>', '==', '!=', '<=')} ${floatExpression(s, depth - 1)})`;
    case 6:
      return s.oneOf(`(bool)(${intExpression(s, s.int(), depth - 1)})`, `(${same()} != ${same()})`);
    default:
      return pureCall(s, BOOL, depth) ?? leaf(s, BOOL, depth);
  }
}

/** A literal, a small integer, or one operation on those: exact in every order. */
function floatExpression(s: RandomScope, depth: number): string {
  const small = (): string =>
    s.choose(3) === 0
      ? literal(s, FLOAT)
      : `(float)(${intExpression(s, s.choose(2) === 0 ? U8 : { kind: 'int', int: { name: 's8', bits: 8, isSigned: true } }, depth - 1)})`;
  switch (s.choose(5)) {
    case 0:
      return small();
    case 1:
      return `(${small()} * ${s.oneOf('0.25f', '0.5f', '2.0f', '8', '-1.5f')})`;
    case 2:
      return `(${small()} ${s.oneOf('+', '-')} ${small()})`;
    case 3:
      return readSomething(s, FLOAT, 0) ?? small();
    default:
      return `-${paren(small())}`;
  }
}

function enumExpression(s: RandomScope, type: Scalar & { kind: 'enum' }, depth: number): string {
  if (depth <= 0 || s.chance(50)) return leaf(s, type, depth);
  return `(${boolExpression(s, depth - 1)} ? ${leaf(s, type, 0)} : ${leaf(s, type, 0)})`;
}
