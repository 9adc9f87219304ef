/** A tree with everything in it that was left unread, to be compared with one that was read at once. */
export function readWhole(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(readWhole);
  if ('kind' in value && value.kind === 'unread' && 'decl' in value) return readWhole(value.decl);
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, readWhole(inside)]));
}
