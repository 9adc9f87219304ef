/**
 * The processor: registers, memories, interrupts, and the loop that runs them until a cycle.
 *
 * In: a flash image, the memory's sizes, hooks on I/O registers. Out: the program run; faults.
 * Invariants: `cycles` only grows; while a hook runs, `now` is the cycle of the access itself; `limit` is
 * the cycle at which execute() must come back, and anything that needs attention brings it nearer.
 * Instructions are decoded once, when flash is written. Spec: ATmega328P DS40002061 chapters 7 and 8.
 */
import { execute } from './execute.ts';
import type { Fault, FaultKind } from './fault.ts';
import { resultFlags, SREG } from './flags.ts';
import { IdleSkipper } from './idle.ts';
import { decode, isTwoWords, OP } from './opcodes.ts';
import { Scheduler } from './scheduler.ts';
import { type ShownTimer, Translator } from './translate/translator.ts';

export interface CoreOptions {
  readonly flashBytes: number;
  readonly ramStart: number;
  readonly ramBytes: number;
  readonly image: Uint8Array;
  /** Byte address where the program starts after a reset: 0, or the bootloader's. */
  readonly resetAddress: number;
  /** First data address behind the variables: the stack must stay at or above. */
  readonly dataEnd: number;
  /**
   * With a bootloader it is no fault to arrive at address 0 without a reset, nor to run through erased flash
   * up to the bootloader, as a chip without a program does.
   */
  readonly hasBootloader: boolean;
}

export type ReadHook = (address: number) => number;
/** `mask`: which bits the instruction writes (one for SBI and CBI). The hook stores the value itself. */
export type WriteHook = (value: number, mask: number, address: number) => void;

const [RAMPZ, SPL, SPH, SREG_AT] = [0x5b, 0x5d, 0x5e, 0x5f] as const;
const MAX_FAULTS = 100;
/** A search for idle rounds is tried at least so often. */
const STRETCH_CYCLES = 16_384;
/** Cycles run before hot code is looked for: a short run is over sooner. */
const FIRST_TRANSLATION = 300_000;
const ERASED = 0xffff;
const RESTART = 89;
const VECTORS = 64;

export class Core {
  data: Uint8Array;
  flash: Uint8Array;
  readonly op: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint32Array;
  readonly long: Uint8Array;
  readonly resultFlags = resultFlags();
  readonly ramStart: number;
  readonly dataSize: number;
  readonly stackFloor: number;
  /** 1 where reading a register is more than reading the byte that stands there. */
  readonly readHooked: Uint8Array;
  readonly pcMask: number;
  readonly hasLargeFlash: boolean;
  readonly scheduler = new Scheduler(() => (this.limit = 0));
  readonly faults: Fault[] = [];

  pc = 0;
  cycles = 0;
  now = 0;
  limit = 0;
  sreg = 0;
  isSleeping = false;
  /** Set by a fault after which nothing sensible can run; a reset clears it. */
  isHalted = false;
  /** The cycle before which no interrupt is served: one instruction runs after SEI, RETI, OUT SREG. */
  shadow = -1;
  /** The lowest active vector, 0: none. */
  irq = 0;
  /** Word address of the vector table. */
  vectorBase = 0;
  /** False while reading flash gives something else than what is written there (self-programming). */
  isFlashPlain = true;
  /** A part asks for a reset: done before the next instruction. */
  resetAsked = false;
  /** What hardware does when the program sleeps, clears the watchdog, writes its own flash. */
  onSleep: () => void = () => undefined;
  onWatchdogReset: () => void = () => undefined;
  onSpm: (z: number) => void = () => undefined;
  loadFlash: (address: number) => number = (address) => this.flash[address] ?? 0xff;
  onResetAsked: () => void = () => this.reset();
  /** Asked at an operation that no instruction has: true when a debugger put it there (traps.ts). */
  trap: () => boolean = () => false;
  /** The run ends before the next instruction; whoever asked takes it back. */
  stopAsked = false;
  /** Whether rounds that change nothing are skipped; what can be observed is the same. */
  skipsIdle = true;
  readonly idle: IdleSkipper = new IdleSkipper(this);
  /** Something was read that depends on time, or done that has an effect, since this was last set to false. */
  touched = false;
  /** Whether hot code is translated; what happens is the same. */
  translates = true;
  /** Timers whose count translated code may read by itself. */
  timers: readonly ShownTimer[] = [];
  private translator: Translator | undefined;
  /** Cycles run before there is a translator. */
  private untranslated = 0;
  private readonly repeatable = new Set<number>();
  private readonly active = new Uint8Array(VECTORS);
  private readonly acknowledge: ((() => void) | undefined)[] = [];
  private readonly readHooks: (ReadHook | undefined)[] = [];
  private readonly writeHooks: (WriteHook | undefined)[] = [];
  private readonly hookEnd: number;
  private readonly resetPc: number;
  /** Grows with every change of flash. */
  flashVersion = 0;
  /** Grows with every change of what is decoded: flash, and a debugger's traps. */
  codeVersion = 0;
  private startedAt = 0;
  private readonly hasBootloader: boolean;

