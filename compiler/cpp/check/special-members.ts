/**
 * Members every class has without saying so: default and copy constructor, assignment, destructor.
 *
 * In: a complete class. Out: their entities, made when somebody asks; bodies come from implicit-bodies.
 */
import type { FunctionDecl, ParamDecl, Specifiers, TypeNode } from '../ast.ts';
import { plain, VOID, type FunctionType, type Type } from '../types.ts';
import type { Checker } from './checker.ts';
import { makeFunction } from './declare-functions.ts';
import type { ClassEntity, FunctionEntity, FunctionTemplate, Mutable } from './entities.ts';
import { constOf, referenceTo } from './relations.ts';
import { assignsOwnClass, hasTrivialDestructor, ownConstructor } from './triviality.ts';

export const NO_SPECIFIERS: Specifiers = {
  isStatic: false,
  isExtern: false,
  isInline: true,
  isConstexpr: false,
  isVirtual: false,
  isExplicit: false,
  isMutable: false,
  isFriend: false,
  attributes: [],
};

type Kind = NonNullable<FunctionEntity['implicit']>;

function implicitMember(c: Checker, cls: ClassEntity, kind: Kind): FunctionEntity {
  const known = cls.special.get(kind);
  if (known !== undefined && known !== null) return known;
  const role =
    kind === 'destructor'
      ? 'destructor'
      : kind === 'copyAssign' || kind === 'moveAssign'
        ? 'function'
        : 'constructor';
  const name = role === 'constructor' ? cls.name : role === 'destructor' ? `~${cls.name}` : 'operator=';
  const isMove = kind === 'move' || kind === 'moveAssign';
  const other = plain(referenceTo(isMove ? plain(cls.type) : constOf(cls.type), isMove));
  const takesOther = kind !== 'default' && kind !== 'destructor';
  const type: FunctionType = {
    kind: 'function',
    result: role === 'function' ? plain(referenceTo(plain(cls.type))) : plain(VOID),
    params: takesOther ? [other] : [],
    isVariadic: false,
  };
  const decl = implicitDecl(cls, name, role, takesOther);
  const around = {
    scope: cls.scope,
    unit: cls.unit,
    ordinal: cls.declOrdinal,
    isExternC: false,
    access: 'public' as const,
    owner: cls,
  };
  const params = takesOther ? (isMove ? `${cls.info.name}&&` : `const ${cls.info.name}&`) : '';
  const isInternal = cls.scope.isInternal;
  const symbol = `${cls.scope.path}${name}(${params})${isInternal ? `@${cls.unit.index}` : ''}`;
  const entity = makeFunction(c, decl, around, name, type, symbol, false, isInternal);
  (entity as Mutable<FunctionEntity>).implicit = kind;
  entity.definition = { decl, scope: cls.scope, unit: cls.unit, ordinal: cls.declOrdinal };
  cls.special.set(kind, entity);
  return entity;
}

function implicitDecl(
  cls: ClassEntity,
  name: string,
  role: FunctionDecl['role'],
  takesOther: boolean,
): FunctionDecl {
  const loc = cls.decl?.loc ?? 0;
  const place = { loc, end: loc + 1 };
  const node: TypeNode = { kind: 'builtin', name: 'void', isConst: false, isVolatile: false, ...place };
  const param: ParamDecl = { type: node, name: 'other', ...place };
  return {
    kind: 'function',
    name: { isGlobal: false, parts: [{ kind: 'identifier', text: name }], ...place },
    nameLoc: loc,
    type: {
      kind: 'function',
      result: node,
      params: takesOther ? [param] : [],
      isVariadic: false,
      isConst: false,
      isVolatile: false,
      ...place,
    },
    specifiers: NO_SPECIFIERS,
    role,
    isPure: false,
    isOverride: false,
    isFinal: false,
    isDefaulted: true,
    isDeleted: false,
    ...place,
  };
}

/** All constructors, with those the class has without saying so. */
export function constructorsOf(c: Checker, cls: ClassEntity): (FunctionEntity | FunctionTemplate)[] {
  c.complete(cls.type);
  const all = [...cls.constructors];
  if (all.length === 0 || (cls.inherited !== undefined && !all.some(takesNothing)))
    all.push(implicitMember(c, cls, 'default'));
  if (ownConstructor(cls, 'copy') === undefined) all.push(implicitMember(c, cls, 'copy'));
  if (cls.inherited !== undefined) all.push(...inheritedConstructors(c, cls, cls.inherited));
  return all;
}

const takesNothing = (fn: FunctionEntity | FunctionTemplate): boolean =>
  fn.kind === 'function' && fn.fn.type.params.length === 0;

/** `using Base::Base;`: a constructor for each of the base's that takes something. */
function inheritedConstructors(c: Checker, cls: ClassEntity, base: ClassEntity): FunctionEntity[] {
  c.complete(base.type);
  const made: FunctionEntity[] = [];
  for (const fn of base.constructors) {
    if (fn.kind !== 'function' || fn.fn.type.params.length === 0) continue;
    const key = `inherited ${fn.fn.symbol}`;
    const known = cls.special.get(key);
    if (known !== undefined && known !== null) {
      made.push(known);
      continue;
    }
    const around = {
      scope: cls.scope,
      unit: cls.unit,
      ordinal: cls.declOrdinal,
      isExternC: false,
      access: fn.access,
      owner: cls,
    };
    const symbol = `${cls.scope.path}${cls.name} from ${fn.fn.symbol}`;
    const entity = makeFunction(
      c,
      fn.decl,
      around,
      cls.name,
      fn.fn.type,
      symbol,
      false,
      fn.fn.attributes.isInternal,
    );
    entity.defaults.push(...fn.defaults);
    entity.inheritedFrom = fn;
    entity.definition = { decl: fn.decl, scope: cls.scope, unit: cls.unit, ordinal: cls.declOrdinal };
    cls.special.set(key, entity);
    made.push(entity);
  }
  return made;
}

export function assignmentOperators(c: Checker, cls: ClassEntity): FunctionEntity[] {
  const own = cls.scope.names.get('operator=');
  const declared =
    own?.kind === 'functions'
      ? own.overloads.filter((fn): fn is FunctionEntity => fn.kind === 'function')
      : [];
  return declared.some(assignsOwnClass) ? declared : [...declared, implicitMember(c, cls, 'copyAssign')];
}

/** What must run when an object of the type ends; for arrays, on every element. */
export function destructorOf(c: Checker, type: Type): FunctionEntity | undefined {
  if (type.kind === 'array') return destructorOf(c, type.of.type);
  if (type.kind !== 'record' || !c.complete(type)) return undefined;
  const cls = c.classEntity(type.decl);
  if (hasTrivialDestructor(c, cls)) return undefined;
  return cls.destructor ?? implicitMember(c, cls, 'destructor');
}

/** An object of the class is made: its virtual methods may be called through its vtable. */
export function noteVtable(c: Checker, cls: ClassEntity): void {
  if (!cls.info.hasVtable || cls.isVtableUsed || c.unevaluated > 0) return;
  cls.isVtableUsed = true;
  cls.info.vtable = cls.vtable.map((fn) =>
    fn.isPure && fn.definition === undefined ? undefined : c.use(fn),
  );
}
