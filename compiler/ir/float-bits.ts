/**
 * The 32 bits of a float. NaN has one form, avr-libc's: which one JavaScript holds is seen nowhere but in its
 * bits, and depends on how the engine came to it.
 */
const NAN_BITS = 0x7fc00000;

export function floatBits(value: number): number {
  if (Number.isNaN(value)) return NAN_BITS;
  return new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
}
