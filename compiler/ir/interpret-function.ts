/**
 * Turns a function of the IR into closures for the interpreter.
 *
 * In: a verified function, and the machine it will run on. Out: for each block an array of operations and
 * a way to leave it. Values live in numbered slots of the machine's registers: first the constants, then
 * parameters, then results; i64 in slots of their own. Phis are moves on the edges.
 */
import { InternalError } from '../diagnostics/internal-error.ts';

import {
  binaryFunction,
  binaryFunction64,
  compareFunction,
  compareFunction64,
  conversionFunction,
  conversionFunction64,
  type Value,
} from './evaluate.ts';
import {
  READERS,
  Stop,
  type CompiledBlock,
  type CompiledFunction,
  type Edge,
  type Machine,
  type Operation,
} from './interpreter-machine.ts';
import {
  BYTES,
  type BinaryOp,
  type Block,
  type Conversion,
  type FloatCompare,
  type Instruction,
  type IntCompare,
  type IrFunction,
  type IrType,
  type Operand,
  type Signature,
} from './ir.ts';
import { forEachOperand } from './operands.ts';

export function compileFunction(machine: Machine, fn: IrFunction): CompiledFunction {
  return new FunctionCompiler(machine, fn).compile();
}

class FunctionCompiler {
  private readonly slots = new Map<Operand, number>();
  private readonly constantSlots = new Map<string, number>();
  private readonly constants: number[] = [];
  private readonly wideConstants: bigint[] = [];
  private readonly blocks = new Map<Block, CompiledBlock>();
  private readonly machine: Machine;
  private readonly fn: IrFunction;

  constructor(machine: Machine, fn: IrFunction) {
    this.machine = machine;
    this.fn = fn;
  }

  compile(): CompiledFunction {
    const { fn } = this;
    // Constants come first in a frame; which ones there are is known only once all operands were seen.
    for (const block of fn.blocks) {
      for (const one of block.instructions) {
        forEachConstant(one, (operand) => {
          this.constant(operand);
        });
      }
    }
    let narrow = this.constants.length;
    let wide = this.wideConstants.length;
    const give = (operand: Operand): number => {
      const slot = operand.type === 'i64' ? wide++ : narrow++;
      this.slots.set(operand, slot);
      return slot;
    };
    const params = fn.params.map((param) => ({
      slot: give(param),
      isWide: param.type === 'i64',
      byvalBytes: param.byvalBytes,
    }));
    const allocas: { slot: number; offset: number }[] = [];
    let allocaBytes = 0;
    for (const block of fn.blocks) {
      this.blocks.set(block, { cost: block.instructions.length, operations: [], leave: () => undefined });
      for (const one of block.instructions) {
        if (one.type === 'void') continue;
        const slot = give(one);
        if (one.op === 'alloca') {
          allocas.push({ slot, offset: allocaBytes });
          allocaBytes += one.bytes;
        }
      }
    }
    for (const block of fn.blocks) this.block(block);
    const [first] = fn.blocks;
    const entry = first === undefined ? undefined : this.blocks.get(first);
    if (entry === undefined) throw new InternalError(`${fn.name} has no body`);
    return {
      frame: narrow,
      wideFrame: wide,
      constants: Float64Array.from(this.constants),
      wideConstants: this.wideConstants,
      params,
      allocas,
      allocaBytes,
      isVariadic: fn.isVariadic,
      entry,
    };
  }

  private constant(operand: Operand): number {
    if ('op' in operand || operand.kind === 'param') throw new InternalError('no constant');
    let value: Value = 0;
    switch (operand.kind) {
      case 'int':
        value = operand.type === 'i64' ? operand.value : Number(operand.value);
        break;
      case 'float':
      case 'address':
        value = operand.value;
        break;
      case 'global':
        value = (this.machine.addressOf(operand.name) + operand.offset) & 0xffff;
        break;
      case 'function':
        value = this.machine.addressOf(operand.name);
        break;
      case 'undef':
        value = operand.type === 'i64' ? 0n : 0;
    }
    const key = typeof value === 'bigint' ? `w${String(value)}` : Object.is(value, -0) ? '-0' : String(value);
    const known = this.constantSlots.get(key);
    if (known !== undefined) return known;
    const slot = typeof value === 'bigint' ? this.wideConstants.length : this.constants.length;
    if (typeof value === 'bigint') this.wideConstants.push(value);
    else this.constants.push(value);
    this.constantSlots.set(key, slot);
    return slot;
  }

