/**
 * Assembler as data: what the back end and the hand-written routines give, and the linker takes.
 *
 * Mnemonics and operands are the AVR Instruction Set Manual's (DS40002198). A section is the unit of
 * reachability: one function or one object; the linker keeps what roots refer to.
 */
import type { Loc } from '../cpp/source.ts';

/** r0 … r31 */
export type Register = number;

/** Parts of an address that is known when linking. `word`: of a function's or label's word address. */
export type Part = 'lo8' | 'hi8' | 'hh8' | 'wordLo8' | 'wordHi8' | 'wordHh8' | 'whole';

export type AsmOperand =
  | { readonly kind: 'reg'; readonly reg: Register }
  /** Data pointer forms of ld/st/ldd/std/lpm/elpm: X, X+, -X, Y, Y+, -Y, Y+q, Z … */
  | {
      readonly kind: 'pointer';
      readonly pair: 'X' | 'Y' | 'Z';
      readonly step: 'none' | 'postIncrement' | 'preDecrement';
      readonly displacement: number;
    }
  /** Immediate, I/O address (in/out/sbi…: I/O space 0–63), bit number, data address, or relative displacement in words. */
  | { readonly kind: 'number'; readonly value: number }
  /** A symbol (global, function) or a label of the same section. `isNegated`: for subi/sbci that add. */
  | {
      readonly kind: 'symbol';
      readonly name: string;
      readonly offset: number;
      readonly part: Part;
      readonly isNegated: boolean;
    };

export type AsmItem =
  | { readonly kind: 'label'; readonly name: string }
  | {
      readonly kind: 'instruction';
      readonly op: string;
      readonly operands: readonly AsmOperand[];
      readonly loc: Loc;
    }
  /** Raw bytes in flash (constant tables); `words` of addresses through relocations. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Two bytes: byte address of a global, or word address of a function or label. */
  | { readonly kind: 'address'; readonly name: string; readonly offset: number; readonly isWord: boolean };

/**
 * Jumps and calls are written `jmp`/`call` (or `rjmp`/`rcall`) to a symbol: the linker picks the short
 * form where it reaches. Conditional branches to a far label are inverted around an rjmp or jmp.
 */
export interface AsmSection {
  /** The symbol it defines at its start. */
  readonly name: string;
  readonly display: string;
  readonly kind: 'code' | 'flashData' | 'data' | 'bss' | 'noinit' | 'eeprom';
  /** code and flashData. */
  readonly items: readonly AsmItem[];
  /** data: initial bytes, kept in flash and copied at reset. */
  readonly bytes?: Uint8Array;
  readonly relocations?: readonly {
    readonly offset: number;
    readonly target: string;
    readonly addend: number;
    readonly isWord: boolean;
  }[];
  /** data, bss, noinit: bytes of RAM. eeprom: bytes there. */
  readonly size: number;
  /** Further symbols at item labels that other sections may refer to. */
  readonly exports: readonly string[];
  readonly loc: Loc;
  readonly typeName?: string;
  /** Hand-written routines: every register they change. Absent: what avr-gcc's ABI lets a function change. */
  readonly clobbers?: readonly Register[];
}

export interface AsmModule {
  readonly sections: readonly AsmSection[];
  /** Vector number → symbol. */
  readonly vectors: ReadonlyMap<number, string>;
  /** Functions to call before main, in order. */
  readonly constructors: readonly string[];
}
