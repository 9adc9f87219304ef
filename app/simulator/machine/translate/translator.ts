/**
 * Finds code that runs much, has it translated to WebAssembly, and runs it in turn with the interpreter.
 *
 * In: a core that has a limit to run to. Out: the same core at or just before that limit, exactly as the interpreter
 * would have left it there. What is translated depends on the run alone (cycles, not time). Where there is no
 * WebAssembly, or no memory for it, everything is interpreted.
 * Invariant: a region's function never passes the limit, and stops after an access that moves it.
 */
import type { Core } from '../core.ts';
import { execute } from '../execute.ts';
import { OP, STOP } from '../opcodes.ts';
import { CELL, FLASH_AT, TIMER_CELL_BYTES } from './locals.ts';
import { findRegion } from './region.ts';
import { RegionTranslator } from './translate-region.ts';

/** A timer as translated code needs it. */
export interface ShownTimer {
  /** Registers with the 8-bit count (0: none) and with the flags. */
  readonly countRegister: number;
  readonly flagsRegister: number;
  /** Writes what CELL.timers tells, at this index. */
  show(cells: Int32Array, index: number): void;
}

interface Region {
  readonly pc: number;
  readonly run: (limit: number) => number;
  readonly slack: number;
  readonly timers: readonly number[];
  entries: number;
  cycles: number;
}

/** Interpreted cycles between searches for hot code; more after one in vain. */
const NEXT_SEARCH = 100_000;
const MOST_PATIENCE = 64;
const SEARCH_STEPS = 3000;
const WORTH_VISITS = 6;
const MOST_REGIONS = 150;
/** A region that runs fewer cycles at a time is not worth the way there and back. */
const LEAST_CYCLES = 60;
const TRIAL_ENTRIES = 200;
const MANY = 0x7fffffff;

export class Translator {
  private readonly core: Core;
  private readonly timers: readonly ShownTimer[];
  private readonly memory: WebAssembly.Memory;
  private readonly pages: number;
  private readonly cells: Int32Array;
  private readonly imports: WebAssembly.Imports;
  private regions = new Map<number, Region>();
  private readonly banned = new Set<number>();
  private marks: Uint8Array<ArrayBuffer>;
  private interpreted = NEXT_SEARCH;
  private patience = 1;
  private start = 0;
  private limitThen = 0;
  private codeThen = 0;

  /** Undefined when there is no WebAssembly, or none left. */
  static create(core: Core, timers: readonly ShownTimer[]): Translator | undefined {
    if (typeof WebAssembly === 'undefined') return undefined;
    const pages = (FLASH_AT + Math.max(core.flash.length, 0x10000)) / 0x10000;
    try {
      return new Translator(core, timers, new WebAssembly.Memory({ initial: pages, maximum: pages }), pages);
    } catch {
      return undefined;
    }
  }

  private constructor(core: Core, timers: readonly ShownTimer[], memory: WebAssembly.Memory, pages: number) {
    this.core = core;
    this.timers = timers;
    this.memory = memory;
    this.pages = pages;
    this.cells = new Int32Array(memory.buffer, 0, FLASH_AT / 4);
    const data = new Uint8Array(memory.buffer, 0, core.dataSize);
    const flash = new Uint8Array(memory.buffer, FLASH_AT, core.flash.length);
    core.moveMemories(data, flash);
    this.marks = core.op.slice();
    this.codeThen = core.codeVersion;
    const load = (address: number, cycles: number, place: number): number => {
      this.leave(cycles, place);
      const value = core.load(address);
      this.tellLimit();
      return value;
    };
    const store = (address: number, value: number, mask: number, cycles: number, place: number): number => {
      this.leave(cycles, place);
      core.store(address, value, mask);
      this.tellLimit();
      return core.cycles - this.start;
    };
    this.imports = { m: { memory: this.memory, load, store } };
  }

  get regionCount(): number {
    return this.regions.size;
  }

  /** Runs to the core's limit, or less when something wants attention. */
  run(): void {
    const { core } = this;
    if (core.codeVersion !== this.codeThen) this.forget();
    const { limit } = core;
    let ops: Uint8Array = this.marks;
    for (;;) {
      const region = this.regions.get(core.pc);
      if (region !== undefined && core.isFlashPlain) {
        if (!this.enter(region) || core.cycles >= core.limit || core.limit !== limit) return;
        // Too little is left for another round.
        if (limit - core.cycles <= region.slack) ops = core.op;
        else if (region.pc !== core.pc && this.regions.has(core.pc)) continue;
      }
      const before = core.cycles;
      const isAtHead = execute(core, ops);
      this.interpreted += core.cycles - before;
      if (!isAtHead || core.limit !== limit) return;
    }
  }

  /** One round of the region that begins here, or as much of it as can be; false when there is none. */
  runRound(): boolean {
    const { core } = this;
    if (core.codeVersion !== this.codeThen) this.forget();
    const region = this.regions.get(core.pc);
    if (region === undefined || !core.isFlashPlain) return false;
    const before = core.cycles;
    // It reads a timer's count by itself.
    if (region.timers.length > 0) core.touched = true;
    if (!this.enter(region, 1)) core.limit = 0;
    return core.cycles !== before;
  }

