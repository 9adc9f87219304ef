/** The first ports of many: a Mega has more than a hundred; all are in the JSON. */
export const firstPorts = (ids: readonly string[], shown: number): string =>
  ids.length <= shown + 2 ? ids.join(' ') : `${ids.slice(0, shown).join(' ')} … (${ids.length})`;
