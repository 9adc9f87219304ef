/**
 * States every invariant of the IR; an empty answer means the module is well formed.
 *
 * In: a module. Out: violations as text, at most `MOST` of them. Beyond what ir.ts says:
 * - the entry block has no predecessor; a block may be unreachable, and is then checked but for dominance;
 * - a phi has exactly one entry for each distinct predecessor, whatever the number of edges from it;
 * - i1 has and, or, xor, eq, ne, select, conversions, loads and stores (a byte that is 0 or 1), no arithmetic;
 * - pointers are compared, added to (ptradd), selected, and converted to and from i16 only;
 * - every operand belongs to the function; every named symbol exists; calls match their callee.
 */
import { controlFlow } from './control-flow.ts';
import { WIDTH, isIntType } from './constants.ts';
import { dominators } from './dominators.ts';
import { INTRINSIC_RESULTS, isTerminator, signatureOf } from './ir-builder.ts';
import type {
  Block,
  Constant,
  Instruction,
  Intrinsic,
  IrFunction,
  IrModule,
  IrResult,
  IrType,
  Operand,
  Signature,
} from './ir.ts';
import { forEachOperand, successorsOf } from './operands.ts';
import { printInstruction } from './print-ir.ts';

const MOST = 50;

export function verifyModule(module: IrModule): string[] {
  const found: string[] = [];
  for (const [key, global] of module.globals) {
    const say = (text: string): number => found.push(`global ${key}: ${text}`);
    if (global.name !== key) say(`is filed under another name than ${global.name}`);
    if (module.functions.has(key)) say('has the name of a function');
    if (!Number.isInteger(global.bytes) || global.bytes < 0) say('has no whole number of bytes');
    if (global.init !== undefined) {
      if (global.init.bytes.length !== global.bytes) say('has an initialiser of another size');
      for (const { offset, target } of global.init.relocations) {
        if (offset < 0 || offset + 2 > global.bytes) say(`relocation at ${String(offset)} is outside`);
        if (!module.globals.has(target) && !module.functions.has(target)) say(`names ${target}, unknown`);
      }
    }
  }
  for (const name of module.constructors) {
    const fn = module.functions.get(name);
    if (fn === undefined) found.push(`constructor ${name} does not exist`);
    else if (fn.params.length > 0) found.push(`constructor ${name} has parameters`);
  }
  for (const [key, fn] of module.functions) {
    if (fn.name !== key) found.push(`function ${fn.name} is filed under another name, ${key}`);
    if (found.length < MOST) new FunctionVerifier(module, fn, found).verify();
  }
  return found.slice(0, MOST);
}

class FunctionVerifier {
  private readonly module: IrModule;
  private readonly fn: IrFunction;
  private readonly found: string[];
  /** By instruction: the block it is in. */
  private readonly home = new Map<Instruction, Block>();

  constructor(module: IrModule, fn: IrFunction, found: string[]) {
    this.module = module;
    this.fn = fn;
    this.found = found;
  }

  private say(text: string): void {
    this.found.push(`${this.fn.name}: ${text}`);
  }

  verify(): void {
    const { fn } = this;
    fn.params.forEach((param, index) => {
      if (param.index !== index) this.say(`parameter ${String(index)} has index ${String(param.index)}`);
      if (param.byvalBytes !== undefined && param.type !== 'ptr') {
        this.say(`parameter ${String(index)} is by value but no ptr`);
      }
    });
    if (fn.blocks.length === 0) return;
    if (!this.structure()) return;
    for (const block of fn.blocks) {
      for (const one of block.instructions) {
        const before = this.found.length;
        this.instruction(one, block);
        if (this.found.length > before) this.found.push(`  in: ${printInstruction(one)}`);
      }
    }
    this.flow();
  }

