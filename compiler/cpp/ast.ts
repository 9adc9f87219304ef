/**
 * The syntax tree of a translation unit: what stands in the text, nothing resolved.
 *
 * In: made by parse/. Out: read by check/. Declarators are already turned inside out: a declaration's
 * `type` is a tree of TypeNodes. Preprocessing is over. Every node has `loc` (its first character; for
 * an operator expression its left end) and `end` (exclusive).
 */
import type { Loc } from './source.ts';

export interface Node {
  readonly loc: Loc;
  readonly end: Loc;
}

// ---- Names ----------------------------------------------------------------------------------

/** `A::B<int>::c`. `isGlobal`: begins with `::`. */
export interface Name extends Node {
  readonly isGlobal: boolean;
  readonly parts: readonly NamePart[];
}

export type NamePart =
  | { readonly kind: 'identifier'; readonly text: string; readonly templateArgs?: readonly TemplateArg[] }
  /** `operator+`: text is the operator: '+', '()', '[]', 'new', '""_km' … */
  | { readonly kind: 'operator'; readonly text: string }
  /** `operator bool` */
  | { readonly kind: 'conversion'; readonly type: TypeNode }
  | { readonly kind: 'destructor'; readonly text: string };

export type TemplateArg = TypeNode | Expr;

// ---- Types ----------------------------------------------------------------------------------

interface Qualified extends Node {
  readonly isConst: boolean;
  readonly isVolatile: boolean;
}

/** Canonical spelling of a built-in type. */
export type BuiltinName =
  | 'void'
  | 'bool'
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | 'float'
  | 'double'
  | 'long double'
  | 'wchar_t'
  | 'char16_t'
  | 'char32_t';

export type TypeNode =
  | (Qualified & { readonly kind: 'builtin'; readonly name: BuiltinName })
  /** Also a template parameter, `typename T::x` and the injected class name. */
  | (Qualified & {
      readonly kind: 'named';
      readonly name: Name;
      /** Written `struct S`: finds the tag even where a value hides it, and declares it when it is new. */
      readonly tag?: 'class' | 'struct' | 'union' | 'enum';
    })
  | (Qualified & { readonly kind: 'auto' })
  /** `decltype((x))` is about the place, `decltype(x)` about the name. */
  | (Qualified & { readonly kind: 'decltype'; readonly expr: Expr; readonly isParenthesised: boolean })
  | (Qualified & { readonly kind: 'pointer'; readonly to: TypeNode })
  | (Qualified & { readonly kind: 'reference'; readonly to: TypeNode; readonly isRvalue: boolean })
  /** `size` undefined: `[]`. */
  | (Qualified & { readonly kind: 'array'; readonly of: TypeNode; readonly size?: Expr })
  /** `isConst` / `isVolatile`: of a method's `this`. */
  | (Qualified & {
      readonly kind: 'function';
      readonly result: TypeNode;
      readonly params: readonly ParamDecl[];
      readonly isVariadic: boolean;
    })
  /** A class, struct or union defined where its name is used (`struct {int x;} a;`, typedef struct …). */
  | (Qualified & { readonly kind: 'record'; readonly decl: RecordDecl })
  | (Qualified & { readonly kind: 'enum'; readonly decl: EnumDecl })
  /** `T C::*` is refused by the checker. */
  | (Qualified & { readonly kind: 'memberPointer'; readonly of: Name; readonly to: TypeNode });

// ---- Declarations ---------------------------------------------------------------------------

/** `__attribute__((name(args)))`, `[[name]]`. Unknown ones are ignored by the checker. */
export interface Attribute extends Node {
  readonly name: string;
  readonly args: readonly Expr[];
}

export interface Specifiers {
  readonly isStatic: boolean;
  readonly isExtern: boolean;
  readonly isInline: boolean;
  readonly isConstexpr: boolean;
  readonly isVirtual: boolean;
  readonly isExplicit: boolean;
  readonly isMutable: boolean;
  readonly isFriend: boolean;
  readonly attributes: readonly Attribute[];
}

export interface ParamDecl extends Node {
  readonly type: TypeNode;
  readonly name?: string;
  readonly default?: Expr;
  /** `Args... args` */
  readonly isPack?: boolean;
}

export type Init =
  /** `= expr` (also `= {…}`: expr is an initialiser list) */
  | { readonly kind: 'copy'; readonly expr: Expr }
  /** `(a, b)` */
  | { readonly kind: 'direct'; readonly args: readonly Expr[] }
  /** `{a, b}` */
  | { readonly kind: 'list'; readonly list: InitListExpr };

export interface VarDecl extends Node {
  readonly kind: 'var';
  readonly name: Name;
  readonly nameLoc: Loc;
  readonly type: TypeNode;
  readonly specifiers: Specifiers;
  readonly init?: Init;
  /** Bit-field width, in a class. A name without parts: a nameless bit-field, or a nameless struct or union as member, `friend class A;`. */
  readonly bits?: Expr;
}

