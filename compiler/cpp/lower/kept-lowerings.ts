/**
 * Functions of units that are kept between programs, lowered once.
 *
 * In: such a function. Out: its IR as a copy of what was lowered first, and the same questions asked of the
 * program in the same order: what it refers to becomes reachable as if it had been lowered now. The IR's
 * names of strings, vtables and aliases are those that the program gives now.
 * What is kept has been simplified by itself, so that this is not done again in every build; but not where
 * somebody wants to be told of its instructions.
 */
import { functionAddress, globalAddress } from '../../ir/constants.ts';
import { makeFunction } from '../../ir/ir-builder.ts';
import type {
  Block,
  Constant,
  Instruction,
  IrFunction,
  IrGlobal,
  IrModule,
  Operand,
  Signature,
} from '../../ir/ir.ts';
import { copyInstruction } from '../../ir/make-instruction.ts';
import { mapOperands } from '../../ir/operands.ts';
import type { TExpr, TInit, TStmt, TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { QualType, RecordInfo } from '../types.ts';
import type { ProgramServices } from './function-lowering.ts';
import { lowerFunction } from './lower-function.ts';

/** Simplifies a function by itself; of the module only the addresses of globals are known. */
export type SimplifyAlone = (fn: IrFunction, module: IrModule) => void;

export class KeptLowerings {
  private readonly kept = new WeakMap<TypedFunction, KeptLowering>();
  private readonly simplify: SimplifyAlone | undefined;

  constructor(simplify?: SimplifyAlone) {
    this.simplify = simplify;
  }

  /** Answers whether the function is simplified. */
  lower(program: ProgramServices, source: TypedFunction, body: TStmt, fn: IrFunction): boolean {
    const known = this.kept.get(source);
    const names = known?.askAgain(program);
    if (known !== undefined && names !== undefined) {
      known.copyInto(fn, program, names);
      return known.isSimplified;
    }
    const first = new KeptLowering(program, source, body, fn, this.simplify);
    first.copyInto(fn, program, new Map());
    this.kept.set(source, first);
    return first.isSimplified;
  }
}

/** Asks the program again; the answer, if it has a name, or whether something is to be made by code. */
interface Question {
  readonly ask: (program: ProgramServices) => Constant | boolean | undefined;
  readonly answer: Constant | boolean | undefined;
}

interface Note {
  readonly instruction: Instruction;
  readonly tell: (program: ProgramServices, instruction: Instruction) => void;
}

class KeptLowering {
  readonly isSimplified: boolean;
  private readonly fn: IrFunction;
  private readonly questions: Question[];
  private readonly notes: readonly Note[];

  constructor(
    program: ProgramServices,
    source: TypedFunction,
    body: TStmt,
    like: IrFunction,
    simplify: SimplifyAlone | undefined,
  ) {
    this.fn = makeFunction(like.name, like.params, like.result, { isVariadic: like.isVariadic });
    const recorder = new Recorder(program);
    lowerFunction(recorder, source, body, this.fn);
    this.questions = recorder.questions;
    this.notes = recorder.notes;
    const { isNaked, interrupt } = source.attributes;
    this.isSimplified =
      simplify !== undefined && this.notes.length === 0 && !isNaked && interrupt?.isNaked !== true;
    if (simplify === undefined || !this.isSimplified) return;
    simplify(this.fn, { functions: new Map(), globals: this.knownGlobals(program), constructors: [] });
    numberInOrder(this.fn);
  }

  /** Where they are is the same in every program; what is in them need not be. */
  private knownGlobals(program: ProgramServices): Map<string, IrGlobal> {
    const known = new Map<string, IrGlobal>();
    for (const { answer } of this.questions) {
      if (typeof answer !== 'object' || answer.kind !== 'global') continue;
      const global = program.global(answer.name);
      if (global === undefined) continue;
      const { init: _, ...rest } = global;
      known.set(answer.name, { ...rest, isConst: false, bytes: 0 });
    }
    return known;
  }

  /** New names by old; undefined: the program answers so that it must be lowered anew. */
  askAgain(program: ProgramServices): ReadonlyMap<string, string> | undefined {
    const names = new Map<string, string>();
    for (const { ask, answer } of this.questions) {
      const now = ask(program);
      if (typeof now !== 'object' || typeof answer !== 'object') {
        if (now !== answer) return undefined;
      } else if ('name' in now && 'name' in answer && now.name !== answer.name)
        names.set(answer.name, now.name);
    }
    return names;
  }

  copyInto(fn: IrFunction, program: ProgramServices, names: ReadonlyMap<string, string>): void {
    const copies = copyBlocks(this.fn, fn, names);
    for (const { instruction, tell } of this.notes) tell(program, copies.get(instruction) ?? instruction);
  }
}

function numberInOrder(fn: IrFunction): void {
  let id = 0;
  fn.blocks.forEach((block, index) => {
    block.id = index;
    for (const one of block.instructions) one.id = id++;
  });
}

/** Blocks and instructions of `from` are numbered in order. Out: copies of those with something noted. */
function copyBlocks(
  from: IrFunction,
  to: IrFunction,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<Instruction, Instruction> {
  const copies = new Map<Instruction, Instruction>();
  const values: Instruction[] = [];
  const blocks = from.blocks.map((block): Block => ({ ...block, instructions: [] }));
  const target = (block: Block): Block => blocks[block.id] ?? block;
  for (const block of from.blocks)
    for (const one of block.instructions) {
      const made = copyInstruction(one, one.id);
      values[one.id] = made;
      target(block).instructions.push(made);
      if (one.op === 'call' || one.op === 'store') copies.set(one, made);
    }
  const renamed = (constant: Constant): Constant => {
    if (names.size === 0 || (constant.kind !== 'global' && constant.kind !== 'function')) return constant;
    const name = names.get(constant.name);
    if (name === undefined) return constant;
    return constant.kind === 'global' ? globalAddress(name, constant.offset) : functionAddress(name);
  };
  const resolve = (operand: Operand): Operand => {
    if ('op' in operand) return values[operand.id] ?? operand;
    return operand.kind === 'param' ? (to.params[operand.index] ?? operand) : renamed(operand);
  };
  for (const block of blocks)
    for (const one of block.instructions) {
      retarget(one, target);
      mapOperands(one, resolve);
    }
  to.blocks.push(...blocks);
  return copies;
}

function retarget(one: Instruction, target: (block: Block) => Block): void {
  switch (one.op) {
    case 'phi':
      one.incoming = one.incoming.map(({ block, value }) => ({ block: target(block), value }));
      return;
    case 'br':
      one.target = target(one.target);
      return;
    case 'condbr':
      // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
      one.then = target(one.then);
      one.otherwise = target(one.otherwise);
      return;
    case 'switch':
      one.cases = one.cases.map((entry) => ({ value: entry.value, target: target(entry.target) }));
      one.otherwise = target(one.otherwise);
      return;
    default:
  }
}

/** Passes on what is asked, and remembers it. What is noted of instructions waits for their copies. */
class Recorder implements ProgramServices {
  readonly questions: Question[] = [];
  readonly notes: Note[] = [];

  constructor(private readonly program: ProgramServices) {}

  private asked<T extends Constant | boolean | undefined>(ask: (program: ProgramServices) => T): T {
    const answer = ask(this.program);
    this.questions.push({ ask, answer });
    return answer;
  }

  functionRef(fn: TypedFunction): Constant {
    return this.asked((program) => program.functionRef(fn));
  }

  functionAddress(fn: TypedFunction): Constant {
    return this.asked((program) => program.functionAddress(fn));
  }

  globalAddress(variable: TypedVariable): Constant {
    return this.asked((program) => program.globalAddress(variable));
  }

  guardAddress(variable: TypedVariable): Constant {
    return this.asked((program) => program.guardAddress(variable));
  }

  hasDynamicInit(variable: TypedVariable): boolean {
    return this.asked((program) => program.hasDynamicInit(variable));
  }

  stringAddress(bytes: Uint8Array, isFlash: boolean): Constant {
    return this.asked((program) => program.stringAddress(bytes, isFlash));
  }

  vtableAddress(record: RecordInfo): Constant {
    return this.asked((program) => program.vtableAddress(record));
  }

  ownVirtual(record: RecordInfo, slot: number): Constant | undefined {
    return this.asked((program) => program.ownVirtual(record, slot));
  }

  noteComplete(record: RecordInfo): void {
    this.asked((program) => {
      program.noteComplete(record);
      return undefined;
    });
  }

  noteVtableStore(record: RecordInfo, store: Instruction): void {
    this.notes.push({
      instruction: store,
      tell: (program, copy) => program.noteVtableStore(record, copy),
    });
  }

  noteVirtualCall(record: RecordInfo, slot: number, call: Instruction & { op: 'call' }): void {
    this.notes.push({
      instruction: call,
      tell: (program, copy) => {
        if (copy.op === 'call') program.noteVirtualCall(record, slot, copy);
      },
    });
  }

  global(name: string): IrGlobal | undefined {
    return this.program.global(name);
  }

  signature(fn: TypedFunction): Signature {
    return this.program.signature(fn);
  }

  constantBytes(init: TInit, type: QualType): Uint8Array | undefined {
    return this.program.constantBytes(init, type);
  }

  constant(expr: TExpr): Constant | undefined {
    return this.program.constant(expr);
  }
}
