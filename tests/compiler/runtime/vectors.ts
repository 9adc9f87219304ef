/** Operands worth trying: edges of every width, floats of every kind, and numbers that look random. */
import { randomOf } from '../asm/random.ts';

export function edgesOf(bytes: number): bigint[] {
  const bits = 8 * bytes;
  const top = (1n << BigInt(bits)) - 1n;
  const edges = new Set<bigint>([0n, 3n, 5n, 7n, 10n, 100n & top, top, top - 1n]);
  const step = bytes <= 2 ? 1 : bytes === 4 ? 2 : 5;
  for (let bit = 0; bit < bits; bit += step) {
    const power = 1n << BigInt(bit);
    edges
      .add(power)
      .add(power - 1n)
      .add((power + 1n) & top)
      .add((top - power) & top);
  }
  edges
    .add(1n << BigInt(bits - 1))
    .add((1n << BigInt(bits - 1)) - 1n)
    .add((1n << BigInt(bits - 1)) + 1n);
  return [...edges].filter((value) => value >= 0n && value <= top);
}

const SIGNIFICANDS = [0, 1, 2, 3, 0x400000, 0x3fffff, 0x400001, 0x7fffff, 0x7ffffe, 0x555555, 0x2aaaaa];
const EXPONENTS = [
  0, 1, 2, 23, 24, 25, 26, 63, 64, 100, 103, 125, 126, 127, 128, 129, 150, 151, 152, 157, 158, 159, 190, 191,
  230, 252, 253, 254, 255,
];

export const FLOAT_EDGES: readonly bigint[] = EXPONENTS.flatMap((exponent) =>
  SIGNIFICANDS.flatMap((significand) => [0, 1].map((sign) => floatBits(sign, exponent, significand))),
);
/** A smaller set, for pairs. */
export const FLOAT_PAIR_EDGES: readonly bigint[] = [
  0, 1, 2, 24, 103, 126, 127, 128, 150, 151, 230, 253, 254, 255,
].flatMap((exponent) =>
  [0, 1, 0x400000, 0x7fffff].flatMap((significand) =>
    [0, 1].map((sign) => floatBits(sign, exponent, significand)),
  ),
);

export function floatBits(sign: number, exponent: number, significand: number): bigint {
  return BigInt(sign * 0x8000_0000 + exponent * 0x80_0000 + significand);
}

export class RandomOperands {
  private readonly random: (below: number) => number;
  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  /** Any length in bits, so that small and large meet. */
  int(bytes: number): bigint {
    const bits = this.random(8 * bytes + 1);
    const value = (BigInt(this.random(0x1_0000_0000)) << 32n) | BigInt(this.random(0x1_0000_0000));
    const size = value & ((1n << BigInt(bits)) - 1n);
    return this.random(4) === 0 ? BigInt.asUintN(8 * bytes, -size) : size;
  }

  /** Two floats: of any exponents, of near ones, or about equal. */
  floats(): [bigint, bigint] {
    const a = this.float(this.random(256));
    const exponent = Number((a >> 23n) & 255n);
    switch (this.random(4)) {
      case 0:
        return [a, this.float(this.random(256))];
      case 1:
        return [a, a ^ BigInt(this.random(16)) ^ (BigInt(this.random(2)) << 31n)];
      case 2:
        return [a, this.float(clamp(253 - exponent + this.random(8)))];
      default:
        return [a, this.float(clamp(exponent + this.random(56) - 28))];
    }
  }

  float(exponent: number): bigint {
    const significand = this.random(3) === 0 ? this.sparse() : this.random(0x80_0000);
    return floatBits(this.random(2), exponent, significand);
  }

  /** Few bits: ties are frequent. */
  private sparse(): number {
    return (1 << this.random(23)) | (this.random(2) << this.random(23)) | this.random(2);
  }

  amount(): bigint {
    return BigInt(this.random(5) === 0 ? this.random(256) : this.random(70));
  }
}

const clamp = (exponent: number): number => Math.max(0, Math.min(255, exponent));
