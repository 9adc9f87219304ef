/**
 * Skips time in which the program goes round and round without anything changing, exactly.
 *
 * In: a core, and the cycle at which the next event is due. Out: `cycles` moved on by whole rounds. From where
 * it is, the program is run instruction by instruction; when it comes back to the same place with the same
 * registers, SREG, stack and memory, and on the way has touched nothing that depends on time (a register with a
 * read hook) or has an effect (a write hook, unless it writes what is there already to DDR or PORT), then
 * every further round until the next event is the same. So nothing about the program or its compiler is assumed.
 * Where a round was found, the next is looked for in big steps: from one arrival to the next, with the whole memory
 * compared and the core telling whether anything was touched. What the search runs is run for good: a search that
 * finds nothing has only been slower.
 */
import type { Core } from './core.ts';
import { execute } from './execute.ts';
import { OP, STOP } from './opcodes.ts';

/** Instructions that a search runs at most, and the shortest time that is worth one. */
const LONGEST_ROUND = 4000;
const FIRST_MOVE = 32;
const WORTH_CYCLES = 2000;
/** After a search in vain so many chances are let pass, doubled each time. */
const MOST_PATIENCE = 64;

/** Rounds that are followed in big steps at most, and vain tries after which another place is looked for. */
const MOST_ROUNDS = 12;
const MOST_FAILURES = 4;
/** Rounds found at a place before it is worth translating. */
const WORTH_TRANSLATING = 40;

const NEVER: ReadonlySet<number> = new Set([OP.UNKNOWN, OP.SPM, OP.SLEEP, OP.WDR, 89]);

export class IdleSkipper {
  /** Cycles that were not run. */
  skipped = 0;
  private readonly core: Core;
  private readonly registers = new Uint8Array(32);
  private sreg = 0;
  private stackPointer = 0;
  /** Address → what stood there at the state to compare with. */
  private readonly written = new Map<number, number>();
  private patience = 0;
  private waiting = 0;
  /** Where the last round was found, −1: nowhere, and how often since; operations with a stop there. */
  private head = -1;
  private found = 0;
  private failures = 0;
  private stops: Uint8Array = new Uint8Array();
  private codeThen = 0;
  private words: Int32Array = new Int32Array();
  private wordsThen = new Int32Array();

  constructor(core: Core) {
    this.core = core;
  }

  /** Runs at least one instruction, or none when there is no time for a search. */
  trySkip(limit: number): void {
    const { core } = this;
    if (limit - core.cycles < WORTH_CYCLES) return;
    if (this.waiting > 0) {
      this.waiting--;
      return;
    }
    if (core.codeVersion !== this.codeThen) this.head = -1;
    const period = this.head < 0 ? this.findRound(limit) : this.followRounds(limit);
    if (period === 0) {
      if (this.head >= 0 && ++this.failures >= MOST_FAILURES) this.head = -1;
      this.patience = Math.min(MOST_PATIENCE, this.patience * 2 + 1);
      this.waiting = this.patience;
      return;
    }
    this.patience = 0;
    this.failures = 0;
    if (++this.found === WORTH_TRANSLATING && core.translates) core.translateNow(core.pc);
    // The last round is run, so that whatever depends on the last instruction is as it should be.
    const rounds = Math.floor((limit - core.cycles) / period) - 1;
    if (rounds <= 0) return;
    core.cycles += rounds * period;
    this.skipped += rounds * period;
  }

  /** The cycles of a round that changes nothing, 0 when none was found. */
  private findRound(limit: number): number {
    const { core } = this;
    let start = core.pc;
    const faults = core.faults.length;
    // Brent's way of finding a cycle: what a visit is compared with moves on after 1, 2, 4, 8… visits.
    let [visits, power] = [0, 1];
    let begun = this.remember();
    let move = FIRST_MOVE;
    for (let n = 1; n < LONGEST_ROUND; n++) {
      if (!this.isHarmless()) return 0;
      core.limit = 0;
      execute(core, core.op);
      if (core.cycles >= limit || core.scheduler.next < limit || core.irq !== 0) return 0;
      if (core.faults.length !== faults || core.isHalted || core.resetAsked) return 0;
      if (core.pc === start) {
        if (this.isSame()) {
          this.settle(start);
          return core.cycles - begun;
        }
        if (++visits < power) continue;
        [visits, power] = [0, power * 2];
        begun = this.remember();
      } else if (n >= move) {
        // It may have begun in an interrupt, or in what runs once: another place to come back to.
        start = core.pc;
        [visits, power, move] = [0, 1, move * 4];
        begun = this.remember();
      }
    }
    return 0;
  }

  /** From now on, rounds are followed from here. */
  private settle(head: number): void {
    const { core } = this;
    this.head = head;
    this.found = 0;
    this.codeThen = core.codeVersion;
    this.stops = core.op.slice();
    this.stops[head] = STOP;
  }

