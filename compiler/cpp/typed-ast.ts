/**
 * The typed program: what the text means, with everything implicit made explicit.
 *
 * In: made by check/ (names, overloads, templates, conversions, lifetimes all decided). Out: read by
 * lower/. Invariants: no templates, no overloads, no `auto`, no lambdas with names to look up; operands
 * of an operator have the type in which it is worked out; a conversion is a node; a reference variable
 * used as a value is a `deref` of it; a constructor call is a node; default arguments are filled in.
 * Expressions are lvalues (they name an object: lowering takes their address) or values.
 */
import type { Loc } from './source.ts';
import type { FieldInfo, FunctionType, QualType, RecordInfo, Type } from './types.ts';

export interface TypedProgram {
  /** With or without body; lowering emits what is reachable. */
  readonly functions: readonly TypedFunction[];
  readonly globals: readonly TypedVariable[];
  readonly elsewhere?: Elsewhere;
}

/** Units of the program that were checked by themselves: what they define is found by symbol. */
export interface Elsewhere {
  fn(symbol: string): TypedFunction | undefined;
  variable(symbol: string): TypedVariable | undefined;
  /** Functions that nobody calls, of units that something was found in since this was asked before. */
  newRoots(): readonly TypedFunction[];
  /** Variables that are in the program whether or not somebody refers to them. */
  readonly globals: readonly TypedVariable[];
  /** Variables of all units are made in this order. */
  orderOf(variable: TypedVariable): number;
}

export interface TypedFunction {
  /** Unique in the program: the Itanium-style mangled name, or the plain name for main, extern "C" and vectors. */
  readonly symbol: string;
  /** For messages and maps: `Led::on()`. */
  readonly display: string;
  /** Without `this`. */
  readonly type: FunctionType;
  /** `this` first for methods, as a pointer variable. */
  params: readonly TypedVariable[];
  /** Absent: declared only (the linker looks for it in the runtime, or reports it). */
  body?: TStmt;
  readonly loc: Loc;
  readonly end: Loc;
  readonly attributes: FunctionAttributes;
  /** Set for methods: record it belongs to, and its slot when virtual. */
  readonly method?: { readonly record: RecordInfo; readonly virtualSlot?: number } | undefined;
  /** Constructors: the members and bases in order, before the body. Vtable pointers are set by lowering. */
  readonly isConstructor: boolean;
  readonly isDestructor: boolean;
  /** Number of the unit, if that was checked by itself and is kept. */
  readonly home?: number | undefined;
}

export interface FunctionAttributes {
  /** ISR: the vector's name, e.g. "TIMER1_COMPA_vect" or "__vector_11"; alias and naked as written. */
  readonly interrupt?: {
    readonly vector: string;
    readonly isNaked: boolean;
    readonly allowsInterrupts: boolean;
  };
  readonly inline: 'hint' | 'always' | 'never' | 'none';
  readonly isNoReturn: boolean;
  readonly isUsed: boolean;
  readonly isWeak: boolean;
  readonly isNaked: boolean;
  /** Of a static or anonymous-namespace function: not visible to other tabs. */
  readonly isInternal: boolean;
  /** `__attribute__((alias("other")))`: this symbol is another name of that one. */
  readonly alias?: string;
}

export interface TypedVariable {
  readonly kind: 'global' | 'staticLocal' | 'local' | 'param';
  /** Unique among globals (mangled); for locals the plain name. */
  readonly symbol: string;
  readonly display: string;
  readonly type: QualType;
  readonly loc: Loc;
  /** Placed in flash (PROGMEM). */
  readonly isProgmem: boolean;
  readonly isWeak: boolean;
  /** `extern` without definition. */
  readonly isExternal: boolean;
  readonly isNoInit: boolean;
  /** Has a place in the EEPROM (EEMEM): only its address means something. */
  readonly isEeprom?: boolean;
  /**
   * Absent: zero for globals and statics, undefined for locals. A `constant` initialiser goes into the
   * image; any other runs before main() in order (globals) or once on first passage (static locals).
   */
  init?: TInit;
  /** Runs when the variable's scope ends (locals only; globals live for ever). */
  destructor?: TypedFunction;
}