  /** Looks for hot code when much was interpreted; true when it did, by running instructions for good. */
  search(limit: number): boolean {
    const { core } = this;
    if (this.interpreted < NEXT_SEARCH * this.patience || limit - core.cycles < 1000) return false;
    this.interpreted = 0;
    const head = this.findHead(limit);
    if (head !== undefined && this.regions.size < MOST_REGIONS && this.translate(head)) this.patience = 1;
    else this.patience = Math.min(MOST_PATIENCE, this.patience * 2);
    return true;
  }

  private leave(cycles: number, place: number): void {
    const { core } = this;
    const at = this.start + cycles;
    core.leave(place >> 1, at, at + (place & 1), core.sreg, core.limit);
  }

  private tellLimit(): void {
    const { core } = this;
    const isSame = core.limit === this.limitThen && core.isFlashPlain && core.codeVersion === this.codeThen;
    this.cells[CELL.limit / 4] = isSame ? this.limitThen - this.start : 0;
  }

  /** False when it has to stop here. */
  private enter(region: Region, rounds = MANY): boolean {
    const { core, cells } = this;
    const start = core.cycles;
    const limit = core.limit;
    core.now = start;
    for (const timer of region.timers) {
      this.timers[timer]?.show(cells, (CELL.timers + timer * TIMER_CELL_BYTES) / 4);
    }
    cells[CELL.shadow / 4] = -1;
    cells[CELL.irq / 4] = core.irq;
    cells[CELL.sreg / 4] = core.sreg;
    cells[CELL.rounds / 4] = rounds;
    this.start = start;
    this.limitThen = limit;
    core.pc = region.run(limit - start);
    const cycles = cells[CELL.cycles / 4] ?? 0;
    core.cycles = start + cycles;
    core.sreg = cells[CELL.sreg / 4] ?? 0;
    const shadow = cells[CELL.shadow / 4] ?? -1;
    if (shadow >= 0) core.shadow = start + shadow;
    if (rounds === MANY) {
      region.entries++;
      region.cycles += cycles;
    }
    if (region.entries === TRIAL_ENTRIES) this.judge(region);
    return cells[CELL.limit / 4] !== 0;
  }

  private judge(region: Region): void {
    if (region.cycles < LEAST_CYCLES * TRIAL_ENTRIES) {
      this.regions.delete(region.pc);
      this.banned.add(region.pc);
      this.marks[region.pc] = this.core.op[region.pc] ?? 0;
    }
    region.entries = 0;
    region.cycles = 0;
  }

  /** Flash was written: nothing that was translated counts any more. */
  private forget(): void {
    this.codeThen = this.core.codeVersion;
    this.regions = new Map();
    this.banned.clear();
    this.marks = this.core.op.slice();
  }

  /** Watches the program for a while: where does it come back to most often? */
  private findHead(limit: number): number | undefined {
    const { core } = this;
    const visits = new Map<number, number>();
    const faults = core.faults.length;
    for (let n = 0; n < SEARCH_STEPS; n++) {
      const { pc } = core;
      const op = core.op[pc] ?? 0;
      core.limit = 0;
      execute(core, core.op);
      if (core.cycles >= limit || core.scheduler.next < limit || core.irq !== 0 || core.isSleeping) break;
      if (core.faults.length !== faults || core.isHalted || core.resetAsked || core.stopAsked) break;
      if (core.pc <= pc && op !== OP.RET && op !== OP.RETI) {
        visits.set(core.pc, (visits.get(core.pc) ?? 0) + 1);
      }
    }
    let [best, most] = [-1, WORTH_VISITS];
    for (const [pc, count] of visits) {
      if (count > most && !this.regions.has(pc) && !this.banned.has(pc)) [best, most] = [pc, count];
    }
    return best < 0 ? undefined : best;
  }

  /** False when the page does not allow it. */
  translate(pc: number): boolean {
    const { core } = this;
    if (this.regions.has(pc)) return true;
    if (this.banned.has(pc) || this.regions.size >= MOST_REGIONS) return false;
    const timerAt = (address: number, which: 'countRegister' | 'flagsRegister'): number | undefined => {
      const index = this.timers.findIndex((timer) => timer[which] === address);
      return index < 0 ? undefined : index;
    };
    const translator = new RegionTranslator(findRegion(core, pc), {
      ramStart: core.ramStart,
      dataSize: core.dataSize,
      stackFloor: core.stackFloor,
      pcBytes: core.hasLargeFlash ? 3 : 2,
      flashMask: core.flash.length - 1,
      isPlainRead: (address) => core.isPlainRead(address),
      isPlainWrite: (address) => core.isUnhookedWrite(address),
      timerCount: (address) => timerAt(address, 'countRegister'),
      timerFlags: (address) => timerAt(address, 'flagsRegister'),
    });
    const code = translator.translate(this.pages);
    try {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(code), this.imports);
      const run = instance.exports['run'] as (limit: number) => number;
      const { slack, timers } = translator;
      this.regions.set(pc, { pc, run, slack, timers: [...timers], entries: 0, cycles: 0 });
      this.marks[pc] = STOP;
      return true;
    } catch (problem) {
      // A page that does not allow it, or allows only small ones here.
      if (problem instanceof WebAssembly.CompileError || problem instanceof RangeError) {
        this.banned.add(pc);
        return false;
      }
      throw problem;
    }
  }
}
