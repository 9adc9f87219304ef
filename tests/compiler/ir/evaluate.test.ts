import { describe, expect, it } from 'vitest';
import { WIDTH } from '../../../compiler/ir/constants.ts';
import {
  binaryFunction,
  binaryFunction64,
  compareFunction,
  compareFunction64,
  conversionFunction,
  conversionFunction64,
  type Value,
} from '../../../compiler/ir/evaluate.ts';
import type { BinaryOp, Conversion, FloatCompare, IntCompare, IrType } from '../../../compiler/ir/ir.ts';
import { Random } from './random-ir.ts';

type IntType = 'i8' | 'i16' | 'i32' | 'i64';
const INT_OPS: readonly BinaryOp[] = [
  'add',
  'sub',
  'mul',
  'udiv',
  'sdiv',
  'urem',
  'srem',
  'and',
  'or',
  'xor',
  'shl',
  'lshr',
  'ashr',
];
const INT_COMPARES: readonly IntCompare[] = [
  'eq',
  'ne',
  'ult',
  'ule',
  'ugt',
  'uge',
  'slt',
  'sle',
  'sgt',
  'sge',
];
const TRIALS = process.env['GENIE_LONG'] === undefined ? 20_000 : 400_000;

/** The contract's words in integers of any size. */
function model(op: BinaryOp, width: number, a: bigint, b: bigint): bigint {
  const bits = BigInt(width);
  const wrap = (x: bigint): bigint => ((x % (1n << bits)) + (1n << bits)) % (1n << bits);
  const signed = (x: bigint): bigint => (x >> (bits - 1n) ? x - (1n << bits) : x);
  const size = (x: bigint): bigint => (x < 0n ? -x : x);
  const ones = (1n << bits) - 1n;
  switch (op) {
    case 'add':
      return wrap(a + b);
    case 'sub':
      return wrap(a - b);
    case 'mul':
      return wrap(a * b);
    case 'udiv':
      return b === 0n ? ones : a / b;
    case 'urem':
      return b === 0n ? a : a - (a / b) * b;
    case 'sdiv': {
      const quotient = b === 0n ? ones : size(signed(a)) / size(signed(b));
      return wrap(signed(a) < 0n !== signed(b) < 0n ? -quotient : quotient);
    }
    case 'srem': {
      const left = size(signed(a));
      const right = size(signed(b));
      const rest = right === 0n ? left : left - (left / right) * right;
      return wrap(signed(a) < 0n ? -rest : rest);
    }
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    case 'shl':
      return b >= bits ? 0n : wrap(a << b);
    case 'lshr':
      return b >= bits ? 0n : a >> b;
    case 'ashr': {
      const by = b >= bits ? bits - 1n : b;
      // Towards minus infinity.
      const divisor = 1n << by;
      const value = signed(a);
      return wrap((value - (((value % divisor) + divisor) % divisor)) / divisor);
    }
    default:
      throw new Error(op);
  }
}

function modelCompare(op: IntCompare, width: number, a: bigint, b: bigint): boolean {
  const bits = BigInt(width);
  const signed = (x: bigint): bigint => (x >> (bits - 1n) ? x - (1n << bits) : x);
  const [x, y] = op.startsWith('s') ? [signed(a), signed(b)] : [a, b];
  if (op === 'eq') return x === y;
  if (op === 'ne') return x !== y;
  if (op.endsWith('lt')) return x < y;
  if (op.endsWith('le')) return x <= y;
  return op.endsWith('gt') ? x > y : x >= y;
}

function compute(op: BinaryOp, type: IntType, a: bigint, b: bigint): bigint {
  return type === 'i64' ? binaryFunction64(op)(a, b) : BigInt(binaryFunction(op, type)(Number(a), Number(b)));
}

