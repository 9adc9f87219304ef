/**
 * Runs the hand-written routines one by one on avr8js's bare CPU.
 *
 * All routines are linked once; a call puts operands into registers, everything else holds a pattern,
 * and runs to the return. After each call: registers that the routine does not declare, the stack pointer,
 * r1 and the interrupt flag must be as before. Throws with the routine and its operands when they are not.
 */
import { avrInstruction, CPU } from 'avr8js';
import {
  createRuntimeLibrary,
  ROUTINES,
  runtimeClobbers,
} from '../../../compiler/runtime/runtime-library.ts';
import { addressOf, linkText, uno } from '../link/link-text.ts';

const STACK_TOP = uno.ram.start + uno.ram.bytes - 1;
const SREG = 0x5f;
const MOST_INSTRUCTIONS = 200_000;

export class RoutineBench {
  readonly cpu: CPU;
  /** Instructions' cycles of the last call. */
  cycles = 0;
  private readonly entries = new Map<string, number>();
  private readonly clobbers = new Map<string, number>();
  private readonly before = new Uint8Array(32);
  private readonly stop: number;

  constructor() {
    const names = ROUTINES.flatMap(({ name, also = [] }) => [name, ...also]);
    const words = names.map((name) => `.word pm(${name})`).join('\n');
    const linked = linkText(`.code main\nbreak\nldi r30, lo8(table)\n.flashData table\n${words}`, {
      library: createRuntimeLibrary(),
    });
    const { image } = linked.firmware;
    const program = new Uint16Array(uno.flash.bytes / 2);
    new Uint8Array(program.buffer).set(image);
    this.cpu = new CPU(program, uno.ram.start + uno.ram.bytes - 0x100);
    const table = addressOf(linked, 'table');
    for (const [i, name] of names.entries()) {
      const at = table + 2 * i;
      this.entries.set(name, (image[at] ?? 0) + 256 * (image[at + 1] ?? 0));
      this.clobbers.set(name, runtimeClobbers(name) ?? 0);
    }
    this.stop = addressOf(linked, 'main') / 2;
    for (let r = 0; r < 32; r++) this.cpu.data[r] = 0x11 * r + 7;
  }

  /** Operands are in `cpu.data` already; `describe` names them when something is wrong. */
  call(name: string, describe: () => string): void {
    const { cpu, before, stop } = this;
    const { data } = cpu;
    data[1] = 0;
    data[SREG] = 0x80 | ((data[SREG] ?? 0) & 0x7f);
    cpu.dataView.setUint16(0x5d, STACK_TOP - 2, true);
    data[STACK_TOP] = stop & 255;
    data[STACK_TOP - 1] = stop >> 8;
    before.set(data.subarray(0, 32));
    cpu.pc = this.entries.get(name) ?? -1;
    const start = cpu.cycles;
    for (let i = 0; cpu.pc !== stop; i++) {
      if (i > MOST_INSTRUCTIONS) throw new Error(`${name} does not end: ${describe()}`);
      avrInstruction(cpu);
    }
    this.cycles = cpu.cycles - start;
    const mayChange = this.clobbers.get(name) ?? 0;
    for (let r = 0; r < 32; r++)
      if (data[r] !== before[r] && ((mayChange >>> r) & 1) === 0)
        throw new Error(`${name} changes r${r}, which it does not declare: ${describe()}`);
    if (cpu.dataView.getUint16(0x5d, true) !== STACK_TOP)
      throw new Error(`${name} moves the stack: ${describe()}`);
    if (((data[SREG] ?? 0) & 0x80) === 0) throw new Error(`${name} clears I: ${describe()}`);
  }

  set(register: number, bytes: number, value: bigint): void {
    const { dataView } = this.cpu;
    if (bytes === 8) dataView.setBigUint64(register, value, true);
    else if (bytes === 4) dataView.setUint32(register, Number(value), true);
    else if (bytes === 2) dataView.setUint16(register, Number(value), true);
    else dataView.setUint8(register, Number(value));
  }

  /** Unsigned. */
  get(register: number, bytes: number): bigint {
    const { dataView } = this.cpu;
    if (bytes === 8) return dataView.getBigUint64(register, true);
    if (bytes === 4) return BigInt(dataView.getUint32(register, true));
    return BigInt(bytes === 2 ? dataView.getUint16(register, true) : dataView.getUint8(register));
  }
}
