/**
 * Removes stores that nothing reads before they are overwritten, or before the frame is gone.
 *
 * Requires: a well-formed function. Guarantees: within a block, no store (not volatile) is followed by one
 * that covers it with no read, unknown call or barrier in between; no store to a variable of the frame
 * that nobody else knows is followed by the return with no read in between.
 */
import { isIntConstant } from '../constants.ts';
import type { Block, IrFunction, IrModule, Operand } from '../ir.ts';
import { Aliases, isBarrier, placeOf, placeOfAccess, type Place } from './alias.ts';
import type { CallEffects } from './call-effects.ts';

const MOST_PLACES = 32;

export function dse(fn: IrFunction, module: IrModule, effects: CallEffects): boolean {
  const aliases = new Aliases(fn, module);
  const frame: Place[] = [];
  for (const one of fn.blocks[0]?.instructions ?? []) {
    if (one.op === 'alloca' && aliases.isPrivate(one))
      frame.push({ root: one, offset: 0, bytes: one.bytes, isExact: true });
  }
  let changed = false;
  for (const block of fn.blocks) changed = inBlock(block, aliases, effects, frame) || changed;
  return changed;
}

function inBlock(block: Block, aliases: Aliases, effects: CallEffects, frame: readonly Place[]): boolean {
  const { instructions } = block;
  /** Places whose content is overwritten later without being read. */
  let dead: Place[] = instructions.at(-1)?.op === 'ret' ? [...frame] : [];
  const readShared = (): void => {
    dead = dead.filter(({ root }) => aliases.isPrivate(root));
  };
  const read = (place: Place): void => {
    dead = dead.filter((other) => !aliases.mayOverlap(place, other));
  };
  const gone = new Set<number>();
  for (let at = instructions.length - 1; at >= 0; at--) {
    const one = instructions[at];
    switch (one?.op) {
      case 'load':
        if (one.space === 'data') read(placeOfAccess(one.address, one.type));
        break;
      case 'store': {
        const place = placeOfAccess(one.address, one.value.type);
        if (one.isVolatile) break;
        if (dead.some((other) => covers(other, place))) gone.add(at);
        else if (place.isExact && dead.length < MOST_PLACES) dead.push(place);
        break;
      }
      case 'call':
        if (effects.reads(one) || effects.writes(one)) readShared();
        one.args.forEach((arg, index) => {
          const bytes = one.signature.params[index]?.byvalBytes;
          if (bytes !== undefined) read(placeOf(arg, bytes));
        });
        break;
      case 'intrinsic': {
        const [to, from, bytes] = one.args;
        if (isBarrier(one)) readShared();
        else if (one.name === 'memcpy' && from !== undefined) read(placeOf(from, sizeOf(bytes)));
        if (to === undefined || (one.name !== 'memcpy' && one.name !== 'memset')) break;
        const place = placeOf(to, sizeOf(bytes));
        if (place.bytes !== undefined && dead.some((other) => covers(other, place))) gone.add(at);
        break;
      }
      default:
    }
  }
  if (gone.size === 0) return false;
  const kept = instructions.filter((_, at) => !gone.has(at));
  instructions.length = 0;
  for (const one of kept) instructions.push(one);
  return true;
}

const sizeOf = (bytes: Operand | undefined): number | undefined =>
  bytes !== undefined && isIntConstant(bytes) ? Number(bytes.value) : undefined;

function covers(outer: Place, inner: Place): boolean {
  if (outer.offset === undefined || inner.offset === undefined) {
    return outer.root === inner.root && outer.offset === 0 && isWholeAlloca(outer);
  }
  if (outer.bytes === undefined || inner.bytes === undefined) return false;
  const isSame =
    outer.root === inner.root ||
    (!('op' in outer.root) &&
      !('op' in inner.root) &&
      ((outer.root.kind === 'global' &&
        inner.root.kind === 'global' &&
        outer.root.name === inner.root.name) ||
        (outer.root.kind === 'address' && inner.root.kind === 'address')));
  return isSame && outer.offset <= inner.offset && outer.offset + outer.bytes >= inner.offset + inner.bytes;
}

const isWholeAlloca = ({ root, bytes }: Place): boolean =>
  'op' in root && root.op === 'alloca' && bytes === root.bytes;