  constructor(options: CoreOptions) {
    const { flashBytes, ramStart, ramBytes, image, resetAddress, dataEnd } = options;
    this.ramStart = ramStart;
    this.dataSize = ramStart + ramBytes;
    this.data = new Uint8Array(this.dataSize);
    this.stackFloor = Math.max(ramStart, dataEnd);
    this.flash = new Uint8Array(flashBytes).fill(0xff);
    const words = flashBytes / 2;
    this.op = new Uint8Array(words);
    this.a = new Uint8Array(words);
    this.b = new Uint32Array(words);
    this.long = new Uint8Array(words);
    this.pcMask = words - 1;
    this.hasLargeFlash = flashBytes > 0x20000;
    this.hookEnd = ramStart;
    this.readHooked = new Uint8Array(ramStart);
    this.readHooked[SREG_AT] = 1;
    this.resetPc = resetAddress / 2;
    this.hasBootloader = options.hasBootloader;
    this.flash.set(image.subarray(0, flashBytes));
    // What is not decoded is erased: UNKNOWN is 0.
    if (options.hasBootloader) this.op.fill(OP.NOP);
    this.decodeFlash(0, Math.min(flashBytes, (image.length + 1) & ~1));
    this.reset();
  }

  /** Only the processor's own part; the machine resets the rest. The RAM keeps what it holds. */
  reset(): void {
    this.pc = this.resetPc;
    this.sreg = 0;
    this.isSleeping = false;
    this.isHalted = false;
    this.shadow = -1;
    this.vectorBase = 0;
    this.isFlashPlain = true;
    this.resetAsked = false;
    this.active.fill(0);
    this.irq = 0;
    this.startedAt = this.cycles;
    this.limit = 0;
    this.data.fill(0, 0x20, this.ramStart);
    const ramEnd = this.dataSize - 1;
    this.data[SPL] = ramEnd & 0xff;
    this.data[SPH] = ramEnd >> 8;
  }

  get stackPointer(): number {
    return (this.data[SPL] ?? 0) | ((this.data[SPH] ?? 0) << 8);
  }

  /** Z with RAMPZ above it, a byte address of flash. */
  get flashPointer(): number {
    const high = this.hasLargeFlash ? (this.data[RAMPZ] ?? 0) << 16 : 0;
    return (high | ((this.data[31] ?? 0) << 8) | (this.data[30] ?? 0)) % this.flash.length;
  }

  onRead(address: number, hook: ReadHook): void {
    if (address === 0) return;
    this.readHooks[address] = hook;
    this.readHooked[address] = 1;
  }

  onWrite(address: number, hook: WriteHook): void {
    if (address !== 0) this.writeHooks[address] = hook;
  }

  /** A vector with the act that clears its flag when it is served (none for those that stay). */
  onInterrupt(vector: number, acknowledge?: () => void): void {
    this.acknowledge[vector] = acknowledge;
  }

  /** An interrupt is flagged and enabled, or no more. */
  setInterrupt(vector: number, isActive: boolean): void {
    const value = isActive ? 1 : 0;
    if (vector === 0 || this.active[vector] === value) return;
    this.active[vector] = value;
    const lowest = this.active.indexOf(1);
    this.irq = lowest < 0 ? 0 : lowest;
    if (isActive) this.limit = 0;
  }

  /** Writing what such a register holds already does nothing: DDR and PORT. */
  markRepeatable(address: number): void {
    this.repeatable.add(address);
  }

  /** Whether reading gives what stands there, whenever it is read. */
  isPlainRead(address: number): boolean {
    if (address >= this.dataSize) return false;
    return address === SREG_AT || address >= this.hookEnd || this.readHooks[address] === undefined;
  }

