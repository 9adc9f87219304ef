/**
 * Runs the beginning of the global constructors at compile time.
 *
 * Requires: inlined and simplified constructors. Guarantees: what they store before the first thing that
 * only the chip can do is in the initialisers of the globals instead; a constructor with nothing left to do
 * is not run any more. A large global of zeros stays one, when only a few of its bytes would change: an
 * initialised byte costs flash and time at the start, a zero does not.
 */
import {
  BYTES,
  type Block,
  type Instruction,
  type IrGlobal,
  type IrModule,
  type Operand,
  type Relocation,
} from '../ir.ts';
import { mapOperands } from '../operands.ts';
import { numberOf } from '../fold-constants.ts';
import { placeOf, placeOfAccess } from './alias.ts';
import { hasEffect } from './dce.ts';
import { CallEffects } from './call-effects.ts';
import { initialValue } from './initial-value.ts';
import { isIntConstant } from '../constants.ts';

/** Up to so many bytes a global is initialised for any store. */
const SMALL = 16;

export function evaluateConstructors(module: IrModule, touch: (name: string) => void): boolean {
  const images = new Map<string, Image>();
  let changed = false;
  const left: string[] = [];
  let isOpen = true;
  for (const name of module.constructors) {
    const fn = module.functions.get(name);
    const entry = fn?.blocks[0];
    if (fn === undefined || entry === undefined || !isOpen) {
      left.push(name);
      isOpen = false;
      continue;
    }
    const done = new Evaluation(module, images).run(entry.instructions, fn.blocks);
    if (done > 0) touch(name);
    changed ||= done > 0;
    const [first] = entry.instructions;
    if (first?.op === 'ret' && entry.instructions.length === 1) continue;
    left.push(name);
    isOpen = false;
  }
  for (const [name, image] of images) module.globals.set(name, image.finish());
  if (left.length < module.constructors.length) {
    Object.assign(module, { constructors: left });
    changed = true;
  }
  return changed;
}

/** A global's initialiser as it grows. */
class Image {
  private readonly global: IrGlobal;
  private readonly bytes: Uint8Array;
  private relocations: Relocation[];

  constructor(global: IrGlobal) {
    this.global = global;
    this.bytes = global.init?.bytes.slice() ?? new Uint8Array(global.bytes);
    this.relocations = [...(global.init?.relocations ?? [])];
  }

  /** False: the value has no bytes yet. */
  store(offset: number, value: Operand): boolean {
    if ('op' in value || value.kind === 'param') return false;
    const size = BYTES[value.type];
    const inside = (one: Relocation): boolean => one.offset < offset + size && one.offset + 2 > offset;
    if (this.relocations.some((one) => inside(one) && one.offset !== offset)) return false;
    if (value.kind === 'global' || value.kind === 'function') {
      this.relocations = this.relocations.filter((one) => !inside(one));
      this.relocations.push({
        offset,
        target: value.name,
        addend: value.kind === 'global' ? value.offset : 0,
      });
      this.bytes.fill(0, offset, offset + 2);
      return true;
    }
    const number = numberOf(value);
    if (number === undefined) return false;
    this.relocations = this.relocations.filter((one) => !inside(one));
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + offset, size);
    if (typeof number === 'bigint') view.setBigUint64(0, number, true);
    else if (value.type === 'f32') view.setFloat32(0, number, true);
    else if (size === 4) view.setUint32(0, number, true);
    else if (size === 2) view.setUint16(0, number, true);
    else view.setUint8(0, number);
    return true;
  }

  finish(): IrGlobal {
    const isZero = this.relocations.length === 0 && this.bytes.every((byte) => byte === 0);
    if (isZero && this.global.init === undefined) return this.global;
    return { ...this.global, init: { bytes: this.bytes, relocations: this.relocations } };
  }
}

class Evaluation {
  private readonly module: IrModule;
  private readonly images: Map<string, Image>;

  constructor(module: IrModule, images: Map<string, Image>) {
    this.module = module;
    this.images = images;
  }

  /** Takes evaluated instructions out of the entry's list; answers how many. What they gave may be used in any block. */
  run(instructions: Instruction[], blocks: readonly Block[]): number {
    const values = new Map<Operand, Operand>();
    const gone = new Set<Instruction>();
    for (const one of instructions) {
      mapOperands(one, (operand) => values.get(operand) ?? operand);
      if (one.op === 'load' && !one.isVolatile && one.space === 'data') {
        const value = this.load(one);
        if (value === undefined) break;
        values.set(one, value);
        gone.add(one);
      } else if (one.op === 'store') {
        if (one.isVolatile || !this.store(one)) break;
        gone.add(one);
      } else if (one.op === 'intrinsic' && one.name === 'memset') {
        if (!this.isZeroFill(one.args)) break;
        gone.add(one);
      } else if (hasEffect(one, CallEffects.UNKNOWN)) {
        break;
      }
    }
    if (gone.size === 0) return 0;
    const kept = instructions.filter((one) => !gone.has(one));
    instructions.length = 0;
    for (const one of kept) instructions.push(one);
    for (const block of blocks)
      for (const one of block.instructions) mapOperands(one, (operand) => values.get(operand) ?? operand);
    return gone.size;
  }

  private globalAt(root: Operand): IrGlobal | undefined {
    if ('op' in root || root.kind !== 'global') return undefined;
    const global = this.module.globals.get(root.name);
    return global?.space === 'data' ? global : undefined;
  }

  private imageOf(global: IrGlobal): Image {
    const known = this.images.get(global.name);
    if (known !== undefined) return known;
    const made = new Image(global);
    this.images.set(global.name, made);
    return made;
  }

  private load(one: Instruction & { readonly op: 'load' }): Operand | undefined {
    const { root, offset, isExact } = placeOfAccess(one.address, one.type);
    const global = this.globalAt(root);
    if (global === undefined || offset === undefined || !isExact) return undefined;
    const now = this.images.get(global.name)?.finish() ?? global;
    return initialValue(this.module, now, offset, one.type);
  }

  private store(one: Instruction & { readonly op: 'store' }): boolean {
    const { value } = one;
    if (value.type === 'void') return false;
    const { root, offset, bytes, isExact } = placeOfAccess(one.address, value.type);
    const global = this.globalAt(root);
    if (global === undefined || offset === undefined || bytes === undefined || !isExact) return false;
    if (offset < 0 || offset + bytes > global.bytes) return false;
    const isZero = !('op' in value) && value.kind === 'int' && value.value === 0n;
    if (global.init === undefined && global.bytes > SMALL && !isZero && !this.images.has(global.name)) {
      return false;
    }
    return this.imageOf(global).store(offset, value);
  }

  /** Zeros over what is zero before anything ran. */
  private isZeroFill(args: readonly Operand[]): boolean {
    const [to, value, bytes] = args;
    if (to === undefined || value === undefined || bytes === undefined) return false;
    if (!isIntConstant(value) || value.value !== 0n || !isIntConstant(bytes)) return false;
    const { root, offset, isExact } = placeOf(to, Number(bytes.value));
    const global = this.globalAt(root);
    return (
      isExact &&
      global !== undefined &&
      global.init === undefined &&
      !this.images.has(global.name) &&
      offset !== undefined &&
      offset >= 0 &&
      offset + Number(bytes.value) <= global.bytes
    );
  }
}