  /** Blocks, ids, terminators. False: the rest of the checks would stumble. */
  private structure(): boolean {
    const before = this.found.length;
    const blocks = new Set(this.fn.blocks);
    const blockIds = new Set<number>();
    const ids = new Set<number>();
    if (blocks.size !== this.fn.blocks.length) this.say('has a block twice');
    for (const block of this.fn.blocks) {
      const name = `bb${String(block.id)}`;
      if (blockIds.has(block.id) || block.id < 0) this.say(`has ${name} twice`);
      blockIds.add(block.id);
      const last = block.instructions.at(-1);
      if (last === undefined || !isTerminator(last)) this.say(`${name} has no terminator`);
      let isHead = true;
      for (const one of block.instructions) {
        if (this.home.has(one)) this.say(`%${String(one.id)} is in the function twice`);
        this.home.set(one, block);
        if (ids.has(one.id) || one.id < 0) this.say(`has %${String(one.id)} twice`);
        ids.add(one.id);
        if (one !== last && isTerminator(one)) this.say(`${name} has a terminator in the middle`);
        if (one.op !== 'phi') isHead = false;
        else if (!isHead) this.say(`${name} has the phi %${String(one.id)} after other instructions`);
        if (one.op === 'alloca') {
          if (block !== this.fn.blocks[0]) this.say(`${name} has an alloca and is not the entry`);
          if (!Number.isInteger(one.bytes) || one.bytes < 0) this.say(`alloca of ${String(one.bytes)} bytes`);
        }
      }
      for (const target of successorsOf(block)) {
        if (!blocks.has(target)) this.say(`${name} goes to bb${String(target.id)}, not of this function`);
        if (target === this.fn.blocks[0]) this.say(`${name} goes back to the entry`);
      }
    }
    return this.found.length === before;
  }

  private instruction(one: Instruction, block: Block): void {
    forEachOperand(one, (operand) => {
      this.operand(operand);
    });
    switch (one.op) {
      case 'alloca':
      case 'br':
      case 'unreachable':
      case 'phi':
        break;
      case 'load':
        this.is(one.address, one.space === 'flashFar' ? 'i32' : 'ptr');
        if (one.space !== 'data' && one.isVolatile) this.say('a volatile load from flash');
        break;
      case 'store':
        this.is(one.address, 'ptr');
        if (one.value.type === 'void') this.say('stores no value');
        break;
      case 'select':
        this.is(one.condition, 'i1');
        this.is(one.left, one.type);
        this.is(one.right, one.type);
        break;
      case 'ptradd':
        this.is(one.left, 'ptr');
        this.is(one.right, 'i16');
        break;
      case 'call':
        this.call(one.callee, one.args, one.signature, one.type);
        break;
      case 'intrinsic':
        this.intrinsic(one.name, one.args, one.type);
        break;
      case 'condbr':
        this.is(one.condition, 'i1');
        break;
      case 'switch': {
        const { type } = one.value;
        if (!isIntType(type)) {
          this.say('switches on no integer');
          break;
        }
        const values = new Set(one.cases.map(({ value }) => value));
        if (values.size !== one.cases.length) this.say('has a case twice');
        for (const value of values) {
          if (BigInt.asUintN(WIDTH[type], value) !== value)
            this.say(`case ${String(value)} is not of ${type}`);
        }
        break;
      }
      case 'ret':
        if (one.value === undefined ? this.fn.result !== 'void' : one.value.type !== this.fn.result) {
          this.say(`returns ${one.value?.type ?? 'nothing'} where ${this.fn.result} is promised`);
        }
        break;
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        if (!converts(one.op, one.operand.type, one.type)) {
          this.say(`no ${one.op} from ${one.operand.type} to ${one.type}`);
        }
        break;
      case 'fadd':
      case 'fsub':
      case 'fmul':
      case 'fdiv':
        this.both(one.left, one.right, 'f32', one.type);
        break;
      case 'shl':
      case 'lshr':
      case 'ashr':
        if (!isIntType(one.type) || one.type === 'i1') this.say(`${one.op} of ${one.type}`);
        this.is(one.left, one.type);
        this.is(one.right, 'i8');
        break;
      case 'feq':
      case 'fne':
      case 'flt':
      case 'fle':
      case 'fgt':
      case 'fge':
        this.both(one.left, one.right, 'f32');
        break;
      case 'and':
      case 'or':
      case 'xor':
        if (!isIntType(one.type)) this.say(`${one.op} of ${one.type}`);
        this.both(one.left, one.right, one.type);
        break;
      case 'add':
      case 'sub':
      case 'mul':
      case 'udiv':
      case 'sdiv':
      case 'urem':
      case 'srem':
        if (!isIntType(one.type) || one.type === 'i1') this.say(`${one.op} of ${one.type}`);
        this.both(one.left, one.right, one.type);
        break;
      case 'eq':
      case 'ne':
        if (one.left.type === 'f32' || one.left.type === 'void') this.say(`${one.op} of ${one.left.type}`);
        this.is(one.right, one.left.type);
        break;
      default:
        if (one.left.type !== 'ptr' && (!isIntType(one.left.type) || one.left.type === 'i1')) {
          this.say(`${one.op} of ${one.left.type}`);
        }
        this.is(one.right, one.left.type);
    }
    if (one.type === 'i1' || one.type === 'void') return;
    if (one.type !== 'f32' && one.type !== 'ptr' && !isIntType(one.type)) {
      this.say(`bb${String(block.id)}: unknown type`);
    }
  }