  /** Whether writing this value only changes what stands there. SREG is looked at by itself. */
  isPlainWrite(address: number, value: number): boolean {
    if (address >= this.dataSize || address < 0) return false;
    if (address === SREG_AT || address >= this.hookEnd || this.writeHooks[address] === undefined) return true;
    return this.repeatable.has(address) && this.data[address] === value;
  }

  /** Whether writing only puts there what is written, whatever it is. */
  isUnhookedWrite(address: number): boolean {
    return address >= this.hookEnd || (address !== SREG_AT && this.writeHooks[address] === undefined);
  }

  /** Runs until the cycle is reached or passed by the last instruction, or the program is halted. */
  run(until: number): void {
    const { scheduler } = this;
    while (this.cycles < until && !this.isHalted && !this.stopAsked) {
      while (scheduler.next <= this.cycles) {
        this.now = scheduler.next;
        scheduler.fire();
      }
      if (this.resetAsked) this.onResetAsked();
      const served = this.irq !== 0 && (this.sreg & SREG.I) !== 0;
      if (served && this.cycles !== this.shadow) {
        this.interrupt();
        continue;
      }
      const limit = Math.min(until, scheduler.next);
      if (this.isSleeping) {
        this.cycles = limit;
        continue;
      }
      if (this.skipsIdle && this.irq === 0) {
        const before = this.cycles;
        this.idle.trySkip(limit);
        if (this.cycles !== before) continue;
      }
      if (!served && this.translator?.search(limit) === true) continue;
      this.limit = served ? this.cycles + 1 : Math.min(limit, this.cycles + STRETCH_CYCLES);
      if (this.translator !== undefined && !served) this.translator.run();
      else this.interpret();
    }
    // What is due at this very cycle has happened for whoever looks now.
    while (scheduler.next <= this.cycles) {
      this.now = scheduler.next;
      scheduler.fire();
    }
    this.now = this.cycles;
  }

  private interpret(): void {
    const before = this.cycles;
    execute(this, this.op);
    if (!this.translates || this.translator !== undefined) return;
    this.untranslated += this.cycles - before;
    if (this.untranslated < FIRST_TRANSLATION) return;
    this.translator = Translator.create(this, this.timers);
    this.translates = this.translator !== undefined;
  }

  /** Translates what begins at this word address at once, without waiting until it is hot; for tests. */
  translateNow(pc: number): boolean {
    if (this.translates) this.translator ??= Translator.create(this, this.timers);
    return this.translator?.translate(pc) ?? false;
  }

  /** Runs from here until it comes back here, or as far as translated code goes; false when there is none. */
  runTranslatedRound(): boolean {
    return this.translator?.runRound() ?? false;
  }

  /** Regions of code that are translated now. */
  get translated(): number {
    return this.translator?.regionCount ?? 0;
  }

  /** Data space and flash from now on are these, of the same sizes. */
  moveMemories(data: Uint8Array, flash: Uint8Array): void {
    data.set(this.data);
    flash.set(this.flash);
    this.data = data;
    this.flash = flash;
  }

  /** What execute() holds in its own variables, before anybody else may look. */
  leave(pc: number, cycles: number, now: number, sreg: number, limit: number): void {
    this.pc = pc;
    this.cycles = cycles;
    this.now = now;
    this.sreg = sreg;
    this.limit = limit;
  }

  private interrupt(): void {
    const vector = this.irq;
    if (this.isSleeping) {
      this.isSleeping = false;
      this.cycles += 4;
    }
    const sp = this.stackPointer;
    const bytes = this.hasLargeFlash ? 3 : 2;
    for (let i = 0; i < bytes; i++) this.poke(sp - i, (this.pc >> (8 * i)) & 0xff);
    const after = (sp - bytes) & 0xffff;
    this.data[SPL] = after & 0xff;
    this.data[SPH] = after >> 8;
    if (after < this.stackFloor - 1) this.fault('stack-overflow', after);
    this.sreg &= ~SREG.I;
    this.pc = this.vectorBase + vector * 2;
    this.cycles += 2 + bytes;
    this.now = this.cycles;
    this.acknowledge[vector]?.();
  }

  /** A byte of the data space as an instruction reads it at `now`. */
  load(address: number): number {
    if (address >= this.dataSize) {
      this.fault('outside-memory', address);
      return 0;
    }
    if (address === SREG_AT) return this.sreg;
    if (address >= this.hookEnd) return this.data[address] ?? 0;
    this.catchUp();
    const hook = this.readHooks[address];
    if (hook === undefined) return this.data[address] ?? 0;
    this.touched = true;
    return hook(address);
  }

