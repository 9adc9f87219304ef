/**
 * Which 16-bit words are instructions of the enhanced AVR core (AVRe+), because avr8js runs unknown
 * words as NOP. Spec: AVR Instruction Set Manual, DS40002198.
 */

/** mask, value: a word is known when (word & mask) === value for one row. Rows of AVRxm and AVRrc are absent. */
const PATTERNS: readonly (readonly [number, number])[] = [
  [0xffff, 0x0000], // NOP
  [0xff00, 0x0100], // MOVW
  [0xff00, 0x0200], // MULS
  [0xff00, 0x0300], // MULSU, FMUL, FMULS, FMULSU
  [0xfc00, 0x0400], // CPC
  [0xf800, 0x0800], // SBC, ADD
  [0xf000, 0x1000], // CPSE, CP, SUB, ADC
  [0xf000, 0x2000], // AND, EOR, OR, MOV
  [0xf000, 0x3000], // CPI
  [0xe000, 0x4000], // SBCI, SUBI
  [0xe000, 0x6000], // ORI, ANDI
  [0xd000, 0x8000], // LDD, STD with Y and Z
  [0xfe0f, 0x9000], // LDS
  [0xfe0f, 0x9001], // LD Z+
  [0xfe0f, 0x9002], // LD -Z
  [0xfe0e, 0x9004], // LPM
  [0xfe0f, 0x9009], // LD Y+
  [0xfe0f, 0x900a], // LD -Y
  [0xfe0c, 0x900c], // LD X, X+, -X, POP
  [0xfe0f, 0x9200], // STS
  [0xfe0f, 0x9201], // ST Z+
  [0xfe0f, 0x9202], // ST -Z
  [0xfe0f, 0x9209], // ST Y+
  [0xfe0f, 0x920a], // ST -Y
  [0xfe0c, 0x920c], // ST X, X+, -X, PUSH
  [0xfe0c, 0x9400], // COM, NEG, SWAP, INC
  [0xfe0f, 0x9405], // ASR
  [0xfe0e, 0x9406], // LSR, ROR
  [0xff0f, 0x9408], // BSET, BCLR
  [0xffff, 0x9409], // IJMP
  [0xffff, 0x9509], // ICALL
  [0xfe0f, 0x940a], // DEC
  [0xfe0c, 0x940c], // JMP, CALL
  [0xffff, 0x9508], // RET
  [0xffff, 0x9518], // RETI
  [0xffff, 0x9588], // SLEEP
  [0xffff, 0x95a8], // WDR
  [0xffff, 0x95c8], // LPM
  [0xfe00, 0x9600], // ADIW, SBIW
  [0xfc00, 0x9800], // CBI, SBIC, SBI, SBIS
  [0xfc00, 0x9c00], // MUL
  [0xf000, 0xb000], // IN, OUT
  [0xe000, 0xc000], // RJMP, RCALL
  [0xf000, 0xe000], // LDI
  [0xf800, 0xf000], // BRBS, BRBC
  [0xf808, 0xf800], // BLD, BST, SBRC, SBRS
];

/** Only where flash is larger than 128 KB. */
const LARGE_FLASH: readonly (readonly [number, number])[] = [
  [0xffff, 0x95d8], // ELPM
  [0xfe0e, 0x9006], // ELPM Z, Z+
  [0xffff, 0x9419], // EIJMP
  [0xffff, 0x9519], // EICALL
];

/** For the CPU loop: one byte for each of the 65,536 words, 1 when known. */
export function knownOpcodes(largeFlash: boolean): Uint8Array {
  const patterns = largeFlash ? [...PATTERNS, ...LARGE_FLASH] : PATTERNS;
  return Uint8Array.from({ length: 0x10000 }, (_, word) =>
    patterns.some(([mask, value]) => (word & mask) === value) ? 1 : 0,
  );
}

/** True for LDS, STS, JMP, CALL, whose second word is an operand. */
export const isTwoWords = (opcode: number): boolean =>
  (opcode & 0xfc0f) === 0x9000 || (opcode & 0xfe0c) === 0x940c;
