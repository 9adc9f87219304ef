/**
 * Which of a class's special members do nothing more than bytes do.
 *
 * In: a complete class. Out: whether copying, destroying, default-making it needs code.
 */
import type { Type } from '../types.ts';
import type { Checker } from './checker.ts';
import type { ClassEntity, FunctionEntity } from './entities.ts';
import { isConstQual, referred } from './relations.ts';

const classIn = (c: Checker, type: Type): ClassEntity | undefined => {
  if (type.kind === 'array') return classIn(c, type.of.type);
  if (type.kind !== 'record') return undefined;
  c.complete(type);
  return c.classEntity(type.decl);
};

/** All parts: base and fields. */
function parts(c: Checker, cls: ClassEntity): ClassEntity[] {
  const all: ClassEntity[] = [];
  if (cls.base !== undefined) all.push(cls.base.cls);
  for (const field of cls.info.fields) {
    const part = classIn(c, field.type.type);
    if (part !== undefined) all.push(part);
  }
  return all;
}

/** 'copy' or 'move' constructor, declared by the class itself. */
export function isCopyOrMove(fn: FunctionEntity): 'copy' | 'move' | undefined {
  const [param] = fn.fn.type.params;
  if (param?.type.kind !== 'reference' || fn.owner === undefined) return undefined;
  const to = referred(param).type;
  if (to.kind !== 'record' || to.decl !== fn.owner.info) return undefined;
  if (fn.fn.type.params.slice(1).some((_, index) => fn.defaults[index + 1] === undefined)) return undefined;
  return param.type.isRvalue ? 'move' : 'copy';
}

export const ownConstructor = (cls: ClassEntity, kind: 'copy' | 'move'): FunctionEntity | undefined =>
  cls.constructors.find((fn): fn is FunctionEntity => fn.kind === 'function' && isCopyOrMove(fn) === kind);

const isUserProvided = (fn: FunctionEntity): boolean =>
  !(fn.decl.isDefaulted && fn.implicit !== undefined) || fn.isDeleted;

export function hasTrivialCopyConstructor(c: Checker, cls: ClassEntity): boolean {
  if (cls.info.hasVtable) return false;
  for (const kind of ['copy', 'move'] as const) {
    const own = ownConstructor(cls, kind);
    if (own !== undefined && isUserProvided(own)) return false;
  }
  return parts(c, cls).every((part) => part === cls || hasTrivialCopyConstructor(c, part));
}

export function hasTrivialDestructor(c: Checker, cls: ClassEntity): boolean {
  if (cls.destructor !== undefined && (cls.destructor.implicit === undefined || cls.destructor.isVirtual))
    return false;
  return parts(c, cls).every((part) => part === cls || hasTrivialDestructor(c, part));
}

/** Passed in registers or on the stack as bytes. */
export const isTriviallyCopyable = (c: Checker, cls: ClassEntity): boolean =>
  hasTrivialCopyConstructor(c, cls) && hasTrivialDestructor(c, cls);

export function hasTrivialDefaultConstructor(c: Checker, cls: ClassEntity): boolean {
  if (cls.info.hasVtable || cls.hasUserConstructor) return false;
  if (cls.fieldEntities.some(({ decl }) => decl?.init !== undefined)) return false;
  return parts(c, cls).every((part) => part === cls || hasTrivialDefaultConstructor(c, part));
}

export function hasTrivialAssignment(c: Checker, cls: ClassEntity): boolean {
  const own = cls.scope.names.get('operator=');
  if (own?.kind === 'functions') {
    const assigns = own.overloads.some(
      (fn) => fn.kind === 'function' && assignsOwnClass(fn) && !fn.decl.isDefaulted,
    );
    if (assigns) return false;
  }
  if (cls.info.hasVtable) return false;
  if (cls.info.fields.some(({ type }) => type.type.kind === 'reference' || isConstQual(type)))
    return cls.isClosure === true;
  return parts(c, cls).every((part) => part === cls || hasTrivialAssignment(c, part));
}

export function assignsOwnClass(fn: FunctionEntity): boolean {
  const [param] = fn.fn.type.params;
  if (param === undefined || fn.fn.type.params.length !== 1) return false;
  const to = referred(param).type;
  return to.kind === 'record' && to.decl === fn.owner?.info;
}
