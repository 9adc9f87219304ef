/**
 * Allocated machine code as assembler: blocks in order, jumps between them, prologue and epilogues.
 *
 * In: machine code over physical registers and its frame. Out: items for the peephole pass.
 */
import type { AsmItem, AsmOperand } from '../../asm/asm.ts';
import { NO_LOC } from '../../cpp/source.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { IrFunction } from '../../ir/ir.ts';
import { AsmBuilder, num, pointer, reg } from '../asm-builder.ts';
import { emitDelay } from '../delay-cycles.ts';
import type {
  Condition,
  MachineBlock,
  MachineFunction,
  MachineInstruction,
  MachineOperand,
} from '../machine/machine-code.ts';
import type { FrameLayout } from './frame-layout.ts';
import { writeEpilogue, writePrologue, writeStackPointer } from './write-frame.ts';
import { type SlotMove, writeSlotMoves } from './write-slot-moves.ts';

const BRANCH: Readonly<Record<Condition, string>> = {
  eq: 'breq',
  ne: 'brne',
  cs: 'brcs',
  cc: 'brcc',
  lt: 'brlt',
  ge: 'brge',
};
const INVERSE: Readonly<Record<Condition, Condition>> = {
  eq: 'ne',
  ne: 'eq',
  cs: 'cc',
  cc: 'cs',
  lt: 'ge',
  ge: 'lt',
};

export function writeFunction(machine: MachineFunction, fn: IrFunction, frame: FrameLayout): AsmItem[] {
  return new FunctionWriter(machine, fn, frame).write();
}

class FunctionWriter {
  private readonly out = new AsmBuilder();
  private readonly blocks: readonly MachineBlock[];
  private readonly fn: IrFunction;
  private readonly frame: FrameLayout;
  /** By block, made once: they are compared a lot. */
  private readonly labels: string[] = [];
  private readonly tables: { label: string; targets: readonly MachineBlock[] }[] = [];

  constructor(machine: MachineFunction, fn: IrFunction, frame: FrameLayout) {
    this.fn = fn;
    this.frame = frame;
    // The entry stays first; other blocks that do nothing are passed over.
    this.blocks = machine.blocks.filter((block, index) => index === 0 || this.through(block) === block);
  }

  write(): AsmItem[] {
    const { out } = this;
    out.loc = this.fn.loc;
    if (!this.fn.attributes.isNaked) writePrologue(out, this.fn, this.frame);
    this.blocks.forEach((block, index) => this.writeBlock(block, this.blocks[index + 1]));
    for (const { label, targets } of this.tables) {
      out.label(label);
      for (const block of targets)
        out.items.push({ kind: 'address', name: this.labelOf(this.through(block)), offset: 0, isWord: true });
    }
    return out.items;
  }

  /** Where a jump to this block really ends. */
  private through(block: MachineBlock): MachineBlock {
    let at = block;
    for (let steps = 0; steps < 16; steps++) {
      if (at.terminator.kind !== 'jump' || at.terminator.to === at) return at;
      if (at.instructions.some((one) => !isSilent(one))) return at;
      at = at.terminator.to;
    }
    return at;
  }

  private writeBlock(block: MachineBlock, following: MachineBlock | undefined): void {
    const { out } = this;
    out.label(this.labelOf(block));
    // A jump alone belongs to no statement.
    out.loc = NO_LOC;
    const moves: SlotMove[] = [];
    for (const one of block.instructions) {
      const move = this.slotMoveOf(one);
      if (move !== undefined) moves.push(move);
      else if (!isSilent(one)) {
        writeSlotMoves(out, moves.splice(0));
        this.writeInstruction(one);
      }
    }
    writeSlotMoves(out, moves);
    const end = block.terminator;
    switch (end.kind) {
      case 'jump':
        return this.jumpTo(this.through(end.to), following);
      case 'branch': {
        const [then, otherwise] = [this.through(end.taken), this.through(end.otherwise)];
        if (then === otherwise) return this.jumpTo(then, following);
        if (then === following) return out.to(BRANCH[INVERSE[end.condition]], this.labelOf(otherwise));
        out.to(BRANCH[end.condition], this.labelOf(then));
        return this.jumpTo(otherwise, following);
      }
      case 'skip': {
        const [then, otherwise] = [this.through(end.taken), this.through(end.otherwise)];
        if (then === following) {
          this.invertSkip();
          return out.to('rjmp', this.labelOf(otherwise));
        }
        out.to('rjmp', this.labelOf(then));
        return this.jumpTo(otherwise, following);
      }
      case 'table':
        this.tables.push(end);
        return;
      default:
    }
  }

