/**
 * What is being lowered: one function (or the initialiser of one global), where its variables are, and
 * what must be cleaned up on the way out of each scope.
 *
 * The files beside this one each lower a kind of node; they call each other through `value`, `place`,
 * `statement` and `init` here.
 */
import type { Block, Constant, Instruction, IrGlobal, Operand, Signature } from '../../ir/ir.ts';
import type { Loc } from '../source.ts';
import type { TExpr, TInit, TStmt, TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { QualType, RecordInfo } from '../types.ts';
import { bytesOf } from './ir-types.ts';
import type { LoweringBuilder } from './lowering-builder.ts';

/** Where an object is. `bits` of a bit-field count from bit 0 of the byte at `address`. */
export interface Place {
  readonly address: Operand;
  readonly isVolatile: boolean;
  readonly bits?: { readonly first: number; readonly width: number };
}

/** Something to do when a scope is left. */
export interface Cleanup {
  readonly outer: Cleanup | undefined;
  readonly depth: number;
  readonly run: () => void;
}

/** Where break or continue goes, and what stays alive there. */
export interface JumpTarget {
  readonly block: Block;
  readonly cleanups: Cleanup | undefined;
}

export interface GotoLabel {
  readonly block: Block;
  /** Known once the label is passed. */
  cleanups?: Cleanup | undefined;
  isPlaced: boolean;
  /** Jumps that came before the label: each ends in its own block, without terminator. */
  readonly pending: { readonly block: Block; readonly cleanups: Cleanup | undefined; readonly loc: Loc }[];
}

/** The expression whose end destroys its temporaries. */
export interface FullExpression {
  readonly startBlock: Block;
  /** The last instruction before it. */
  readonly startAfter: Instruction | undefined;
  /** Above 0 where evaluation depends on a condition. */
  conditional: number;
}

export interface InitOptions {
  /** The object's bytes are zero already. */
  readonly isZeroed?: boolean;
  /** It is a base of another object. */
  readonly isBase?: boolean;
  readonly isVolatile?: boolean;
}

/** What the whole program answers to a function that is being lowered; asking makes things reachable. */
export interface ProgramServices {
  functionRef(fn: TypedFunction): Constant;
  functionAddress(fn: TypedFunction): Constant;
  signature(fn: TypedFunction): Signature;
  globalAddress(variable: TypedVariable): Constant;
  guardAddress(variable: TypedVariable): Constant;
  /** By its symbol, once its address was asked for. */
  global(name: string): IrGlobal | undefined;
  hasDynamicInit(variable: TypedVariable): boolean;
  stringAddress(bytes: Uint8Array, isFlash: boolean): Constant;
  vtableAddress(record: RecordInfo): Constant;
  /** The class's own function of a slot, if one is known. */
  ownVirtual(record: RecordInfo, slot: number): Constant | undefined;
  noteComplete(record: RecordInfo): void;
  noteVtableStore(record: RecordInfo, store: Instruction): void;
  noteVirtualCall(record: RecordInfo, slot: number, call: Instruction & { op: 'call' }): void;
  /** The bytes of a constant initialiser without addresses. */
  constantBytes(init: TInit, type: QualType): Uint8Array | undefined;
  constant(expr: TExpr): Constant | undefined;
}

export interface Dispatch {
  value(l: FunctionLowering, expr: TExpr): Operand;
  place(l: FunctionLowering, expr: TExpr): Place;
  statement(l: FunctionLowering, stmt: TStmt): void;
  init(l: FunctionLowering, address: Operand, type: QualType, init: TInit, options: InitOptions): void;
}

export class FunctionLowering {
  readonly program: ProgramServices;
  readonly b: LoweringBuilder;
  readonly source: TypedFunction | undefined;
  private readonly dispatch: Dispatch;
  private readonly addresses = new Map<TypedVariable, Operand>();

  cleanups: Cleanup | undefined;
  full: FullExpression | undefined;
  breakTarget: JumpTarget | undefined;
  continueTarget: JumpTarget | undefined;
  readonly labels = new Map<string, GotoLabel>();
  /** Blocks of the case and default labels of the switches being lowered. */
  readonly caseBlocks = new Map<TStmt, Block>();
  /** Where a record result goes. */
  resultAddress: Operand | undefined;
  /** The variable that lives there: returning it does nothing, and the caller destroys it. */
  namedResult: TypedVariable | undefined;
  /** Values of expressions that were evaluated ahead of their turn. */
  readonly known = new Map<TExpr, Operand>();

  constructor(
    program: ProgramServices,
    b: LoweringBuilder,
    source: TypedFunction | undefined,
    dispatch: Dispatch,
  ) {
    this.program = program;
    this.b = b;
    this.source = source;
    this.dispatch = dispatch;
  }

  value(expr: TExpr): Operand {
    if (this.known.size > 0) {
      const known = this.known.get(expr);
      if (known !== undefined) return known;
    }
    const outer = this.b.loc;
    this.b.loc = expr.loc;
    const value = this.dispatch.value(this, expr);
    this.b.loc = outer;
    return value;
  }

  place(expr: TExpr): Place {
    const outer = this.b.loc;
    this.b.loc = expr.loc;
    const place = this.dispatch.place(this, expr);
    this.b.loc = outer;
    return place;
  }

  statement(stmt: TStmt): void {
    this.b.loc = stmt.loc;
    this.dispatch.statement(this, stmt);
  }

  init(address: Operand, type: QualType, init: TInit, options: InitOptions = {}): void {
    this.dispatch.init(this, address, type, init, options);
  }

  // ---- Variables

  addressOf(variable: TypedVariable): Operand {
    if (variable.kind === 'global' || variable.kind === 'staticLocal')
      return this.program.globalAddress(variable);
    let address = this.addresses.get(variable);
    if (address === undefined) {
      address = this.b.alloca(Math.max(1, bytesOf(variable.type.type)), variable.display);
      this.addresses.set(variable, address);
    }
    return address;
  }

  /** The variable is an object that exists already, e.g. a record parameter. */
  bind(variable: TypedVariable, address: Operand): void {
    this.addresses.set(variable, address);
  }

  temporary(type: QualType): Operand {
    return this.b.alloca(Math.max(1, bytesOf(type.type)), 'temporary');
  }

  // ---- Cleanups

  pushCleanup(run: () => void): void {
    this.cleanups = { outer: this.cleanups, depth: (this.cleanups?.depth ?? 0) + 1, run };
  }

  /** Emits what must happen on the way from here out to where only `target` is left to clean up. */
  runCleanups(target: Cleanup | undefined): void {
    const here = this.cleanups;
    for (let one = here; one !== undefined && one !== target; one = one.outer) {
      this.cleanups = one.outer;
      one.run();
    }
    this.cleanups = here;
  }

  /** Leaves for `target`, which may be reached from several places. */
  jump(target: JumpTarget): void {
    this.runCleanups(target.cleanups);
    this.b.br(target.block);
  }

  /** What `work` declares ends with it. */
  scope(work: () => void): void {
    const outer = this.cleanups;
    work();
    if (this.b.isOpen) this.runCleanups(outer);
    this.cleanups = outer;
  }

  /** Temporaries that `work` makes are destroyed when it is done. */
  fullExpression<T>(work: () => T): T {
    const outerFull = this.full;
    const outer = this.cleanups;
    const startBlock = this.b.current;
    this.full = { startBlock, startAfter: startBlock.instructions.at(-1), conditional: 0 };
    const result = work();
    if (this.cleanups !== outer && this.b.isOpen) this.runCleanups(outer);
    this.cleanups = outer;
    this.full = outerFull;
    return result;
  }

  /** What `work` emits may be passed over at run time. */
  conditionally<T>(work: () => T): T {
    if (this.full !== undefined) this.full.conditional++;
    const result = work();
    if (this.full !== undefined) this.full.conditional--;
    return result;
  }
}
