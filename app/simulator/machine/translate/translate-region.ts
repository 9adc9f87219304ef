/**
 * A region of AVR code as a WebAssembly function.
 *
 * In: basic blocks, and what is known about I/O registers. Out: the bytes of a module. The function takes the
 * cycle (counted from its start) at which it must be back, runs while whole stretches fit before it, and gives the
 * word address at which the interpreter goes on. It is left before whatever it cannot do itself: the stack or
 * a pointer outside the RAM, indirect jumps to unknown places, SLEEP, SPM and such. Registers with
 * hooks are read and written by calls. Control flow becomes blocks and loops along the dominator tree
 * (Ramsey, "Beyond Relooper", 2022).
 */
import { OP } from '../opcodes.ts';
import {
  CELL,
  CYCLES,
  FLAG_I,
  FLASH_AT,
  LIMIT,
  loadState,
  LOCALS,
  packFlags,
  PC,
  register,
  ROUNDS,
  STACK,
  storeState,
  TEMP_A,
  TEMP_V,
  TEMP_X,
  TIMER_CELL_BYTES,
  unpackFlags,
} from './locals.ts';
import { type Block, type Edge, isForeign, type Step } from './region.ts';
import { testFlag, testSkip, translateAlu } from './translate-op.ts';
import { IMPORT, WASM, WasmCode } from './wasm-code.ts';

/** What a translated region must know about the chip. */
export interface Surroundings {
  readonly ramStart: number;
  readonly dataSize: number;
  readonly stackFloor: number;
  readonly pcBytes: number;
  readonly flashMask: number;
  /** Whether reading gives what stands there, and whether writing only puts it there. */
  isPlainRead(address: number): boolean;
  isPlainWrite(address: number): boolean;
  /** The timer whose count, or flags, a register reads as long as nothing happens to it. */
  timerCount(address: number): number | undefined;
  timerFlags(address: number): number | undefined;
}

const { add, and, eqz, geS, geU, ltS, mul, or, shl, shrU, sub } = WASM;
const [SPL, SPH, SREG_AT, RAMPZ] = [0x5d, 0x5e, 0x5f, 0x5b] as const;
/** The interpreter has at most about so many cycles to do before a limit. */
const LONGEST_STRETCH = 70;
const EXIT = Symbol('exit');

/** Cycles of the shorter way of each instruction that has more than one; `pcBytes` counts for calls. */
function cyclesOf(op: number, pcBytes: number): number {
  if (op === OP.JMP || (op >= OP.LPM && op <= OP.ELPM_INC)) return 3;
  if (op === OP.CALL || op === OP.RET) return 2 + pcBytes;
  if (op === OP.RCALL || op === OP.ICALL) return 1 + pcBytes;
  if (op === OP.ADIW || op === OP.SBIW || (op >= OP.MUL && op <= OP.FMULSU)) return 2;
  if (op === OP.RJMP || op === OP.IJMP || op === OP.SBI || op === OP.CBI) return 2;
  return op >= OP.PUSH && op <= OP.ST_Z_DEC ? 2 : 1;
}

export class RegionTranslator {
  /** Cycles before its limit at which the function may give up at most. */
  slack = 0;
  /** Timers whose cells must be right when it is called. */
  readonly timers = new Set<number>();
  private readonly w = new WasmCode();
  private readonly on: Surroundings;
  private readonly blocks: readonly Block[];
  private readonly checked = new Map<Block, number>();
  /** Cycles of the current block that are not in the local yet. */
  private pending = 0;

  constructor(blocks: readonly Block[], on: Surroundings) {
    this.blocks = blocks;
    this.on = on;
  }

  translate(pages: number): Uint8Array<ArrayBuffer> {
    const { w, blocks } = this;
    const [entry] = blocks;
    if (entry === undefined) throw new RangeError('a region without blocks');
    this.placeChecks();
    const used = [...this.usedRegisters()];
    loadState(w, used);
    w.const(0).set(CYCLES);
    w.block(EXIT);
    this.tree(entry);
    w.end();
    storeState(w, used);
    return w.module(LOCALS, pages);
  }

  get size(): number {
    return this.w.size;
  }