  private labelOf({ id }: MachineBlock): string {
    return (this.labels[id] ??= `.b${id}`);
  }

  private jumpTo(block: MachineBlock, following: MachineBlock | undefined): void {
    if (block !== following) this.out.to('rjmp', this.labelOf(block));
  }

  /** The sbrc or sbic just written skips what it was to let through. */
  private invertSkip(): void {
    const last = this.out.items.pop();
    if (last?.kind !== 'instruction' || (last.op !== 'sbrc' && last.op !== 'sbic'))
      throw new InternalError('no skip at the end of the block');
    this.out.items.push({ ...last, op: last.op === 'sbrc' ? 'sbrs' : 'sbis' });
  }

  /** Of a spill or reload. */
  private slotMoveOf({ op, operands, inserted, loc }: MachineInstruction): SlotMove | undefined {
    const [first] = operands;
    if ((op !== 'spill' && op !== 'reload') || first?.kind !== 'reg' || inserted === undefined)
      return undefined;
    return {
      isStore: op === 'spill',
      register: first.reg,
      offset: this.frame.offsetOfSlot(inserted.slot),
      loc,
    };
  }

  private writeInstruction(one: MachineInstruction): void {
    const { out } = this;
    out.loc = one.loc;
    const [first, second] = one.operands;
    switch (one.op) {
      case 'copy':
        if (first?.kind === 'reg' && second?.kind === 'reg') out.rr('mov', first.reg, second.reg);
        return;
      case 'spread':
        if (first?.kind === 'reg') out.rr('sbc', first.reg, first.reg);
        return;
      case 'delay':
        if (first?.kind === 'number') emitDelay(out, first.value);
        return;
      case 'restoreSp':
        return writeStackPointer(out);
      case 'return':
        // The way out belongs to no statement: all share it.
        out.loc = NO_LOC;
        if (!this.fn.attributes.isNaked) writeEpilogue(out, this.frame);
        return;
      default:
        out.op(opOf(one), ...one.operands.map((operand) => this.operandOf(operand)));
    }
  }

  private operandOf(operand: MachineOperand): AsmOperand {
    switch (operand.kind) {
      case 'reg':
        return reg(operand.reg);
      case 'pair':
        return {
          kind: 'pointer',
          pair: pairName(operand.lo),
          step: operand.step,
          displacement: operand.displacement,
        };
      case 'frame':
        return pointer('Y', this.frame.offsetOf(operand.area, operand.offset));
      case 'frameDistance': {
        const distance = -this.frame.offsetOf(operand.area, operand.offset);
        return num((operand.part === 'lo8' ? distance : distance >> 8) & 255);
      }
      default:
        return operand;
    }
  }
}

/** Writes nothing. */
function isSilent(one: MachineInstruction): boolean {
  if (one.op === 'entry' || one.op === 'undefined' || one.op === 'samePlace') return true;
  const [to, from] = one.operands;
  return one.op === 'copy' && to?.kind === 'reg' && from?.kind === 'reg' && to.reg === from.reg;
}

function pairName(lo: number): 'X' | 'Y' | 'Z' {
  if (lo === 26) return 'X';
  if (lo === 28) return 'Y';
  if (lo === 30) return 'Z';
  throw new InternalError(`r${lo} is no pointer`);
}

/** ldd and std only where there is a displacement. */
function opOf(one: MachineInstruction): string {
  if (one.op !== 'ldd' && one.op !== 'std') return one.op;
  const at = one.operands.find((operand) => operand.kind === 'pair' || operand.kind === 'frame');
  if (at?.kind !== 'pair' || at.displacement > 0) return one.op;
  return one.op === 'ldd' ? 'ld' : 'st';
}
