/**
 * The text form of the IR: LLVM-like, stable, and read back exactly by parse-ir.
 *
 * In: a module or a function. Out: text. Integers are written as signed numbers; a constant carries its
 * type only where the instruction does not imply it. `%3` is an instruction, `$name` (or `$index`, when
 * names clash) a parameter, `@name+2` a global's address, `fn @name` a function's, `addr 0x25` a fixed one.
 * Places in the source (`!123`) are written on request only.
 */
import { NO_LOC } from '../cpp/source.ts';
import { signedValue } from './constants.ts';
import type {
  Constant,
  Instruction,
  IrFunction,
  IrGlobal,
  IrModule,
  IrType,
  Operand,
  Parameter,
} from './ir.ts';

export interface PrintOptions {
  /** Write `!loc` after functions, globals and instructions. */
  readonly places?: boolean;
}

const PLAIN_NAME = /^[A-Za-z_][\w.]*$/;

const name = (text: string): string => (PLAIN_NAME.test(text) ? text : JSON.stringify(text));
const symbol = (text: string): string => `@${name(text)}`;

export function printModule(module: IrModule, options: PrintOptions = {}): string {
  const parts: string[] = [];
  if (module.constructors.length > 0) {
    parts.push(`constructors ${module.constructors.map(symbol).join(', ')}\n`);
  }
  const globals = [...module.globals.values()].map((global) => printGlobal(global, options));
  if (globals.length > 0) parts.push(globals.join(''));
  for (const fn of module.functions.values()) parts.push(printFunction(fn, options));
  return parts.join('\n');
}

function printGlobal(global: IrGlobal, options: PrintOptions): string {
  const words = ['global', symbol(global.name), global.space];
  if (global.isConst) words.push('const');
  words.push(String(global.bytes));
  if (global.init !== undefined) {
    words.push(`= x"${[...global.init.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}"`);
    if (global.init.relocations.length > 0) {
      const list = global.init.relocations.map(
        ({ offset, target, addend }) => `${String(offset)}: ${symbol(target)}${plus(addend)}`,
      );
      words.push(`[${list.join(', ')}]`);
    }
  }
  if (global.typeName !== '') words.push(`type ${JSON.stringify(global.typeName)}`);
  if (global.display !== global.name) words.push(`display ${JSON.stringify(global.display)}`);
  return `${words.join(' ')}${place(global.loc, options)}\n`;
}

export function printFunction(fn: IrFunction, options: PrintOptions = {}): string {
  const names = parameterNames(fn);
  const params = fn.params.map((param, index) => {
    const shown = names[index] ?? String(index);
    const text = `${parameterType(param)} $${shown}`;
    return shown === param.name ? text : `${text} ${JSON.stringify(param.name)}`;
  });
  if (fn.isVariadic) params.push('...');
  const words = [`func ${symbol(fn.name)}(${params.join(', ')}) -> ${fn.result}`];
  if (fn.display !== fn.name) words.push(`display ${JSON.stringify(fn.display)}`);
  const { interrupt, isNaked, inline, isNoReturn, isRoot } = fn.attributes;
  if (interrupt !== undefined) {
    words.push(`${interrupt.allowsInterrupts ? 'nested' : ''}interrupt(${String(interrupt.vector)})`);
  }
  if (isNaked) words.push('naked');
  if (inline !== 'none') words.push(`inline(${inline})`);
  if (isNoReturn) words.push('noreturn');
  if (isRoot) words.push('root');
  const head = `${words.join(' ')}${place(fn.loc, options)}`;
  if (fn.blocks.length === 0) return `${head}\n`;
  const lines = [`${head} {`];
  for (const block of fn.blocks) {
    const label = block.label === '' ? '' : ` ${name(block.label)}`;
    lines.push(`bb${String(block.id)}${label}:`);
    for (const instruction of block.instructions) {
      lines.push(`  ${instructionText(instruction, names)}${place(instruction.loc, options)}`);
    }
  }
  lines.push('}', '');
  return lines.join('\n');
}

/** One instruction, for messages. */
export const printInstruction = (instruction: Instruction): string => instructionText(instruction, []);

const place = (loc: number, options: PrintOptions): string =>
  options.places === true && loc !== NO_LOC ? ` !${String(loc)}` : '';

const plus = (offset: number): string =>
  offset === 0 ? '' : offset > 0 ? `+${String(offset)}` : String(offset);

const parameterType = (param: { type: IrType; byvalBytes?: number | undefined }): string =>
  param.byvalBytes === undefined ? param.type : `${param.type} byval(${String(param.byvalBytes)})`;

/** A parameter's own name where it is one word and no other has it, its index otherwise. */
function parameterNames(fn: IrFunction): string[] {
  const uses = new Map<string, number>();
  for (const param of fn.params) uses.set(param.name, (uses.get(param.name) ?? 0) + 1);
  return fn.params.map((param, index) =>
    PLAIN_NAME.test(param.name) && uses.get(param.name) === 1 ? param.name : String(index),
  );
}

