/** The two's complement of r`low` … r`high` (all from r16 on), as lines of assembly. */
export function negate(low: number, high: number): string {
  const above = Array.from({ length: high - low }, (_, i) => low + 1 + i);
  const lines = [
    ...above.toReversed().map((r) => `com r${r}`),
    `neg r${low}`,
    ...above.map((r) => `sbci r${r}, 255`),
  ];
  return lines.join('\n');
}