  private slot(operand: Operand): number {
    return this.slots.get(operand) ?? this.constant(operand);
  }

  private compiled(block: Block): CompiledBlock {
    const found = this.blocks.get(block);
    if (found === undefined) throw new InternalError(`bb${String(block.id)} is not in the function`);
    return found;
  }

  private block(block: Block): void {
    const made = this.compiled(block);
    for (const one of block.instructions) {
      switch (one.op) {
        case 'phi':
        case 'alloca':
          break;
        case 'br':
        case 'condbr':
        case 'switch':
        case 'ret':
        case 'unreachable':
          made.leave = this.leave(one, block);
          break;
        default:
          made.operations.push(this.operation(one));
      }
    }
  }

  private leave(one: Instruction, block: Block): () => Edge | undefined {
    const m = this.machine;
    const { registers, wide } = m;
    switch (one.op) {
      case 'br': {
        const edge = this.edge(block, one.target);
        return () => edge;
      }
      case 'condbr': {
        const condition = this.slot(one.condition);
        const then = this.edge(block, one.then);
        const otherwise = this.edge(block, one.otherwise);
        return () => (registers[m.base + condition] === 0 ? otherwise : then);
      }
      case 'switch': {
        const slot = this.slot(one.value);
        const isWide = one.value.type === 'i64';
        const edges = new Map<Value, Edge>();
        for (const { value, target } of one.cases) {
          edges.set(isWide ? value : Number(value), this.edge(block, target));
        }
        const otherwise = this.edge(block, one.otherwise);
        return isWide
          ? () => edges.get(wide[m.wideBase + slot] as bigint) ?? otherwise
          : () => edges.get(registers[m.base + slot] as number) ?? otherwise;
      }
      case 'ret': {
        if (one.value === undefined) {
          return () => {
            m.result = undefined;
            return undefined;
          };
        }
        const slot = this.slot(one.value);
        return one.value.type === 'i64'
          ? () => {
              m.result = wide[m.wideBase + slot];
              return undefined;
            }
          : () => {
              m.result = registers[m.base + slot];
              return undefined;
            };
      }
      default:
        return () => {
          throw new Stop('reached the unreachable');
        };
    }
  }

  /** All phis of the target take their values at once. */
  private edge(from: Block, to: Block): Edge {
    const sources: number[] = [];
    const targets: number[] = [];
    const wideSources: number[] = [];
    const wideTargets: number[] = [];
    for (const one of to.instructions) {
      if (one.op !== 'phi') break;
      const entry = one.incoming.find(({ block }) => block === from);
      if (entry === undefined)
        throw new InternalError(`%${String(one.id)} has no value from its predecessor`);
      const isWide = one.type === 'i64';
      (isWide ? wideSources : sources).push(this.slot(entry.value));
      (isWide ? wideTargets : targets).push(this.slot(one));
    }
    const target = this.compiled(to);
    if (sources.length + wideSources.length === 0) return { target, moves: undefined };
    const m = this.machine;
    const { registers, wide } = m;
    if (wideSources.length === 0 && sources.length === 1) {
      const source = sources[0] as number;
      const result = targets[0] as number;
      return {
        target,
        moves: () => {
          registers[m.base + result] = registers[m.base + source] as number;
        },
      };
    }
    const read = new Float64Array(sources.length);
    return {
      target,
      moves: () => {
        const { base, wideBase } = m;
        for (let i = 0; i < sources.length; i++) read[i] = registers[base + (sources[i] as number)] as number;
        for (let i = 0; i < targets.length; i++) registers[base + (targets[i] as number)] = read[i] as number;
        if (wideSources.length === 0) return;
        const values = wideSources.map((slot) => wide[wideBase + slot] as bigint);
        values.forEach((value, i) => (wide[wideBase + (wideTargets[i] as number)] = value));
      },
    };
  }

