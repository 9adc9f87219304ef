/**
 * Where a translated region keeps the processor's state while it runs, and how it gets there and back.
 *
 * Registers and the stack pointer are locals. Each flag is a local of its own that holds whatever the flag can be
 * read from with one mask (`FLAG_TESTS`), so that computing it costs next to nothing and what is never read
 * is removed by the engine. Cells of memory behind the data space carry what goes in and out.
 */
import { WASM, type WasmCode } from './wasm-code.ts';

/** The function's argument: cycles from its start at which it must be back. */
export const LIMIT = 0;
const FIRST_REGISTER = 1;
export const CYCLES = 33;
export const STACK = 34;
export const PC = 35;
export const [FLAG_C, FLAG_Z, FLAG_N, FLAG_V, FLAG_S, FLAG_H, FLAG_T, FLAG_I] = [
  36, 37, 38, 39, 40, 41, 42, 43,
] as const;
/** How often it may still come to its beginning. */
export const ROUNDS = 49;
/** For the parts of one instruction. */
export const [TEMP_X, TEMP_Y, TEMP_S, TEMP_A, TEMP_V] = [44, 45, 46, 47, 48] as const;
/** Locals besides the argument. */
export const LOCALS = 49;

export const register = (r: number): number => FIRST_REGISTER + r;

/** Addresses in the memory that is shared with the machine: data space, cells, flash. */
export const CELL = {
  cycles: 0xf000,
  sreg: 0xf004,
  /** Cycle after an instruction that keeps interrupts off for one more; −1: none. */
  shadow: 0xf008,
  /** Not 0: an interrupt waits for SREG's I. */
  irq: 0xf00c,
  limit: 0xf010,
  /** How often it may come to its beginning, the first time included. */
  rounds: 0xf014,
  /** For each timer: cycle up to which it can be told, cycles since a tick, shift of the divider, count then. */
  timers: 0xf100,
} as const;
export const TIMER_CELL_BYTES = 16;
export const FLASH_AT = 0x10000;

const [SPL, SPH] = [0x5d, 0x5e] as const;
const { and, or, shl, shrU, eqz, ne, xor } = WASM;

/** By the bit's number in SREG: the local, and the mask that is not 0 when the flag is set; Z is set when 0. */
export const FLAG_TESTS: readonly { readonly local: number; readonly mask: number }[] = [
  { local: FLAG_C, mask: 0x100 },
  { local: FLAG_Z, mask: -1 },
  { local: FLAG_N, mask: 0x80 },
  { local: FLAG_V, mask: 0x80 },
  { local: FLAG_S, mask: 0x80 },
  { local: FLAG_H, mask: 0x10 },
  { local: FLAG_T, mask: -1 },
  { local: FLAG_I, mask: 0x80 },
];

/** SREG as one number on the stack. */
export function packFlags(w: WasmCode): void {
  w.get(FLAG_C).const(8).op(shrU).const(1).op(and);
  w.get(FLAG_Z).op(eqz).const(1).op(shl, or);
  for (const [local, mask, right] of [
    [FLAG_N, 0x80, 5],
    [FLAG_V, 0x80, 4],
    [FLAG_S, 0x80, 3],
  ] as const) {
    w.get(local).const(mask).op(and).const(right).op(shrU, or);
  }
  w.get(FLAG_H).const(0x10).op(and).const(1).op(shl, or);
  w.get(FLAG_T).const(0).op(ne).const(6).op(shl, or);
  w.get(FLAG_I).op(or);
}

/** All flags from the number in a local. */
export function unpackFlags(w: WasmCode, from: number): void {
  const moved = (mask: number, left: number, to: number): void => {
    w.get(from).const(mask).op(and).const(left).op(shl).set(to);
  };
  moved(0x01, 8, FLAG_C);
  w.get(from).const(2).op(and).const(2).op(xor).set(FLAG_Z);
  moved(0x04, 5, FLAG_N);
  moved(0x08, 4, FLAG_V);
  moved(0x10, 3, FLAG_S);
  w.get(from).const(0x20).op(and).const(1).op(shrU).set(FLAG_H);
  w.get(from).const(0x40).op(and).set(FLAG_T);
  w.get(from).const(0x80).op(and).set(FLAG_I);
}

/** At the beginning: everything the region uses from memory to locals. */
export function loadState(w: WasmCode, registers: Iterable<number>): void {
  for (const r of registers) w.const(0).load8(r).set(register(r));
  w.const(0).load8(SPL).const(0).load8(SPH).const(8).op(shl, or).set(STACK);
  w.const(0).load32(CELL.rounds).set(ROUNDS);
  w.const(0).load32(CELL.sreg).set(TEMP_X);
  unpackFlags(w, TEMP_X);
}

/** At the end, wherever it was left; the result is the program counter. */
export function storeState(w: WasmCode, registers: Iterable<number>): void {
  for (const r of registers) w.const(0).get(register(r)).store8(r);
  w.const(0).get(STACK).store8(SPL);
  w.const(0).get(STACK).const(8).op(shrU).store8(SPH);
  w.const(0);
  packFlags(w);
  w.store32(CELL.sreg);
  w.const(0).get(CYCLES).store32(CELL.cycles);
  w.const(0).get(LIMIT).store32(CELL.limit);
  w.get(PC);
}
