/**
 * Registers for a whole function: join, colour, spill what finds no place, again until all have one.
 *
 * In: tidy machine code over virtual registers. Out: the same over physical ones; false when it did not come to
 * an end. The blocks' instructions are replaced; each new one remembers its source for the checker.
 */
import {
  FIRST_VIRTUAL,
  isVirtual,
  makeInstruction,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
} from '../machine/machine-code.ts';
import { colour, type Colouring } from './colour.ts';
import { Interference } from './interference.ts';
import { constantRegisters } from './remake.ts';
import { shareSlots } from './share-slots.ts';
import { spill } from './spill.ts';
import { bitCount, copiesOf, Webs } from './webs.ts';

export interface AllocationOptions {
  /** Physical registers that cost a push and a pop, as bits. */
  readonly costly: number;
  /** Gives up when more webs are spilled. */
  readonly mostSpills: number;
  /** Physical registers to leave alone, as bits: tests make room scarce. */
  readonly withheld?: number;
}

const MOST_ROUNDS = 20;
const ALL = 0xfffffffc;
const Y = (1 << 28) | (1 << 29);

export function allocateRegisters(fn: MachineFunction, options: AllocationOptions): boolean {
  const apart = new Set<number>();
  const unspillable = new Set<number>();
  const origins = new Map<number, number>();
  let graph = new Interference(fn);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const webs = new Webs(fn, graph, ((fn.needsFrame ? ALL & ~Y : ALL) & ~(options.withheld ?? 0)) >>> 0);
    webs.coalesce(copiesOf(fn.blocks), apart);
    const colouring = colour(webs, {
      costly: options.costly,
      siblings: siblingsOf(fn),
      unspillable: toIndices(unspillable),
    });
    if (colouring.failed.length === 0) {
      assign(fn, webs, colouring);
      shareSlots(fn);
      return true;
    }
    const relief = relieve(fn, webs, colouring, { apart, unspillable, origins, options });
    if (relief === 'none') return false;
    if (relief === 'apart') graph.restart();
    else graph = new Interference(fn);
  }
  return false;
}

interface Relief {
  readonly apart: Set<number>;
  readonly unspillable: Set<number>;
  readonly origins: Map<number, number>;
  readonly options: AllocationOptions;
}

const toIndices = (registers: ReadonlySet<number>): Set<number> =>
  new Set([...registers].map((register) => register - FIRST_VIRTUAL));

/** First takes apart what was joined; what is single goes to the frame. None: nothing left to do. */
function relieve(
  fn: MachineFunction,
  webs: Webs,
  { failed, colours }: Colouring,
  relief: Relief,
): 'apart' | 'spilled' | 'none' {
  const { apart, unspillable, origins, options } = relief;
  let isApart = false;
  const victims = new Set<number>();
  for (const unit of failed) {
    const halves = [unit, webs.partnerOf(unit)].filter((root) => root >= 0);
    const members = halves.flatMap((root) => webs.members[root] ?? []);
    const isNarrowed = halves.some((root) =>
      (webs.members[root] ?? []).some((member) => {
        const alone = fn.registers.maskOf(member + FIRST_VIRTUAL) & ~(webs.graph.forbidden[member] as number);
        return member !== root && bitCount(alone) > bitCount(webs.choices(root));
      }),
    );
    if (isNarrowed && members.some((member) => !apart.has(member))) {
      for (const member of members) apart.add(member);
      isApart = true;
    } else if (members.some((member) => unspillable.has(member + FIRST_VIRTUAL))) {
      const blocking = cheapestNeighbour(webs, colours, halves, unspillable);
      // Both halves of a pair go.
      for (const root of blocking === undefined ? [] : [blocking, webs.partnerOf(blocking)])
        if (root >= 0) victims.add(root);
    } else for (const root of halves) victims.add(root);
  }
  if (isApart) return 'apart';
  if (victims.size === 0) return 'none';
  const slots = new Map<number, number>();
  const remade = new Map<number, MachineInstruction>();
  const constants = constantRegisters(fn);
  for (const root of [...victims].sort((a, b) => a - b)) {
    const members = (webs.members[root] ?? []).map((member) => member + FIRST_VIRTUAL);
    const definition = members.length === 1 ? constants.get(members[0] ?? -1) : undefined;
    if (definition !== undefined && members[0] !== undefined) {
      remade.set(members[0], definition);
      continue;
    }
    const slot = fn.spills++;
    for (const member of members) slots.set(member, slot);
  }
  if (fn.spills > options.mostSpills) return 'none';
  if (slots.size > 0) fn.needsFrame = true;
  spill(fn, { slots, remade }, unspillable, origins);
  return 'spilled';
}

