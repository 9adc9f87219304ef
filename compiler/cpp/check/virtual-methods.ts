/**
 * Slots of virtual methods.
 *
 * In: a method just declared. Out: its place in the class's vtable: that of the method it overrides, or a
 * new one. A virtual destructor has one slot.
 */
import type { FunctionDecl } from '../ast.ts';
import type { Checker } from './checker.ts';
import type { ClassEntity, FunctionEntity, Mutable } from './entities.ts';
import { typeText } from './type-text.ts';

export const vtableName = (fn: FunctionEntity): string => (fn.name.startsWith('~') ? '~' : fn.name);

/** What overriding must agree in: parameters and const. */
export const memberFunctionShape = (fn: FunctionEntity): string =>
  `${fn.fn.type.params.map(typeText).join(',')}${fn.isConst ? ' const' : ''}${fn.isVolatile ? ' volatile' : ''}`;

/** A method is virtual: its slot, an older one when it overrides. */
export function placeVirtual(
  c: Checker,
  cls: ClassEntity,
  fn: FunctionEntity,
  decl: FunctionDecl | undefined,
): void {
  const name = vtableName(fn);
  const slot = cls.vtable.findIndex(
    (other) =>
      vtableName(other) === name && (name === '~' || memberFunctionShape(other) === memberFunctionShape(fn)),
  );
  if (slot < 0 && decl?.isOverride === true)
    c.error(
      'cpp-override-nothing',
      { name: fn.fn.display },
      { loc: decl.nameLoc, end: decl.nameLoc + fn.name.length },
    );
  if (slot < 0 && !fn.isVirtual) return;
  fn.isVirtual = true;
  const at = slot < 0 ? cls.vtable.length : slot;
  cls.vtable[at] = fn;
  fn.slot = at;
  if (fn.fn.method !== undefined)
    (fn.fn as Mutable<typeof fn.fn>).method = { ...fn.fn.method, virtualSlot: at };
}