export interface FunctionDecl extends Node {
  readonly kind: 'function';
  /** Qualified for `void A::f() {}`. */
  readonly name: Name;
  readonly nameLoc: Loc;
  /** Constructors and destructors: result is void; `deduced auto` results allowed. */
  readonly type: TypeNode & { readonly kind: 'function' };
  readonly specifiers: Specifiers;
  readonly role: 'function' | 'constructor' | 'destructor' | 'conversion';
  readonly initialisers?: readonly MemberInit[];
  readonly body?: Stmt & { readonly kind: 'compound' };
  readonly isPure: boolean;
  readonly isOverride: boolean;
  readonly isFinal: boolean;
  readonly isDefaulted: boolean;
  readonly isDeleted: boolean;
}

export interface MemberInit extends Node {
  /** A member, a base class, or the class itself (delegation). */
  readonly name: Name;
  readonly init: Init;
}

export type Access = 'public' | 'protected' | 'private';

export interface RecordDecl extends Node {
  readonly kind: 'record';
  readonly tag: 'class' | 'struct' | 'union';
  /** Absent: anonymous. */
  readonly name?: Name;
  readonly bases: readonly { readonly name: Name; readonly access: Access; readonly isVirtual: boolean }[];
  /** Absent: only declared (`class A;`). Of a class of ours, parsed when somebody looks: ask isDefined(). */
  readonly members?: readonly Member[];
  readonly isFinal: boolean;
  /** `packed`, `aligned` … written with the class itself. */
  readonly attributes?: readonly Attribute[];
}

export const isDefined = (decl: RecordDecl): boolean => 'members' in decl;

export interface Member {
  readonly access: Access;
  readonly decl: Decl;
}

export interface EnumDecl extends Node {
  readonly kind: 'enum';
  readonly name?: Name;
  readonly isScoped: boolean;
  readonly underlying?: TypeNode;
  /** Absent: only declared. */
  readonly enumerators?: readonly { readonly name: string; readonly loc: Loc; readonly value?: Expr }[];
}

export interface TypedefDecl extends Node {
  readonly kind: 'typedef';
  readonly name: string;
  readonly type: TypeNode;
  /** `mode`, `vector_size`, `aligned` … */
  readonly attributes?: readonly Attribute[];
}

export interface NamespaceDecl extends Node {
  readonly kind: 'namespace';
  /** Absent: anonymous. */
  readonly name?: string;
  readonly decls: readonly Decl[];
}

/** `using A::b;`, `using namespace A;`, `namespace x = A;` */
export interface UsingDecl extends Node {
  readonly kind: 'using';
  readonly form: 'declaration' | 'namespace' | 'alias';
  readonly name: Name;
  readonly alias?: string;
}

export interface TemplateDecl extends Node {
  readonly kind: 'template';
  /** Empty: an explicit specialisation. */
  readonly params: readonly TemplateParam[];
  readonly decl: FunctionDecl | RecordDecl | TypedefDecl | VarDecl;
}

export type TemplateParam = Node & {
  readonly name?: string;
} & (
    | { readonly kind: 'type'; readonly default?: TypeNode; readonly isPack: boolean }
    | { readonly kind: 'value'; readonly type: TypeNode; readonly default?: Expr; readonly isPack: boolean }
  );

export interface StaticAssertDecl extends Node {
  readonly kind: 'staticAssert';
  readonly condition: Expr;
  readonly message?: string;
}

/** `extern "C" { … }`, and a bare `;`. */
export interface LinkageDecl extends Node {
  readonly kind: 'linkage';
  readonly decls: readonly Decl[];
}

/** A function's declaration in a text of ours, parsed when somebody needs it: by name, until then. */
export interface UnreadDecl extends Node {
  readonly kind: 'unread';
  /** `A::f` */
  readonly path: string;
  readonly decl: Decl;
}

export type Decl =
  | VarDecl
  | FunctionDecl
  | RecordDecl
  | EnumDecl
  | TypedefDecl
  | NamespaceDecl
  | UsingDecl
  | TemplateDecl
  | StaticAssertDecl
  | LinkageDecl
  | UnreadDecl;

export interface TranslationUnit {
  /** C converts `void *` implicitly, has tags apart from names, chars are ints … Absent: C++. */
  readonly language?: 'c' | 'c++';
  readonly decls: readonly Decl[];
}

// ---- Statements -----------------------------------------------------------------------------

export type Condition = Expr | VarDecl;

