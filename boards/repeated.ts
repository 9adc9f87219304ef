/**
 * The values that an earlier one of the list already has, with their places.
 *
 * In: a list of texts. Out: [index, value] of every repetition, in order.
 */
export function repeated(values: readonly string[]): readonly (readonly [number, string])[] {
  const seen = new Set<string>();
  const again: (readonly [number, string])[] = [];
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) again.push([index, value]);
    seen.add(value);
  }
  return again;
}
