/**
 * The CPU loop: instructions, due events, interrupts, and the checks avr8js does not make.
 *
 * In: a CPU and the queue of events. Out: the program run up to a cycle; `faults`.
 * Corrects avr8js where it differs from the chip: CBI takes 2 cycles, an interrupt response 4
 * (5 with a 22-bit program counter), one instruction runs after SEI, RETI and
 * an OUT that sets I before an interrupt (so a stack pointer of two bytes can be written).
 * Spec: AVR Instruction Set Manual DS40002198; ATmega328P DS40002061 section 7.7.
 */
import { avrInstruction, avrInterrupt, type CPU } from 'avr8js';
import type { EventQueue } from './event-queue.ts';
import { knownOpcodes } from './opcodes.ts';
import { type Memory, type Translation, Translator } from './translate.ts';

export interface Fault {
  readonly kind: 'memory' | 'stack';
  readonly cycle: number;
  /** Byte address of the instruction. */
  readonly pc: number;
  readonly address: number;
  readonly message: string;
}

const MAX_FAULTS = 100;
export const TRANSLATE_AFTER = 20;
/** Stands for code that cannot be translated: it never fits. */
const NEVER: Translation = { longest: Number.POSITIVE_INFINITY, run: () => true };
const [UNKNOWN, PLAIN, CBI, STACK, HOLD, FLAGS] = [0, 1, 2, 3, 4, 5] as const;
const hex = (value: number, digits = 4): string => `0x${value.toString(16).padStart(digits, '0')}`;

/** What the loop must do beside the instruction itself, for each of the 65,536 words. */
function instructionKinds(largeFlash: boolean): Uint8Array {
  return knownOpcodes(largeFlash).map((known, word) => {
    if (known === 0) return UNKNOWN;
    if ((word & 0xff00) === 0x9800) return CBI;
    const call = (word & 0xfe0e) === 0x940e || (word & 0xf000) === 0xd000 || (word & 0xffef) === 0x9509;
    if (call || (word & 0xfe0f) === 0x920f) return STACK;
    if ((word & 0xfe0f) === 0xbe0f) return FLAGS;
    return word === 0x9478 || word === 0x9518 ? HOLD : PLAIN;
  });
}

export class Executor {
  readonly faults: Fault[] = [];
  /** Runs an act as if it were its cycle now. */
  onEvent: (cycle: number, act: () => void) => void = (_, act) => act();
  private readonly cpu: CPU;
  private readonly queue: EventQueue;
  private readonly dataEnd: number;
  private readonly kinds: Uint8Array;
  private readonly translator: Translator;
  private readonly translations: (Translation | undefined)[];
  private readonly visits: Uint16Array;
  private readonly translateAfter: number;

  constructor(cpu: CPU, queue: EventQueue, memory: Memory, translateAfter = TRANSLATE_AFTER) {
    this.translateAfter = translateAfter;
    this.cpu = cpu;
    this.queue = queue;
    this.dataEnd = Math.max(memory.dataEnd, memory.ramStart);
    this.kinds = instructionKinds(cpu.pc22Bits);
    this.translator = new Translator(cpu, { ramStart: memory.ramStart, dataEnd: this.dataEnd });
    this.translations = Array.from({ length: cpu.progMem.length }, () => undefined);
    this.visits = new Uint16Array(cpu.progMem.length);
    const size = cpu.data.length;
    const read = cpu.readData.bind(cpu);
    const write = cpu.writeData.bind(cpu);
    cpu.readData = (address) => {
      if (address < size) return read(address);
      this.fault('memory', address, 'reads');
      return 0;
    };
    cpu.writeData = (address, value, mask) => {
      if (address < size) write(address, value, mask);
      else this.fault('memory', address, 'writes');
    };
  }

  run(until: number): void {
    const { cpu, queue, translations } = this;
    while (cpu.cycles < until) {
      const { pc, cycles } = cpu;
      let translation = translations[pc];
      if (translation === undefined) {
        // Code that runs once is not worth translating.
        const runs = Math.min((this.visits[pc] ?? 0) + 1, 0xffff);
        this.visits[pc] = runs;
        if (runs >= this.translateAfter)
          translation = translations[pc] = this.translator.translate(pc) ?? NEVER;
      }
      const limit = Math.min(queue.nextCycle, until);
      const held = cpu.nextInterrupt >= 0 && (cpu.SREG & 0x80) !== 0;
      if (held || translation === undefined || cycles + translation.longest > limit) this.step();
      else if (translation.run(cycles, limit) && cpu.cycles < limit) this.step();
      else this.attend(false);
    }
  }

  /** One instruction, exactly. */
  private step(): void {
    const { cpu } = this;
    const { pc } = cpu;
    const kind = this.kinds[cpu.progMem[pc] ?? 0xffff] ?? UNKNOWN;
    if (kind === UNKNOWN) this.unknownOpcode(pc);
    const couldInterrupt = (cpu.SREG & 0x80) !== 0;
    avrInstruction(cpu);
    if (kind === CBI) cpu.cycles++;
    else if (kind === STACK) this.checkStack();
    this.attend(kind === HOLD || (kind === FLAGS && !couldInterrupt));
  }

  /** Due events, then at most one interrupt. */
  private attend(hold: boolean): void {
    const { cpu, queue } = this;
    if (queue.nextCycle <= cpu.cycles) this.fireDue();
    if (cpu.nextInterrupt >= 0 && !hold && (cpu.SREG & 0x80) !== 0) this.interrupt();
  }

  private fireDue(): void {
    const { cpu, queue } = this;
    while (queue.nextCycle <= cpu.cycles) {
      const entry = queue.take();
      if (entry !== undefined) this.onEvent(entry.cycle, entry.act);
    }
  }

  private interrupt(): void {
    const { cpu } = this;
    const interrupt = cpu['pendingInterrupts'][cpu.nextInterrupt];
    if (interrupt === undefined || interrupt === null) return;
    avrInterrupt(cpu, interrupt.address);
    cpu.cycles += cpu.pc22Bits ? 3 : 2;
    if (interrupt.constant !== true) cpu.clearInterrupt(interrupt);
    this.checkStack();
  }

  private checkStack(): void {
    const { cpu } = this;
    const { SP } = cpu;
    if (SP >= this.dataEnd - 1 && SP < cpu.data.length) return;
    this.fault('stack', SP, 'moves the stack into the variables,');
  }

  private fault(kind: Fault['kind'], address: number, does: string): void {
    if (this.faults.length >= MAX_FAULTS) return;
    const { pc, cycles: cycle } = this.cpu;
    const message = `the program at ${hex(pc * 2)} ${does} ${hex(address)}`;
    this.faults.push({ kind, cycle, pc: pc * 2, address, message });
  }

  private unknownOpcode(pc: number): never {
    const word = this.cpu.progMem[pc] ?? 0xffff;
    throw new Error(`unknown opcode ${hex(word)} at ${hex(pc * 2)}`);
  }
}