  private operation(one: Instruction): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    switch (one.op) {
      case 'load':
        return this.load(one);
      case 'store':
        return this.store(one);
      case 'call':
        return this.call(one.callee, one.args, one.signature, one);
      case 'intrinsic':
        return this.intrinsic(one.name, one.args, one);
      case 'ptradd': {
        const left = this.slot(one.left);
        const right = this.slot(one.right);
        const to = this.slot(one);
        return () => {
          registers[m.base + to] =
            ((registers[m.base + left] as number) + (registers[m.base + right] as number)) & 0xffff;
        };
      }
      case 'select': {
        const condition = this.slot(one.condition);
        const left = this.slot(one.left);
        const right = this.slot(one.right);
        const to = this.slot(one);
        return one.type === 'i64'
          ? () => {
              const from = registers[m.base + condition] === 0 ? right : left;
              wide[m.wideBase + to] = wide[m.wideBase + from] as bigint;
            }
          : () => {
              const from = registers[m.base + condition] === 0 ? right : left;
              registers[m.base + to] = registers[m.base + from] as number;
            };
      }
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        return this.conversion(one.op, one.operand, one);
      case 'add':
      case 'sub':
      case 'mul':
      case 'udiv':
      case 'sdiv':
      case 'urem':
      case 'srem':
      case 'and':
      case 'or':
      case 'xor':
      case 'shl':
      case 'lshr':
      case 'ashr':
      case 'fadd':
      case 'fsub':
      case 'fmul':
      case 'fdiv':
        return this.binary(one.op, one.left, one.right, one);
      case 'phi':
      case 'alloca':
      case 'br':
      case 'condbr':
      case 'switch':
      case 'ret':
      case 'unreachable':
        throw new InternalError(`${one.op} is no operation`);
      default:
        return this.compare(one.op, one.left, one.right, one);
    }
  }

  private binary(op: BinaryOp, leftOperand: Operand, rightOperand: Operand, one: Instruction): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const left = this.slot(leftOperand);
    const right = this.slot(rightOperand);
    const to = this.slot(one);
    if (one.type === 'i64') {
      const compute = binaryFunction64(op);
      return rightOperand.type === 'i64'
        ? () => {
            const base = m.wideBase;
            wide[base + to] = compute(wide[base + left] as bigint, wide[base + right] as bigint);
          }
        : () => {
            const amount = BigInt(registers[m.base + right] as number);
            wide[m.wideBase + to] = compute(wide[m.wideBase + left] as bigint, amount);
          };
    }
    const compute = binaryFunction(op, one.type as IrType);
    return () => {
      const { base } = m;
      registers[base + to] = compute(registers[base + left] as number, registers[base + right] as number);
    };
  }

  private compare(
    op: IntCompare | FloatCompare,
    leftOperand: Operand,
    rightOperand: Operand,
    one: Instruction,
  ): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const left = this.slot(leftOperand);
    const right = this.slot(rightOperand);
    const to = this.slot(one);
    if (leftOperand.type === 'i64') {
      const compute = compareFunction64(op);
      return () => {
        const base = m.wideBase;
        registers[m.base + to] = compute(wide[base + left] as bigint, wide[base + right] as bigint) ? 1 : 0;
      };
    }
    const compute = compareFunction(op, leftOperand.type as IrType);
    return () => {
      const { base } = m;
      registers[base + to] = compute(registers[base + left] as number, registers[base + right] as number)
        ? 1
        : 0;
    };
  }

  private conversion(op: Conversion, operand: Operand, one: Instruction): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const source = this.slot(operand);
    const to = this.slot(one);
    const from = operand.type as IrType;
    const type = one.type as IrType;
    if (from === 'i64' || type === 'i64') {
      const compute = conversionFunction64(op, from, type);
      return () => {
        const value = compute(
          from === 'i64' ? (wide[m.wideBase + source] as bigint) : (registers[m.base + source] as number),
        );
        if (typeof value === 'bigint') wide[m.wideBase + to] = value;
        else registers[m.base + to] = value;
      };
    }
    const compute = conversionFunction(op, from, type);
    return () => {
      const { base } = m;
      registers[base + to] = compute(registers[base + source] as number);
    };
  }

  private load(one: Instruction & { readonly op: 'load' }): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const address = this.slot(one.address);
    const to = this.slot(one);
    const { type, isVolatile } = one;
    const isData = one.space === 'data';
    const memory = isData ? m.data : m.flash;
    const view = isData ? m.dataView : m.flashView;
    const io = isData ? m.options.io : undefined;
    const { ramStart } = m.layout;
    const read = READERS[type];
    const isWide = type === 'i64';
    const bytes = BYTES[type];
    const mask = isData ? 0xffff : one.space === 'flash' ? 0xffff : 0xffffffff;
    if (type === 'i8' && !isVolatile && io === undefined) {
      return () => {
        registers[m.base + to] = memory[registers[m.base + address] as number] ?? 0;
      };
    }
    return () => {
      const at = ((registers[m.base + address] as number) & mask) >>> 0;
      if (io !== undefined && at < ramStart) {
        // The low byte first, as every 16-bit register of the chip wants it.
        for (let i = 0; i < bytes; i++) memory[at + i] = io.read8(at + i);
      }
      const value = at > 0xffff ? (isWide ? 0n : 0) : read(view, at);
      if (isVolatile) m.trace.push(`read ${type} ${m.place(at)}: ${String(value)}`);
      if (isWide) wide[m.wideBase + to] = value as bigint;
      else registers[m.base + to] = value as number;
    };
  }

  private store(one: Instruction & { readonly op: 'store' }): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const address = this.slot(one.address);
    const source = this.slot(one.value);
    const { isVolatile } = one;
    const type = one.value.type as IrType;
    const { io } = m.options;
    const { ramStart } = m.layout;
    const isWide = type === 'i64';
    const { data } = m;
    if (type === 'i8' && !isVolatile && io === undefined) {
      return () => {
        data[registers[m.base + address] as number] = registers[m.base + source] as number;
      };
    }
    return () => {
      const at = registers[m.base + address] as number;
      const value = isWide ? (wide[m.wideBase + source] as bigint) : (registers[m.base + source] as number);
      m.write(type, at, value);
      if (isVolatile) m.trace.push(`write ${type} ${m.place(at)}: ${String(value)}`);
      if (io !== undefined && at < ramStart) {
        for (let i = BYTES[type] - 1; i >= 0; i--) io.write8(at + i, data[at + i] ?? 0);
      }
    };
  }

  private call(
    callee: Operand,
    argOperands: readonly Operand[],
    signature: Signature,
    one: Instruction,
  ): Operation {
    const m = this.machine;
    const { registers, wide } = m;
    const args = argOperands.map((arg) => ({ slot: this.slot(arg), isWide: arg.type === 'i64' }));
    const to = one.type === 'void' ? -1 : this.slot(one);
    const isWide = one.type === 'i64';
    const name = 'op' in callee || callee.kind !== 'function' ? undefined : callee.name;
    const target = this.slot(callee);
    const types = argOperands.map((arg, index) => {
      const type = arg.type as IrType;
      return { type, bytes: signature.params[index]?.byvalBytes ?? BYTES[type] };
    });
    return () => {
      const values: Value[] = [];
      for (let i = 0; i < args.length; i++) {
        const arg = args[i] as { slot: number; isWide: boolean };
        values.push(
          arg.isWide ? (wide[m.wideBase + arg.slot] as bigint) : (registers[m.base + arg.slot] as number),
        );
      }
      if (signature.isVariadic) m.argumentTypes = types;
      if (name === undefined) m.callAddress(registers[m.base + target] as number, values);
      else m.call(name, values);
      if (to < 0) return;
      if (isWide) wide[m.wideBase + to] = BigInt(m.result ?? 0);
      else registers[m.base + to] = Number(m.result ?? 0);
    };
  }

  private intrinsic(
    name: (Instruction & { readonly op: 'intrinsic' })['name'],
    argOperands: readonly Operand[],
    one: Instruction,
  ): Operation {
    const m = this.machine;
    const { registers } = m;
    const args = argOperands.map((arg) => this.slot(arg));
    const arg = (index: number): number => registers[m.base + (args[index] ?? 0)] as number;
    const to = one.type === 'void' ? 0 : this.slot(one);
    switch (name) {
      case 'swap_nibbles':
        return () => {
          const value = arg(0);
          registers[m.base + to] = (value >> 4) | ((value << 4) & 0xff);
        };
      case 'memcpy':
        return () => {
          m.data.copyWithin(arg(0), arg(1), arg(1) + arg(2));
        };
      case 'memset':
        return () => {
          m.data.fill(arg(1), arg(0), arg(0) + arg(2));
        };
      case 'va_start':
        return () => {
          registers[m.base + to] = m.varargs;
        };
      case 'constant_p':
      case 'return_address':
        return () => {
          registers[m.base + to] = 0;
        };
      case 'memory_barrier':
        return () => undefined;
      case 'trap':
        return () => {
          throw new Stop('trapped');
        };
      case 'delay_cycles':
        return () => {
          m.trace.push(`delay_cycles ${String(arg(0))}`);
        };
      case 'cli':
      case 'sei':
      case 'nop':
      case 'sleep':
      case 'wdr':
        return () => {
          m.trace.push(name);
        };
    }
  }
}

/** Constants as the interpreter needs them; the callee of a direct call counts too. */
function forEachConstant(one: Instruction, visit: (operand: Operand) => void): void {
  forEachOperand(one, (operand) => {
    if (!('op' in operand) && operand.kind !== 'param') visit(operand);
  });
}
