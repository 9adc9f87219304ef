/**
 * The intermediate representation: typed SSA in the shape of a subset of LLVM IR, for one whole program.
 *
 * In: made by cpp/lower. Passes turn modules into modules; avr/ selects instructions from it. The text
 * form is print-ir / parse-ir; verify-ir states every invariant; interpret-ir runs it.
 * Values are instructions, parameters or constants. Integers are two's complement and have no sign of
 * their own. Memory is the AVR's: a 16-bit data space (registers and I/O below 0x100) and flash.
 *
 * Defined where C is not, so that all implementations agree: arithmetic wraps; a shift by the width or
 * more gives 0 (ashr: the sign); udiv by 0 is all ones and urem by 0 the dividend; sdiv and srem divide
 * magnitudes that way and then apply signs (quotient negative when signs differ, remainder's sign the
 * dividend's); fptosi/fptoui saturate, NaN gives 0; reading `undef` gives 0 in the interpreter.
 */
import type { Loc } from '../cpp/source.ts';

/** i1 is a truth (0 or 1). ptr is 16 bits: a data address, a flash byte address, or a function's word address. */
export type IrType = 'i1' | 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'ptr';
export type IrResult = IrType | 'void';

export const BYTES: Readonly<Record<IrType, number>> = {
  i1: 1,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  f32: 4,
  ptr: 2,
};

// ---- Operands -------------------------------------------------------------------------------

export type Operand = Instruction | Parameter | Constant;

export interface Parameter {
  readonly kind: 'param';
  readonly index: number;
  readonly type: IrType;
  readonly name: string;
  /**
   * The argument is a ptr to so many bytes which the caller copies: in registers or on the stack as
   * avr-gcc's ABI says for a struct of this size. The callee's parameter is the address of its own copy.
   */
  readonly byvalBytes?: number | undefined;
}

export type Constant =
  /** Normalised to 0 … 2^width − 1. */
  | { readonly kind: 'int'; readonly type: 'i1' | 'i8' | 'i16' | 'i32' | 'i64'; readonly value: bigint }
  /** Exactly representable in single precision (or NaN, ±Infinity, −0). */
  | { readonly kind: 'float'; readonly type: 'f32'; readonly value: number }
  /** Address of a global (data or flash, byte address) plus an offset in bytes. */
  | { readonly kind: 'global'; readonly type: 'ptr'; readonly name: string; readonly offset: number }
  /** Address of a function, in words: what icall takes. */
  | { readonly kind: 'function'; readonly type: 'ptr'; readonly name: string }
  /** A fixed data address, e.g. a register. */
  | { readonly kind: 'address'; readonly type: 'ptr'; readonly value: number }
  | { readonly kind: 'undef'; readonly type: IrType };

// ---- Instructions ---------------------------------------------------------------------------

export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'udiv'
  | 'sdiv'
  | 'urem'
  | 'srem'
  | 'and'
  | 'or'
  | 'xor'
  /** The amount (right) is i8. */
  | 'shl'
  | 'lshr'
  | 'ashr'
  | 'fadd'
  | 'fsub'
  | 'fmul'
  | 'fdiv';
export type IntCompare = 'eq' | 'ne' | 'ult' | 'ule' | 'ugt' | 'uge' | 'slt' | 'sle' | 'sgt' | 'sge';
/** Ordered, but `fne` which is true for NaN. */
export type FloatCompare = 'feq' | 'fne' | 'flt' | 'fle' | 'fgt' | 'fge';
export type Conversion =
  | 'zext'
  | 'sext'
  | 'trunc'
  | 'fptosi'
  | 'fptoui'
  | 'sitofp'
  | 'uitofp'
  /** Between ptr and i16; between f32 and i32: the same bits. */
  | 'bitcast';

/** data: ld/st/lds/sts/in/out. flash: lpm at a 16-bit byte address (ptr). flashFar: elpm at an i32 address; loads only. */
export type Space = 'data' | 'flash' | 'flashFar';

interface InstructionBase {
  /** Unique in its function; printed as %id. */
  id: number;
  loc: Loc;
}

