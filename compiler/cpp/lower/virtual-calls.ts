/**
 * Vtables, filled with what can really be called.
 *
 * While functions are lowered, three things are noted: classes of which complete objects are made, the
 * stores of vtable pointers, and virtual calls. A slot of a class is live when a call through the class
 * or one of its bases can meet an object of it. A call that can meet one function only becomes direct;
 * a slot that no other call reads stays empty; stores of vtable pointers that no call reads are dropped.
 * Vtables lie in flash: they cost no RAM.
 */
import type { Instruction, IrGlobal, Operand } from '../../ir/ir.ts';
import { NO_LOC } from '../source.ts';
import type { TypedFunction } from '../typed-ast.ts';
import type { RecordInfo } from '../types.ts';
import { SameClasses } from './same-classes.ts';

interface VirtualCall {
  readonly record: RecordInfo;
  readonly slot: number;
  readonly call: Instruction & { op: 'call' };
}

export interface FunctionNames {
  /** Makes the function reachable. */
  nameOf(fn: TypedFunction): string;
  addressTaken(fn: TypedFunction): void;
  refer(fn: TypedFunction): Operand;
}

export class VirtualCalls {
  private readonly classes = new SameClasses();
  private readonly complete = new Set<RecordInfo>();
  private readonly calls: VirtualCall[] = [];
  private readonly names = new Map<RecordInfo, string>();
  private readonly usedNames = new Set<string>();
  private readonly stores: { record: RecordInfo; store: Instruction }[] = [];
  /** Slots called through each class. */
  private readonly slots = new Map<RecordInfo, Set<number>>();

  constructor(private readonly definition: (fn: TypedFunction) => TypedFunction) {}

  vtableName(of: RecordInfo): string {
    const record = this.classes.one(of);
    let name = this.names.get(record);
    if (name === undefined) {
      const base = `vtable_${record.name.replace(/[^A-Za-z0-9_]/g, '_')}`;
      name = base;
      for (let number = 2; this.usedNames.has(name); number++) name = `${base}_${number}`;
      this.usedNames.add(name);
      this.names.set(record, name);
    }
    return name;
  }

  vtableOf(record: RecordInfo): RecordInfo['vtable'] {
    return this.classes.vtableOf(record);
  }

  /** The order in which things become reachable must not depend on when: callers ask `targets` again. */
  noteComplete(record: RecordInfo): void {
    if (record.hasVtable) this.complete.add(this.classes.one(record));
  }

  noteStore(record: RecordInfo, store: Instruction): void {
    this.stores.push({ record: this.classes.one(record), store });
  }

  noteCall(of: RecordInfo, slot: number, call: Instruction & { op: 'call' }): void {
    const record = this.classes.one(of);
    this.calls.push({ record, slot, call });
    const slots = this.slots.get(record);
    if (slots === undefined) this.slots.set(record, new Set([slot]));
    else slots.add(slot);
  }

  /** Every function some virtual call may reach, by what is known now. */
  *targets(): Iterable<TypedFunction> {
    for (const [record, slots] of this.slots) for (const slot of slots) yield* this.targetsOf(record, slot);
  }

  private targetsOf(record: RecordInfo, slot: number): Set<TypedFunction> {
    const found = new Set<TypedFunction>();
    for (const made of this.complete) {
      const fn = this.classes.isDerived(made, record) ? this.vtableOf(made)?.[slot] : undefined;
      if (fn !== undefined) found.add(this.definition(fn));
    }
    return found;
  }

  /** Once everything is lowered: makes calls direct, and gives the vtables and the stores to drop. */
  finish(functions: FunctionNames): {
    tables: IrGlobal[];
    dropped: Set<Instruction>;
    /** Names of vtables that do not exist. */
    unused: Set<string>;
  } {
    const read: { record: RecordInfo; slot: number }[] = [];
    const done = new Map<RecordInfo, Map<number, readonly TypedFunction[]>>();
    for (const { record, slot, call } of this.calls) {
      let bySlot = done.get(record);
      if (bySlot === undefined) done.set(record, (bySlot = new Map<number, readonly TypedFunction[]>()));
      let targets = bySlot.get(slot);
      if (targets === undefined) {
        targets = [...this.targetsOf(record, slot)];
        bySlot.set(slot, targets);
        if (targets.length !== 1) read.push({ record, slot });
      }
      const [only] = targets;
      if (targets.length === 1 && only !== undefined) call.callee = functions.refer(only);
    }

    const dropped = new Set<Instruction>();
    const tables: IrGlobal[] = [];
    const unused = new Set<string>();
    const isRead = (made: RecordInfo): boolean =>
      read.some(({ record }) => this.classes.isDerived(made, record));
    // Of a class that is only a base, nobody sees the vtable: the derived class sets its own before any call.
    const isSeen = (made: RecordInfo): boolean => this.complete.has(made) && isRead(made);
    for (const { record, store } of this.stores) if (!isSeen(record)) dropped.add(store);
    for (const [made, name] of this.names) {
      if (!isSeen(made)) {
        unused.add(name);
        continue;
      }
      const slots = this.vtableOf(made) ?? [];
      const relocations = [...slots.entries()].flatMap(([slot, fn]) => {
        const isLive =
          fn !== undefined &&
          read.some((one) => one.slot === slot && this.classes.isDerived(made, one.record));
        if (!isLive) return [];
        functions.addressTaken(fn);
        return [{ offset: 2 * slot, target: functions.nameOf(fn), addend: 0 }];
      });
      tables.push({
        name,
        display: `vtable of ${made.name}`,
        space: 'flash',
        bytes: 2 * slots.length,
        init: { bytes: new Uint8Array(2 * slots.length), relocations },
        isConst: true,
        loc: NO_LOC,
        typeName: 'vtable',
      });
    }
    return { tables, dropped, unused };
  }
}