function samples(width: number, random: Random, count: number): bigint[] {
  const bits = BigInt(width);
  const top = 1n << bits;
  const edges = [0n, 1n, 2n, 3n, 7n, 8n, 10n, 127n, 128n, 255n, 256n, 0x7fffn, 0x8000n, 0xffffn, 0x10000n];
  const made = [...edges, ...edges.map((x) => top - x), top >> 1n, (top >> 1n) - 1n, (top >> 1n) + 1n];
  for (let i = 0; i < count; i++) {
    made.push(((BigInt(random.next()) << 32n) | BigInt(random.next())) >> BigInt(random.below(64)));
  }
  return made.map((x) => ((x % top) + top) % top);
}

/** A million `expect`s would take minutes. */
function same(got: unknown, wanted: unknown, ...about: unknown[]): void {
  if (!Object.is(got, wanted)) {
    throw new Error(`${about.map(String).join(' ')} gives ${String(got)}, not ${String(wanted)}`);
  }
}

describe('the arithmetic of the IR', () => {
  it('is exact for every operator and every pair of bytes', () => {
    for (const op of INT_OPS) {
      const run = binaryFunction(op, 'i8');
      for (let a = 0; a < 256; a++) {
        for (let b = 0; b < 256; b++) {
          const wanted = Number(model(op, 8, BigInt(a), BigInt(b)));
          same(run(a, b), wanted, op, a, b);
        }
      }
    }
    for (const op of INT_COMPARES) {
      const run = compareFunction(op, 'i8');
      for (let a = 0; a < 256; a++) {
        for (let b = 0; b < 256; b++) {
          const wanted = modelCompare(op, 8, BigInt(a), BigInt(b));
          same(run(a, b), wanted, op, a, b);
        }
      }
    }
  });

  it.each(['i16', 'i32', 'i64'] as const)('is exact at the edges and at random for %s', (type) => {
    const random = new Random(7);
    const width = WIDTH[type];
    const values = samples(width, random, 60);
    for (const op of INT_OPS) {
      const isShift = op === 'shl' || op === 'lshr' || op === 'ashr';
      for (const a of values) {
        for (const b of isShift ? [0n, 1n, 7n, 8n, 15n, 16n, 31n, 32n, 33n, 63n, 64n, 65n, 200n] : values) {
          const wanted = model(op, width, a, b);
          const got = compute(op, type, a, b);
          same(got, wanted, op, a, b);
        }
      }
    }
    for (const op of INT_COMPARES) {
      for (const a of values) {
        for (const b of values) {
          const wanted = modelCompare(op, width, a, b);
          const got =
            type === 'i64' ? compareFunction64(op)(a, b) : compareFunction(op, type)(Number(a), Number(b));
          same(got, wanted, op, a, b);
        }
      }
    }
  });

  it('rounds floats once, to single precision', () => {
    const random = new Random(3);
    const view = new DataView(new ArrayBuffer(4));
    const float = (): number => {
      view.setUint32(0, random.next());
      return view.getFloat32(0);
    };
    const exact: Partial<Record<BinaryOp, (a: number, b: number) => number>> = {
      fadd: (a, b) => a + b,
      fsub: (a, b) => a - b,
      fmul: (a, b) => a * b,
      fdiv: (a, b) => a / b,
    };
    for (const [op, wanted] of Object.entries(exact)) {
      const run = binaryFunction(op as BinaryOp, 'f32');
      for (let i = 0; i < TRIALS; i++) {
        const a = float();
        const b = float();
        const want = Math.fround(wanted(a, b));
        same(run(a, b), want, op, a, b);
      }
    }
    const compares: readonly FloatCompare[] = ['feq', 'fne', 'flt', 'fle', 'fgt', 'fge'];
    const withNaN = compares.map((op) => compareFunction(op, 'f32')(Number.NaN, 1));
    expect(withNaN).toEqual([false, true, false, false, false, false]);
    expect(compareFunction('feq', 'f32')(0, -0)).toBe(true);
  });

  it('extends and truncates', () => {
    const types = ['i1', 'i8', 'i16', 'i32', 'i64'] as const;
    const random = new Random(5);
    for (const from of types) {
      for (const to of types) {
        if (from === to) continue;
        const ops: readonly Conversion[] = WIDTH[from] < WIDTH[to] ? ['zext', 'sext'] : ['trunc'];
        for (const op of ops) {
          for (const value of samples(WIDTH[from], random, 30)) {
            const read = op === 'sext' ? BigInt.asIntN(WIDTH[from], value) : value;
            expect(convert(op, from, to, value)).toBe(BigInt.asUintN(WIDTH[to], read));
          }
        }
      }
    }
  });

  it('saturates floats that become integers, and gives 0 for NaN', () => {
    const cases: readonly (readonly [Conversion, IrType, number, bigint])[] = [
      ['fptosi', 'i8', 127.9, 127n],
      ['fptosi', 'i8', 128, 127n],
      ['fptosi', 'i8', -129, 0x80n],
      ['fptosi', 'i16', -1.9, 0xffffn],
      ['fptosi', 'i32', 3e9, 0x7fffffffn],
      ['fptosi', 'i32', -3e9, 0x80000000n],
      ['fptosi', 'i64', 1e30, 0x7fffffffffffffffn],
      ['fptosi', 'i64', -1, 0xffffffffffffffffn],
      ['fptoui', 'i8', 300, 255n],
      ['fptoui', 'i8', -0.5, 0n],
      ['fptoui', 'i16', -5, 0n],
      ['fptoui', 'i32', 4e9, 4000000000n],
      ['fptoui', 'i64', Number.POSITIVE_INFINITY, 0xffffffffffffffffn],
      ['fptosi', 'i16', Number.NaN, 0n],
      ['fptoui', 'i64', Number.NaN, 0n],
    ];
    for (const [op, to, value, wanted] of cases) {
      const got =
        to === 'i64' ? conversionFunction64(op, 'f32', to)(value) : conversionFunction(op, 'f32', to)(value);
      expect([op, to, value, BigInt(got)]).toEqual([op, to, value, wanted]);
    }
  });

  it('rounds integers that become floats to the nearest, ties to even', () => {
    const random = new Random(11);
    for (const from of ['i8', 'i16', 'i32', 'i64'] as const) {
      for (const op of ['sitofp', 'uitofp'] as const) {
        for (const value of samples(WIDTH[from], random, 400)) {
          const read = op === 'sitofp' ? BigInt.asIntN(WIDTH[from], value) : value;
          const got =
            from === 'i64'
              ? conversionFunction64(op, from, 'f32')(value)
              : conversionFunction(op, from, 'f32')(Number(value));
          expect([op, from, read, got]).toEqual([op, from, read, nearest(read)]);
        }
      }
    }
  });

  it('keeps the bits in a bitcast', () => {
    expect(conversionFunction('bitcast', 'f32', 'i32')(1.5)).toBe(0x3fc00000);
    expect(conversionFunction('bitcast', 'i32', 'f32')(0xc0490fdb)).toBe(Math.fround(-Math.PI));
    expect(conversionFunction('bitcast', 'ptr', 'i16')(0x1234)).toBe(0x1234);
  });
});

function convert(op: Conversion, from: IrType, to: IrType, value: bigint): bigint {
  const plain: Value = from === 'i64' ? value : Number(value);
  return from === 'i64' || to === 'i64'
    ? BigInt(conversionFunction64(op, from, to)(plain))
    : BigInt(conversionFunction(op, from, to)(Number(plain)));
}

/** The single nearest to an integer, by comparing the two candidates exactly. */
function nearest(value: bigint): number {
  const size = value < 0n ? -value : value;
  if (size < 1n << 24n) return Number(value);
  const shift = BigInt(size.toString(2).length - 24);
  const low = size >> shift;
  const rest = size & ((1n << shift) - 1n);
  const half = 1n << (shift - 1n);
  const isUp = rest > half || (rest === half && (low & 1n) === 1n);
  const rounded = Number(low + (isUp ? 1n : 0n)) * 2 ** Number(shift);
  return value < 0n ? -rounded : rounded;
}
