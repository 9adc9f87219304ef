/**
 * The machine the interpreter runs on: the AVR's two memories, the frames of the running functions, the
 * trace, and how functions call each other.
 *
 * In: a module, options, and the compiler from functions to closures. Out: the trace and the memories.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Value } from './evaluate.ts';
import { floatBits } from './float-bits.ts';
import type { IrFunction, IrModule, IrType } from './ir.ts';
import { fillMemory, layOutMemory, type Layout } from './memory-layout.ts';

export type Operation = () => void;

export interface CompiledBlock {
  /** Instructions of the block. */
  cost: number;
  operations: Operation[];
  /** Undefined: the function returned. */
  leave: () => Edge | undefined;
}

export interface Edge {
  readonly target: CompiledBlock;
  readonly moves: Operation | undefined;
}

export interface CompiledFunction {
  readonly frame: number;
  readonly wideFrame: number;
  readonly constants: Float64Array;
  readonly wideConstants: readonly bigint[];
  readonly params: readonly { slot: number; isWide: boolean; byvalBytes: number | undefined }[];
  readonly allocas: readonly { slot: number; offset: number }[];
  readonly allocaBytes: number;
  readonly isVariadic: boolean;
  readonly entry: CompiledBlock;
}

export interface InterpretOptions {
  /** Where to start; main by default. Constructors run first. */
  readonly entry?: string;
  readonly args?: readonly Value[];
  /** Most instructions to run. */
  readonly fuel?: number;
  readonly ramStart?: number;
  /** Where the stack starts, downwards. */
  readonly ramEnd?: number;
  /** The layout of an earlier version of the module, so that addresses stay the same. */
  readonly layout?: Layout;
  /** Accesses below ramStart. Without hooks that part is plain memory. */
  readonly io?: { read8(address: number): number; write8(address: number, value: number): void };
  /** Functions without a body. */
  readonly host?: ReadonlyMap<string, (args: readonly Value[], machine: Machine) => Value | undefined>;
}

export type Outcome =
  | 'returned'
  | 'trapped'
  | 'out of fuel'
  | 'stack overflow'
  | 'reached the unreachable'
  | 'called no function';