function instructionText(one: Instruction, names: readonly string[]): string {
  const value = (operand: Operand, type?: IrType): string => operandText(operand, type, names);
  /** With its type always. */
  const typed = (operand: Operand): string =>
    `${operand.type} ${operandText(operand, operand.type === 'void' ? undefined : operand.type, names)}`;
  const result = one.type === 'void' ? '' : `%${String(one.id)} = `;
  switch (one.op) {
    case 'alloca':
      return `${result}alloca ${String(one.bytes)} ${JSON.stringify(one.name)}`;
    case 'load':
      return `${result}load ${one.isVolatile ? 'volatile ' : ''}${one.type} ${one.space} ${value(one.address, one.space === 'flashFar' ? 'i32' : 'ptr')}`;
    case 'store':
      return `store ${one.isVolatile ? 'volatile ' : ''}${typed(one.value)}, ${value(one.address, 'ptr')}`;
    case 'call': {
      const args = one.args.map((arg, index) => {
        const param = one.signature.params[index];
        return param === undefined ? typed(arg) : `${parameterType(param)} ${value(arg, param.type)}`;
      });
      if (one.signature.isVariadic) args.splice(one.signature.params.length, 0, '...');
      return `${result}call ${one.type} ${calleeText(one.callee, names)}(${args.join(', ')})`;
    }
    case 'intrinsic':
      return `${result}intrinsic ${one.name}(${one.args.map(typed).join(', ')})`;
    case 'phi':
      return `${result}phi ${one.type} ${one.incoming
        .map((entry) => `[bb${String(entry.block.id)}: ${value(entry.value, one.type)}]`)
        .join(', ')}`;
    case 'select':
      return `${result}select ${one.type} ${value(one.condition, 'i1')}, ${value(one.left, one.type)}, ${value(one.right, one.type)}`;
    case 'br':
      return `br bb${String(one.target.id)}`;
    case 'condbr':
      return `condbr ${value(one.condition, 'i1')}, bb${String(one.then.id)}, bb${String(one.otherwise.id)}`;
    case 'switch': {
      const cases = one.cases.map((entry) => `${String(entry.value)}: bb${String(entry.target.id)}`);
      return `switch ${typed(one.value)}, bb${String(one.otherwise.id)} [${cases.join(', ')}]`;
    }
    case 'ret':
      return one.value === undefined ? 'ret' : `ret ${typed(one.value)}`;
    case 'unreachable':
      return 'unreachable';
    case 'zext':
    case 'sext':
    case 'trunc':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
    case 'bitcast':
      return `${result}${one.op} ${typed(one.operand)} to ${one.type}`;
    case 'ptradd':
      return `${result}ptradd ${value(one.left, 'ptr')}, ${value(one.right, 'i16')}`;
    case 'shl':
    case 'lshr':
    case 'ashr':
      return `${result}${one.op} ${one.type} ${value(one.left, one.type)}, ${value(one.right, 'i8')}`;
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
    case 'fadd':
    case 'fsub':
    case 'fmul':
    case 'fdiv':
      return `${result}${one.op} ${one.type} ${value(one.left, one.type)}, ${value(one.right, one.type)}`;
    default: {
      const left = typed(one.left);
      return `${result}${one.op} ${left}, ${value(one.right, one.left.type === 'void' ? undefined : one.left.type)}`;
    }
  }
}

/** A direct callee is the bare symbol; a global's address as callee gets its type, to tell it apart. */
function calleeText(callee: Operand, names: readonly string[]): string {
  if (!('op' in callee) && callee.kind === 'function') return symbol(callee.name);
  return !('op' in callee) && callee.kind === 'global'
    ? `ptr ${operandText(callee, 'ptr', names)}`
    : operandText(callee, 'ptr', names);
}

function operandText(operand: Operand, expected: IrType | undefined, names: readonly string[]): string {
  if ('op' in operand) return `%${String(operand.id)}`;
  if (operand.kind === 'param') return parameterText(operand, names);
  const text = constantText(operand);
  return operand.type === expected ? text : `${operand.type} ${text}`;
}

const parameterText = (param: Parameter, names: readonly string[]): string =>
  `$${names[param.index] ?? (PLAIN_NAME.test(param.name) ? param.name : String(param.index))}`;

function constantText(constant: Constant): string {
  switch (constant.kind) {
    case 'int':
      return String(constant.type === 'i1' ? constant.value : signedValue(constant));
    case 'float':
      return floatText(constant.value);
    case 'global':
      return `${symbol(constant.name)}${plus(constant.offset)}`;
    case 'function':
      return `fn ${symbol(constant.name)}`;
    case 'address':
      return `addr 0x${constant.value.toString(16).padStart(2, '0')}`;
    case 'undef':
      return 'undef';
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
