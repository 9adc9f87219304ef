/**
 * Gives spilled registers that never hold something at the same time one slot of the frame.
 *
 * In: allocated machine code, a slot for every spilled web. Out: the same with fewer slots, the most used ones
 * first, so that these lie nearest to Y. A spill writes its slot, a reload reads it; the rest leaves slots alone.
 */
import {
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  makeInstruction,
  successors,
} from '../machine/machine-code.ts';

export function shareSlots(fn: MachineFunction): void {
  if (fn.spills < 2) return;
  const conflicts = conflictsOf(fn);
  const places = placesOf(fn, conflicts);
  fn.spills = places.reduce((most, place) => Math.max(most, place + 1), 0);
  for (const { instructions } of fn.blocks)
    for (const [i, one] of instructions.entries()) {
      const place = places[slotOf(one)];
      if (one.inserted === undefined || place === undefined) continue;
      instructions[i] = makeInstruction({ ...one, inserted: { ...one.inserted, slot: place } });
    }
}

/** −1: none. */
const slotOf = (one: MachineInstruction): number => one.inserted?.slot ?? -1;

const has = (bits: Uint32Array, at: number): boolean => (((bits[at >> 5] as number) >>> (at & 31)) & 1) === 1;
const put = (bits: Uint32Array, at: number): void => {
  bits[at >> 5] = (bits[at >> 5] as number) | (1 << (at & 31));
};
const drop = (bits: Uint32Array, at: number): void => {
  bits[at >> 5] = (bits[at >> 5] as number) & ~(1 << (at & 31));
};

/** Backwards over one instruction. */
function step(one: MachineInstruction, live: Uint32Array): void {
  if (one.op === 'spill') drop(live, slotOf(one));
  else if (one.op === 'reload') put(live, slotOf(one));
}

/** For each slot, the slots that hold something where it is written. */
function conflictsOf(fn: MachineFunction): Uint32Array[] {
  const words = (fn.spills + 31) >> 5;
  const liveIn = new Map<MachineBlock, Uint32Array>(
    fn.blocks.map((block) => [block, new Uint32Array(words)]),
  );
  const liveOut = (block: MachineBlock): Uint32Array => {
    const live = new Uint32Array(words);
    for (const to of successors(block))
      liveIn.get(to)?.forEach((word, w) => {
        live[w] = (live[w] as number) | word;
      });
    return live;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const block of fn.blocks.toReversed()) {
      const live = liveOut(block);
      for (const one of block.instructions.toReversed()) step(one, live);
      const before = liveIn.get(block);
      if (before?.every((word, w) => word === live[w]) === true) continue;
      liveIn.set(block, live);
      changed = true;
    }
  }
  const conflicts = Array.from({ length: fn.spills }, () => new Uint32Array(words));
  for (const block of fn.blocks) {
    const live = liveOut(block);
    for (const one of block.instructions.toReversed()) {
      const own = one.op === 'spill' ? conflicts[slotOf(one)] : undefined;
      if (own !== undefined) for (const [w, word] of live.entries()) own[w] = (own[w] as number) | word;
      step(one, live);
    }
  }
  conflicts.forEach((own, slot) => {
    for (const [other, theirs] of conflicts.entries()) if (has(own, other)) put(theirs, slot);
  });
  return conflicts;
}

/** Old slot → new slot: the most used first, each the lowest that none of its conflicts has. */
function placesOf(fn: MachineFunction, conflicts: readonly Uint32Array[]): number[] {
  const weights = new Float64Array(fn.spills);
  for (const block of fn.blocks)
    for (const one of block.instructions) {
      const slot = slotOf(one);
      if (slot >= 0) weights[slot] = (weights[slot] as number) + block.frequency;
    }
  const order = [...weights.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const places = conflicts.map(() => -1);
  for (const slot of order) {
    const taken = new Set<number>();
    places.forEach((place, other) => {
      if (place >= 0 && other !== slot && has(conflicts[slot] ?? NONE, other)) taken.add(place);
    });
    let place = 0;
    while (taken.has(place)) place++;
    places[slot] = place;
  }
  return places;
}

const NONE = new Uint32Array(0);
