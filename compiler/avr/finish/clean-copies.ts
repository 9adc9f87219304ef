/**
 * After allocation: drops copies and constants that a register already holds, and those nobody reads.
 *
 * In and out: machine code over physical registers. Follows values through a block and on into one that has no other
 * predecessor; registers live at the end of blocks come from the usual backward equations on 32 bits.
 */
import {
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
  successors,
} from '../machine/machine-code.ts';

export function cleanCopies(fn: MachineFunction): void {
  dropKnown(fn);
  dropUnread(fn);
}

const FIRST_SLOT = 32;

/** Place → number of the value it holds; places with the same number hold the same. */
class Values {
  readonly held: number[];
  private readonly numbers: { next: number };
  private readonly constants: Map<string, number>;

  constructor(places: number, shared?: Values) {
    this.numbers = shared?.numbers ?? { next: 0 };
    this.constants = shared?.constants ?? new Map<string, number>();
    this.held = shared?.held.slice() ?? Array.from({ length: places }, () => this.numbers.next++);
    if (shared === undefined) this.held[1] = this.constant('0');
  }

  forget(place: number): void {
    this.held[place] = this.numbers.next++;
  }

  constant(text: string): number {
    const known = this.constants.get(text);
    if (known !== undefined) return known;
    const number = this.numbers.next++;
    this.constants.set(text, number);
    return number;
  }
}

function dropKnown(fn: MachineFunction): void {
  const places = FIRST_SLOT + fn.spills;
  const first = new Values(places);
  const predecessors = new Map<MachineBlock, MachineBlock[]>(fn.blocks.map((block) => [block, []]));
  for (const block of fn.blocks) for (const to of successors(block)) predecessors.get(to)?.push(block);
  const ends = new Map<MachineBlock, Values>();
  for (const block of fn.blocks) {
    const before = predecessors.get(block) ?? [];
    const [only] = before;
    const known = before.length === 1 && only !== undefined ? ends.get(only) : undefined;
    const values = new Values(places, known ?? first);
    if (known === undefined)
      for (let place = 0; place < places; place++) if (place !== 1) values.forget(place);
    const kept = block.instructions.filter((one) => !isKnown(one, values));
    block.instructions.splice(0, block.instructions.length, ...kept);
    ends.set(block, values);
  }
}

/** Does the instruction change nothing? Takes it into account otherwise. */
function isKnown(one: MachineInstruction, values: Values): boolean {
  const [to, from] = one.operands;
  const target = moveTarget(one);
  if (target >= 0) {
    const value =
      one.op === 'copy' && from?.kind === 'reg'
        ? values.held[from.reg]
        : one.op === 'ldi'
          ? values.constant(from?.kind === 'number' ? String(from.value & 255) : symbolText(from))
          : values.held[
              one.op === 'spill' && to?.kind === 'reg' ? to.reg : FIRST_SLOT + (one.inserted?.slot ?? 0)
            ];
    if (value === undefined) return false;
    if (values.held[target] === value) return true;
    values.held[target] = value;
    return false;
  }
  for (let register = 0; register < 32; register++)
    if (((one.clobbers >>> register) & 1) === 1) values.forget(register);
  for (const register of one.writes) values.forget(register);
  if (one.op === 'eor' && to?.kind === 'reg' && from?.kind === 'reg' && to.reg === from.reg)
    values.held[to.reg] = values.constant('0');
  return false;
}

const symbolText = (byte: MachineOperand | undefined): string =>
  byte?.kind === 'symbol'
    ? `${byte.part}${byte.isNegated ? '-' : ''}${byte.name}+${byte.offset}`
    : JSON.stringify(byte);

/** The place that a copy, constant, spill or reload fills, else −1. */
function moveTarget(one: MachineInstruction): number {
  const [to] = one.operands;
  if (to?.kind !== 'reg') return -1;
  if (one.op === 'copy' || one.op === 'ldi' || one.op === 'reload') return to.reg;
  return one.op === 'spill' && one.inserted !== undefined ? FIRST_SLOT + one.inserted.slot : -1;
}

const DROPPABLE: ReadonlySet<string> = new Set(['copy', 'ldi', 'reload', 'undefined']);

function dropUnread(fn: MachineFunction): void {
  const always = 2 | (fn.needsFrame ? (1 << 28) | (1 << 29) : 0);
  const liveIn = new Map<MachineBlock, number>(fn.blocks.map((block) => [block, 0]));
  const liveOut = (block: MachineBlock): number =>
    successors(block).reduce((live, to) => live | (liveIn.get(to) ?? 0), always);
  for (let changed = true; changed;) {
    changed = false;
    for (let b = fn.blocks.length - 1; b >= 0; b--) {
      const block = fn.blocks[b];
      if (block === undefined) continue;
      let live = liveOut(block);
      for (let i = block.instructions.length - 1; i >= 0; i--) live = before(block.instructions[i], live);
      live |= always;
      if (live === liveIn.get(block)) continue;
      liveIn.set(block, live);
      changed = true;
    }
  }
  for (const block of fn.blocks) {
    let live = liveOut(block);
    const kept: MachineInstruction[] = [];
    for (let i = block.instructions.length - 1; i >= 0; i--) {
      const one = block.instructions[i];
      if (one === undefined) continue;
      const [to] = one.operands;
      if (DROPPABLE.has(one.op) && to?.kind === 'reg' && ((live >>> to.reg) & 1) === 0) continue;
      live = before(one, live) | always;
      kept.push(one);
    }
    block.instructions.splice(0, block.instructions.length, ...kept.toReversed());
  }
}

function before(one: MachineInstruction | undefined, after: number): number {
  if (one === undefined) return after;
  let live = after & ~one.clobbers;
  for (const register of one.writes) live &= ~(1 << register);
  for (const register of one.reads) live |= 1 << register;
  return live;
}