export type Stmt = Node &
  (
    | { readonly kind: 'compound'; readonly body: readonly Stmt[] }
    | { readonly kind: 'expr'; readonly expr: Expr }
    | { readonly kind: 'empty' }
    /** `int a, b;` is two. */
    | { readonly kind: 'decl'; readonly decls: readonly Decl[] }
    | { readonly kind: 'if'; readonly condition: Condition; readonly then: Stmt; readonly otherwise?: Stmt }
    | { readonly kind: 'while'; readonly condition: Condition; readonly body: Stmt }
    | { readonly kind: 'do'; readonly body: Stmt; readonly condition: Expr }
    | {
        readonly kind: 'for';
        readonly init?: Stmt;
        readonly condition?: Condition;
        readonly step?: Expr;
        readonly body: Stmt;
      }
    | { readonly kind: 'rangeFor'; readonly variable: VarDecl; readonly range: Expr; readonly body: Stmt }
    | { readonly kind: 'switch'; readonly condition: Condition; readonly body: Stmt }
    /** `to`: GNU range `case 1 ... 5:` */
    | { readonly kind: 'case'; readonly value: Expr; readonly to?: Expr; readonly body: Stmt }
    | { readonly kind: 'default'; readonly body: Stmt }
    | { readonly kind: 'label'; readonly name: string; readonly body: Stmt }
    | { readonly kind: 'goto'; readonly name: string }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    | { readonly kind: 'return'; readonly value?: Expr }
    /** The only assembler: one instruction we know, e.g. `asm("nop")`, or an empty template with operands. */
    | {
        readonly kind: 'asm';
        readonly template: string;
        readonly outputs: readonly AsmOperand[];
        readonly inputs: readonly AsmOperand[];
      }
  );

// ---- Expressions ----------------------------------------------------------------------------

/** `"=r" (place)` of an asm statement. */
export interface AsmOperand {
  readonly constraint: string;
  readonly expr: Expr;
}

export type BinaryOp =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '<'
  | '>'
  | '<='
  | '>='
  | '=='
  | '!='
  | '&'
  | '|'
  | '^'
  | '&&'
  | '||'
  | ',';
export type AssignOp = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '<<=' | '>>=' | '&=' | '|=' | '^=';
export type UnaryOp = '+' | '-' | '!' | '~' | '*' | '&' | '++' | '--';
export type CastKind = 'c' | 'functional' | 'static' | 'reinterpret' | 'const' | 'dynamic';

export type InitListExpr = Node & {
  readonly kind: 'initList';
  readonly items: readonly { readonly designator?: readonly Designator[]; readonly value: Expr }[];
};
export type Designator =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expr; readonly to?: Expr };

export type Expr = Node &
  /** `value` exact; `type` as C++ gives it from the suffix, the base and the value (int is 16 bits). */
  (
    | { readonly kind: 'integer'; readonly value: bigint; readonly type: BuiltinName }
    | { readonly kind: 'float'; readonly value: number; readonly type: 'float' | 'double' | 'long double' }
    | {
        readonly kind: 'char';
        readonly value: number;
        readonly type: 'char' | 'wchar_t' | 'char16_t' | 'char32_t' | 'int';
      }
    /** Bytes in UTF-8, without the final 0; adjacent literals are joined. */
    | { readonly kind: 'string'; readonly bytes: Uint8Array; readonly prefix: '' | 'L' | 'u' | 'U' | 'u8' }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'nullptr' }
    | { readonly kind: 'this' }
    | { readonly kind: 'name'; readonly name: Name }
    | { readonly kind: 'unary'; readonly op: UnaryOp; readonly operand: Expr }
    | { readonly kind: 'postfix'; readonly op: '++' | '--'; readonly operand: Expr }
    | {
        readonly kind: 'binary';
        readonly op: BinaryOp;
        readonly opLoc: Loc;
        readonly left: Expr;
        readonly right: Expr;
      }
    | {
        readonly kind: 'assign';
        readonly op: AssignOp;
        readonly opLoc: Loc;
        readonly left: Expr;
        readonly right: Expr;
      }
    /** `then` undefined: GNU `a ?: b`. */
    | {
        readonly kind: 'conditional';
        readonly condition: Expr;
        readonly then?: Expr;
        readonly otherwise: Expr;
      }
    | { readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Expr[] }
    | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr }
    | { readonly kind: 'member'; readonly object: Expr; readonly isArrow: boolean; readonly name: Name }
    /** `functional`: `int(x)`, `T{…}`, `T()`: args; the others have one. */
    | {
        readonly kind: 'cast';
        readonly cast: CastKind;
        readonly type: TypeNode;
        readonly args: readonly Expr[];
        readonly isBraced: boolean;
      }
    | { readonly kind: 'sizeof'; readonly of: TypeNode | Expr; readonly operator: 'sizeof' | 'alignof' }
    | InitListExpr
    | {
        readonly kind: 'lambda';
        readonly captures: readonly { readonly name: string; readonly byReference: boolean }[];
        readonly captureDefault?: '=' | '&';
        readonly params: readonly ParamDecl[];
        /** What it holds may be changed by its body. */
        readonly isMutable?: boolean;
        readonly result?: TypeNode;
        readonly body: Stmt & { readonly kind: 'compound' };
      }
    | {
        readonly kind: 'new';
        readonly type: TypeNode;
        readonly count?: Expr;
        readonly placement: readonly Expr[];
        readonly init?: Init;
      }
    | { readonly kind: 'delete'; readonly operand: Expr; readonly isArray: boolean }
    /** GNU `({ … })` */
    | { readonly kind: 'statementExpr'; readonly body: Stmt & { readonly kind: 'compound' } }
    /** Not of our language; kept so that the checker can name it: `typeid`, `throw`, `dynamic_cast`… */
    | { readonly kind: 'unsupported'; readonly construct: string }
    | { readonly kind: 'packExpansion'; readonly operand: Expr }
  );
