/**
 * One instruction that only works on registers and flags, in WebAssembly.
 *
 * In: a decoded instruction. Out: code on locals. Every flag gets what `FLAG_TESTS` reads it from. False: it is
 * none of these. The same as the cases of execute.ts, which is what the tests compare with.
 * Spec: AVR Instruction Set Manual DS40002198.
 */
import { OP } from '../opcodes.ts';
import {
  FLAG_C,
  FLAG_H,
  FLAG_I,
  FLAG_N,
  FLAG_S,
  FLAG_T,
  FLAG_TESTS,
  FLAG_V,
  FLAG_Z,
  register,
  TEMP_S,
  TEMP_V,
  TEMP_X,
  TEMP_Y,
} from './locals.ts';
import { WASM, type WasmCode } from './wasm-code.ts';

const { add, and, eqz, mul, ne, or, select, shl, shrS, shrU, sub, xor } = WASM;

/** The carry as 0 or 1. */
const carry = (w: WasmCode): WasmCode => w.get(FLAG_C).const(8).op(shrU).const(1).op(and);

export function translateAlu(w: WasmCode, op: number, d: number, k: number): boolean {
  const x = register(d);
  switch (op) {
    case OP.ADD:
    case OP.ADC:
      w.get(x).tee(TEMP_X).get(register(k)).tee(TEMP_Y).op(add);
      if (op === OP.ADC) carry(w).op(add);
      w.set(TEMP_S);
      w.get(TEMP_X).get(TEMP_S).op(xor).tee(TEMP_V).get(TEMP_Y).op(xor).set(FLAG_H);
      w.get(TEMP_V).get(TEMP_Y).get(TEMP_S).op(xor, and).set(FLAG_V);
      sumFlags(w);
      w.get(TEMP_S).const(0xff).op(and).tee(FLAG_Z).set(x);
      return true;
    case OP.SUB:
    case OP.SBC:
    case OP.CP:
    case OP.CPC:
      subtract(
        w,
        x,
        () => w.get(register(k)),
        op === OP.SBC || op === OP.CPC,
        op === OP.SUB || op === OP.SBC,
      );
      return true;
    case OP.SUBI:
    case OP.SBCI:
    case OP.CPI:
      subtract(w, x, () => w.const(k), op === OP.SBCI, op !== OP.CPI);
      return true;
    case OP.AND:
    case OP.OR:
    case OP.EOR:
      w.get(x)
        .get(register(k))
        .op(op === OP.AND ? and : op === OP.OR ? or : xor)
        .set(x);
      logicFlags(w, x);
      return true;
    case OP.ANDI:
    case OP.ORI:
      w.get(x)
        .const(k)
        .op(op === OP.ANDI ? and : or)
        .set(x);
      logicFlags(w, x);
      return true;
    case OP.MOV:
      w.get(register(k)).set(x);
      return true;
    case OP.MOVW:
      w.get(register(k)).set(x);
      w.get(register(k + 1)).set(register(d + 1));
      return true;
    case OP.LDI:
      w.const(k).set(x);
      return true;
    case OP.COM:
      w.get(x).const(0xff).op(xor).set(x);
      logicFlags(w, x);
      w.const(0x100).set(FLAG_C);
      return true;
    case OP.NEG:
      w.const(0).get(x).tee(TEMP_X).op(sub).set(TEMP_S);
      w.get(TEMP_X).get(TEMP_S).op(xor).set(FLAG_H);
      w.get(TEMP_X).get(TEMP_S).op(and).set(FLAG_V);
      sumFlags(w);
      w.get(TEMP_S).const(0xff).op(and).tee(FLAG_Z).set(x);
      return true;
    case OP.SWAP:
      w.get(x).const(4).op(shl).const(0xf0).op(and).get(x).const(4).op(shrU, or).set(x);
      return true;
    case OP.INC:
    case OP.DEC:
      w.get(x)
        .tee(TEMP_X)
        .const(op === OP.INC ? 1 : -1)
        .op(add)
        .const(0xff)
        .op(and)
        .tee(x)
        .tee(FLAG_N)
        .tee(FLAG_Z);
      w.get(TEMP_X).op(xor);
      w.get(op === OP.INC ? x : TEMP_X)
        .op(and)
        .tee(FLAG_V)
        .get(x)
        .op(xor)
        .set(FLAG_S);
      return true;
    case OP.ASR:
    case OP.LSR:
    case OP.ROR:
      w.get(x).tee(TEMP_X).const(1).op(shrU);
      if (op === OP.ASR) w.get(TEMP_X).const(0x80).op(and, or);
      if (op === OP.ROR) w.get(FLAG_C).const(1).op(shrU).const(0x80).op(and, or);
      w.tee(x).tee(FLAG_N).set(FLAG_Z);
      w.get(TEMP_X).const(7).op(shl).tee(FLAG_S).get(x).op(xor).set(FLAG_V);
      w.get(TEMP_X).const(8).op(shl).set(FLAG_C);
      return true;
    case OP.ADIW:
    case OP.SBIW: {
      const isAdd = op === OP.ADIW;
      const high = register(d + 1);
      w.get(x).get(high).const(8).op(shl, or).tee(TEMP_X).const(k);
      w.op(isAdd ? add : sub)
        .const(0xffff)
        .op(and)
        .tee(TEMP_S)
        .tee(FLAG_Z)
        .const(0xff)
        .op(and)
        .set(x);
      w.get(TEMP_S).const(8).op(shrU).tee(high).tee(FLAG_N);
      const [grown, shrunk] = [TEMP_V, TEMP_Y];
      w.get(TEMP_X).const(-1).op(xor).get(TEMP_S).op(and).const(8).op(shrU).set(grown);
      w.get(TEMP_S).const(-1).op(xor).get(TEMP_X).op(and).const(8).op(shrU).set(shrunk);
      w.get(isAdd ? grown : shrunk)
        .tee(FLAG_V)
        .op(xor)
        .set(FLAG_S);
      w.get(isAdd ? shrunk : grown)
        .const(1)
        .op(shl)
        .set(FLAG_C);
      return true;
    }
    case OP.MUL:
    case OP.MULS:
    case OP.MULSU:
    case OP.FMUL:
    case OP.FMULS:
    case OP.FMULSU: {
      const factor = (local: number, isSigned: boolean): void => {
        w.get(local);
        if (isSigned) w.const(24).op(shl).const(24).op(shrS);
      };
      factor(x, op !== OP.MUL && op !== OP.FMUL);
      factor(register(k), op === OP.MULS || op === OP.FMULS);
      w.op(mul).tee(TEMP_X).const(7).op(shrU).set(FLAG_C);
      w.get(TEMP_X);
      if (op >= OP.FMUL) w.const(1).op(shl);
      w.const(0xffff).op(and).tee(FLAG_Z).const(0xff).op(and).set(register(0));
      w.get(FLAG_Z).const(8).op(shrU).set(register(1));
      return true;
    }
    case OP.BSET:
    case OP.BCLR:
      setFlag(w, 31 - Math.clz32(d), op === OP.BSET);
      return true;
    case OP.BST:
      w.get(x).const(k).op(and).set(FLAG_T);
      return true;
    case OP.BLD:
      w.get(x)
        .const(~k & 0xff)
        .op(and)
        .const(k)
        .const(0)
        .get(FLAG_T)
        .op(select, or)
        .set(x);
      return true;
    case OP.NOP:
      return true;
    default:
      return false;
  }
}