  /** The cycles of a round that changes nothing from the head to the head, 0 when none was found. */
  private followRounds(limit: number): number {
    const { core } = this;
    const faults = core.faults.length;
    if (core.pc !== this.head && !this.runToHead(limit)) return 0;
    let [visits, power] = [0, 1];
    let begun = this.rememberAll();
    let { sreg } = core;
    for (let n = 0; n < MOST_ROUNDS; n++) {
      if (!this.runToHead(limit)) return 0;
      if (core.cycles >= limit || core.scheduler.next < limit || core.irq !== 0 || core.isSleeping) return 0;
      if (core.faults.length !== faults || core.isHalted || core.resetAsked || !core.isFlashPlain) return 0;
      if (!core.touched && core.sreg === sreg && this.isAllSame()) return core.cycles - begun;
      if (++visits < power && !core.touched) continue;
      [visits, power] = [0, power * 2];
      begun = this.rememberAll();
      ({ sreg } = core);
    }
    return 0;
  }

  /** Runs at least one instruction; false when it came to the limit, or something else wants attention. */
  private runToHead(limit: number): boolean {
    const { core, head } = this;
    core.limit = limit;
    if (core.pc === head && core.runTranslatedRound()) {
      if (core.pc === head) return true;
      if (core.cycles >= limit || core.limit !== limit) return false;
    }
    return execute(core, this.stops);
  }

  /** The whole data space is kept, and the core asked to tell of everything else. */
  private rememberAll(): number {
    const { core } = this;
    if (this.words.buffer !== core.data.buffer) {
      this.words = new Int32Array(core.data.buffer, 0, core.dataSize / 4);
      this.wordsThen = new Int32Array(core.dataSize / 4);
    }
    this.wordsThen.set(this.words);
    core.touched = false;
    return core.cycles;
  }

  private isAllSame(): boolean {
    const { words, wordsThen } = this;
    for (let i = 0; i < words.length; i++) if (words[i] !== wordsThen[i]) return false;
    return true;
  }

  /** The state to compare with is the present one. */
  private remember(): number {
    const { core, registers, written } = this;
    registers.set(core.data.subarray(0, 32));
    this.sreg = core.sreg;
    this.stackPointer = core.stackPointer;
    written.clear();
    return core.cycles;
  }

  private isSame(): boolean {
    const { data, sreg, stackPointer } = this.core;
    if (sreg !== this.sreg || stackPointer !== this.stackPointer) return false;
    for (let i = 0; i < 32; i++) if (data[i] !== this.registers[i]) return false;
    for (const [address, value] of this.written) if (data[address] !== value) return false;
    return true;
  }

  /** May the next instruction be part of a round? Notes what it will overwrite. */
  private isHarmless(): boolean {
    const { core } = this;
    const { data, pc } = core;
    const kind = core.op[pc] ?? 0;
    if (NEVER.has(kind)) return false;
    const k = core.b[pc] ?? 0;
    const d = core.a[pc] ?? 0;
    switch (kind) {
      case OP.IN:
      case OP.SBIC:
      case OP.SBIS:
      case OP.LDS:
        return core.isPlainRead(k);
      case OP.SBI:
      case OP.CBI: {
        const value = data[k] ?? 0;
        return this.mayWrite(k, kind === OP.SBI ? value | d : value & ~d);
      }
      case OP.OUT:
      case OP.STS:
        return this.mayWrite(k, data[d] ?? 0);
      case OP.PUSH:
        return this.mayWrite(core.stackPointer, data[d] ?? 0);
      case OP.CALL:
      case OP.RCALL:
      case OP.ICALL:
      case OP.EICALL:
        return [0, 1, 2].every((i) => this.mayWrite(core.stackPointer - i, -1));
      case OP.LPM:
      case OP.LPM_INC:
      case OP.ELPM:
      case OP.ELPM_INC:
        return core.isFlashPlain;
    }
    if (kind < OP.LD_X || kind > OP.ST_Z_DEC) return true;
    const address = this.pointedAt(kind, k);
    return kind < OP.ST_X ? core.isPlainRead(address) : this.mayWrite(address, data[d] ?? 0);
  }

  /** The address of a load or store through X, Y or Z. */
  private pointedAt(kind: number, displacement: number): number {
    const { data } = this.core;
    const form = (kind - OP.LD_X) % 9;
    const low = 26 + 2 * Math.floor(form / 3);
    const pointer = (data[low] ?? 0) | ((data[low + 1] ?? 0) << 8);
    const by = [form < 3 ? 0 : displacement, 0, -1][form % 3] ?? 0;
    return (pointer + by) & 0xffff;
  }

  /** `value` −1: whatever it is. */
  private mayWrite(address: number, value: number): boolean {
    const { core, written } = this;
    if (!core.isPlainWrite(address, value)) return false;
    if (!written.has(address)) written.set(address, core.data[address] ?? 0);
    return true;
  }
}
