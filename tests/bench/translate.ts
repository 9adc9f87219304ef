/**
 * Translates stretches of AVR code into JavaScript functions, so that minutes of virtual time are affordable.
 *
 * In: the program's words and a start address. Out: a function that runs from there as far as nothing
 * outside the CPU can notice, or undefined when the very first instruction is not translatable.
 * Guarantees: the function does exactly what single steps would do. It stops before every access to a
 * register with a hook, every instruction that changes when interrupts may come, and every address
 * outside the SRAM (it answers true: "take one single step"). It counts cycles exactly and only starts a
 * stretch whose longest path fits before `limit`, so no event falls into it.
 * Flags are computed only where something can read them. Spec: AVR Instruction Set Manual DS40002198.
 */
import type { CPU } from 'avr8js';
import { isTwoWords } from './opcodes.ts';
import { ALL, dataOp, type Op, plain } from './translate-ops.ts';

/** Runs from `cycle` on; true asks for a single step at cpu.pc. */
export type Stretch = (cycle: number, limit: number) => boolean;
export interface Translation {
  readonly run: Stretch;
  /** Cycles of the longest way through. */
  readonly longest: number;
}
export interface Memory {
  readonly ramStart: number;
  readonly dataEnd: number;
}

const MAX_INSTRUCTIONS = 60;

/** Loads and stores: which pointer, what happens to it, the constant offset. */
function pointerOf(
  word: number,
): { low: number; step: -1 | 0 | 1; offset: number; store: boolean; register: number } | undefined {
  const [store, register] = [(word & 0x200) !== 0, (word >> 4) & 31];
  if ((word & 0xd000) === 0x8000) {
    const offset = (word & 7) | ((word >> 7) & 0x18) | ((word >> 8) & 0x20);
    return { low: (word & 8) === 0 ? 30 : 28, step: 0, offset, store, register };
  }
  if ((word & 0xfc00) !== 0x9000) return undefined;
  const row = (
    { 1: [30, 1], 2: [30, -1], 9: [28, 1], 10: [28, -1], 12: [26, 0], 13: [26, 1], 14: [26, -1] } as const
  )[word & 15];
  if (row === undefined) return undefined;
  return { low: row[0], step: row[1], offset: 0, store, register };
}

/** Hands the CPU's state back. */
const flush = (to: number | string, cycles: number): string => `D[95]=s;cpu.pc=${to};cpu.cycles=c+${cycles};`;
/** Code after which, or in which, the CPU's state may be seen from outside. */
const seesAll = (code: string): Op => ({ code: () => code, writes: 0, reads: ALL });

export class Translator {
  private readonly cpu: CPU;
  private readonly memory: Memory;

  constructor(cpu: CPU, memory: Memory) {
    this.cpu = cpu;
    this.memory = memory;
  }

