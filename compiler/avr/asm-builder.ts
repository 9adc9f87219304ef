/**
 * Writes the items of one section: a thin layer over asm.ts with short names for operands.
 *
 * Every instruction written takes the builder's current `loc`. Labels made here contain a dot, so that
 * no name of C++ is one.
 */
import type { AsmItem, AsmOperand, Part } from '../asm/asm.ts';
import { type Loc, NO_LOC } from '../cpp/source.ts';

export const reg = (register: number): AsmOperand => ({ kind: 'reg', reg: register });
export const num = (value: number): AsmOperand => ({ kind: 'number', value });
export const sym = (name: string, part: Part = 'whole', offset = 0, isNegated = false): AsmOperand => ({
  kind: 'symbol',
  name,
  offset,
  part,
  isNegated,
});
export const pointer = (pair: 'X' | 'Y' | 'Z', displacement = 0): AsmOperand => ({
  kind: 'pointer',
  pair,
  step: 'none',
  displacement,
});
export const postIncrement = (pair: 'X' | 'Y' | 'Z'): AsmOperand => ({
  kind: 'pointer',
  pair,
  step: 'postIncrement',
  displacement: 0,
});
export const preDecrement = (pair: 'X' | 'Y' | 'Z'): AsmOperand => ({
  kind: 'pointer',
  pair,
  step: 'preDecrement',
  displacement: 0,
});

export class AsmBuilder {
  readonly items: AsmItem[] = [];
  loc: Loc = NO_LOC;
  private labels = 0;

  op(op: string, ...operands: AsmOperand[]): void {
    this.items.push({ kind: 'instruction', op, operands, loc: this.loc });
  }

  /** Register, register. */
  rr(op: string, to: number, from: number): void {
    this.op(op, reg(to), reg(from));
  }

  /** Register, immediate. */
  ri(op: string, to: number, value: number): void {
    this.op(op, reg(to), num(value));
  }

  r(op: string, register: number): void {
    this.op(op, reg(register));
  }

  /** To a label or symbol: br.., jmp, call. */
  to(op: string, target: string): void {
    this.op(op, sym(target));
  }

  newLabel(): string {
    return `.${this.labels++}`;
  }

  label(name: string): void {
    this.items.push({ kind: 'label', name });
  }
}