/** How an object comes to be. */
export type TInit =
  /** Scalars, and records copied bit by bit. */
  | { readonly kind: 'value'; readonly expr: TExpr }
  | { readonly kind: 'construct'; readonly constructor: TypedFunction; readonly args: readonly TExpr[] }
  /** Array or record piece by piece; what is not named is zero. Offsets in bytes from the object's start. */
  | {
      readonly kind: 'aggregate';
      readonly items: readonly {
        readonly offset: number;
        readonly type: QualType;
        readonly field?: FieldInfo;
        readonly init: TInit;
      }[];
    }
  /** Every element the same way, e.g. an array of objects with a default constructor. */
  | {
      readonly kind: 'repeat';
      readonly count: number;
      readonly elementBytes: number;
      readonly element: TInit;
    }
  /** A char array from a string literal, zero-filled. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'zero' };

// ---- Statements -----------------------------------------------------------------------------

interface At {
  readonly loc: Loc;
  readonly end: Loc;
}

export type TStmt = At &
  (
    | { readonly kind: 'compound'; readonly body: readonly TStmt[] }
    /** A full expression: temporaries made in it end with it. */
    | { readonly kind: 'expr'; readonly expr: TExpr }
    | { readonly kind: 'empty' }
    /** A local (or static local) begins here and ends with the enclosing compound, for, if … */
    | { readonly kind: 'var'; readonly variable: TypedVariable }
    /** Conditions are bool values. `if (int x = f())` is a compound with the variable before the if. */
    | { readonly kind: 'if'; readonly condition: TExpr; readonly then: TStmt; readonly otherwise?: TStmt }
    /** `while (T x = f()) body` is `for (;;) { T x = f(); if (!x) break; body }`, made by the checker. */
    | { readonly kind: 'while'; readonly condition: TExpr; readonly body: TStmt }
    | { readonly kind: 'do'; readonly body: TStmt; readonly condition: TExpr }
    | {
        readonly kind: 'for';
        readonly init?: TStmt;
        readonly condition?: TExpr;
        readonly step?: TExpr;
        readonly body: TStmt;
      }
    /** Case labels may stand anywhere below `body`, in nested loops too. `condition` is of promoted type. */
    | { readonly kind: 'switch'; readonly condition: TExpr; readonly body: TStmt }
    /** Values in the condition's type; `to` inclusive. */
    | { readonly kind: 'case'; readonly value: bigint; readonly to: bigint; readonly body: TStmt }
    | { readonly kind: 'default'; readonly body: TStmt }
    | { readonly kind: 'label'; readonly name: string; readonly body: TStmt }
    | { readonly kind: 'goto'; readonly name: string }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    /** A record result is an init of the result object. */
    | { readonly kind: 'return'; readonly value?: TInit }
    /** Constructs a member or base of `this` (constructors). `offset` from `this`. */
    | {
        readonly kind: 'initMember';
        readonly offset: number;
        readonly type: QualType;
        readonly field?: FieldInfo;
        readonly init: TInit;
      }
    /** Destroys a member or base of `this` (end of destructors). */
    | { readonly kind: 'destroyMember'; readonly offset: number; readonly destructor: TypedFunction }
  );

// ---- Expressions ----------------------------------------------------------------------------

/** Arithmetic on operands of one type (shifts: the right one has its own); comparisons give bool. */
export type TBinaryOp =
  '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^' | '<' | '>' | '<=' | '>=' | '==' | '!=';

interface ExprBase extends At {
  /** Without reference; const and volatile matter for lvalues. */
  readonly type: QualType;
  readonly isLvalue: boolean;
  /** Of an lvalue: about to die (`static_cast<T &&>`), so rvalue references bind to it. Checker only. */
  readonly isXvalue?: boolean;
}

/**
 * References are pointers: a reference parameter, variable, field or result takes `addressOf` the object.
 * A record passed by value is `load` of an lvalue or a call when the record is trivial; otherwise a
 * `temporary` (an lvalue), whose address is passed and which the caller destroys.
 * An array used as a pointer is `addressOf` the array with a pointer type to the element.
 */
