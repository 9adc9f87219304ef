/**
 * Which number stands for which instruction in the decoded program, and how to read a word of flash.
 *
 * In: a 16-bit word and the one behind it. Out: operation, first operand, second operand. Words that the
 * enhanced core (AVRe+) does not know become UNKNOWN. `execute.ts` has one case for each number.
 * Spec: AVR Instruction Set Manual, Microchip DS40002198.
 */
export const OP = {
  UNKNOWN: 0,
  ADD: 1,
  ADC: 2,
  SUB: 3,
  SBC: 4,
  CP: 5,
  CPC: 6,
  AND: 7,
  OR: 8,
  EOR: 9,
  MOV: 10,
  MOVW: 11,
  CPSE: 12,
  SUBI: 13,
  SBCI: 14,
  CPI: 15,
  ANDI: 16,
  ORI: 17,
  LDI: 18,
  COM: 19,
  NEG: 20,
  SWAP: 21,
  INC: 22,
  DEC: 23,
  ASR: 24,
  LSR: 25,
  ROR: 26,
  ADIW: 27,
  SBIW: 28,
  MUL: 29,
  MULS: 30,
  MULSU: 31,
  FMUL: 32,
  FMULS: 33,
  FMULSU: 34,
  BSET: 35,
  BCLR: 36,
  BST: 37,
  BLD: 38,
  RJMP: 39,
  JMP: 40,
  RCALL: 41,
  CALL: 42,
  IJMP: 43,
  ICALL: 44,
  EIJMP: 45,
  EICALL: 46,
  RET: 47,
  RETI: 48,
  BRBS: 49,
  BRBC: 50,
  SBRC: 51,
  SBRS: 52,
  SBIC: 53,
  SBIS: 54,
  SBI: 55,
  CBI: 56,
  IN: 57,
  OUT: 58,
  PUSH: 59,
  POP: 60,
  LDS: 61,
  STS: 62,
  LD_X: 63,
  LD_X_INC: 64,
  LD_X_DEC: 65,
  LDD_Y: 66,
  LD_Y_INC: 67,
  LD_Y_DEC: 68,
  LDD_Z: 69,
  LD_Z_INC: 70,
  LD_Z_DEC: 71,
  ST_X: 72,
  ST_X_INC: 73,
  ST_X_DEC: 74,
  STD_Y: 75,
  ST_Y_INC: 76,
  ST_Y_DEC: 77,
  STD_Z: 78,
  ST_Z_INC: 79,
  ST_Z_DEC: 80,
  LPM: 81,
  LPM_INC: 82,
  ELPM: 83,
  ELPM_INC: 84,
  SPM: 85,
  SLEEP: 86,
  WDR: 87,
  NOP: 88,
} as const;

/** In a copy of the operations: stop before what is here. */
export const STOP = 90;

/** True for LDS, STS, JMP, CALL, whose second word is an operand. */
export const isTwoWords = (word: number): boolean => (word & 0xfc0f) === 0x9000 || (word & 0xfe0c) === 0x940c;

export interface Decoded {
  readonly op: number;
  /** A register, or the mask of a bit. */
  readonly a: number;
  /** A register, constant, address, or the word address of a jump. */
  readonly b: number;
}

const decoded = (op: number, a = 0, b = 0): Decoded => ({ op, a, b });
const UNKNOWN = decoded(OP.UNKNOWN);
const d5 = (word: number): number => (word >> 4) & 31;
const r5 = (word: number): number => (word & 15) | ((word >> 5) & 16);
const k8 = (word: number): number => (word & 15) | ((word >> 4) & 0xf0);
const d4 = (word: number): number => 16 + ((word >> 4) & 15);
const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

const TWO_REGISTERS: readonly number[] = [
  0,
  OP.CPC,
  OP.SBC,
  OP.ADD,
  OP.CPSE,
  OP.CP,
  OP.SUB,
  OP.ADC,
  OP.AND,
  OP.EOR,
  OP.OR,
  OP.MOV,
];
/** By the low four bits of 1001 000d dddd ····, and of the stores. */
const LOADS: readonly number[] = [
  OP.LDS,
  OP.LD_Z_INC,
  OP.LD_Z_DEC,
  0,
  OP.LPM,
  OP.LPM_INC,
  OP.ELPM,
  OP.ELPM_INC,
  0,
  OP.LD_Y_INC,
  OP.LD_Y_DEC,
  0,
  OP.LD_X,
  OP.LD_X_INC,
  OP.LD_X_DEC,
  OP.POP,
];
const STORES: readonly number[] = [
  OP.STS,
  OP.ST_Z_INC,
  OP.ST_Z_DEC,
  0,
  0,
  0,
  0,
  0,
  0,
  OP.ST_Y_INC,
  OP.ST_Y_DEC,
  0,
  OP.ST_X,
  OP.ST_X_INC,
  OP.ST_X_DEC,
  OP.PUSH,
];
/** By the low four bits of 1001 010d dddd ····. */
const ONE_REGISTER: readonly number[] = [
  OP.COM,
  OP.NEG,
  OP.SWAP,
  OP.INC,
  0,
  OP.ASR,
  OP.LSR,
  OP.ROR,
  0,
  0,
  OP.DEC,
];
const FRACTIONAL: readonly number[] = [OP.MULSU, OP.FMUL, OP.FMULS, OP.FMULSU];

