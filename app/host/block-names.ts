/**
 * What messages call the blocks of a program, by their ids.
 *
 * In: a workspace as it was saved, from anywhere, and the specs of its blocks. Out: block id → words.
 */
import { blockName, type BlockSpec } from '../../blocks/index.ts';
import type { LocalizedText } from '../../boards/types.ts';

export function blockNames(
  workspace: unknown,
  specs: ReadonlyMap<string, BlockSpec>,
): ReadonlyMap<string, LocalizedText> {
  const names = new Map<string, LocalizedText>();
  const waiting: unknown[] = [workspace];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const { id, type } = value as { readonly id?: unknown; readonly type?: unknown };
    const spec = typeof type === 'string' ? specs.get(type) : undefined;
    if (typeof id === 'string' && spec !== undefined && !names.has(id)) names.set(id, blockName(spec));
    waiting.push(...Object.values(value));
  }
  return names;
}
