/** Machine code as text, for reading while debugging the back end. */
import { printInstruction } from '../../asm/print-asm.ts';
import { FIRST_VIRTUAL, type MachineFunction, type MachineOperand } from './machine-code.ts';

export function printMachine(fn: MachineFunction): string {
  const lines = [`${fn.name}:`];
  for (const block of fn.blocks) {
    lines.push(`b${block.id}: ; frequency ${block.frequency}`);
    for (const one of block.instructions) {
      const implicit = [...one.uses.map((r) => `r${r}`), '->', ...one.defs.map((r) => `r${r}`)];
      const tail = implicit.length > 1 ? `  {${implicit.join(' ')}}` : '';
      lines.push(
        `${one.isGlued ? '   |' : '    '}${one.op} ${one.operands.map(printOperand).join(', ')}${tail}`,
      );
    }
    const end = block.terminator;
    if (end.kind === 'jump') lines.push(`    -> b${end.to.id}`);
    else if (end.kind === 'branch')
      lines.push(`    ${end.condition} -> b${end.taken.id}, b${end.otherwise.id}`);
    else if (end.kind === 'skip') lines.push(`    set -> b${end.taken.id}, b${end.otherwise.id}`);
    else lines.push(`    ${end.kind}`);
  }
  return `${lines.join('\n')}\n`;
}

const register = (number: number): string => (number < FIRST_VIRTUAL ? `r${number}` : `v${number}`);

function printOperand(operand: MachineOperand): string {
  switch (operand.kind) {
    case 'reg':
      return `${operand.role === 'use' ? '' : operand.role === 'def' ? '=' : '±'}${register(operand.reg)}`;
    case 'pair': {
      const step = operand.step === 'none' ? '' : operand.step === 'preDecrement' ? '--' : '++';
      return `[${register(operand.lo)}:${register(operand.hi)}+${operand.displacement}]${step}`;
    }
    case 'frame':
      return `frame${operand.area}+${operand.offset}`;
    case 'frameDistance':
      return `${operand.part}(-frame${operand.area}+${operand.offset})`;
    default:
      return printInstruction('ldi', [{ kind: 'reg', reg: 16 }, operand]).slice('ldi r16, '.length);
  }
}
