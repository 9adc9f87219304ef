/**
 * The status register's bits, and a table that gives Z, N, V and S of an 8-bit result.
 * Spec: AVR Instruction Set Manual DS40002198, "Status Register".
 */
export const SREG = { C: 1, Z: 2, N: 4, V: 8, S: 16, H: 32, T: 64, I: 128 } as const;

/** Index: the result, plus 256 when the operation overflowed. */
export function resultFlags(): Uint8Array {
  return Uint8Array.from({ length: 512 }, (_, index) => {
    const [isNegative, overflowed, isZero] = [(index & 0x80) !== 0, index >= 256, (index & 0xff) === 0];
    return (
      (isZero ? SREG.Z : 0) |
      (isNegative ? SREG.N : 0) |
      (overflowed ? SREG.V : 0) |
      (isNegative === overflowed ? 0 : SREG.S)
    );
  });
}