  private usedRegisters(): Set<number> {
    // Pairs and pointers make the exact set long to write; a register costs only a load and a store.
    const used = new Set<number>();
    for (const { steps } of this.blocks) {
      for (const { op, a, b } of steps) {
        if (op >= OP.MUL && op <= OP.FMULSU) for (const r of [0, 1]) used.add(r);
        if (op === OP.BSET || op === OP.BCLR || op === OP.BRBS || op === OP.BRBC) continue;
        if (op >= OP.ADD && op <= OP.MOVW) used.add(b & 31);
        if ((op === OP.LDS || op === OP.STS) && b < 32) used.add(b);
        if (op >= OP.MUL && op <= OP.FMULSU) used.add(b & 31);
        if (op === OP.CPSE) used.add(b & 31);
        if (op !== OP.SBIC && op !== OP.SBIS && op !== OP.SBI && op !== OP.CBI) used.add(a & 31);
        if (op === OP.MOVW) for (const r of [a + 1, b + 1]) used.add(r & 31);
        if (op === OP.ADIW || op === OP.SBIW) used.add((a + 1) & 31);
        const pointer = pointerOf(op);
        if (pointer !== undefined) for (const r of [pointer, pointer + 1]) used.add(r);
      }
    }
    return used;
  }

  /**
   * Blocks at whose beginning the cycles are looked at: the entry, loops, what may come after an I/O access in a
   * condition, and so many more that none is longer than LONGEST_STRETCH from the last look.
   */
  private placeChecks(): void {
    const { blocks, checked, on } = this;
    const must = new Set<Block>(blocks.filter((block) => block.order === 0 || block.isLoop));
    for (const { steps, edges } of blocks) {
      const last = steps.at(-1);
      if (last === undefined || (last.op !== OP.SBIC && last.op !== OP.SBIS)) continue;
      if (on.isPlainRead(last.b)) continue;
      for (const { block } of edges) if (block !== undefined) must.add(block);
    }
    const tails = new Map<Block, number>();
    for (const block of blocks.toReversed()) {
      let tail = 0;
      for (const { block: to, extra } of block.edges) {
        const after = to === undefined || to.order <= block.order || must.has(to) ? 0 : (tails.get(to) ?? 0);
        tail = Math.max(tail, extra + after);
      }
      for (const { op } of block.steps) tail += cyclesOf(op, on.pcBytes);
      if (tail > LONGEST_STRETCH) must.add(block);
      tails.set(block, tail);
    }
    for (const block of must) {
      const tail = tails.get(block) ?? 0;
      checked.set(block, tail);
      this.slack = Math.max(this.slack, tail);
    }
  }

  /** A block and all that it dominates. */
  private tree(block: Block): void {
    const { w } = this;
    if (block.isLoop) w.loop(block);
    const merges = block.below.filter(({ isMerge }) => isMerge).toSorted((x, y) => y.order - x.order);
    for (const merge of merges) w.block(merge);
    this.code(block);
    for (const merge of merges.toReversed()) {
      w.end();
      this.tree(merge);
    }
    if (block.isLoop) w.end();
  }

  private code(block: Block): void {
    const { w } = this;
    this.pending = 0;
    const tail = this.checked.get(block);
    if (block.order === 0 && block.isLoop) {
      w.get(ROUNDS).op(eqz).if();
      this.leave(block.steps[0]?.pc ?? 0);
      w.end();
      w.get(ROUNDS).const(1).op(sub).set(ROUNDS);
    }
    if (tail !== undefined) {
      w.get(CYCLES).const(tail).op(add).get(LIMIT).op(geS).if();
      this.leave(block.steps[0]?.pc ?? 0);
      w.end();
    }
    for (const step of block.steps) this.step(step);
  }

  /** Leaves the function here, everything up to now done. */
  private leave(pc: number): void {
    this.settle(this.pending);
    this.w.const(pc).set(PC).branch(EXIT);
  }

  private settle(cycles: number): void {
    if (cycles !== 0) this.w.get(CYCLES).const(cycles).op(add).set(CYCLES);
  }

  private goto(edge: Edge, from: Block): void {
    const { w } = this;
    this.settle(this.pending + edge.extra);
    const { block } = edge;
    if (block === undefined) w.const(edge.pc).set(PC).branch(EXIT);
    else if (block.order <= from.order || block.isMerge) w.branch(block);
    else {
      const { pending } = this;
      this.tree(block);
      this.pending = pending;
    }
  }

