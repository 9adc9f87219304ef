/**
 * Reads the text form of the IR that print-ir writes.
 *
 * In: text. Out: a module that prints as the same text; not verified (see verify-ir). Comments run from
 * `;` to the end of the line. The text comes from us and our tests: a mistake in it throws.
 */
import { NO_LOC, type Loc } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import {
  WIDTH,
  addressConst,
  floatConst,
  functionAddress,
  globalAddress,
  intConst,
  isIntType,
  undefConst,
} from './constants.ts';
import { INTRINSIC_RESULTS, makeParameter } from './ir-builder.ts';
import type {
  BinaryOp,
  Block,
  Conversion,
  Instruction,
  IntCompare,
  Intrinsic,
  IrAttributes,
  IrFunction,
  IrGlobal,
  IrModule,
  IrResult,
  IrType,
  Operand,
  Parameter,
  Relocation,
  Signature,
  Space,
} from './ir.ts';
import { makeInstruction, type Fields } from './make-instruction.ts';
import { mapOperands } from './operands.ts';

const TOKEN =
  /;[^\n]*|"(?:[^"\\]|\\.)*"|->|\.\.\.|[%$!]\w+|-?(?:0x[0-9a-fA-F]+|(?:\d+\.\d+|\d+)(?:e[-+]?\d+)?|inf)\b|[A-Za-z_][\w.]*|\S/g;

const BINARY: ReadonlySet<string> = new Set<BinaryOp>([
  'add',
  'sub',
  'mul',
  'udiv',
  'sdiv',
  'urem',
  'srem',
  'and',
  'or',
  'xor',
  'shl',
  'lshr',
  'ashr',
  'fadd',
  'fsub',
  'fmul',
  'fdiv',
]);
const CONVERSIONS: ReadonlySet<string> = new Set<Conversion>([
  'zext',
  'sext',
  'trunc',
  'fptosi',
  'fptoui',
  'sitofp',
  'uitofp',
  'bitcast',
]);
const COMPARES: ReadonlySet<string> = new Set(
  'eq ne ult ule ugt uge slt sle sgt sge feq fne flt fle fgt fge'.split(' '),
);
const SHIFTS: ReadonlySet<string> = new Set(['shl', 'lshr', 'ashr']);

export function parseModule(text: string): IrModule {
  return new IrParser(text).module();
}

/** The first function of the text. */
export function parseFunction(text: string): IrFunction {
  const [fn] = parseModule(text).functions.values();
  if (fn === undefined) throw new InternalError('no function in the text');
  return fn;
}

class IrParser {
  private readonly tokens: string[];
  private at = 0;
  private blocks = new Map<number, Block>();
  private instructions = new Map<number, Instruction>();
  private params = new Map<string, Parameter>();
  /** Instructions of void type have no printed id: they get the ones after the printed ones. */
  private unnamed: Instruction[] = [];

  constructor(text: string) {
    this.tokens = (text.match(TOKEN) ?? []).filter((token) => !token.startsWith(';'));
  }

  module(): IrModule {
    const functions = new Map<string, IrFunction>();
    const globals = new Map<string, IrGlobal>();
    const constructors: string[] = [];
    while (this.at < this.tokens.length) {
      const word = this.next();
      if (word === 'constructors') {
        do constructors.push(this.symbol());
        while (this.accept(','));
      } else if (word === 'global') {
        const global = this.global();
        globals.set(global.name, global);
      } else if (word === 'func') {
        const fn = this.fn();
        functions.set(fn.name, fn);
      } else {
        this.fail(`unknown definition ${word}`);
      }
    }
    return { functions, globals, constructors };
  }

  private global(): IrGlobal {
    const name = this.symbol();
    const space = this.next() as IrGlobal['space'];
    const isConst = this.accept('const');
    const bytes = this.number();
    let init: IrGlobal['init'];
    if (this.accept('=')) {
      this.expect('x');
      const hex = this.string();
      const relocations: Relocation[] = [];
      if (this.accept('[')) {
        do {
          const offset = this.number();
          this.expect(':');
          const target = this.symbol();
          relocations.push({ offset, target, addend: this.offset() });
        } while (this.accept(','));
        this.expect(']');
      }
      init = {
        bytes: Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
        relocations,
      };
    }
    const typeName = this.accept('type') ? this.string() : '';
    const display = this.accept('display') ? this.string() : name;
    const loc = this.place();
    return { name, display, space, bytes, ...(init === undefined ? {} : { init }), isConst, loc, typeName };
  }

