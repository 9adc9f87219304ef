/**
 * Every instruction of the ATmega328P, ATmega2560 and ATmega32U4 (cores AVRe+), as data.
 *
 * A row: mnemonic, opcode with empty fields, operands with how they are used (r read, w written,
 * m modified, - no register), cycles without and with a 22-bit program counter (a list when it depends
 * on whether a branch or skip is taken), flags written, flags read, registers used beside the operands.
 * Rows of one mnemonic differ by their pointer form. `alias`: another name of an opcode, not given by decode.
 * Spec: AVR Instruction Set Manual, DS40002198.
 */
import type { OperandKindName } from './operand-kinds.ts';

export type InstructionClass =
  | 'plain'
  /** Goes elsewhere when a flag says so. */
  | 'branch'
  /** Leaves the next instruction out. */
  | 'skip'
  | 'jump'
  | 'call'
  | 'return';

export interface InstructionRow {
  readonly op: string;
  readonly opcode: number;
  readonly operands: readonly OperandKindName[];
  /** One character an operand: r, w, m or -. */
  readonly uses: string;
  readonly cycles: readonly number[];
  /** With a 22-bit program counter (ATmega2560), where that differs. */
  readonly largeCycles?: readonly number[];
  /** Of "ITHSVNZC". */
  readonly flagsOut: string;
  readonly flagsIn: string;
  readonly reads?: readonly number[];
  readonly writes?: readonly number[];
  readonly class?: InstructionClass;
  readonly isAlias?: true;
  readonly largeFlashOnly?: true;
}

type More = Partial<Omit<InstructionRow, 'op' | 'opcode' | 'operands' | 'uses' | 'flagsOut'>>;

function row(
  op: string,
  opcode: number,
  operands: readonly OperandKindName[] = [],
  uses = '',
  flagsOut = '',
  more: More = {},
): InstructionRow {
  return { op, opcode, operands, uses, cycles: [1], flagsOut, flagsIn: '', ...more };
}

const ALL = 'HSVNZC';
const LOGIC = 'SVNZ';
const SHIFT = 'SVNZC';
const twoRegisters = ['Rd', 'Rr'] as const;
const immediate = ['RdHigh', 'K8'] as const;
const CARRY: More = { flagsIn: 'C' };
const CARRY_ZERO: More = { flagsIn: 'CZ' };
const TWICE: More = { cycles: [2] };
const PRODUCT: More = { cycles: [2], writes: [0, 1] };
const ALIAS: More = { isAlias: true };
const SKIP: More = { cycles: [1, 2, 3], class: 'skip' };

/** Flag number in SREG → names of set, clear, branch if set, branch if clear (aliases after the first). */
const FLAGS: readonly (readonly [string, string, string, readonly string[], readonly string[]])[] = [
  ['C', 'sec', 'clc', ['brcs', 'brlo'], ['brcc', 'brsh']],
  ['Z', 'sez', 'clz', ['breq'], ['brne']],
  ['N', 'sen', 'cln', ['brmi'], ['brpl']],
  ['V', 'sev', 'clv', ['brvs'], ['brvc']],
  ['S', 'ses', 'cls', ['brlt'], ['brge']],
  ['H', 'seh', 'clh', ['brhs'], ['brhc']],
  ['T', 'set', 'clt', ['brts'], ['brtc']],
  ['I', 'sei', 'cli', ['brie'], ['brid']],
];

function flagRows(): InstructionRow[] {
  return FLAGS.flatMap(([flag, set, clear, ifSet, ifClear], s) => [
    row(set, 0x9408 | (s << 4), [], '', flag),
    row(clear, 0x9488 | (s << 4), [], '', flag),
    ...[ifSet, ifClear].flatMap((names, clearBit) =>
      names.map((name, i) =>
        row(name, 0xf000 | (clearBit << 10) | s, ['branch'], '-', '', {
          cycles: [1, 2],
          class: 'branch',
          flagsIn: flag,
          ...(i > 0 ? ALIAS : {}),
        }),
      ),
    ),
  ]);
}

const loads: readonly (readonly [OperandKindName, number])[] = [
  ['X', 0x900c],
  ['X+', 0x900d],
  ['-X', 0x900e],
  ['Y', 0x8008],
  ['Y+', 0x9009],
  ['-Y', 0x900a],
  ['Z', 0x8000],
  ['Z+', 0x9001],
  ['-Z', 0x9002],
];

