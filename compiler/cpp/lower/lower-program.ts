/**
 * The typed program to IR: what is reachable from the roots, whole program at once.
 *
 * In: functions (bodies are asked for only when reached), globals, the names of the roots, the chip's
 * interrupt vectors. Out: a module and what the user should know.
 * Reachable: roots, interrupt handlers, functions marked used, what these call or take the address of,
 * and the initialisers of globals that are referred to or whose construction somebody could notice.
 * Evaluation order is avr-gcc's: operands left to right, arguments right to left, the target of a plain
 * assignment before its value, the value of a compound assignment before its target.
 */
import { diagnostic, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { globalAddress, functionAddress } from '../../ir/constants.ts';
import { makeFunction } from '../../ir/ir-builder.ts';
import type {
  Constant,
  Instruction,
  IrFunction,
  IrGlobal,
  IrModule,
  Operand,
  Signature,
} from '../../ir/ir.ts';
import { typeText } from '../check/type-text.ts';
import type { Loc } from '../source.ts';
import type { TExpr, TInit, TypedFunction, TypedProgram, TypedVariable } from '../typed-ast.ts';
import type { QualType, RecordInfo } from '../types.ts';
import { constantExpression } from './constant-expressions.ts';
import { constantImage, type Image } from './constant-image.ts';
import type { ProgramServices } from './function-lowering.ts';
import { GlobalConstructors } from './global-constructors.ts';
import { bytesOf, signatureOf } from './ir-types.ts';
import type { KeptLowerings } from './kept-lowerings.ts';
import { lowerFunction } from './lower-function.ts';
import { StringPool } from './string-pool.ts';
import { chooseDefinitions, type Clash, type Definitions } from './definitions.ts';
import { explainClash } from './explain-clash.ts';
import { hasVisibleEffect } from './visible-effects.ts';
import { VirtualCalls } from './virtual-calls.ts';

export interface LowerOptions {
  /** Symbols, e.g. main. */
  readonly roots: readonly string[];
  /** The number of the vector an ISR names, e.g. TIMER1_COMPA_vect or __vector_11; undefined: the chip has none. */
  readonly vectorNumber: (name: string) => number | undefined;
  /** Functions of units that are kept between programs, as they were lowered before. */
  readonly kept?: KeptLowerings;
  /** Turns a place into a span for diagnostics. */
  readonly spanOf?: (loc: Loc, end?: Loc) => Diagnostic['span'];
}

export interface LoweredProgram {
  readonly module: IrModule;
  /** Functions that were already simplified one by one. */
  readonly simplified: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export function lowerProgram(program: TypedProgram, options: LowerOptions): LoweredProgram {
  return new ProgramLowering(program, options).lower();
}

export const CONSTRUCTOR_NAME = '__construct_globals';

interface Made {
  readonly source: TypedFunction;
  readonly fn: IrFunction;
}

class ProgramLowering implements ProgramServices {
  private readonly program: TypedProgram;
  private readonly options: LowerOptions;
  private readonly definitions: Definitions;
  private readonly functions = new Map<string, Made>();
  private readonly queue: Made[] = [];
  private readonly taken = new Set<string>();
  private readonly clashing = new Set<string>();
  private readonly simplified = new Set<string>();
  private readonly vectors = new Map<string, number>();
  private readonly globals = new Map<string, IrGlobal>();
  private readonly dynamic = new Set<TypedVariable>();
  private readonly strings: StringPool;
  private readonly virtual = new VirtualCalls((fn) => this.definition(fn));
  private readonly constructors: GlobalConstructors;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly signatures = new Map<TypedFunction, Signature>();

  constructor(program: TypedProgram, options: LowerOptions) {
    this.program = program;
    this.options = options;
    this.definitions = chooseDefinitions(program, (clash) => this.report(clash));
    this.strings = new StringPool(this.globals);
    this.constructors = new GlobalConstructors(this, CONSTRUCTOR_NAME);
  }

  lower(): LoweredProgram {
    const { program, definitions } = this;
    const { elsewhere } = program;
    const roots = new Set(this.options.roots);
    for (const fn of program.functions) this.addRoot(fn, roots);
    for (const name of roots) {
      const fn = this.functions.has(name) ? undefined : elsewhere?.fn(name);
      if (fn !== undefined) this.addressTaken(fn);
    }
    for (const fn of elsewhere?.newRoots() ?? []) this.addRoot(fn);
    for (const declared of [...program.globals, ...(elsewhere?.globals ?? [])]) {
      const variable = definitions.variable(declared);
      const { init } = variable;
      if (variable.kind === 'global' && init !== undefined && hasVisibleEffect(init, definitions))
        this.globalAddress(variable);
    }
    do {
      this.drain();
      this.constructors.lowerAll(this.inOrder());
      for (const fn of this.virtual.targets()) this.functionRef(fn);
    } while (this.queue.length > 0);
    return { module: this.finish(), simplified: this.simplified, diagnostics: this.diagnostics };
  }

  private addRoot(fn: TypedFunction, roots?: ReadonlySet<string>): void {
    const { interrupt, isUsed } = fn.attributes;
    if (interrupt !== undefined) this.addInterrupt(fn, interrupt.vector);
    else if (isUsed || roots?.has(fn.symbol) === true) this.addressTaken(fn);
  }

  /** Globals that code makes, in the order in which it does. */
  private inOrder(): readonly TypedVariable[] {
    const { elsewhere, globals } = this.program;
    if (elsewhere === undefined) return globals.filter((variable) => this.dynamic.has(variable));
    return [...this.dynamic]
      .filter(({ kind }) => kind === 'global')
      .toSorted((a, b) => elsewhere.orderOf(a) - elsewhere.orderOf(b));
  }

  private report(clash: Clash): void {
    const { symbol } = clash.second;
    if (this.clashing.has(symbol)) return;
    const words = explainClash(clash, (loc, end) => this.options.spanOf?.(loc, end));
    if (words === undefined) return;
    this.clashing.add(symbol);
    this.diagnostics.push(words);
  }

  /** Lowers what is reachable; virtual functions become so as classes and calls are met. */
  private drain(): void {
    do {
      for (let made = this.queue.pop(); made !== undefined; made = this.queue.pop()) {
        const { body } = made.source;
        if (body === undefined) continue;
        const { kept } = this.options;
        if (kept === undefined || made.source.home === undefined)
          lowerFunction(this, made.source, body, made.fn);
        else if (kept.lower(this, made.source, body, made.fn)) this.simplified.add(made.fn.name);
        this.noteCallsOfConstructor(made);
      }
      for (const fn of this.virtual.targets()) this.functionRef(fn);
      for (const fn of this.program.elsewhere?.newRoots() ?? []) this.addRoot(fn);
    } while (this.queue.length > 0);
  }

  /**
   * A class that is only a base of others counts as complete when its constructor or destructor calls
   * anything: through that, its own virtual functions may be called.
   */
  private noteCallsOfConstructor({ source, fn }: Made): void {
    const record = source.method?.record;
    if (record?.hasVtable !== true || !(source.isConstructor || source.isDestructor)) return;
    for (const block of fn.blocks)
      for (const one of block.instructions) {
        if (one.op !== 'call') continue;
        const { callee } = one;
        const called =
          'kind' in callee && callee.kind === 'function' ? this.functions.get(callee.name) : undefined;
        if (called?.source.isConstructor !== true && called?.source.isDestructor !== true)
          this.virtual.noteComplete(record);
      }
  }

  // ---- Functions

  private addInterrupt(fn: TypedFunction, vectorName: string): void {
    const vector = this.options.vectorNumber(vectorName);
    if (vector === undefined) {
      this.diagnostics.push(
        diagnostic('interrupt-unknown', { name: vectorName }, { span: this.options.spanOf?.(fn.loc) }),
      );
      return;
    }
    const name = `__vector_${vector}`;
    const source = this.definitions.fn(fn);
    if (this.functions.has(name)) return;
    this.vectors.set(name, vector);
    this.make(source, name);
  }

  private make(source: TypedFunction, name: string): Made {
    const { params, result, isVariadic } = this.signature(source);
    const hidden = params.length - source.params.length;
    const fn = makeFunction(
      name,
      params.map((param, index) => ({
        ...param,
        name: source.params[index - hidden]?.display ?? (hidden > 0 && index === 0 ? 'result' : `p${index}`),
      })),
      result,
      { display: source.display, isVariadic, loc: source.loc },
    );
    const made: Made = { source, fn };
    this.functions.set(name, made);
    this.queue.push(made);
    return made;
  }

  nameOf(fn: TypedFunction): string {
    const source = this.definitions.fn(fn);
    if (!this.functions.has(source.symbol)) this.make(source, source.symbol);
    return source.symbol;
  }

  definition(fn: TypedFunction): TypedFunction {
    return this.definitions.fn(fn);
  }

  ownVirtual(record: RecordInfo, slot: number): Constant | undefined {
    const fn = this.virtual.vtableOf(record)?.[slot];
    return fn === undefined ? undefined : this.functionRef(fn);
  }

  functionRef(fn: TypedFunction): Constant {
    return functionAddress(this.nameOf(fn));
  }

  refer(fn: TypedFunction): Operand {
    return this.functionRef(fn);
  }

  addressTaken(fn: TypedFunction): void {
    this.taken.add(this.nameOf(fn));
  }

  functionAddress(fn: TypedFunction): Constant {
    this.addressTaken(fn);
    return this.functionRef(fn);
  }

  signature(fn: TypedFunction): Signature {
    let signature = this.signatures.get(fn);
    if (signature === undefined) {
      // What C declares with () is called as its definition asks.
      const isOpen = fn.type.isVariadic && fn.type.params.length === 0;
      const { type, params } = isOpen ? this.definitions.fn(fn) : fn;
      signature = signatureOf(type, params.length > type.params.length);
      this.signatures.set(fn, signature);
    }
    return signature;
  }

  // ---- Globals

  globalAddress(variable: TypedVariable): Constant {
    const defined = this.definitions.variable(variable);
    const name = defined.symbol;
    if (!this.globals.has(name)) this.addGlobal(defined);
    return globalAddress(name);
  }

  global(name: string): IrGlobal | undefined {
    return this.globals.get(name);
  }

  private addGlobal(variable: TypedVariable): void {
    const { symbol, display, type, loc, init } = variable;
    const global: IrGlobal = {
      name: symbol,
      display,
      space: spaceOf(variable),
      bytes: bytesOf(type.type),
      isConst: false,
      loc,
      typeName: typeText(type),
      ...(variable.isExternal ? { isExternal: true } : {}),
    };
    // Its own address may stand in its initialiser.
    this.globals.set(symbol, global);
    // Its first value would be programmed into the EEPROM, which Arduino does not do.
    if (global.space === 'eeprom') return;
    const image = init === undefined ? undefined : this.imageOf(init, type);
    if (init !== undefined && image === undefined) {
      if (variable.isProgmem) this.reportProgmem(variable);
      this.dynamic.add(variable);
      return;
    }
    const isConst = isConstObject(type) && !variable.isExternal;
    const isZero =
      image === undefined || (image.relocations.length === 0 && image.bytes.every((byte) => byte === 0));
    if (isZero && !variable.isProgmem) this.globals.set(symbol, { ...global, isConst });
    else this.globals.set(symbol, { ...global, isConst, init: image ?? EMPTY(global.bytes) });
  }

  /** Flash is written when the firmware is uploaded, not when it runs. */
  private reportProgmem({ display, loc }: TypedVariable): void {
    const span = this.options.spanOf?.(loc, loc + display.length);
    this.diagnostics.push(diagnostic('progmem-not-constant', { name: display }, { span }));
  }

  private imageOf(init: TInit, type: QualType): Image | undefined {
    return constantImage(init, type, this);
  }

  hasDynamicInit(variable: TypedVariable): boolean {
    this.globalAddress(variable);
    return this.dynamic.has(variable);
  }

  guardAddress(variable: TypedVariable): Constant {
    const name = `${variable.symbol}.guard`;
    if (!this.globals.has(name))
      this.globals.set(name, {
        name,
        display: `${variable.display} (made?)`,
        space: 'data',
        bytes: 1,
        isConst: false,
        loc: variable.loc,
        typeName: 'bool',
      });
    return globalAddress(name);
  }

  stringAddress(bytes: Uint8Array, isFlash: boolean): Constant {
    return this.strings.address(bytes, isFlash);
  }

  constantBytes(init: TInit, type: QualType): Uint8Array | undefined {
    return constantImage(init, type)?.bytes;
  }

  constant(expr: TExpr): Constant | undefined {
    return constantExpression(expr);
  }

  // ---- Virtual functions

  vtableAddress(record: RecordInfo): Constant {
    return globalAddress(this.vtableName(record));
  }

  vtableName(record: RecordInfo): string {
    return this.virtual.vtableName(record);
  }

  noteComplete(record: RecordInfo): void {
    this.virtual.noteComplete(record);
  }

  noteVtableStore(record: RecordInfo, store: Instruction): void {
    this.virtual.noteStore(record, store);
  }

  noteVirtualCall(record: RecordInfo, slot: number, call: Instruction & { op: 'call' }): void {
    this.virtual.noteCall(record, slot, call);
  }

  // ---- The end

  private finish(): IrModule {
    const { tables, dropped, unused } = this.virtual.finish(this);
    for (const table of tables) this.globals.set(table.name, table);
    for (const [name, global] of this.globals)
      if (global.init !== undefined) this.globals.set(name, withoutRelocations(global, unused));
    const functions = new Map<string, IrFunction>();
    for (const [name, { source, fn }] of this.functions) {
      if (dropped.size > 0)
        for (const { instructions } of fn.blocks) {
          const kept = instructions.filter((one) => !dropped.has(one));
          if (kept.length < instructions.length) instructions.splice(0, instructions.length, ...kept);
        }
      const { interrupt, isNaked, inline, isNoReturn } = source.attributes;
      const vector = this.vectors.get(name);
      functions.set(name, {
        ...fn,
        attributes: {
          ...(vector === undefined
            ? {}
            : { interrupt: { vector, allowsInterrupts: interrupt?.allowsInterrupts === true } }),
          isNaked: isNaked || interrupt?.isNaked === true,
          inline,
          isNoReturn,
          isRoot: vector !== undefined || this.taken.has(name),
        },
      });
    }
    const constructor = this.constructors.join(this.inOrder());
    if (constructor !== undefined) functions.set(constructor.name, constructor);
    return {
      functions,
      globals: this.globals,
      constructors: constructor === undefined ? [] : [constructor.name],
    };
  }
}

/** Of vtables that nobody reads. */
function spaceOf({ isProgmem, isNoInit, isEeprom }: TypedVariable): IrGlobal['space'] {
  if (isProgmem) return 'flash';
  if (isEeprom === true) return 'eeprom';
  return isNoInit ? 'noinit' : 'data';
}

function withoutRelocations(global: IrGlobal, targets: ReadonlySet<string>): IrGlobal {
  const { init } = global;
  if (init === undefined || !init.relocations.some(({ target }) => targets.has(target))) return global;
  const relocations = init.relocations.filter(({ target }) => !targets.has(target));
  if (relocations.length > 0 || init.bytes.some((byte) => byte !== 0))
    return { ...global, init: { ...init, relocations } };
  const { init: _, ...zeros } = global;
  return zeros;
}

const EMPTY = (bytes: number): Image => ({ bytes: new Uint8Array(bytes), relocations: [] });

function isConstObject(type: QualType): boolean {
  if (type.isVolatile) return false;
  return type.isConst || (type.type.kind === 'array' && isConstObject(type.type.of));
}
