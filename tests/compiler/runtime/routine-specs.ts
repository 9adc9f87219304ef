/** What each routine computes: where operands and results are, and an exact model in BigInt. */
import {
  type Bits,
  compareFloats,
  divideFloats,
  floatOf,
  floatToInt,
  intToFloat,
  signed,
  unsigned,
} from './models.ts';

/** First (lowest) register and bytes. */
export type Place = readonly [register: number, bytes: number];

export interface Spec {
  readonly name: string;
  readonly kind: 'int' | 'float' | 'amount' | 'toInt';
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  readonly model: (...operands: bigint[]) => readonly bigint[];
}

const A64: Place = [18, 8];
const B64: Place = [10, 8];
const A32: Place = [22, 4];
const B32: Place = [18, 4];
const A16: Place = [24, 2];
const B16: Place = [22, 2];
const A8: Place = [24, 1];

const spec = (
  name: string,
  inputs: readonly Place[],
  outputs: readonly Place[],
  model: Spec['model'],
  kind: Spec['kind'] = 'int',
): Spec => ({ name, kind, inputs, outputs, model });

const divide = (a: bigint, b: bigint, bits: Bits): [bigint, bigint] =>
  b === 0n ? [unsigned(-1n, bits), a] : [a / b, a % b];

function divideSigned(x: bigint, y: bigint, bits: Bits): [bigint, bigint] {
  const a = signed(x, bits);
  const b = signed(y, bits);
  const size = (v: bigint): bigint => (v < 0n ? -v : v);
  const [q, r] = divide(size(a), size(b), bits);
  return [unsigned(a < 0n === b < 0n ? q : -q, bits), unsigned(a < 0n ? -r : r, bits)];
}

const shift = (kind: 'left' | 'right' | 'signed', bits: Bits) => (value: bigint, amount: bigint) => [
  unsigned(
    kind === 'left' ? value << amount : kind === 'right' ? value >> amount : signed(value, bits) >> amount,
    bits,
  ),
];