  private fn(): IrFunction {
    this.blocks = new Map();
    this.instructions = new Map();
    this.params = new Map();
    this.unnamed = [];
    const name = this.symbol();
    const params: Parameter[] = [];
    let isVariadic = false;
    this.expect('(');
    while (!this.accept(')')) {
      if (this.accept('...')) {
        isVariadic = true;
      } else {
        const { type, byvalBytes } = this.parameterType();
        const shown = this.next().slice(1);
        const own = this.peek().startsWith('"') ? this.string() : shown;
        const param = makeParameter(params.length, type, own, byvalBytes);
        params.push(param);
        this.params.set(shown, param);
      }
      this.accept(',');
    }
    this.expect('->');
    const result = this.next() as IrResult;
    const display = this.accept('display') ? this.string() : name;
    const attributes = this.attributes();
    const loc = this.place();
    const blocks = this.accept('{') ? this.body() : [];
    return { name, display, params, result, isVariadic, blocks, attributes, loc };
  }

  private attributes(): IrAttributes {
    const nested = this.accept('nestedinterrupt');
    let interrupt: IrAttributes['interrupt'];
    if (nested || this.accept('interrupt')) {
      interrupt = { vector: this.parenthesised(() => this.number()), allowsInterrupts: nested };
    }
    const isNaked = this.accept('naked');
    const inline = this.accept('inline')
      ? this.parenthesised(() => this.next() as IrAttributes['inline'])
      : 'none';
    const isNoReturn = this.accept('noreturn');
    const isRoot = this.accept('root');
    return { ...(interrupt === undefined ? {} : { interrupt }), isNaked, inline, isNoReturn, isRoot };
  }

  private body(): Block[] {
    const blocks: Block[] = [];
    while (!this.accept('}')) {
      const id = this.blockId();
      const label = this.peek() === ':' ? '' : this.word();
      this.expect(':');
      const known = this.blocks.get(id);
      const block: Block =
        known === undefined ? { id, label, instructions: [] } : Object.assign(known, { label });
      this.blocks.set(id, block);
      blocks.push(block);
      while (!/^bb\d+$/.test(this.peek()) && this.peek() !== '}') {
        block.instructions.push(this.instruction());
      }
    }
    let nextId = Math.max(-1, ...this.instructions.keys()) + 1;
    for (const one of this.unnamed) one.id = nextId++;
    const resolve = (operand: Operand): Operand =>
      'op' in operand ? (this.instructions.get(operand.id) ?? operand) : operand;
    for (const block of blocks) for (const one of block.instructions) mapOperands(one, resolve);
    return blocks;
  }

  private instruction(): Instruction {
    let id = -1;
    if (this.peek().startsWith('%')) {
      id = Number(this.next().slice(1));
      this.expect('=');
    }
    const op = this.next();
    const made = makeInstruction<Instruction>(this.operation(op) as Fields, id, NO_LOC);
    made.loc = this.place();
    if (id < 0) this.unnamed.push(made);
    else this.instructions.set(id, made);
    return made;
  }

  private operation(op: string): object {
    if (BINARY.has(op)) {
      const type = this.type();
      const left = this.operand(type);
      this.expect(',');
      return { op, type, left, right: this.operand(SHIFTS.has(op) ? 'i8' : type) };
    }
    if (COMPARES.has(op)) {
      const of = this.type();
      const left = this.operand(of);
      this.expect(',');
      return { op: op as IntCompare, type: 'i1', left, right: this.operand(of) };
    }
    if (CONVERSIONS.has(op)) {
      const operand = this.typed();
      this.expect('to');
      return { op, type: this.type(), operand };
    }
    switch (op) {
      case 'select': {
        const type = this.type();
        const condition = this.operand('i1');
        this.expect(',');
        const left = this.operand(type);
        this.expect(',');
        return { op, type, condition, left, right: this.operand(type) };
      }
      case 'alloca':
        return { op, type: 'ptr', bytes: this.number(), name: this.string() };
      case 'ptradd': {
        const left = this.operand('ptr');
        this.expect(',');
        return { op, type: 'ptr', left, right: this.operand('i16') };
      }
      case 'load': {
        const isVolatile = this.accept('volatile');
        const type = this.type();
        const space = this.next() as Space;
        return { op, type, address: this.operand(space === 'flashFar' ? 'i32' : 'ptr'), space, isVolatile };
      }
      case 'store': {
        const isVolatile = this.accept('volatile');
        const value = this.typed();
        this.expect(',');
        return { op, type: 'void', address: this.operand('ptr'), value, isVolatile };
      }
      case 'call':
        return this.call();
      case 'intrinsic': {
        const name = this.next() as Intrinsic;
        this.expect('(');
        const args = this.list(')', () => this.typed());
        return { op, type: INTRINSIC_RESULTS[name], name, args };
      }
      case 'phi': {
        const type = this.type();
        const incoming: { block: Block; value: Operand }[] = [];
        while (this.accept('[')) {
          const block = this.target();
          this.expect(':');
          incoming.push({ block, value: this.operand(type) });
          this.expect(']');
          this.accept(',');
        }
        return { op, type, incoming };
      }
      case 'br':
        return { op, type: 'void', target: this.target() };
      case 'condbr': {
        const condition = this.operand('i1');
        this.expect(',');
        const then = this.target();
        this.expect(',');
        // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
        return { op, type: 'void', condition, then, otherwise: this.target() };
      }
      case 'switch': {
        const value = this.typed();
        this.expect(',');
        const otherwise = this.target();
        this.expect('[');
        const cases = this.list(']', () => {
          const number = BigInt(this.next());
          this.expect(':');
          return { value: number, target: this.target() };
        });
        return { op, type: 'void', value, cases, otherwise };
      }
      case 'ret':
        return this.startsValue() ? { op, type: 'void', value: this.typed() } : { op, type: 'void' };
      case 'unreachable':
        return { op, type: 'void' };
      default:
        return this.fail(`unknown instruction ${op}`);
    }
  }

