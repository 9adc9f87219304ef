/**
 * Instructions and sections as text of the GNU assembler.
 *
 * In: an AsmItem or an AsmSection. Out: lines that parse-asm reads back and avr-as accepts
 * (numbers of jumps as `.+bytes`, code addresses in bytes).
 */
import type { AsmItem, AsmOperand, AsmSection, Part } from './asm.ts';
import { instructionInfo, formFor } from './instruction-info.ts';
import type { OperandKindName } from './operand-kinds.ts';

const PART_NAMES: Readonly<Record<Part, string>> = {
  lo8: 'lo8',
  hi8: 'hi8',
  hh8: 'hh8',
  wordLo8: 'pm_lo8',
  wordHi8: 'pm_hi8',
  wordHh8: 'pm_hh8',
  whole: '',
};

export function printInstruction(op: string, operands: readonly AsmOperand[]): string {
  if (operands.length === 0) return op;
  const form = formFor(instructionInfo(op), operands);
  return `${op} ${operands.map((operand, i) => printOperand(operand, form?.operands[i])).join(', ')}`;
}

function printOperand(operand: AsmOperand, kind: OperandKindName | undefined): string {
  switch (operand.kind) {
    case 'reg':
      return `r${operand.reg}`;
    case 'pointer':
      if (operand.step === 'postIncrement') return `${operand.pair}+`;
      if (operand.step === 'preDecrement') return `-${operand.pair}`;
      return kind === 'Y+q' || kind === 'Z+q' ? `${operand.pair}+${operand.displacement}` : operand.pair;
    case 'number':
      return printNumber(operand.value, kind);
    case 'symbol': {
      const place = operand.name + signed(operand.offset);
      const value = operand.isNegated ? `-(${place})` : place;
      const part = PART_NAMES[operand.part];
      return part === '' ? value : `${part}(${value})`;
    }
  }
}

const signed = (value: number): string => (value === 0 ? '' : value > 0 ? `+${value}` : String(value));

function printNumber(value: number, kind: OperandKindName | undefined): string {
  switch (kind) {
    case 'branch':
    case 'jump':
      return `.${value < 0 ? '-' : '+'}${2 * Math.abs(value)}`;
    case 'code22':
      return `0x${(2 * value).toString(16)}`;
    case 'data16':
      return `0x${value.toString(16).padStart(4, '0')}`;
    case 'A5':
    case 'A6':
      return `0x${value.toString(16).padStart(2, '0')}`;
    default:
      return String(value);
  }
}

export function printItem(item: AsmItem): string {
  switch (item.kind) {
    case 'label':
      return `${item.name}:`;
    case 'instruction':
      return `    ${printInstruction(item.op, item.operands)}`;
    case 'bytes':
      return `    .byte ${Array.from(item.bytes, (byte) => byte).join(', ')}`;
    case 'address': {
      const place = item.name + signed(item.offset);
      return `    .word ${item.isWord ? `pm(${place})` : place}`;
    }
  }
}

/** The section as parse-asm reads it. */
export function printSection(section: AsmSection): string {
  const size =
    section.kind === 'bss' || section.kind === 'noinit' || section.kind === 'eeprom'
      ? ` ${section.size}`
      : '';
  const lines = [`.${section.kind} ${section.name}${size}`];
  if (section.clobbers !== undefined)
    lines.push(`.clobbers${section.clobbers.map((register) => ` r${register}`).join('')}`);
  for (const name of section.exports) lines.push(`.export ${name}`);
  lines.push(...section.items.map(printItem));
  lines.push(...printBytes(section));
  return `${lines.join('\n')}\n`;
}

/** Initial bytes of data, cut where addresses stand. */
function printBytes({ bytes, relocations = [] }: AsmSection): string[] {
  if (bytes === undefined) return [];
  const lines: string[] = [];
  let at = 0;
  const flush = (end: number): void => {
    if (end > at) lines.push(`    .byte ${Array.from(bytes.subarray(at, end)).join(', ')}`);
  };
  for (const { offset, target, addend, isWord } of [...relocations].sort((a, b) => a.offset - b.offset)) {
    flush(offset);
    lines.push(printItem({ kind: 'address', name: target, offset: addend, isWord }));
    at = offset + 2;
  }
  flush(bytes.length);
  return lines;
}