export type Instruction = InstructionBase &
  (
    | { readonly op: BinaryOp; readonly type: IrType; left: Operand; right: Operand }
    | { readonly op: IntCompare | FloatCompare; readonly type: 'i1'; left: Operand; right: Operand }
    | { readonly op: Conversion; readonly type: IrType; operand: Operand }
    | { readonly op: 'select'; readonly type: IrType; condition: Operand; left: Operand; right: Operand }
    /** Room in the frame, in the entry block only. `name`: for the symbol table. */
    | { readonly op: 'alloca'; readonly type: 'ptr'; readonly bytes: number; readonly name: string }
    /** pointer + offset in bytes (i16, wraps). */
    | { readonly op: 'ptradd'; readonly type: 'ptr'; left: Operand; right: Operand }
    | {
        readonly op: 'load';
        readonly type: IrType;
        address: Operand;
        readonly space: Space;
        readonly isVolatile: boolean;
      }
    | {
        readonly op: 'store';
        readonly type: 'void';
        address: Operand;
        value: Operand;
        readonly isVolatile: boolean;
      }
    /** callee: a function constant (direct) or any ptr (indirect). `signature` for indirect and variadic calls. */
    | {
        readonly op: 'call';
        readonly type: IrResult;
        callee: Operand;
        args: Operand[];
        readonly signature: Signature;
      }
    | { readonly op: 'intrinsic'; readonly type: IrResult; readonly name: Intrinsic; args: Operand[] }
    | { readonly op: 'phi'; readonly type: IrType; incoming: { block: Block; value: Operand }[] }
    // Terminators
    | { readonly op: 'br'; readonly type: 'void'; target: Block }
    | { readonly op: 'condbr'; readonly type: 'void'; condition: Operand; then: Block; otherwise: Block }
    | {
        readonly op: 'switch';
        readonly type: 'void';
        value: Operand;
        cases: { value: bigint; target: Block }[];
        otherwise: Block;
      }
    | { readonly op: 'ret'; readonly type: 'void'; value?: Operand | undefined }
    | { readonly op: 'unreachable'; readonly type: 'void' }
  );

/** The instructions that can have this opcode. */
export type InstructionOf<Op extends Instruction['op']> = Op extends unknown
  ? Instruction extends infer One
    ? One extends { readonly op: infer Ops }
      ? Op extends Ops
        ? One
        : never
      : never
    : never
  : never;
export type Phi = InstructionOf<'phi'>;

export type Intrinsic =
  | 'cli'
  | 'sei'
  | 'nop'
  | 'sleep'
  | 'wdr'
  /** One constant i32: exactly so many cycles. */
  | 'delay_cycles'
  /** i8 → i8 */
  | 'swap_nibbles'
  /** (ptr to, ptr from, i16 bytes): regions do not overlap. */
  | 'memcpy'
  /** (ptr to, i8 value, i16 bytes) */
  | 'memset'
  /** ptr to the first variadic argument on the stack. */
  | 'va_start'
  /** The value → i1; folded to a constant after inlining, at the latest to 0. */
  | 'constant_p'
  /** No code; memory may change here. */
  | 'memory_barrier'
  | 'trap'
  | 'return_address';

export interface Signature {
  readonly params: readonly { readonly type: IrType; readonly byvalBytes?: number | undefined }[];
  readonly result: IrResult;
  /** All arguments of a variadic function go on the stack, the named ones too (avr-gcc's ABI). */
  readonly isVariadic: boolean;
}

export interface Block {
  /** Unique in its function; printed as bbN. */
  id: number;
  /** For reading: 'entry', 'loop', … */
  readonly label: string;
  instructions: Instruction[];
}

export interface IrFunction {
  /** Linker symbol. */
  readonly name: string;
  readonly display: string;
  readonly params: readonly Parameter[];
  /** Records of more than 8 bytes come back through a first ptr parameter; smaller ones as i8, i16, i32 or i64. */
  readonly result: IrResult;
  readonly isVariadic: boolean;
  /** First is the entry. Empty: declared only. */
  readonly blocks: Block[];
  readonly attributes: IrAttributes;
  readonly loc: Loc;
}

export interface IrAttributes {
  /** Vector number: an interrupt handler that keeps every register and SREG, and ends with reti. */
  readonly interrupt?: { readonly vector: number; readonly allowsInterrupts: boolean };
  readonly isNaked: boolean;
  readonly inline: 'hint' | 'always' | 'never' | 'none';
  readonly isNoReturn: boolean;
  /** Kept, and called by the ABI: address taken, interrupt, main, used by the runtime. */
  readonly isRoot: boolean;
}

export interface IrGlobal {
  /** Linker symbol. */
  readonly name: string;
  readonly display: string;
  /** flash: constants read with lpm. noinit: not cleared at reset. eeprom: only an address. */
  readonly space: 'data' | 'flash' | 'noinit' | 'eeprom';
  readonly bytes: number;
  /** Absent: zeros. `relocations` overwrite two bytes each at `offset`. */
  readonly init?: { readonly bytes: Uint8Array; readonly relocations: readonly Relocation[] };
  readonly isConst: boolean;
  readonly loc: Loc;
  /** For the symbol table: the C++ type as text. */
  readonly typeName: string;
  /** Only declared here (`extern char __heap_start;`): the linker knows where it is, it takes no room. */
  readonly isExternal?: boolean;
}

export interface Relocation {
  readonly offset: number;
  /** A global's byte address or a function's word address, plus addend. */
  readonly target: string;
  readonly addend: number;
}

export interface IrModule {
  readonly functions: Map<string, IrFunction>;
  readonly globals: Map<string, IrGlobal>;
  /** Run before main(), in order (one function that constructs all globals). */
  readonly constructors: readonly string[];
}