export const SPECS: readonly Spec[] = [
  spec('__mulhi3', [A16, B16], [A16], (a, b) => [unsigned(a * b, 16)]),
  spec(
    '__umulhisi3',
    [
      [26, 2],
      [18, 2],
    ],
    [A32],
    (a, b) => [a * b],
  ),
  spec(
    '__mulhisi3',
    [
      [26, 2],
      [18, 2],
    ],
    [A32],
    (a, b) => [unsigned(signed(a, 16) * signed(b, 16), 32)],
  ),
  spec('__muluhisi3', [[26, 2], B32], [A32], (a, b) => [unsigned(a * b, 32)]),
  spec('__mulshisi3', [[26, 2], B32], [A32], (a, b) => [unsigned(signed(a, 16) * b, 32)]),
  spec('__mulsi3', [A32, B32], [A32], (a, b) => [unsigned(a * b, 32)]),
  spec('__muldi3', [A64, B64], [A64], (a, b) => [unsigned(a * b, 64)]),
  spec(
    '__udivmodqi4',
    [A8, [22, 1]],
    [
      [24, 1],
      [25, 1],
    ],
    (a, b) => divide(a, b, 8),
  ),
  spec(
    '__divmodqi4',
    [A8, [22, 1]],
    [
      [24, 1],
      [25, 1],
    ],
    (a, b) => divideSigned(a, b, 8),
  ),
  spec('__udivmodhi4', [A16, B16], [B16, A16], (a, b) => divide(a, b, 16)),
  spec('__divmodhi4', [A16, B16], [B16, A16], (a, b) => divideSigned(a, b, 16)),
  spec('__udivmodsi4', [A32, B32], [B32, A32], (a, b) => divide(a, b, 32)),
  spec('__divmodsi4', [A32, B32], [B32, A32], (a, b) => divideSigned(a, b, 32)),
  spec('__udivdi3', [A64, B64], [A64], (a, b) => [divide(a, b, 64)[0]]),
  spec('__umoddi3', [A64, B64], [A64], (a, b) => [divide(a, b, 64)[1]]),
  spec('__divdi3', [A64, B64], [A64], (a, b) => [divideSigned(a, b, 64)[0]]),
  spec('__moddi3', [A64, B64], [A64], (a, b) => [divideSigned(a, b, 64)[1]]),
  spec('__negdi2', [A64], [A64], (a) => [unsigned(-a, 64)]),
  spec('__adddi3', [A64, B64], [A64], (a, b) => [unsigned(a + b, 64)]),
  spec('__subdi3', [A64, B64], [A64], (a, b) => [unsigned(a - b, 64)]),
  spec('__ashlsi3', [A32, [18, 1]], [A32], shift('left', 32), 'amount'),
  spec('__lshrsi3', [A32, [18, 1]], [A32], shift('right', 32), 'amount'),
  spec('__ashrsi3', [A32, [18, 1]], [A32], shift('signed', 32), 'amount'),
  spec('__ashldi3', [A64, [16, 1]], [A64], shift('left', 64), 'amount'),
  spec('__lshrdi3', [A64, [16, 1]], [A64], shift('right', 64), 'amount'),
  spec('__ashrdi3', [A64, [16, 1]], [A64], shift('signed', 64), 'amount'),
  spec('__addsf3', [A32, B32], [A32], (a, b) => [intToBits(floatOf(a) + floatOf(b))], 'float'),
  spec('__subsf3', [A32, B32], [A32], (a, b) => [intToBits(floatOf(a) - floatOf(b))], 'float'),
  spec('__mulsf3', [A32, B32], [A32], (a, b) => [intToBits(floatOf(a) * floatOf(b))], 'float'),
  spec('__divsf3', [A32, B32], [A32], (a, b) => [divideFloats(a, b)], 'float'),
  ...['__cmpsf2', '__eqsf2', '__nesf2', '__ltsf2', '__lesf2'].map((name) =>
    spec(name, [A32, B32], [A8], (a, b) => [compareFloats(a, b, 1n)], 'float'),
  ),
  ...['__gesf2', '__gtsf2'].map((name) =>
    spec(name, [A32, B32], [A8], (a, b) => [compareFloats(a, b, 255n)], 'float'),
  ),
  spec('__unordsf2', [A32, B32], [A8], (a, b) => [compareFloats(a, b, 2n) === 2n ? 255n : 0n], 'float'),
  spec('__floatunsisf', [A32], [A32], (a) => [intToFloat(a)]),
  spec('__floatsisf', [A32], [A32], (a) => [intToFloat(signed(a, 32))]),
  spec('__floatunhisf', [A16], [A32], (a) => [intToFloat(a)]),
  spec('__floathisf', [A16], [A32], (a) => [intToFloat(signed(a, 16))]),
  spec('__floatundisf', [A64], [A32], (a) => [intToFloat(a)]),
  spec('__floatdisf', [A64], [A32], (a) => [intToFloat(signed(a, 64))]),
  spec('__fixunssfsi', [A32], [A32], (a) => [floatToInt(a, 32, false)], 'toInt'),
  spec('__fixsfsi', [A32], [A32], (a) => [floatToInt(a, 32, true)], 'toInt'),
  spec('__fixunssfdi', [A32], [A64], (a) => [floatToInt(a, 64, false)], 'toInt'),
  spec('__fixsfdi', [A32], [A64], (a) => [floatToInt(a, 64, true)], 'toInt'),
];

function intToBits(value: number): bigint {
  return Number.isNaN(value) ? 0x7fc0_0000n : bitsOfFloat(value);
}

const scratch = new DataView(new ArrayBuffer(4));
function bitsOfFloat(value: number): bigint {
  // setFloat32 rounds to nearest even; of a double that is exact or has 2 × 24 + 2 bits, once is enough.
  scratch.setFloat32(0, value);
  return BigInt(scratch.getUint32(0));
}
