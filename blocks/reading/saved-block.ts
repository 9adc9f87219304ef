/**
 * One block as Blockly saved it, looked at safely.
 *
 * In: JSON that nobody has checked. Out: its parts. Invariant: nothing here descends: a whole
 * workspace is walked elsewhere, with a limit.
 */
import { clip, get, isArray, isObject, objectAt, type JsonObject } from '../json.ts';

/** Longest comment that goes into the program, in letters. */
const LONGEST_COMMENT = 2000;

export const inputOf = (block: JsonObject, name: string): JsonObject =>
  objectAt(objectAt(block, 'inputs'), name);

/** What stands in an input or hangs below: the child's block, else the grey one. */
export const blockIn = (connection: JsonObject): unknown =>
  get(connection, 'block') ?? get(connection, 'shadow') ?? undefined;

export const nextOf = (block: JsonObject): unknown => blockIn(objectAt(block, 'next'));

export const fieldOf = (block: JsonObject, name: string): unknown => get(objectAt(block, 'fields'), name);

export function isDisabled(block: JsonObject): boolean {
  const reasons = get(block, 'disabledReasons');
  return get(block, 'enabled') === false || (isArray(reasons) && reasons.length > 0);
}

export function commentOf(block: JsonObject): string | undefined {
  const text = get(objectAt(objectAt(block, 'icons'), 'comment'), 'text');
  return typeof text === 'string' && text.trim() !== '' ? clip(text, LONGEST_COMMENT) : undefined;
}

export function typeOf(block: JsonObject): string {
  const type = get(block, 'type');
  return typeof type === 'string' ? type : '';
}

/** Where a script stands on the workspace; 0 when it doesn't say. */
export function positionOf(block: JsonObject): { readonly x: number; readonly y: number } {
  const coordinate = (key: string): number => {
    const value = get(block, key);
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  return { x: coordinate('x'), y: coordinate('y') };
}

/** Counts blocks (without the grey ones) and how deep they are nested, without recursion. */
export function measure(topBlocks: readonly unknown[]): { readonly blocks: number; readonly depth: number } {
  const waiting: { readonly saved: unknown; readonly depth: number; readonly grey: boolean }[] =
    topBlocks.map((saved) => ({ saved, depth: 1, grey: false }));
  let blocks = 0;
  let deepest = 0;
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const { saved, depth, grey } = entry;
    if (!isObject(saved)) continue;
    if (!grey) blocks++;
    deepest = Math.max(deepest, depth);
    const inputs = objectAt(saved, 'inputs');
    const inner = Object.keys(inputs).map((name) => objectAt(inputs, name));
    for (const [connection, at] of [
      ...inner.map((input) => [input, depth + 1] as const),
      [objectAt(saved, 'next'), depth] as const,
    ]) {
      const block = get(connection, 'block');
      const child = block ?? get(connection, 'shadow');
      if (child !== undefined) waiting.push({ saved: child, depth: at, grey: grey || block === undefined });
    }
  }
  return { blocks, depth: deepest };
}
