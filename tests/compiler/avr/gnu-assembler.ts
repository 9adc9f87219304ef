/**
 * Our assembler as a file for avr-gcc to assemble and link, so that code of both compilers meets in one program.
 *
 * In: an AsmModule. Out: text for `-x assembler`. Labels become local to the file, conditional branches
 * reach any distance (inverted around a jmp), every section goes to the place avr-libc's linker script has for it.
 */
import type { AsmItem, AsmModule, AsmOperand, AsmSection } from '../../../compiler/asm/asm.ts';
import { printItem } from '../../../compiler/asm/print-asm.ts';

const INVERSE: Readonly<Record<string, string>> = {
  breq: 'brne',
  brne: 'breq',
  brcs: 'brcc',
  brcc: 'brcs',
  brlo: 'brsh',
  brsh: 'brlo',
  brmi: 'brpl',
  brpl: 'brmi',
  brge: 'brlt',
  brlt: 'brge',
  brts: 'brtc',
  brtc: 'brts',
  brhs: 'brhc',
  brhc: 'brhs',
  brvs: 'brvc',
  brvc: 'brvs',
};

export function gnuAssembler(module: AsmModule): string {
  return module.sections.map((section, index) => printGnuSection(section, `.L${index}_`)).join('\n');
}

function printGnuSection(section: AsmSection, prefix: string): string {
  const place = {
    code: '.text,"ax",@progbits',
    flashData: '.progmem.data,"a",@progbits',
    data: '.data,"aw",@progbits',
    bss: '.bss,"aw",@nobits',
    noinit: '.noinit,"aw",@nobits',
    eeprom: '.eeprom,"aw",@progbits',
  }[section.kind];
  const lines = [`.section ${place}`, `.global ${section.name}`, `${section.name}:`];
  const labels = new Set(section.items.flatMap((item) => (item.kind === 'label' ? [item.name] : [])));
  const rename = (name: string): string => (labels.has(name) ? prefix + name.replaceAll('.', '') : name);
  for (const item of section.items) lines.push(...printGnuItem(item, rename));
  if (section.kind === 'data') {
    const bytes = [...(section.bytes ?? [])].map(String);
    for (const { offset, target, addend, isWord } of section.relocations ?? []) {
      const place = `${target}+${addend}`;
      bytes[offset] = isWord ? `gs_lo(${place})` : `lo8(${place})`;
      bytes[offset + 1] = isWord ? `gs_hi(${place})` : `hi8(${place})`;
    }
    lines.push(...bytes.map((byte) => ` .byte ${byte}`));
  } else if (section.size > 0) lines.push(` .space ${section.size}`);
  return `${lines.join('\n')}\n`;
}

function printGnuItem(item: AsmItem, rename: (name: string) => string): string[] {
  if (item.kind === 'label') return [`${rename(item.name)}:`];
  if (item.kind !== 'instruction') return [printItem(item)];
  const operands = item.operands.map((operand): AsmOperand =>
    operand.kind === 'symbol' ? { ...operand, name: rename(operand.name) } : operand,
  );
  const inverse = INVERSE[item.op];
  const target = operands[0];
  if (inverse !== undefined && target?.kind === 'symbol')
    return [` ${inverse} .+4`, printItem({ ...item, op: 'jmp', operands })];
  const op = item.op === 'rjmp' && target?.kind === 'symbol' ? 'jmp' : item.op;
  return [printItem({ ...item, op, operands })];
}