  store(address: number, value: number, mask = 0xff): void {
    if (address >= this.dataSize) {
      this.fault('outside-memory', address);
      return;
    }
    if (address === SREG_AT) {
      this.sreg = value;
      if ((value & SREG.I) !== 0 && this.irq !== 0) this.limit = 0;
      return;
    }
    if (address >= this.hookEnd) {
      this.data[address] = value;
      return;
    }
    this.catchUp();
    const hook = this.writeHooks[address];
    if (hook === undefined) this.data[address] = value;
    else {
      if (this.data[address] !== value || !this.repeatable.has(address)) this.touched = true;
      hook(value, mask, address);
    }
  }

  /** What comes before an access happens before it. */
  private catchUp(): void {
    const { now, scheduler } = this;
    while (scheduler.next <= now) {
      this.now = scheduler.next;
      scheduler.fire();
    }
    this.now = now;
  }

  /** The stack's own writes: no hook. */
  private poke(address: number, value: number): void {
    if (address >= 0 && address < this.dataSize) this.data[address] = value;
    else this.fault('outside-memory', address & 0xffff);
  }

  /** Writes flash, as a programmer or SPM does. */
  writeFlash(address: number, bytes: Uint8Array): void {
    this.flash.set(bytes, address);
    this.flashVersion++;
    this.codeVersion++;
    this.decodeFlash(address, address + bytes.length);
  }

  private decodeFlash(from: number, to: number): void {
    const { flash, pcMask, hasLargeFlash } = this;
    const word = (pc: number): number => (flash[pc * 2] ?? 0xff) | ((flash[pc * 2 + 1] ?? 0xff) << 8);
    // The word before may be an instruction that ends in this part.
    for (let pc = Math.max(0, (from >> 1) - 1); pc < to >> 1; pc++) {
      const first = word(pc);
      const { op, a, b } = decode(first, word((pc + 1) & pcMask), pc, pcMask, hasLargeFlash);
      this.op[pc] = first === ERASED && this.hasBootloader ? OP.NOP : op;
      this.a[pc] = a;
      this.b[pc] = b;
      this.long[pc] = isTwoWords(first) ? 1 : 0;
    }
    const first = this.op[0];
    if (from > 0 || this.hasBootloader || (first !== OP.JMP && first !== OP.RJMP)) return;
    // The cycles beyond the first.
    this.a[0] = first === OP.JMP ? 2 : 1;
    this.op[0] = RESTART;
  }

  /** Called at each arrival at address 0. */
  arriveAtStart(): void {
    this.touched = true;
    if (this.cycles !== this.startedAt) this.fault('restart', 0);
    this.startedAt = this.cycles;
  }

  fault(kind: FaultKind, address: number): void {
    const pc = this.pc * 2;
    if (this.faults.length >= MAX_FAULTS || this.faults.some((f) => f.kind === kind && f.pc === pc)) return;
    this.faults.push({ kind, cycle: this.cycles, pc, address });
  }

  unknownOpcode(): void {
    if (this.trap()) return;
    const at = this.pc * 2;
    const word = (this.flash[at] ?? 0xff) | ((this.flash[at + 1] ?? 0xff) << 8);
    this.fault(word === ERASED ? 'wild-jump' : 'unknown-opcode', word);
    this.isHalted = true;
  }

  /** Everything of the processor but its memories, as numbers. */
  save(): number[] {
    const { pc, cycles, sreg, shadow, vectorBase, startedAt } = this;
    const flags = (this.isSleeping ? 1 : 0) | (this.isHalted ? 2 : 0) | (this.isFlashPlain ? 4 : 0);
    return [pc, cycles, sreg, flags, shadow, vectorBase, startedAt, ...this.active];
  }

  restore(state: readonly number[]): void {
    const [pc = 0, cycles = 0, sreg = 0, flags = 0, shadow = -1, vectorBase = 0, ...rest] = state;
    const [startedAt = 0, ...active] = rest;
    this.pc = pc;
    this.cycles = cycles;
    this.now = cycles;
    this.sreg = sreg;
    this.isSleeping = (flags & 1) !== 0;
    this.isHalted = (flags & 2) !== 0;
    this.isFlashPlain = (flags & 4) !== 0;
    this.resetAsked = false;
    this.shadow = shadow;
    this.vectorBase = vectorBase;
    this.startedAt = startedAt;
    this.active.set(active);
    this.irq = Math.max(0, this.active.indexOf(1));
    this.limit = 0;
  }
}