  private blockOf(step: Step): Block {
    const block = this.blocks.find(({ steps }) => steps.at(-1) === step);
    if (block === undefined) throw new RangeError('a step in the middle of a block does not jump');
    return block;
  }

  private step(step: Step): void {
    const { w, on } = this;
    const { pc, op, a, b, edges } = step;
    if (isForeign(op)) {
      this.leave(pc);
      return;
    }
    const cycles = cyclesOf(op, on.pcBytes);
    switch (op) {
      case OP.RJMP:
      case OP.JMP:
        this.pending += cycles;
        break;
      case OP.BRBS:
      case OP.BRBC:
        this.pending += cycles;
        testFlag(w, a, op === OP.BRBS);
        this.fork(step);
        return;
      case OP.CPSE:
      case OP.SBRC:
      case OP.SBRS:
        this.pending += cycles;
        testSkip(w, op, a, b);
        this.fork(step);
        return;
      case OP.SBIC:
      case OP.SBIS:
        this.readIo(b, pc, 0, undefined);
        this.pending += cycles;
        w.const(a).op(and);
        if (op === OP.SBIC) w.op(eqz);
        this.fork(step);
        return;
      case OP.CALL:
      case OP.RCALL:
      case OP.ICALL:
        this.push(pc, on.pcBytes, on.stackFloor - 1 + on.pcBytes, (i) =>
          w.const(((pc + (op === OP.CALL ? 2 : 1)) >> (8 * i)) & 0xff),
        );
        this.pending += cycles;
        if (op !== OP.ICALL) break;
        this.leaveByZ();
        return;
      case OP.IJMP:
        this.pending += cycles;
        this.leaveByZ();
        return;
      case OP.RET:
        this.return(step, cycles);
        return;
      case OP.PUSH:
        this.push(pc, 1, on.stackFloor, () => w.get(register(a)));
        this.pending += cycles;
        break;
      case OP.POP:
        w.get(STACK)
          .const(1 - on.ramStart)
          .op(add)
          .const(on.dataSize - on.ramStart)
          .op(geU)
          .if();
        this.leave(pc);
        w.end();
        w.get(STACK).const(1).op(add).tee(STACK).load8(0).set(register(a));
        this.pending += cycles;
        break;
      case OP.IN:
        this.readIo(b, pc, 0, { to: register(a), next: pc + 1, cycles });
        this.pending += cycles;
        break;
      case OP.LDS:
        if (b >= on.dataSize) return this.leave(pc);
        this.readIo(b, pc, 1, { to: register(a), next: pc + 2, cycles });
        this.pending += cycles;
        break;
      case OP.OUT:
        this.writeIo(b, pc, 0, 0xff, cycles, pc + 1, () => w.get(register(a)));
        break;
      case OP.STS:
        if (b >= on.dataSize) return this.leave(pc);
        this.writeIo(b, pc, 1, 0xff, cycles, pc + 2, () => w.get(register(a)));
        break;
      case OP.SBI:
      case OP.CBI:
        this.writeIo(b, pc, 1, a, cycles, pc + 1, () => {
          w.const(0)
            .load8(b)
            .const(op === OP.SBI ? a : ~a & 0xff)
            .op(op === OP.SBI ? or : and);
        });
        break;
      case OP.LPM:
      case OP.LPM_INC:
      case OP.ELPM:
      case OP.ELPM_INC:
        this.loadFlash(op, a);
        this.pending += cycles;
        break;
      default:
        if (pointerOf(op) !== undefined) this.throughPointer(step);
        else if (!translateAlu(w, op, a, b)) throw new RangeError(`operation ${op} is not translated`);
        this.pending += cycles;
        if (op === OP.BSET && a === 0x80) this.interruptsLater(pc + 1);
    }
    // In the middle of a block there is nothing to jump.
    const [edge] = edges;
    if (edge !== undefined) this.goto(edge, this.blockOf(step));
  }

  /** The condition on the stack chooses the first edge. */
  private fork(step: Step): void {
    const { w, pending } = this;
    const [taken, other] = step.edges;
    if (taken === undefined || other === undefined) throw new RangeError('a fork has two edges');
    const block = this.blockOf(step);
    w.if();
    this.goto(taken, block);
    w.end();
    this.pending = pending;
    this.goto(other, block);
  }