/** The flag as a condition on the stack: not 0 when it is (or is not) set. */
export function testFlag(w: WasmCode, mask: number, isSet: boolean): void {
  const bit = 31 - Math.clz32(mask);
  const test = FLAG_TESTS[bit];
  if (test === undefined) throw new RangeError(`no flag ${bit}`);
  w.get(test.local);
  if (test.mask !== -1) w.const(test.mask).op(and);
  if ((bit === 1) === isSet) w.op(eqz);
}

/** Not 0 when two registers hold the same, or when a bit is (or is not) set. */
export function testSkip(w: WasmCode, op: number, d: number, k: number): void {
  if (op === OP.CPSE) w.get(register(d)).get(register(k)).op(ne, eqz);
  else {
    w.get(register(d)).const(k).op(and);
    if (op === OP.SBRC) w.op(eqz);
  }
}

function subtract(w: WasmCode, x: number, other: () => void, withCarry: boolean, keeps: boolean): void {
  w.get(x).tee(TEMP_X);
  other();
  w.tee(TEMP_Y).op(sub);
  if (withCarry) carry(w).op(sub);
  w.set(TEMP_S);
  w.get(TEMP_X).get(TEMP_S).op(xor).tee(TEMP_V).get(TEMP_Y).op(xor).set(FLAG_H);
  w.get(TEMP_V).get(TEMP_X).get(TEMP_Y).op(xor, and).set(FLAG_V);
  sumFlags(w);
  w.get(TEMP_S).const(0xff).op(and);
  if (keeps) w.tee(x);
  // With a carry from below, Z stays clear once it was.
  if (withCarry) w.get(FLAG_Z).op(or);
  w.set(FLAG_Z);
}

/** C, N and S from a sum of nine bits; V is there already. */
function sumFlags(w: WasmCode): void {
  w.get(TEMP_S).tee(FLAG_C).tee(FLAG_N).get(FLAG_V).op(xor).set(FLAG_S);
}

function logicFlags(w: WasmCode, x: number): void {
  w.get(x).tee(FLAG_Z).tee(FLAG_N).set(FLAG_S);
  w.const(0).set(FLAG_V);
}

function setFlag(w: WasmCode, bit: number, isSet: boolean): void {
  const locals = [FLAG_C, FLAG_Z, FLAG_N, FLAG_V, FLAG_S, FLAG_H, FLAG_T, FLAG_I];
  const values = [0x100, 0, 0x80, 0x80, 0x80, 0x10, 0x40, 0x80];
  w.const(bit === 1 ? (isSet ? 0 : 1) : isSet ? (values[bit] ?? 0) : 0).set(locals[bit] ?? FLAG_C);
}
