/**
 * What the whole program does to each global, byte by byte.
 *
 * In: a module. Out: for each global in RAM which bytes are ever read and written, by which stores, and
 * whether its address gets where it cannot be followed. Addresses passed to functions are followed into
 * them: each pointer parameter has a summary of what is done with it, made callees first.
 */
import type { InstructionOf } from '../ir-builder.ts';
import { signatureOf } from '../ir-builder.ts';
import { isIntConstant } from '../constants.ts';
import type { Instruction, IrFunction, IrGlobal, IrModule, Operand } from '../ir.ts';
import { forEachOperand } from '../operands.ts';
import { sameSignature } from '../verify-ir.ts';
import { placeOf, placeOfAccess, type Place } from './alias.ts';
import { callGraph } from './call-graph.ts';

/** A read or write at an offset from a pointer; undefined: anywhere. */
interface Touch {
  readonly isWrite: boolean;
  readonly offset: number | undefined;
  readonly bytes: number | undefined;
}

interface ParameterSummary {
  escapes: boolean;
  touches: Touch[];
}

export interface StoreSite {
  readonly store: InstructionOf<'store'>;
  readonly offset: number;
  readonly bytes: number;
}

export interface GlobalFacts {
  readonly global: IrGlobal;
  escapes: boolean;
  /** By byte. */
  readonly isRead: Uint8Array;
  /** By byte: how many places write it, up to 255. */
  readonly writes: Uint8Array;
  /** Stores at known places, not volatile. */
  readonly stores: StoreSite[];
}

const MOST_TOUCHES = 64;

export function globalFacts(module: IrModule): Map<string, GlobalFacts> {
  return new Collector(module).run();
}

class Collector {
  private readonly module: IrModule;
  private readonly facts = new Map<string, GlobalFacts>();
  private readonly summaries = new Map<string, ParameterSummary[]>();
  private readonly recursive: ReadonlySet<string>;
  private readonly bottomUp: readonly string[];
  private own: ParameterSummary[] = [];

  constructor(module: IrModule) {
    this.module = module;
    const graph = callGraph(module);
    this.recursive = graph.recursive;
    this.bottomUp = graph.bottomUp;
    for (const global of module.globals.values()) {
      this.facts.set(global.name, {
        global,
        escapes: false,
        isRead: new Uint8Array(global.bytes),
        writes: new Uint8Array(global.bytes),
        stores: [],
      });
    }
  }

  run(): Map<string, GlobalFacts> {
    for (const global of this.module.globals.values()) {
      for (const { target } of global.init?.relocations ?? []) {
        const facts = this.facts.get(target);
        if (facts !== undefined) facts.escapes = true;
      }
    }
    for (const name of this.bottomUp) {
      const fn = this.module.functions.get(name);
      if (fn !== undefined) this.visit(fn);
    }
    return this.facts;
  }

  private visit(fn: IrFunction): void {
    const isUnknown =
      fn.blocks.length === 0 || fn.attributes.isNaked || fn.isVariadic || this.recursive.has(fn.name);
    this.own = fn.params.map(() => ({ escapes: isUnknown, touches: [] }));
    for (const block of fn.blocks) for (const one of block.instructions) this.instruction(one);
    this.summaries.set(fn.name, this.own);
  }

  private instruction(one: Instruction): void {
    switch (one.op) {
      case 'load':
        if (one.space === 'data') this.touch(placeOfAccess(one.address, one.type), false);
        return;
      case 'store': {
        this.escape(one.value);
        const place = placeOfAccess(one.address, one.value.type);
        this.touch(place, true);
        if (one.isVolatile || !place.isExact || place.offset === undefined || place.bytes === undefined)
          return;
        if ('op' in place.root || place.root.kind !== 'global') return;
        this.facts.get(place.root.name)?.stores.push({
          store: one,
          offset: place.offset,
          bytes: place.bytes,
        });
        return;
      }
      case 'ptradd':
      case 'eq':
      case 'ne':
      case 'ult':
      case 'ule':
      case 'ugt':
      case 'uge':
        return;
      case 'intrinsic': {
        const [to, from, bytes] = one.args;
        if (one.name === 'memcpy' || one.name === 'memset') {
          const size = bytes !== undefined && isIntConstant(bytes) ? Number(bytes.value) : undefined;
          if (to !== undefined) this.touch(placeOf(to, size), true);
          if (one.name === 'memcpy' && from !== undefined) this.touch(placeOf(from, size), false);
          return;
        }
        break;
      }
      case 'call':
        this.call(one);
        return;
      default:
    }
    forEachOperand(one, (operand) => {
      this.escape(operand);
    });
  }

  private call(one: InstructionOf<'call'>): void {
    const { callee } = one;
    this.escape(callee);
    const fn =
      'op' in callee || callee.kind !== 'function' ? undefined : this.module.functions.get(callee.name);
    const summary =
      fn === undefined || !sameSignature(signatureOf(fn), one.signature)
        ? undefined
        : this.summaries.get(fn.name);
    one.args.forEach((arg, index) => {
      if (arg.type !== 'ptr') return;
      const bytes = one.signature.params[index]?.byvalBytes;
      if (bytes !== undefined) {
        this.touch(placeOf(arg, bytes), false);
        return;
      }
      const inside = summary?.[index];
      if (inside === undefined || inside.escapes) {
        this.escape(arg);
        return;
      }
      for (const touch of inside.touches) {
        const { root, offset, bytes: size } = placeOf(arg, touch.bytes);
        const at = offset === undefined || touch.offset === undefined ? undefined : offset + touch.offset;
        this.touch({ root, offset: at, bytes: size }, touch.isWrite);
      }
    });
  }

  private escape(operand: Operand): void {
    if (operand.type !== 'ptr') return;
    const { root } = placeOf(operand, undefined);
    if ('op' in root) return;
    if (root.kind === 'global') {
      const facts = this.facts.get(root.name);
      if (facts !== undefined) facts.escapes = true;
    } else if (root.kind === 'param') {
      const summary = this.own[root.index];
      if (summary !== undefined) summary.escapes = true;
    }
  }

  private touch({ root, offset, bytes }: Omit<Place, 'isExact'>, isWrite: boolean): void {
    if ('op' in root) return;
    if (root.kind === 'param') {
      const summary = this.own[root.index];
      if (summary === undefined || summary.escapes || root.byvalBytes !== undefined) return;
      const isKnown = summary.touches.some(
        (touch) => touch.isWrite === isWrite && touch.offset === offset && touch.bytes === bytes,
      );
      if (isKnown) return;
      if (summary.touches.length >= MOST_TOUCHES) summary.escapes = true;
      else summary.touches.push({ isWrite, offset, bytes });
      return;
    }
    if (root.kind !== 'global') return;
    const facts = this.facts.get(root.name);
    if (facts === undefined) return;
    const { length } = facts.isRead;
    const start = offset === undefined ? 0 : Math.max(offset, 0);
    const end = offset === undefined || bytes === undefined ? length : Math.min(offset + bytes, length);
    for (let at = start; at < end; at++) {
      if (!isWrite) facts.isRead[at] = 1;
      else if ((facts.writes[at] ?? 0) < 255) facts.writes[at] = (facts.writes[at] ?? 0) + 1;
    }
  }
}