/** Ends the run from within. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome);
    this.outcome = outcome;
  }
}

const REGISTERS = 1 << 16;
const DEEPEST_CALL = 1000;

export class Machine {
  readonly data = new Uint8Array(0x10000 + 8);
  readonly flash = new Uint8Array(0x10000 + 8);
  readonly dataView = new DataView(this.data.buffer);
  readonly flashView = new DataView(this.flash.buffer);
  /** Every value of the running functions but i64, frame after frame. */
  readonly registers = new Float64Array(REGISTERS);
  /** The i64 ones. */
  readonly wide: bigint[] = [];
  /** Where the current frame starts in `registers` and in `wide`. */
  base = 0;
  wideBase = 0;
  /** Where the next one would. */
  top = 0;
  wideTop = 0;
  stack: number;
  fuel: number;
  depth = 0;
  /** Address of the first variadic argument of the current function. */
  varargs = 0;
  result: Value | undefined = undefined;
  readonly trace: string[] = [];
  readonly module: IrModule;
  readonly options: InterpretOptions;
  readonly layout: Layout;
  /** Of the variadic call that is being made: only the call knows them. */
  argumentTypes: readonly { type: IrType; bytes: number }[] = [];
  private readonly compile: (machine: Machine, fn: IrFunction) => CompiledFunction;
  private readonly compiled = new Map<string, CompiledFunction>();
  private readonly byAddress = new Map<number, string>();
  private readonly places: readonly { name: string; start: number; end: number }[];

  constructor(
    module: IrModule,
    options: InterpretOptions,
    compile: (machine: Machine, fn: IrFunction) => CompiledFunction,
  ) {
    this.compile = compile;
    this.module = module;
    this.options = options;
    this.layout = layOutMemory(module, options.ramStart ?? 0x100, options.layout);
    this.stack = options.ramEnd ?? 0x10000;
    this.fuel = options.fuel ?? 100_000_000;
    if (this.layout.ramUsed > this.stack) throw new InternalError('the globals do not fit into memory');
    fillMemory(module, this.layout, this.data, this.flash);
    for (const [name, address] of this.layout.functions) this.byAddress.set(address, name);
    this.places = [...module.globals.values()]
      .filter(({ space }) => space !== 'flash')
      .map(({ name, bytes }) => {
        const start = this.layout.globals.get(name) ?? 0;
        return { name, start, end: start + bytes };
      })
      .sort((a, b) => a.start - b.start);
  }

  addressOf(name: string): number {
    const address = this.layout.globals.get(name) ?? this.layout.functions.get(name);
    if (address === undefined) throw new InternalError(`the symbol ${name} does not exist`);
    return address;
  }

  /** How the trace names a data address. */
  place(address: number): string {
    if (address < this.layout.ramStart) return `0x${address.toString(16)}`;
    if (address >= this.layout.ramUsed) return 'stack';
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.places[middle]?.end ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    const found = this.places[low];
    return found === undefined || found.start > address
      ? 'nowhere'
      : `@${found.name}+${String(address - found.start)}`;
  }

  callAddress(address: number, args: readonly Value[]): void {
    const name = this.byAddress.get(address);
    if (name === undefined) throw new Stop('called no function');
    this.call(name, args);
  }

  /** The result is left in `result`. */
  call(name: string, args: readonly Value[]): void {
    let code = this.compiled.get(name);
    if (code === undefined) {
      const fn = this.module.functions.get(name);
      if (fn === undefined) throw new Stop('called no function');
      if (fn.blocks.length === 0) {
        this.callHost(fn, args);
        return;
      }
      code = this.compile(this, fn);
      this.compiled.set(name, code);
    }
    this.run(code, args);
  }

  private callHost(fn: IrFunction, args: readonly Value[]): void {
    const host = this.options.host?.get(fn.name);
    if (host === undefined) throw new InternalError(`${fn.name} has no body and no host function`);
    const shown = args.map((arg, index) => (fn.params[index]?.type === 'ptr' ? 'ptr' : String(arg)));
    this.trace.push(`call ${fn.name}(${shown.join(', ')})`);
    this.result = host(args, this);
  }

  private run(code: CompiledFunction, args: readonly Value[]): void {
    const { base, wideBase, top, wideTop, stack, varargs, registers, wide } = this;
    if (++this.depth > DEEPEST_CALL || top + code.frame > REGISTERS) throw new Stop('stack overflow');
    this.base = top;
    this.wideBase = wideTop;
    this.top = top + code.frame;
    this.wideTop = wideTop + code.wideFrame;
    registers.set(code.constants, top);
    for (let i = 0; i < code.wideConstants.length; i++) wide[wideTop + i] = code.wideConstants[i] as bigint;
    // Two bytes for the return address.
    this.stack -= code.allocaBytes + 2;
    if (this.stack < this.layout.ramUsed) throw new Stop('stack overflow');
    this.data.fill(0, this.stack, this.stack + code.allocaBytes);
    for (const { slot, offset } of code.allocas) registers[top + slot] = this.stack + offset;
    if (code.isVariadic) this.pushArguments(code, args);
    else this.passArguments(code, args);

    let block = code.entry;
    for (;;) {
      this.fuel -= block.cost;
      if (this.fuel < 0) throw new Stop('out of fuel');
      const { operations } = block;
      for (let i = 0; i < operations.length; i++) (operations[i] as () => void)();
      const edge = block.leave();
      if (edge === undefined) break;
      if (edge.moves !== undefined) edge.moves();
      block = edge.target;
    }
    this.base = base;
    this.wideBase = wideBase;
    this.top = top;
    this.wideTop = wideTop;
    this.stack = stack;
    this.varargs = varargs;
    this.depth--;
  }

  private passArguments(code: CompiledFunction, args: readonly Value[]): void {
    for (let i = 0; i < code.params.length; i++) {
      const param = code.params[i] as CompiledFunction['params'][number];
      const arg = args[i] ?? 0;
      if (param.byvalBytes !== undefined) {
        this.stack -= param.byvalBytes;
        if (this.stack < this.layout.ramUsed) throw new Stop('stack overflow');
        this.data.copyWithin(this.stack, Number(arg), Number(arg) + param.byvalBytes);
        this.registers[this.base + param.slot] = this.stack;
      } else if (param.isWide) {
        this.wide[this.wideBase + param.slot] = arg as bigint;
      } else {
        this.registers[this.base + param.slot] = arg as number;
      }
    }
  }

  /** avr-gcc's ABI: everything on the stack, the first argument lowest. */
  private pushArguments(code: CompiledFunction, args: readonly Value[]): void {
    const types = this.argumentTypes;
    let bytes = 0;
    for (const type of types) bytes += type.bytes;
    this.stack -= bytes;
    if (this.stack < this.layout.ramUsed) throw new Stop('stack overflow');
    let at = this.stack;
    args.forEach((arg, index) => {
      const type = types[index];
      if (type === undefined) return;
      const param = code.params[index];
      if (param?.byvalBytes === undefined) this.write(type.type, at, arg);
      else this.data.copyWithin(at, Number(arg), Number(arg) + param.byvalBytes);
      if (param?.byvalBytes !== undefined) this.registers[this.base + param.slot] = at;
      else if (param?.isWide === true) this.wide[this.wideBase + param.slot] = arg as bigint;
      else if (param !== undefined) this.registers[this.base + param.slot] = arg as number;
      at += type.bytes;
      if (index + 1 === code.params.length) this.varargs = at;
    });
    if (code.params.length === 0) this.varargs = this.stack;
  }

  /** A plain write to the data space, without hooks. */
  write(type: IrType, address: number, value: Value): void {
    switch (type) {
      case 'i1':
      case 'i8':
        this.data[address] = Number(value);
        return;
      case 'i16':
      case 'ptr':
        this.dataView.setUint16(address, Number(value), true);
        return;
      case 'i32':
        this.dataView.setUint32(address, Number(value), true);
        return;
      case 'f32':
        this.dataView.setUint32(address, floatBits(Number(value)), true);
        return;
      case 'i64':
        this.dataView.setBigUint64(address, BigInt(value), true);
    }
  }
}

export const READERS: Readonly<Record<IrType, (view: DataView, at: number) => Value>> = {
  i1: (view, at) => view.getUint8(at) & 1,
  i8: (view, at) => view.getUint8(at),
  i16: (view, at) => view.getUint16(at, true),
  ptr: (view, at) => view.getUint16(at, true),
  i32: (view, at) => view.getUint32(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  i64: (view, at) => view.getBigUint64(at, true),
};