export const INSTRUCTIONS: readonly InstructionRow[] = [
  row('nop', 0x0000),
  row('movw', 0x0100, ['RdEven', 'RrEven'], 'wr'),
  row('muls', 0x0200, ['RdHigh', 'RrHigh'], 'rr', 'ZC', PRODUCT),
  row('mulsu', 0x0300, ['RdMul', 'RrMul'], 'rr', 'ZC', PRODUCT),
  row('fmul', 0x0308, ['RdMul', 'RrMul'], 'rr', 'ZC', PRODUCT),
  row('fmuls', 0x0380, ['RdMul', 'RrMul'], 'rr', 'ZC', PRODUCT),
  row('fmulsu', 0x0388, ['RdMul', 'RrMul'], 'rr', 'ZC', PRODUCT),
  row('cpc', 0x0400, twoRegisters, 'rr', ALL, CARRY_ZERO),
  row('sbc', 0x0800, twoRegisters, 'mr', ALL, CARRY_ZERO),
  row('add', 0x0c00, twoRegisters, 'mr', ALL),
  row('cpse', 0x1000, twoRegisters, 'rr', '', SKIP),
  row('cp', 0x1400, twoRegisters, 'rr', ALL),
  row('sub', 0x1800, twoRegisters, 'mr', ALL),
  row('adc', 0x1c00, twoRegisters, 'mr', ALL, CARRY),
  row('and', 0x2000, twoRegisters, 'mr', LOGIC),
  row('eor', 0x2400, twoRegisters, 'mr', LOGIC),
  row('or', 0x2800, twoRegisters, 'mr', LOGIC),
  row('mov', 0x2c00, twoRegisters, 'wr'),
  row('lsl', 0x0c00, ['RdRr'], 'm', ALL, ALIAS),
  row('rol', 0x1c00, ['RdRr'], 'm', ALL, { ...ALIAS, ...CARRY }),
  row('tst', 0x2000, ['RdRr'], 'r', LOGIC, ALIAS),
  row('clr', 0x2400, ['RdRr'], 'w', LOGIC, ALIAS),
  row('cpi', 0x3000, immediate, 'r-', ALL),
  row('sbci', 0x4000, immediate, 'm-', ALL, CARRY_ZERO),
  row('subi', 0x5000, immediate, 'm-', ALL),
  row('ori', 0x6000, immediate, 'm-', LOGIC),
  row('andi', 0x7000, immediate, 'm-', LOGIC),
  row('ldi', 0xe000, immediate, 'w-'),
  row('ser', 0xef0f, ['RdHigh'], 'w', '', ALIAS),
  row('sbr', 0x6000, immediate, 'm-', LOGIC, ALIAS),
  row('cbr', 0x7000, ['RdHigh', 'K8not'], 'm-', LOGIC, ALIAS),
  row('com', 0x9400, ['Rd'], 'm', SHIFT),
  row('neg', 0x9401, ['Rd'], 'm', ALL),
  row('swap', 0x9402, ['Rd'], 'm'),
  row('inc', 0x9403, ['Rd'], 'm', LOGIC),
  row('asr', 0x9405, ['Rd'], 'm', SHIFT),
  row('lsr', 0x9406, ['Rd'], 'm', SHIFT),
  row('ror', 0x9407, ['Rd'], 'm', SHIFT, CARRY),
  row('dec', 0x940a, ['Rd'], 'm', LOGIC),
  row('adiw', 0x9600, ['RdPair', 'K6'], 'm-', SHIFT, TWICE),
  row('sbiw', 0x9700, ['RdPair', 'K6'], 'm-', SHIFT, TWICE),
  row('mul', 0x9c00, twoRegisters, 'rr', 'ZC', PRODUCT),
  // Bits
  row('cbi', 0x9800, ['A5', 'bit'], '--', '', TWICE),
  row('sbic', 0x9900, ['A5', 'bit'], '--', '', SKIP),
  row('sbi', 0x9a00, ['A5', 'bit'], '--', '', TWICE),
  row('sbis', 0x9b00, ['A5', 'bit'], '--', '', SKIP),
  row('bld', 0xf800, ['Rd', 'bit'], 'm-', '', { flagsIn: 'T' }),
  row('bst', 0xfa00, ['Rd', 'bit'], 'r-', 'T'),
  row('sbrc', 0xfc00, ['Rd', 'bit'], 'r-', '', SKIP),
  row('sbrs', 0xfe00, ['Rd', 'bit'], 'r-', '', SKIP),
  ...flagRows(),
  row('bset', 0x9408, ['flag'], '-', 'ITHSVNZC', ALIAS),
  row('bclr', 0x9488, ['flag'], '-', 'ITHSVNZC', ALIAS),
  row('brbs', 0xf000, ['flagLow', 'branch'], '--', '', {
    ...ALIAS,
    cycles: [1, 2],
    class: 'branch',
    flagsIn: 'ITHSVNZC',
  }),
  row('brbc', 0xf400, ['flagLow', 'branch'], '--', '', {
    ...ALIAS,
    cycles: [1, 2],
    class: 'branch',
    flagsIn: 'ITHSVNZC',
  }),
  // Memory
  row('in', 0xb000, ['Rd', 'A6'], 'w-'),
  row('out', 0xb800, ['A6', 'Rd'], '-r'),
  ...loads.map(([form, opcode]) => row('ld', opcode, ['Rd', form], 'w-', '', TWICE)),
  row('ldd', 0x8008, ['Rd', 'Y+q'], 'w-', '', TWICE),
  row('ldd', 0x8000, ['Rd', 'Z+q'], 'w-', '', TWICE),
  ...loads.map(([form, opcode]) => row('st', opcode | 0x200, [form, 'Rd'], '-r', '', TWICE)),
  row('std', 0x8208, ['Y+q', 'Rd'], '-r', '', TWICE),
  row('std', 0x8200, ['Z+q', 'Rd'], '-r', '', TWICE),
  row('lds', 0x9000, ['Rd', 'data16'], 'w-', '', TWICE),
  row('sts', 0x9200, ['data16', 'Rd'], '-r', '', TWICE),
  row('pop', 0x900f, ['Rd'], 'w', '', TWICE),
  row('push', 0x920f, ['Rd'], 'r', '', TWICE),
  row('lpm', 0x95c8, [], '', '', { cycles: [3], reads: [30, 31], writes: [0] }),
  row('lpm', 0x9004, ['Rd', 'Z'], 'w-', '', { cycles: [3] }),
  row('lpm', 0x9005, ['Rd', 'Z+'], 'w-', '', { cycles: [3] }),
  row('elpm', 0x95d8, [], '', '', { cycles: [3], reads: [30, 31], writes: [0], largeFlashOnly: true }),
  row('elpm', 0x9006, ['Rd', 'Z'], 'w-', '', { cycles: [3], largeFlashOnly: true }),
  row('elpm', 0x9007, ['Rd', 'Z+'], 'w-', '', { cycles: [3], largeFlashOnly: true }),
  row('spm', 0x95e8, [], '', '', { reads: [0, 1, 30, 31] }),
  // Flow
  row('rjmp', 0xc000, ['jump'], '-', '', { cycles: [2], class: 'jump' }),
  row('rcall', 0xd000, ['jump'], '-', '', { cycles: [3], largeCycles: [4], class: 'call' }),
  row('jmp', 0x940c, ['code22'], '-', '', { cycles: [3], class: 'jump' }),
  row('call', 0x940e, ['code22'], '-', '', { cycles: [4], largeCycles: [5], class: 'call' }),
  row('ijmp', 0x9409, [], '', '', { cycles: [2], class: 'jump', reads: [30, 31] }),
  row('eijmp', 0x9419, [], '', '', { cycles: [2], class: 'jump', reads: [30, 31], largeFlashOnly: true }),
  row('icall', 0x9509, [], '', '', { cycles: [3], largeCycles: [4], class: 'call', reads: [30, 31] }),
  row('eicall', 0x9519, [], '', '', { cycles: [4], class: 'call', reads: [30, 31], largeFlashOnly: true }),
  row('ret', 0x9508, [], '', '', { cycles: [4], largeCycles: [5], class: 'return' }),
  row('reti', 0x9518, [], '', 'I', { cycles: [4], largeCycles: [5], class: 'return' }),
  // The chip
  row('sleep', 0x9588),
  row('break', 0x9598),
  row('wdr', 0x95a8),
];