  /** Leaves before the instruction unless there is room for so many bytes, then puts them on the stack. */
  private push(pc: number, bytes: number, lowest: number, value: (index: number) => void): void {
    const { w, on } = this;
    w.get(STACK)
      .const(-lowest)
      .op(add)
      .const(on.dataSize - lowest)
      .op(geU)
      .if();
    this.leave(pc);
    w.end();
    for (let i = 0; i < bytes; i++) {
      w.get(STACK);
      if (i > 0) w.const(i).op(sub);
      value(i);
      w.store8(0);
    }
    w.get(STACK).const(bytes).op(sub).set(STACK);
  }

  private leaveByZ(): void {
    const { w } = this;
    this.settle(this.pending);
    w.get(register(30)).get(register(31)).const(8).op(shl, or);
    w.const(this.on.flashMask >> 1)
      .op(and)
      .set(PC)
      .branch(EXIT);
  }

  private return({ pc, back, edges }: Step, cycles: number): void {
    const { w, on } = this;
    w.get(STACK)
      .const(1 - on.ramStart)
      .op(add);
    w.const(on.dataSize - on.ramStart - on.pcBytes + 1)
      .op(geU)
      .if();
    this.leave(pc);
    w.end();
    for (let i = 1; i <= on.pcBytes; i++) {
      if (i > 1) w.const(8).op(shl);
      w.get(STACK).load8(i);
      if (i > 1) w.op(or);
    }
    w.const(on.flashMask >> 1)
      .op(and)
      .set(PC);
    w.get(STACK).const(on.pcBytes).op(add).set(STACK);
    this.pending += cycles;
    const [edge] = edges;
    if (back === undefined || edge === undefined) {
      this.settle(this.pending);
      w.branch(EXIT);
      return;
    }
    w.get(PC).const(back).op(WASM.ne).if();
    this.settle(this.pending);
    w.branch(EXIT);
    w.end();
    const block = this.blocks.find(({ edges: out }) => out === edges);
    if (block === undefined) throw new RangeError('a return ends its block');
    this.goto(edge, block);
  }

  /**
   * A register of the data space on the stack, or in `into`. A hook may ask for everything to stop after
   * the instruction; without `into`, the blocks behind it look.
   */
  private readIo(
    address: number,
    pc: number,
    late: number,
    into: { to: number; next: number; cycles: number } | undefined,
  ): void {
    const { w, on } = this;
    const put = (): void => void (into === undefined ? w.set(TEMP_V) : w.set(into.to));
    if (address < 32) w.get(register(address));
    else if (address === SPL) w.get(STACK).const(0xff).op(and);
    else if (address === SPH) w.get(STACK).const(8).op(shrU);
    else if (address === SREG_AT) packFlags(w);
    else if (on.isPlainRead(address)) w.const(0).load8(address);
    else {
      const counts = on.timerCount(address);
      const timer = counts ?? on.timerFlags(address);
      const cell = CELL.timers + (timer ?? 0) * TIMER_CELL_BYTES;
      if (timer !== undefined) {
        this.timers.add(timer);
        w.get(CYCLES)
          .const(this.pending + late)
          .op(add)
          .tee(TEMP_X);
        w.const(0).load32(cell).op(ltS).if();
        if (counts === undefined) w.const(0).load8(address);
        else {
          w.get(TEMP_X)
            .const(0)
            .load32(cell + 4)
            .op(add);
          w.const(0)
            .load32(cell + 8)
            .op(shrU);
          w.const(0)
            .load32(cell + 12)
            .op(add)
            .const(0xff)
            .op(and);
        }
        put();
        w.else();
      }
      w.const(address)
        .get(CYCLES)
        .const(this.pending)
        .op(add)
        .const((pc << 1) | late)
        .call(IMPORT.load);
      put();
      w.const(0).load32(CELL.limit).set(LIMIT);
      if (into !== undefined) {
        w.get(LIMIT).op(eqz).if();
        this.settle(this.pending + into.cycles);
        w.const(into.next).set(PC).branch(EXIT);
        w.end();
      }
      if (timer !== undefined) w.end();
      if (into === undefined) w.get(TEMP_V);
      return;
    }
    if (into !== undefined) w.set(into.to);
  }