/** Which coloured neighbour to give up so that a register which cannot be spilled finds a place. */
function cheapestNeighbour(
  webs: Webs,
  colours: Int32Array,
  halves: readonly number[],
  unspillable: ReadonlySet<number>,
): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const half of halves)
    for (const member of webs.graph.neighbours[half] ?? []) {
      const root = webs.root(member);
      const colour = colours[root] as number;
      if (root !== member || colour < 0 || (((webs.available[half] as number) >>> colour) & 1) === 0)
        continue;
      if ((webs.members[root] ?? []).some((one) => unspillable.has(one + FIRST_VIRTUAL))) continue;
      const cost = webs.costs[root] as number;
      if (cost < least) {
        least = cost;
        best = root;
      }
    }
  return best;
}

/** Two copies in a row might be one movw: neighbours of a run, or what the physical side says. */
function siblingsOf(fn: MachineFunction): { lo: number; hi: number; weight: number }[] {
  const siblings: { lo: number; hi: number; weight: number }[] = [];
  for (const block of fn.blocks) {
    const { instructions } = block;
    for (let i = 0; i + 1 < instructions.length; i++) {
      const [one, next] = [instructions[i], instructions[i + 1]];
      if (one?.op !== 'copy' || next?.op !== 'copy') continue;
      const [to, from] = one.operands;
      const [nextTo, nextFrom] = next.operands;
      if (to?.kind !== 'reg' || from?.kind !== 'reg' || nextTo?.kind !== 'reg' || nextFrom?.kind !== 'reg')
        continue;
      const physical = [to.reg, from.reg].find((register) => register > 1 && !isVirtual(register));
      if (physical !== undefined && (physical & 1) === 1) continue;
      for (const [lo, hi] of [
        [to.reg, nextTo.reg],
        [from.reg, nextFrom.reg],
      ] as const)
        if (isVirtual(lo) && isVirtual(hi))
          siblings.push({ lo: lo - FIRST_VIRTUAL, hi: hi - FIRST_VIRTUAL, weight: block.frequency });
      i++;
    }
  }
  return siblings;
}

function assign(fn: MachineFunction, webs: Webs, { colours }: Colouring): void {
  const physical = (register: number): number =>
    isVirtual(register) ? (colours[webs.root(register - FIRST_VIRTUAL)] as number) : register;
  const operandOf = (operand: MachineOperand): MachineOperand => {
    if (operand.kind === 'reg')
      return isVirtual(operand.reg)
        ? { kind: 'reg', reg: physical(operand.reg), role: operand.role }
        : operand;
    if (operand.kind !== 'pair') return operand;
    const { role, step, displacement } = operand;
    return { kind: 'pair', lo: physical(operand.lo), hi: physical(operand.hi), role, step, displacement };
  };
  for (const { instructions } of fn.blocks)
    for (let i = 0; i < instructions.length; i++) {
      const one = instructions[i];
      if (one === undefined) continue;
      instructions[i] = makeInstruction({
        op: one.op,
        operands: one.operands.map(operandOf),
        loc: one.loc,
        uses: one.uses,
        defs: one.defs,
        clobbers: one.clobbers,
        isGlued: one.isGlued,
        source: one.source ?? one,
        inserted: one.inserted,
      });
    }
}