export type TExpr = ExprBase &
  // Values
  /** Integers, enums, bool (0 or 1) and null pointers, in two's complement of the type (may be negative). */
  (
    | { readonly kind: 'integer'; readonly value: bigint }
    /** Rounded to single precision. */
    | { readonly kind: 'float'; readonly value: number }
    | { readonly kind: 'functionAddress'; readonly fn: TypedFunction }
    | { readonly kind: 'addressOf'; readonly operand: TExpr }
    /** Reads an lvalue of scalar or record type. */
    | { readonly kind: 'load'; readonly operand: TExpr }
    | { readonly kind: 'negate' | 'bitNot' | 'logicalNot'; readonly operand: TExpr }
    | { readonly kind: 'binary'; readonly op: TBinaryOp; readonly left: TExpr; readonly right: TExpr }
    /** pointer + integer, counted in elements; `index` is int or unsigned int, or long (cut to 16 bits). */
    | {
        readonly kind: 'pointerAdd';
        readonly pointer: TExpr;
        readonly index: TExpr;
        readonly elementBytes: number;
        readonly isMinus: boolean;
      }
    /** pointer − pointer, in elements. */
    | {
        readonly kind: 'pointerDifference';
        readonly left: TExpr;
        readonly right: TExpr;
        readonly elementBytes: number;
      }
    | { readonly kind: 'logical'; readonly op: '&&' | '||'; readonly left: TExpr; readonly right: TExpr }
    /** May be an lvalue when both arms are. */
    | {
        readonly kind: 'conditional';
        readonly condition: TExpr;
        readonly then: TExpr;
        readonly otherwise: TExpr;
      }
    /**
     * Scalar conversions, by from-type and to-type: integers cut or extended by the sign of the from-type,
     * to bool is ≠ 0, float ↔ integer (towards 0), pointer ↔ integer, pointer ↔ pointer.
     */
    | { readonly kind: 'convert'; readonly operand: TExpr }
    | { readonly kind: 'toVoid'; readonly operand: TExpr }
    /** Pointer to derived → pointer to base (offset ≥ 0), or static_cast back (offset ≤ 0); null stays null. */
    | { readonly kind: 'pointerOffset'; readonly operand: TExpr; readonly offset: number }
    /** `args` include `this` first for methods. Record results are values; a reference result is an lvalue. */
    | { readonly kind: 'call'; readonly fn: TypedFunction; readonly args: readonly TExpr[] }
    | {
        readonly kind: 'virtualCall';
        readonly record: RecordInfo;
        readonly slot: number;
        readonly signature: FunctionType;
        readonly args: readonly TExpr[];
      }
    /** Through a pointer to function. */
    | {
        readonly kind: 'indirectCall';
        readonly callee: TExpr;
        readonly signature: FunctionType;
        readonly args: readonly TExpr[];
      }
    | { readonly kind: 'builtin'; readonly name: BuiltinCall; readonly args: readonly TExpr[] }
    /** Assigns to a scalar (or bit-field) lvalue; is that lvalue. */
    | { readonly kind: 'assign'; readonly target: TExpr; readonly value: TExpr }
    /** Copies a trivial record; is the target lvalue. */
    | { readonly kind: 'copyRecord'; readonly target: TExpr; readonly source: TExpr }
    /** `target = convert(convert(target → workType) op value)`, target evaluated once; an lvalue. Pointers: workType is the pointer, elementBytes set. */
    | {
        readonly kind: 'compoundAssign';
        readonly op: TBinaryOp;
        readonly target: TExpr;
        readonly value: TExpr;
        readonly workType: Type;
        readonly elementBytes?: number;
      }
    /** `isPrefix`: an lvalue, the object after; otherwise the value before. Steps: 1, or elementBytes for pointers. */
    | {
        readonly kind: 'increment';
        readonly target: TExpr;
        readonly isPrefix: boolean;
        readonly isMinus: boolean;
        readonly elementBytes?: number;
      }
    | { readonly kind: 'comma'; readonly left: TExpr; readonly right: TExpr }
    /** A temporary object that lives to the end of the full expression; an lvalue (materialised). */
    | { readonly kind: 'temporary'; readonly init: TInit; readonly destructor?: TypedFunction }
    /** new T: the allocated address, then init there. `count`: array (no destructors tracked). */
    | {
        readonly kind: 'new';
        readonly allocate: TExpr;
        readonly init?: TInit;
        readonly count?: TExpr;
        readonly elementBytes: number;
      }
    /** delete p: destructor when p is not null, then free. */
    | {
        readonly kind: 'delete';
        readonly operand: TExpr;
        readonly destructor?: TypedFunction;
        readonly virtualSlot?: number;
        readonly free: TypedFunction;
      }
    | { readonly kind: 'statementExpr'; readonly body: readonly TStmt[]; readonly result?: TExpr }
    /** Explicit destructor call on an lvalue. */
    | { readonly kind: 'destroy'; readonly operand: TExpr; readonly destructor: TypedFunction }
    // Lvalues
    | { readonly kind: 'variable'; readonly variable: TypedVariable }
    /** `*pointer`, and the object of a reference (operand: load of the reference variable, as a pointer). */
    | { readonly kind: 'deref'; readonly pointer: TExpr }
    | { readonly kind: 'field'; readonly object: TExpr; readonly field: FieldInfo }
    /** object is an array lvalue. */
    | {
        readonly kind: 'element';
        readonly object: TExpr;
        readonly index: TExpr;
        readonly elementBytes: number;
      }
    /** Base part of a record lvalue. */
    | { readonly kind: 'basePart'; readonly object: TExpr; readonly offset: number }
    /** `isFlash`: from F() or PSTR(). Bytes end with 0. */
    | { readonly kind: 'string'; readonly bytes: Uint8Array; readonly isFlash: boolean }
  );

/** What the headers declare as `__builtin_…`. Types as in the declarations of check/builtins. */
export type BuiltinCall =
  | 'cli'
  | 'sei'
  | 'nop'
  | 'sleep'
  | 'wdr'
  /** One constant argument: exactly so many cycles. */
  | 'delay_cycles'
  /** Reads of flash at a 16-bit address (far: 32-bit). */
  | 'flash_read_byte'
  | 'flash_read_word'
  | 'flash_read_dword'
  | 'flash_read_float'
  | 'flash_read_ptr'
  | 'flash_read_byte_far'
  | 'flash_read_word_far'
  | 'flash_read_dword_far'
  | 'swap_nibbles'
  /** True when the argument is known at compile time, after inlining. */
  | 'constant_p'
  | 'expect'
  | 'unreachable'
  | 'trap'
  | 'va_start'
  | 'va_end'
  | 'va_copy'
  /** Result type is the expression's. */
  | 'va_arg'
  | 'return_address'
  | 'memory_barrier';