  translate(start: number): Translation | undefined {
    const { cpu } = this;
    const { progMem } = cpu;
    const size = cpu.data.length;
    const wrap = (target: number): number => target & (progMem.length - 1);
    const ops: Op[] = [];
    let [pc, at, longest] = [start, 0, 0];
    const leave = (to: number, cycles: number): string =>
      to === start
        ? `{c+=${cycles};if(c+$M<=limit)continue;${flush(to, 0)}return false;}`
        : `{${flush(to, cycles)}return false;}`;
    const stepAt = (where: number): string => `{${flush(where, at)}return true;}`;
    const visited = new Set<number>();

    for (;;) {
      if (ops.length > 0 && pc === start) {
        ops.push(seesAll(leave(pc, at)));
        break;
      }
      if (ops.length >= MAX_INSTRUCTIONS || visited.has(pc)) {
        ops.push(seesAll(leave(pc, at)));
        break;
      }
      visited.add(pc);
      const word = progMem[pc] ?? 0xffff;
      const second = progMem[pc + 1] ?? 0xffff;
      const next = pc + (isTwoWords(word) ? 2 : 1);
      const skipped = next + (isTwoWords(progMem[next] ?? 0) ? 2 : 1);
      const skip = (condition: string): void => {
        const cycles = at + 1 + skipped - next;
        longest = Math.max(longest, cycles);
        ops.push(seesAll(`if(${condition})${leave(skipped, cycles)}`));
        [pc, at] = [next, at + 1];
      };
      const go = (op: Op, cycles: number, to = next): void => {
        ops.push(op);
        [pc, at] = [to, at + cycles];
      };

      const simple = word === 0 ? plain('') : dataOp(word);
      const pointer = pointerOf(word);
      if (simple !== undefined) go(simple, (word & 0xfe00) === 0x9600 || this.isProduct(word) ? 2 : 1);
      else if (pointer !== undefined) go(seesAll(this.access(pointer, size, stepAt(pc))), 2);
      else if ((word & 0xfc0f) === 0x9000 && this.isPlain(second, (word & 0x200) !== 0)) {
        const register = `D[${(word >> 4) & 31}]`;
        go(plain((word & 0x200) === 0 ? `${register}=D[${second}];` : `D[${second}]=${register};`), 2);
      } else if ((word & 0xf800) === 0xf000) {
        const bit = 1 << (word & 7);
        const target = wrap(next + (((word & 0x3f8) << 22) >> 25));
        longest = Math.max(longest, at + 2);
        ops.push(seesAll(`if(${(word & 0x400) === 0 ? '' : '!'}(s&${bit}))${leave(target, at + 2)}`));
        [pc, at] = [next, at + 1];
      } else if ((word & 0xfc00) === 0x1000)
        skip(`D[${(word >> 4) & 31}]===D[${((word >> 5) & 16) | (word & 15)}]`);
      else if ((word & 0xfc08) === 0xfc00) {
        skip(`${(word & 0x200) === 0 ? '!' : ''}(D[${(word >> 4) & 31}]&${1 << (word & 7)})`);
      } else if ((word & 0xfd00) === 0x9900 && this.isPlain(32 + ((word >> 3) & 31), false)) {
        skip(`${(word & 0x200) === 0 ? '!' : ''}(D[${32 + ((word >> 3) & 31)}]&${1 << (word & 7)})`);
      } else if ((word & 0xf000) === 0xb000 && this.inOut(word) !== undefined) {
        go(seesAll(this.inOut(word)?.replace('$EXACT', stepAt(pc)) ?? ''), 1);
      } else if ((word & 0xf000) === 0xc000) go(plain(''), 2, wrap(next + ((word << 20) >> 20)));
      else if ((word & 0xfe0e) === 0x940c && !cpu.pc22Bits) go(plain(''), 3, second);
      else if ((word & 0xfe0f) === 0x900f) {
        go(
          seesAll(
            `a=(D[93]|D[94]<<8)+1;if(a>=${size})${stepAt(pc)}D[${(word >> 4) & 31}]=D[a];D[93]=a;D[94]=a>>8;`,
          ),
          2,
        );
      } else if ((word & 0xfe0f) === 0x920f) {
        go(
          seesAll(`${this.room(1, size, stepAt(pc))}D[a]=D[${(word >> 4) & 31}];a--;D[93]=a;D[94]=a>>8;`),
          2,
        );
      } else if (!cpu.pc22Bits && ((word & 0xf000) === 0xd000 || (word & 0xfe0e) === 0x940e)) {
        const [to, cycles] =
          (word & 0xf000) === 0xd000 ? [wrap(next + ((word << 20) >> 20)), 3] : [second, 4];
        const push = `D[a]=${next & 0xff};D[a-1]=${next >> 8};a-=2;D[93]=a;D[94]=a>>8;`;
        go(seesAll(this.room(2, size, stepAt(pc)) + push), cycles, to);
      } else if (word === 0x9508 && !cpu.pc22Bits) {
        ops.push(
          seesAll(
            `a=(D[93]|D[94]<<8)+2;if(a>=${size})${stepAt(pc)}D[93]=a;D[94]=a>>8;${flush('D[a-1]<<8|D[a]', at + 4)}return false;`,
          ),
        );
        at += 4;
        break;
      } else if ((word & 0xfe0e) === 0x9004) {
        const step = (word & 1) === 0 ? '' : 'a++;D[30]=a;D[31]=a>>8;';
        go(plain(`a=D[30]|D[31]<<8;D[${(word >> 4) & 31}]=P[a];${step}`), 3);
      } else {
        if (ops.length === 0) return undefined;
        ops.push(seesAll(stepAt(pc)));
        break;
      }
    }
    return this.assemble(ops, Math.max(longest, at));
  }

  private assemble(ops: readonly Op[], longest: number): Translation {
    const lines: string[] = [];
    let live = ALL;
    for (const op of ops.toReversed()) {
      lines.unshift(op.code(live));
      live = (live & ~op.writes) | op.reads;
    }
    const body = `return function(c,limit){let s=D[95],a=0,b=0,t=0,r=0;for(;;){${lines.join('\n')}}}`;
    // Generated from numbers only; this is what makes long runs affordable.
    const code = body.replaceAll('$M', String(longest));
    // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
    const make = new Function('cpu', 'D', 'P', code) as (...parts: readonly unknown[]) => Stretch;
    return { run: make(this.cpu, this.cpu.data, this.cpu.progBytes), longest };
  }

  private isProduct(word: number): boolean {
    return (word & 0xfc00) === 0x9c00 || (word & 0xff00) === 0x0200 || (word & 0xff88) === 0x0300;
  }

  /** Nothing notices an access to this address, and it is not the flags. */
  private isPlain(address: number, writing: boolean): boolean {
    const { cpu } = this;
    if (address === 95 || address >= cpu.data.length) return false;
    return (writing ? cpu.writeHooks[address] : cpu.readHooks[address]) === undefined;
  }

  /** IN and OUT; the flags live in a local variable, and setting I is left to a single step. */
  private inOut(word: number): string | undefined {
    const [register, address] = [(word >> 4) & 31, 32 + ((word & 15) | ((word >> 5) & 0x30))];
    const out = (word & 0x800) !== 0;
    if (address === 95) return out ? `if(D[${register}]&128)$EXACT s=D[${register}];` : `D[${register}]=s;`;
    if (!this.isPlain(address, out)) return undefined;
    return out ? `D[${address}]=D[${register}];` : `D[${register}]=D[${address}];`;
  }

  private room(bytes: number, size: number, otherwise: string): string {
    return `a=D[93]|D[94]<<8;if(a-${bytes}<${Math.max(this.memory.dataEnd - 1, this.memory.ramStart)}||a>=${size})${otherwise}`;
  }

  private access(
    { low, step, offset, store, register }: NonNullable<ReturnType<typeof pointerOf>>,
    size: number,
    otherwise: string,
  ): string {
    const before = step < 0 ? '-1' : offset === 0 ? '' : `+${offset}`;
    const address = `a=(D[${low}]|D[${low + 1}]<<8)${before};if(a<${this.memory.ramStart}||a>=${size})${otherwise}`;
    const move = store ? `D[a]=D[${register}];` : `D[${register}]=D[a];`;
    const value = step > 0 ? 'a+1' : 'a';
    return address + move + (step === 0 ? '' : `D[${low}]=${value};D[${low + 1}]=${value}>>8;`);
  }
}
