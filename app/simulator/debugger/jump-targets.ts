/**
 * The word addresses that jumps and branches in a stretch of flash lead to. Calls are left out: a routine belongs to
 * whoever calls it.
 *
 * In: flash, how far there is code (bytes). Out: word addresses. Spec: AVR Instruction Set Manual DS40002198.
 */
export function jumpTargets(flash: Uint8Array, end: number): ReadonlySet<number> {
  const targets = new Set<number>();
  const words = Math.min(flash.length, end + 256) >> 1;
  const wordAt = (at: number): number => (flash[2 * at] ?? 0xff) | ((flash[2 * at + 1] ?? 0xff) << 8);
  for (let at = 0; at < words; at++) {
    const word = wordAt(at);
    if ((word & 0xf000) === 0xc000) {
      // RJMP
      targets.add(at + 1 + (((word & 0xfff) << 20) >> 20));
    } else if ((word & 0xf800) === 0xf000) {
      // BRBS, BRBC
      targets.add(at + 1 + (((word & 0x3f8) << 22) >> 25));
    } else if ((word & 0xfe0c) === 0x940c) {
      // JMP (CALL has bit 1 set too)
      const high = ((word >> 3) & 0x3e) | (word & 1);
      if ((word & 2) === 0) targets.add((high << 16) | wordAt(at + 1));
      at++;
    } else if ((word & 0xfc0f) === 0x9000) {
      // LDS, STS
      at++;
    } else if ((word & 0xfc00) === 0x1000 || (word & 0xfc00) === 0xfc00 || (word & 0xfd00) === 0x9900) {
      // CPSE, SBRC and SBRS, SBIC and SBIS lead to behind the instruction that follows.
      const next = wordAt(at + 1);
      const isLong = (next & 0xfe0c) === 0x940c || (next & 0xfc0f) === 0x9000;
      targets.add(at + (isLong ? 3 : 2));
    }
  }
  return targets;
}
