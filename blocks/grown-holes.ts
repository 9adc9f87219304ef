/**
 * All the holes of a block, with those that its extraState adds: IF1, DO1, ELSE, ADD0, ARG0…
 *
 * In: a spec and the block's `Extra`. Out: its holes, in order.
 */
import type { Extra } from './meaning.ts';
import type { BlockHole, BlockSpec, MutatorName } from './spec.ts';

const PARTS: Readonly<Record<MutatorName, (extra: Extra) => number>> = {
  genie_if: ({ elseIfCount }) => elseIfCount,
  genie_join: ({ itemCount }) => itemCount,
  genie_own_define: () => 0,
  genie_own_call: ({ parameters }) => parameters.length,
};

export function grownHoles({ holes, grows }: BlockSpec, extra: Extra): readonly BlockHole[] {
  if (grows === undefined) return holes;
  const grown: BlockHole[] = [...holes];
  for (let part = 0; part < PARTS[grows.mutator](extra); part++) {
    for (const hole of grows.part?.holes ?? []) {
      grown.push({ ...hole, name: `${hole.name}${part + (grows.part?.first ?? 0)}` });
    }
  }
  if (extra.hasElse) grown.push(...(grows.ending?.holes ?? []));
  return grown;
}
