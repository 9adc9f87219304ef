/**
 * The simulator for whoever wants only that: a chip that runs firmware on virtual time, in Node, a page or
 * a worker. See docs/simulator.md.
 *
 * In: a chip and a flash image or Intel HEX. Out: a Machine. A HEX that cannot be read throws a HexError.
 */
import { CHIPS } from '../../boards/chips/index.ts';
import { type HexProblem, readHex } from '../../compiler/hex/read-hex.ts';
import { Machine, type MachineOptions } from './machine/machine.ts';

export { Bench, type BenchOptions, type BenchSnapshot } from './bricks/bench.ts';
export type { BrickModel, InputRange, Value } from './bricks/brick-model.ts';
export { type BrickProblem, type BrickProblemKind, problemSentence } from './bricks/problem.ts';
export type { TracePoint } from './bricks/trace.ts';
export { type Fault, faultDetail, type FaultKind, faultSentence } from './machine/fault.ts';
export {
  Machine,
  type MachineOptions,
  type MachineSnapshot,
  type ResetCause,
  type SerialPort,
} from './machine/machine.ts';
export type { Contact, Drive, Hold, Level, Short } from './machine/pins.ts';
export type { ByteListener, Usart } from './machine/usart.ts';

export class HexError extends Error {
  readonly problem: HexProblem;
  readonly line: number;
  constructor(problem: HexProblem, line: number) {
    super(`Intel HEX, line ${line}: ${problem}`);
    this.problem = problem;
    this.line = line;
  }
}

export type CreateOptions = Omit<MachineOptions, 'image'> &
  ({ readonly image: Uint8Array } | { readonly hex: string });

export function createMachine(options: CreateOptions): Machine {
  if ('image' in options) return new Machine(options);
  const { hex, ...rest } = options;
  const read = readHex(hex, CHIPS[options.chip].flash.bytes);
  if (!read.ok) throw new HexError(read.problem, read.line);
  return new Machine({ ...rest, image: read.image });
}