  private call(): object {
    const result = this.next() as IrResult;
    const callee = this.peek() === '@' ? functionAddress(this.symbol()) : this.operand('ptr');
    this.expect('(');
    const params: Signature['params'][number][] = [];
    const args: Operand[] = [];
    let isVariadic = false;
    while (!this.accept(')')) {
      if (this.accept('...')) {
        isVariadic = true;
      } else {
        const param = this.parameterType();
        args.push(this.operand(param.type));
        if (!isVariadic) params.push(param);
      }
      this.accept(',');
    }
    return { op: 'call', type: result, callee, args, signature: { params, result, isVariadic } };
  }

  private parameterType(): { type: IrType; byvalBytes?: number } {
    const type = this.type();
    return this.accept('byval') ? { type, byvalBytes: this.parenthesised(() => this.number()) } : { type };
  }

  private startsValue(): boolean {
    return Object.hasOwn(WIDTH, this.peek());
  }

  private typed(): Operand {
    return this.operand(this.type());
  }

  /** `expected`: the type of a constant that does not state its own. */
  private operand(expected: IrType): Operand {
    const type = this.startsValue() ? this.type() : expected;
    const token = this.next();
    if (token.startsWith('%')) return forward(Number(token.slice(1)));
    if (token.startsWith('$')) {
      return this.params.get(token.slice(1)) ?? this.fail(`unknown parameter ${token}`);
    }
    if (token === 'undef') return undefConst(type);
    if (token === 'fn') return functionAddress(this.symbol());
    if (token === 'addr') return addressConst(this.number());
    if (token === '@') {
      this.at--;
      const name = this.symbol();
      return globalAddress(name, this.offset());
    }
    if (type === 'f32') {
      if (token === 'nan') return floatConst(Number.NaN);
      if (token === 'inf') return floatConst(Number.POSITIVE_INFINITY);
      if (token === '-inf') return floatConst(Number.NEGATIVE_INFINITY);
      return floatConst(Number(token));
    }
    if (isIntType(type) && /^-?\d/.test(token)) return intConst(type, BigInt(token));
    return this.fail(`not an operand of type ${type}: ${token}`);
  }

  private list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.accept(end)) {
      items.push(item());
      this.accept(',');
    }
    return items;
  }

  private parenthesised<T>(inside: () => T): T {
    this.expect('(');
    const value = inside();
    this.expect(')');
    return value;
  }

  private blockId(): number {
    const token = this.next();
    return /^bb\d+$/.test(token) ? Number(token.slice(2)) : this.fail(`not a block: ${token}`);
  }

  private target(): Block {
    const id = this.blockId();
    let block = this.blocks.get(id);
    if (block === undefined) {
      block = { id, label: '', instructions: [] };
      this.blocks.set(id, block);
    }
    return block;
  }

  private symbol(): string {
    this.expect('@');
    return this.word();
  }

  private word(): string {
    return this.peek().startsWith('"') ? this.string() : this.next();
  }

  /** `+2` or `-2` after a symbol; 0 when there is none. */
  private offset(): number {
    if (this.accept('+')) return this.number();
    return /^-\d+$/.test(this.peek()) ? this.number() : 0;
  }

  private type(): IrType {
    const token = this.next();
    return Object.hasOwn(WIDTH, token) ? (token as IrType) : this.fail(`not a type: ${token}`);
  }

  private place(): Loc {
    return this.peek().startsWith('!') ? Number(this.next().slice(1)) : NO_LOC;
  }

  private number(): number {
    const token = this.next();
    const value = Number(token);
    return Number.isNaN(value) ? this.fail(`not a number: ${token}`) : value;
  }

  private string(): string {
    return JSON.parse(this.next()) as string;
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }

  private next(): string {
    return this.tokens[this.at++] ?? this.fail('the text ends too early');
  }

  private accept(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) this.fail(`expected ${token}`);
  }

  private fail(message: string): never {
    throw new InternalError(
      `IR text: ${message} near “${this.tokens.slice(Math.max(0, this.at - 8), this.at + 4).join(' ')}”`,
    );
  }
}

/** Stands for an instruction until the whole function is read. */
const forward = (id: number): Instruction => makeInstruction({ op: 'unreachable', type: 'void' }, id, NO_LOC);