/** The instruction at word address `pc`; `largeFlash`: the chip has more than 128 KB (RAMPZ, EIND). */
export function decode(word: number, next: number, pc: number, pcMask: number, largeFlash: boolean): Decoded {
  const high = word >> 12;
  switch (high) {
    case 0x0:
    case 0x1:
    case 0x2:
      return decodeRegisters(word);
    case 0x3:
      return decoded(OP.CPI, d4(word), k8(word));
    case 0x4:
      return decoded(OP.SBCI, d4(word), k8(word));
    case 0x5:
      return decoded(OP.SUBI, d4(word), k8(word));
    case 0x6:
      return decoded(OP.ORI, d4(word), k8(word));
    case 0x7:
      return decoded(OP.ANDI, d4(word), k8(word));
    case 0x8:
    case 0xa: {
      const q = (word & 7) | ((word >> 7) & 0x18) | ((word >> 8) & 0x20);
      const isStore = (word & 0x200) !== 0;
      if ((word & 8) !== 0) return decoded(isStore ? OP.STD_Y : OP.LDD_Y, d5(word), q);
      return decoded(isStore ? OP.STD_Z : OP.LDD_Z, d5(word), q);
    }
    case 0x9:
      return decodeNine(word, next, largeFlash);
    case 0xb: {
      const io = (word & 15) | ((word >> 5) & 0x30);
      return decoded((word & 0x800) === 0 ? OP.IN : OP.OUT, d5(word), io + 0x20);
    }
    case 0xc:
    case 0xd:
      return decoded(high === 0xc ? OP.RJMP : OP.RCALL, 0, (pc + 1 + signed(word & 0xfff, 12)) & pcMask);
    case 0xe:
      return decoded(OP.LDI, d4(word), k8(word));
    default:
      return decodeBits(word, pc, pcMask);
  }
}

function decodeRegisters(word: number): Decoded {
  if (word >= 0x0400) return decoded(TWO_REGISTERS[word >> 10] ?? 0, d5(word), r5(word));
  if (word === 0) return decoded(OP.NOP);
  if (word >> 8 === 1) return decoded(OP.MOVW, (word >> 3) & 0x1e, (word & 15) * 2);
  if (word >> 8 === 2) return decoded(OP.MULS, d4(word), 16 + (word & 15));
  if (word >> 8 !== 3) return UNKNOWN;
  const which = ((word >> 6) & 2) | ((word >> 3) & 1);
  return decoded(FRACTIONAL[which] ?? 0, 16 + ((word >> 4) & 7), 16 + (word & 7));
}

function decodeNine(word: number, next: number, largeFlash: boolean): Decoded {
  const low = word & 15;
  const needsLarge = (op: number): Decoded => (largeFlash ? decoded(op, d5(word)) : UNKNOWN);
  switch ((word >> 8) & 15) {
    case 0:
    case 1: {
      const op = LOADS[low] ?? 0;
      return op === OP.ELPM || op === OP.ELPM_INC ? needsLarge(op) : decoded(op, d5(word), next);
    }
    case 2:
    case 3:
      return decoded(STORES[low] ?? 0, d5(word), next);
    case 4:
    case 5:
      return decodeOne(word, next, largeFlash);
    case 6:
    case 7: {
      const constant = (word & 15) | ((word >> 2) & 0x30);
      return decoded((word & 0x100) === 0 ? OP.ADIW : OP.SBIW, 24 + ((word >> 3) & 6), constant);
    }
    case 8:
    case 9:
    case 10:
    case 11: {
      const op = [OP.CBI, OP.SBIC, OP.SBI, OP.SBIS][(word >> 8) & 3] ?? 0;
      return decoded(op, 1 << (word & 7), 0x20 + ((word >> 3) & 31));
    }
    default:
      return decoded(OP.MUL, d5(word), r5(word));
  }
}

function decodeOne(word: number, next: number, largeFlash: boolean): Decoded {
  const low = word & 15;
  if (low >= 12) {
    const address = (((word >> 3) & 0x3e) | (word & 1)) * 0x10000 + next;
    return decoded(low < 14 ? OP.JMP : OP.CALL, 0, address);
  }
  if (low !== 8 && low !== 9) return decoded(low === 11 ? 0 : (ONE_REGISTER[low] ?? 0), d5(word));
  if ((word & 0xff0f) === 0x9408)
    return decoded((word & 0x80) === 0 ? OP.BSET : OP.BCLR, 1 << ((word >> 4) & 7));
  switch (word) {
    case 0x9409:
      return decoded(OP.IJMP);
    case 0x9509:
      return decoded(OP.ICALL);
    case 0x9419:
      return largeFlash ? decoded(OP.EIJMP) : UNKNOWN;
    case 0x9519:
      return largeFlash ? decoded(OP.EICALL) : UNKNOWN;
    case 0x9508:
      return decoded(OP.RET);
    case 0x9518:
      return decoded(OP.RETI);
    case 0x9588:
      return decoded(OP.SLEEP);
    // BREAK does nothing without a debugger.
    case 0x9598:
      return decoded(OP.NOP);
    case 0x95a8:
      return decoded(OP.WDR);
    case 0x95c8:
      return decoded(OP.LPM);
    case 0x95d8:
      return largeFlash ? decoded(OP.ELPM) : UNKNOWN;
    case 0x95e8:
      return decoded(OP.SPM);
    default:
      return UNKNOWN;
  }
}

function decodeBits(word: number, pc: number, pcMask: number): Decoded {
  const bit = 1 << (word & 7);
  if (word < 0xf800) {
    const target = (pc + 1 + signed((word >> 3) & 0x7f, 7)) & pcMask;
    return decoded((word & 0x400) === 0 ? OP.BRBS : OP.BRBC, bit, target);
  }
  if ((word & 8) !== 0) return UNKNOWN;
  const op = [OP.BLD, OP.BST, OP.SBRC, OP.SBRS][(word >> 9) & 3] ?? 0;
  return decoded(op, d5(word), bit);
}
