/**
 * What names stand for while a program is checked.
 *
 * In: made by declare, classes and templates. Out: found by lookup. A `Scope` keeps declarations it has
 * not looked at yet (`pending`), so that of a long header only what is named is ever worked out.
 */
import type {
  Access,
  Decl,
  EnumDecl,
  Expr,
  FunctionDecl,
  RecordDecl,
  TemplateDecl,
  TypedefDecl,
  VarDecl,
} from '../ast.ts';
import type { Loc } from '../source.ts';
import type { TExpr, TInit, TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { EnumInfo, FieldInfo, QualType, RecordInfo, Type } from '../types.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One text of the program: a tab or a .cpp with all it includes. */
export interface Unit {
  readonly index: number;
  readonly fileName: string;
  readonly isC: boolean;
  /** Of the child, not of the core: everything in it is checked, used or not. */
  readonly isUser: boolean;
  readonly scope: Scope;
  /** Definitions like `void A::f() {}`, by the words of their name ("A::f"). */
  readonly outOfLine: Map<string, Pending[]>;
  /** Interrupt functions, and variables that need work before main, come with the first use of the unit. */
  isPulledIn: boolean;
}

/** A declaration not looked at yet. */
export interface Pending {
  readonly decl: Decl;
  readonly unit: Unit;
  /** Scope it stands in. */
  readonly scope: Scope;
  /** Position in the unit, to hide what comes later. */
  readonly ordinal: number;
  readonly isExternC: boolean;
  /** Member of a class. */
  readonly access?: Access;
  isDone: boolean;
}

export interface Scope {
  readonly kind: 'namespace' | 'class' | 'block' | 'template';
  readonly parent: Scope | undefined;
  readonly names: Map<string, Entity>;
  /** Classes and enums hidden by another name (`struct stat` and `stat()`). */
  readonly tags: Map<string, Entity>;
  readonly pending: Map<string, Pending[]>;
  /** `using namespace`. */
  readonly using: Scope[];
  /** Prefix of symbols: "A::B::", empty for the global scope. */
  readonly path: string;
  readonly unit: Unit | undefined;
  /** Anonymous namespace around it. */
  readonly isInternal: boolean;
  readonly cls?: ClassEntity;
  /** The function a block stands in. */
  readonly isFunctionBoundary?: boolean;
}

export type Entity =
  | VariableEntity
  | FunctionSet
  | ClassEntity
  | TypeAlias
  | NamespaceEntity
  | ConstantEntity
  | FieldEntity
  | ClassTemplate
  | AliasTemplate
  | VariableTemplate
  | CaptureEntity;

export interface VariableEntity {
  readonly kind: 'variable';
  readonly name: string;
  readonly variable: Mutable<TypedVariable>;
  readonly ordinal: number;
  readonly scope: Scope;
  readonly unit: Unit | undefined;
  /** Static member. */
  readonly owner?: ClassEntity;
  readonly access?: Access;
  decl?: VarDecl;
  /** Where its initialiser is to be understood. */
  definition?: {
    readonly decl: VarDecl;
    readonly scope: Scope;
    readonly unit: Unit;
    readonly ordinal: number;
  };
  state: 'declared' | 'checking' | 'done';
  isConstexpr: boolean;
  isUsed: boolean;
  /** The value, once known, of a const variable of arithmetic type; null: it has none. */
  constant?: TExpr | null;
  /** Function a local belongs to. */
  readonly inFunction?: FunctionState;
}

export interface FunctionEntity {
  readonly kind: 'function';
  readonly name: string;
  readonly fn: Mutable<TypedFunction>;
  readonly decl: FunctionDecl;
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly owner?: ClassEntity | undefined;
  readonly access: Access;
  readonly isStatic: boolean;
  /** Of `this`. */
  readonly isConst: boolean;
  readonly isVolatile: boolean;
  readonly isExternC: boolean;
  isVirtual: boolean;
  isPure: boolean;
  readonly isExplicit: boolean;
  isDeleted: boolean;
  /** Made by the checker: default, copy, assignment, destructor. */
  readonly implicit?: 'default' | 'copy' | 'move' | 'copyAssign' | 'moveAssign' | 'destructor' | undefined;
  readonly isConstexpr: boolean;
  readonly isVariadic: boolean;
  /** Default arguments, by parameter; later declarations add some. */
  readonly defaults: ({ readonly expr: Expr; readonly scope: Scope; readonly unit: Unit } | undefined)[];
  definition?: {
    readonly decl: FunctionDecl;
    readonly scope: Scope;
    readonly unit: Unit;
    readonly ordinal: number;
  };
  /** `auto` result not known before the body is read. */
  isWeakDefinition?: boolean;
  /** Units that declare it weak: their definitions give way. */
  weakUnits?: Set<Unit>;
  /** A constructor made by `using Base::Base`. */
  inheritedFrom?: FunctionEntity;
  hasAutoResult: boolean;
  body: 'none' | 'checking' | 'done';
  isUsed: boolean;
  readonly template?: FunctionTemplate | undefined;
  slot?: number;
  /** Of a lambda's conversion: the function itself. */
  pointerTo?: FunctionEntity;
}

export interface FunctionTemplate {
  readonly kind: 'functionTemplate';
  readonly name: string;
  readonly decl: TemplateDecl;
  readonly function: FunctionDecl;
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly owner?: ClassEntity;
  readonly access: Access;
  readonly instances: Map<string, FunctionEntity>;
  /** Found outside the class. */
  definition?: FunctionDecl;
  readonly specialisations: {
    readonly decl: FunctionDecl;
    readonly scope: Scope;
    readonly ordinal: number;
  }[];
}

export interface FunctionSet {
  readonly kind: 'functions';
  readonly name: string;
  readonly overloads: (FunctionEntity | FunctionTemplate)[];
}

export interface ClassEntity {
  readonly kind: 'class';
  readonly name: string;
  readonly info: Mutable<RecordInfo>;
  readonly type: Type & { readonly kind: 'record' };
  readonly scope: Scope;
  readonly outer: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly access?: Access | undefined;
  decl?: RecordDecl;
  declOrdinal: number;
  state: 'declared' | 'defining' | 'complete';
  base?: { readonly cls: ClassEntity; readonly access: Access };
  readonly constructors: (FunctionEntity | FunctionTemplate)[];
  destructor?: FunctionEntity;
  readonly conversions: FunctionEntity[];
  readonly vtable: FunctionEntity[];
  readonly fieldEntities: FieldEntity[];
  readonly friends: string[];
  isUnion: boolean;
  isEmpty: boolean;
  hasUserConstructor: boolean;
  hasPrivateFields: boolean;
  /** What the checker made, by need. */
  special: Map<string, FunctionEntity | null>;
  isVtableUsed: boolean;
  readonly template?: { readonly of: ClassTemplate; readonly args: readonly TemplateArgValue[] };
  /** Closure of a lambda. */
  isClosure?: boolean;
  /** `using Base::Base;` */
  inherited?: ClassEntity;
}

export interface FieldEntity {
  readonly kind: 'field';
  readonly name: string;
  readonly field: FieldInfo;
  readonly owner: ClassEntity;
  readonly access: Access;
  readonly decl?: VarDecl;
  readonly isMutable: boolean;
  /** Field of an anonymous union or struct: the way to it. */
  readonly through?: FieldInfo;
}

export interface TypeAlias {
  readonly kind: 'type';
  readonly name: string;
  readonly type: QualType;
  readonly ordinal: number;
  readonly access?: Access | undefined;
  readonly owner?: ClassEntity | undefined;
  /** Enumerators of an enum, for `E::a`. */
  readonly enumScope?: Map<string, ConstantEntity>;
}

export interface NamespaceEntity {
  readonly kind: 'namespace';
  readonly name: string;
  readonly scope: Scope;
}

/** An enumerator or a template's value. */
export interface ConstantEntity {
  readonly kind: 'constant';
  readonly name: string;
  readonly value: TExpr;
  readonly ordinal: number;
  readonly access?: Access | undefined;
  readonly owner?: ClassEntity | undefined;
}

export interface ClassTemplate {
  readonly kind: 'classTemplate';
  readonly name: string;
  readonly decl: TemplateDecl;
  record: RecordDecl;
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly instances: Map<string, ClassEntity>;
  readonly specialisations: {
    readonly decl: TemplateDecl;
    readonly record: RecordDecl;
    readonly scope: Scope;
  }[];
}

export interface AliasTemplate {
  readonly kind: 'aliasTemplate';
  readonly name: string;
  readonly decl: TemplateDecl;
  readonly alias: TypedefDecl;
  readonly scope: Scope;
}

export interface VariableTemplate {
  readonly kind: 'variableTemplate';
  readonly name: string;
  readonly decl: TemplateDecl;
  readonly variable: VarDecl;
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly instances: Map<string, VariableEntity>;
}

/** A variable of the enclosing function, seen in a lambda: a field of its closure. */
export interface CaptureEntity {
  readonly kind: 'capture';
  readonly name: string;
  readonly field: FieldInfo;
}

export type TemplateArgValue =
  { readonly kind: 'type'; readonly type: QualType } | { readonly kind: 'value'; readonly value: TExpr };

export interface EnumEntity {
  readonly info: Mutable<EnumInfo>;
  readonly decl: EnumDecl;
}

/** What is known of the function whose body is being read. */
export interface FunctionState {
  readonly entity: FunctionEntity | undefined;
  /** Undefined while `auto` waits for the first return. */
  result: QualType | undefined;
  readonly labels: Map<string, Loc>;
  readonly gotos: { readonly name: string; readonly loc: Loc; readonly end: Loc }[];
  readonly staticNames: Map<string, number>;
  loops: number;
  switches: SwitchState[];
  readonly thisVariable: TypedVariable | undefined;
  readonly cls: ClassEntity | undefined;
  readonly lambda?: LambdaState;
  readonly symbol: string;
  isConstantOnly: boolean;
}

export interface SwitchState {
  readonly type: Type;
  readonly cases: { readonly from: bigint; readonly to: bigint }[];
  readonly enumerators?: number;
  hasDefault: boolean;
}

export interface LambdaState {
  readonly outer: FunctionState;
  readonly outerScope: Scope;
  readonly cls: ClassEntity;
  readonly captureDefault: '=' | '&' | undefined;
  readonly captures: readonly { readonly name: string; readonly byReference: boolean }[];
  readonly made: Map<
    string,
    { readonly field: FieldInfo; readonly init: TInit; readonly isReference: boolean }
  >;
  readonly loc: Loc;
  readonly end: Loc;
  readonly thisVariable: TypedVariable;
  readonly isMutable: boolean;
}

export function makeScope(
  kind: Scope['kind'],
  parent: Scope | undefined,
  more: {
    path?: string;
    unit?: Unit | undefined;
    isInternal?: boolean;
    cls?: ClassEntity;
    isFunctionBoundary?: boolean;
  } = {},
): Scope {
  return {
    kind,
    parent,
    names: new Map(),
    tags: new Map(),
    pending: new Map(),
    using: [],
    path: more.path ?? parent?.path ?? '',
    unit: more.unit ?? parent?.unit,
    isInternal: more.isInternal ?? parent?.isInternal ?? false,
    ...(more.cls === undefined ? {} : { cls: more.cls }),
    ...(more.isFunctionBoundary === undefined ? {} : { isFunctionBoundary: more.isFunctionBoundary }),
  };
}
