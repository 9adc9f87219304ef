/**
 * A node of the program model in one line, for tables of expectations.
 *
 * In: a node. Out: its kind, then its parts by name, "wait duration=1 unit=seconds".
 */
export function summary(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(summary).join(', ')}]`;
  if (typeof node !== 'object' || node === null) return String(node);
  const { kind, blockId: _, ...parts } = node as Record<string, unknown>;
  if (kind === 'number' || kind === 'truth') return String(parts['value']);
  if (kind === 'text') return JSON.stringify(parts['value']);
  if (kind === 'empty') return '?';
  const words = Object.entries(parts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${name}=${summary(part)}`);
  const all = [...(typeof kind === 'string' ? [kind] : []), ...words].join(' ');
  return `(${all})`;
}