  /** `late`: the access counts at the instruction's second cycle. */
  private writeIo(
    address: number,
    pc: number,
    late: number,
    mask: number,
    cycles: number,
    next: number,
    value: () => void,
  ): void {
    const { w, on } = this;
    if (address < 32) {
      value();
      w.set(register(address));
    } else if (address === SPL || address === SPH) {
      const isLow = address === SPL;
      w.get(STACK)
        .const(isLow ? 0xff00 : 0xff)
        .op(and);
      value();
      if (!isLow) w.const(8).op(shl);
      w.op(or).set(STACK);
    } else if (address === SREG_AT) {
      value();
      w.set(TEMP_X);
      unpackFlags(w, TEMP_X);
      this.pending += cycles;
      this.interruptsLater(next);
      return;
    } else if (on.isPlainWrite(address)) {
      w.const(0);
      value();
      w.store8(address);
    } else {
      w.const(address);
      value();
      w.const(mask)
        .get(CYCLES)
        .const(this.pending)
        .op(add)
        .const((pc << 1) | late)
        .call(IMPORT.store);
      w.const(cycles).op(add).set(CYCLES);
      this.pending = 0;
      w.const(0).load32(CELL.limit).tee(LIMIT).op(eqz).if();
      w.const(next).set(PC).branch(EXIT);
      w.end();
      return;
    }
    this.pending += cycles;
  }

  /** After a write to SREG one more instruction runs before an interrupt that waits. */
  private interruptsLater(next: number): void {
    const { w } = this;
    w.const(0).get(CYCLES).const(this.pending).op(add).store32(CELL.shadow);
    w.const(0).load32(CELL.irq).get(FLAG_I).op(mul).if();
    w.const(0).set(LIMIT);
    this.leave(next);
    w.end();
  }

  private loadFlash(op: number, d: number): void {
    const { w, on } = this;
    const isLong = op === OP.ELPM || op === OP.ELPM_INC;
    const [low, high] = [register(30), register(31)];
    w.get(low).get(high).const(8).op(shl, or);
    if (isLong) w.const(0).load8(RAMPZ).const(16).op(shl, or);
    w.tee(TEMP_A).const(on.flashMask).op(and).load8(FLASH_AT).set(register(d));
    if (op !== OP.LPM_INC && op !== OP.ELPM_INC) return;
    w.get(TEMP_A).const(1).op(add).tee(TEMP_A).const(0xff).op(and).set(low);
    w.get(TEMP_A).const(8).op(shrU).const(0xff).op(and).set(high);
    if (op === OP.ELPM_INC) w.const(0).get(TEMP_A).const(16).op(shrU).store8(RAMPZ);
  }

  /** Loads and stores through X, Y and Z; outside the RAM, the region is left before them. */
  private throughPointer({ pc, op, a, b }: Step): void {
    const { w, on } = this;
    const pointer = pointerOf(op) ?? 0;
    const [low, high] = [register(pointer), register(pointer + 1)];
    const form = (op - OP.LD_X) % 9;
    const kind = form % 3;
    w.get(low).get(high).const(8).op(shl, or);
    if (kind === 0 && form > 0 && b > 0) w.const(b).op(add).const(0xffff).op(and);
    if (kind === 2) w.const(1).op(sub).const(0xffff).op(and);
    w.tee(TEMP_A)
      .const(on.ramStart)
      .op(sub)
      .const(on.dataSize - on.ramStart)
      .op(geU)
      .if();
    this.leave(pc);
    w.end();
    const isStore = op >= OP.ST_X;
    if (isStore) w.get(register(a)).set(TEMP_V);
    if (kind !== 0) {
      w.get(TEMP_A);
      if (kind === 1) w.const(1).op(add).tee(TEMP_X);
      w.const(0xff).op(and).set(low);
      w.get(kind === 1 ? TEMP_X : TEMP_A)
        .const(8)
        .op(shrU)
        .set(high);
    }
    w.get(TEMP_A);
    if (isStore) w.get(TEMP_V).store8(0);
    else w.load8(0).set(register(a));
  }
}

/** The low register of the pointer that an instruction goes through. */
function pointerOf(op: number): number | undefined {
  if (op >= OP.LPM && op <= OP.ELPM_INC) return 30;
  if (op === OP.ICALL || op === OP.IJMP) return 30;
  if (op < OP.LD_X || op > OP.ST_Z_DEC) return undefined;
  return 26 + 2 * Math.floor(((op - OP.LD_X) % 9) / 3);
}
