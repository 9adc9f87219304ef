/** Exact models of what the routines compute: two's complement in BigInt, single precision bit by bit. */
export type Bits = 8 | 16 | 32 | 64;

export const unsigned = (value: bigint, bits: Bits): bigint => BigInt.asUintN(bits, value);
export const signed = (value: bigint, bits: Bits): bigint => BigInt.asIntN(bits, value);

const scratch = new DataView(new ArrayBuffer(4));

export function floatOf(bits: bigint): number {
  scratch.setUint32(0, Number(bits));
  return scratch.getFloat32(0);
}

export const NAN_BITS = 0x7fc0_0000n;

/** setFloat32 rounds to nearest even. A quotient in double has enough bits that rounding twice is harmless. */
export function divideFloats(a: bigint, b: bigint): bigint {
  const quotient = floatOf(a) / floatOf(b);
  if (Number.isNaN(quotient)) return NAN_BITS;
  scratch.setFloat32(0, quotient);
  return BigInt(scratch.getUint32(0));
}

/** As a byte: −1, 0, 1, or `without` when there is no order. */
export function compareFloats(a: bigint, b: bigint, without: bigint): bigint {
  const x = floatOf(a);
  const y = floatOf(b);
  if (Number.isNaN(x) || Number.isNaN(y)) return without;
  return x < y ? 255n : x > y ? 1n : 0n;
}

/** Nearest, ties to even, straight from the integer. */
export function intToFloat(value: bigint): bigint {
  if (value === 0n) return 0n;
  const sign = value < 0n ? 0x8000_0000n : 0n;
  const size = value < 0n ? -value : value;
  const length = size.toString(2).length;
  let exponent = length - 1;
  let significand: bigint;
  if (length <= 24) significand = size << BigInt(24 - length);
  else {
    const dropped = BigInt(length - 24);
    significand = size >> dropped;
    const rest = size - (significand << dropped);
    const half = 1n << (dropped - 1n);
    if (rest > half || (rest === half && (significand & 1n) === 1n)) significand += 1n;
    if (significand === 0x100_0000n) {
      significand >>= 1n;
      exponent++;
    }
  }
  return sign | (BigInt(exponent + 127) << 23n) | (significand & 0x7f_ffffn);
}

/** Towards zero, saturating, NaN gives 0. */
export function floatToInt(bits: bigint, width: 32 | 64, isSigned: boolean): bigint {
  const value = floatOf(bits);
  if (Number.isNaN(value)) return 0n;
  const low = isSigned ? -(1n << BigInt(width - 1)) : 0n;
  const high = isSigned ? (1n << BigInt(width - 1)) - 1n : (1n << BigInt(width)) - 1n;
  if (value >= Number(high)) return unsigned(high, width);
  if (value <= Number(low)) return unsigned(low, width);
  return unsigned(BigInt(Math.trunc(value)), width);
}