  private is(operand: Operand, type: IrResult): void {
    if (operand.type !== type) this.say(`an operand is ${operand.type} where ${type} is meant`);
  }

  private both(left: Operand, right: Operand, type: IrResult, result: IrResult = type): void {
    this.is(left, type);
    this.is(right, type);
    if (result !== type) this.say(`the result is ${result} where ${type} is meant`);
  }

  private operand(operand: Operand): void {
    if ('op' in operand) {
      if (!this.home.has(operand)) this.say(`%${String(operand.id)} is not in the function`);
      if (operand.type === 'void') this.say(`%${String(operand.id)} has no value`);
    } else if (operand.kind === 'param') {
      if (this.fn.params[operand.index] !== operand) this.say(`$${operand.name} is of another function`);
    } else {
      this.constant(operand);
    }
  }

  private constant(constant: Constant): void {
    switch (constant.kind) {
      case 'int':
        if (BigInt.asUintN(WIDTH[constant.type], constant.value) !== constant.value) {
          this.say(`the constant ${String(constant.value)} is not normalised`);
        }
        return;
      case 'float':
        if (!Object.is(Math.fround(constant.value), constant.value)) {
          this.say(`the constant ${String(constant.value)} has more than single precision`);
        }
        return;
      case 'global':
        if (!this.module.globals.has(constant.name)) this.say(`the global ${constant.name} does not exist`);
        if (!Number.isInteger(constant.offset)) this.say(`offset ${String(constant.offset)}`);
        return;
      case 'function':
        if (!this.module.functions.has(constant.name)) {
          this.say(`the function ${constant.name} does not exist`);
        }
        return;
      case 'address':
        if (!Number.isInteger(constant.value) || constant.value < 0 || constant.value > 0xffff) {
          this.say(`the address ${String(constant.value)} is outside`);
        }
        return;
      case 'undef':
    }
  }

  private call(callee: Operand, args: readonly Operand[], signature: Signature, type: IrResult): void {
    this.is(callee, 'ptr');
    if (signature.result !== type) this.say(`calls for ${type}, the signature says ${signature.result}`);
    const named = signature.params.length;
    if (signature.isVariadic ? args.length < named : args.length !== named) {
      this.say(`passes ${String(args.length)} arguments where ${String(named)} are meant`);
    }
    signature.params.forEach((param, index) => {
      const arg = args[index];
      if (arg !== undefined) this.is(arg, param.type);
    });
    if ('op' in callee || callee.kind !== 'function') return;
    const fn = this.module.functions.get(callee.name);
    if (fn !== undefined && !sameSignature(signatureOf(fn), signature)) {
      this.say(`calls ${fn.name} by another signature`);
    }
  }

  private intrinsic(name: Intrinsic, args: readonly Operand[], type: IrResult): void {
    const wanted = INTRINSIC_ARGUMENTS[name];
    if (INTRINSIC_RESULTS[name] !== type) this.say(`${name} gives ${INTRINSIC_RESULTS[name]}, not ${type}`);
    if (wanted.length !== args.length) this.say(`${name} takes ${String(wanted.length)} arguments`);
    args.forEach((arg, index) => {
      const kind = wanted[index];
      if (kind === 'constant i32') {
        this.is(arg, 'i32');
        if ('op' in arg || arg.kind !== 'int') this.say(`${name} takes a constant`);
      } else if (kind !== undefined && kind !== 'any') {
        this.is(arg, kind);
      }
    });
  }

