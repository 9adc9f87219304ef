/**
 * Whole numbers from first to last, both included: the pins of a row.
 */
export function pinRange(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