  /** What depends on the graph: phis and dominance. */
  private flow(): void {
    const flow = controlFlow(this.fn);
    const tree = dominators(flow);
    const all = new Map<Block, Block[]>(this.fn.blocks.map((block) => [block, []]));
    for (const block of this.fn.blocks) for (const to of successorsOf(block)) all.get(to)?.push(block);
    const position = new Map<Instruction, number>();
    for (const block of this.fn.blocks) block.instructions.forEach((one, at) => position.set(one, at));
    const check = (use: string, value: Operand, at: Block, place: number): void => {
      if (!('op' in value)) return;
      const from = this.home.get(value);
      const target = flow.indexOf[at.id] as number;
      if (from === undefined || target < 0) return;
      const source = flow.indexOf[from.id] as number;
      const isAbove =
        from === at ? (position.get(value) as number) < place : source >= 0 && tree.dominates(source, target);
      if (!isAbove) this.say(`%${String(value.id)} does not dominate its use in ${use}`);
    };
    for (const block of this.fn.blocks) {
      const predecessors = all.get(block) ?? [];
      block.instructions.forEach((one, at) => {
        if (one.op !== 'phi') {
          forEachOperand(one, (operand) => {
            check(`%${String(one.id)} = ${one.op} in bb${String(block.id)}`, operand, block, at);
          });
          return;
        }
        const from = new Set(one.incoming.map((entry) => entry.block));
        if (
          from.size !== one.incoming.length ||
          from.size !== predecessors.length ||
          predecessors.some((predecessor) => !from.has(predecessor))
        ) {
          this.say(
            `the phi %${String(one.id)} is not for the predecessors of bb${String(block.id)}: ${predecessors
              .map(({ id }) => `bb${String(id)}`)
              .join(', ')}`,
          );
        }
        for (const entry of one.incoming) {
          if (entry.value.type !== one.type) this.say(`the phi %${String(one.id)} mixes types`);
          check(`the phi %${String(one.id)}`, entry.value, entry.block, Number.POSITIVE_INFINITY);
        }
      });
    }
  }
}

function converts(op: Instruction['op'], from: IrResult, to: IrResult): boolean {
  if (from === 'void' || to === 'void') return false;
  switch (op) {
    case 'zext':
    case 'sext':
      return isIntType(from) && isIntType(to) && WIDTH[from] < WIDTH[to];
    case 'trunc':
      return isIntType(from) && isIntType(to) && WIDTH[from] > WIDTH[to];
    case 'fptosi':
    case 'fptoui':
      return from === 'f32' && isIntType(to) && to !== 'i1';
    case 'sitofp':
    case 'uitofp':
      return to === 'f32' && isIntType(from) && from !== 'i1';
    default:
      return (
        (from === 'ptr' && to === 'i16') ||
        (from === 'i16' && to === 'ptr') ||
        (from === 'f32' && to === 'i32') ||
        (from === 'i32' && to === 'f32')
      );
  }
}

export function sameSignature(a: Signature, b: Signature): boolean {
  return (
    a.result === b.result &&
    a.isVariadic === b.isVariadic &&
    a.params.length === b.params.length &&
    a.params.every((param, index) => {
      const other = b.params[index];
      return param.type === other?.type && param.byvalBytes === other.byvalBytes;
    })
  );
}

const INTRINSIC_ARGUMENTS: Readonly<Record<Intrinsic, readonly (IrType | 'any' | 'constant i32')[]>> = {
  cli: [],
  sei: [],
  nop: [],
  sleep: [],
  wdr: [],
  delay_cycles: ['constant i32'],
  swap_nibbles: ['i8'],
  memcpy: ['ptr', 'ptr', 'i16'],
  memset: ['ptr', 'i8', 'i16'],
  va_start: [],
  constant_p: ['any'],
  memory_barrier: [],
  trap: [],
  return_address: [],
};
