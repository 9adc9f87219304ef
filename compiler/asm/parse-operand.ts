/**
 * Operands of assembly text.
 *
 * In: `r24`, `X+`, `Y+3`, `0x1f`, `lo8(name+2)`, `hi8(-(name))`, `pm_lo8(name)`, `.+4`, `name`.
 * Out: AsmOperand. Throws InternalError on anything else.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { AsmItem, AsmOperand, Part } from './asm.ts';
import type { InstructionClass } from './instruction-table.ts';

const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['lo8', 'lo8'],
  ['hi8', 'hi8'],
  ['hh8', 'hh8'],
  ['pm_lo8', 'wordLo8'],
  ['pm_hi8', 'wordHi8'],
  ['pm_hh8', 'wordHh8'],
]);

/** I/O addresses that avr-gcc's listings name so; the same on our three chips. */
const NAMED: ReadonlyMap<string, number> = new Map([
  ['__SREG__', 0x3f],
  ['__SP_H__', 0x3e],
  ['__SP_L__', 0x3d],
  ['__EIND__', 0x3c],
  ['__RAMPZ__', 0x3b],
]);

const POINTERS: ReadonlyMap<string, AsmOperand> = new Map(
  (['X', 'Y', 'Z'] as const).flatMap((pair): [string, AsmOperand][] => [
    [pair, { kind: 'pointer', pair, step: 'none', displacement: 0 }],
    [`${pair}+`, { kind: 'pointer', pair, step: 'postIncrement', displacement: 0 }],
    [`-${pair}`, { kind: 'pointer', pair, step: 'preDecrement', displacement: 0 }],
  ]),
);

export function splitOperands(text: string): string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

export function parseNumber(text: string): number {
  const named = NAMED.get(text);
  if (named !== undefined) return named;
  const value = text.startsWith('-') ? -Number(text.slice(1)) : Number(text);
  if (text === '' || !Number.isInteger(value)) throw new InternalError(`${text} is no number`);
  return value;
}

const isNumber = (text: string): boolean => /^-?\d/.test(text) || NAMED.has(text);

export function parseOperand(text: string, instruction: InstructionClass, op: string): AsmOperand {
  if (/^r\d\d?$/.test(text)) {
    const reg = Number(text.slice(1));
    if (reg > 31) throw new InternalError(`no register ${text}`);
    return { kind: 'reg', reg };
  }
  if (text === '__zero_reg__') return { kind: 'reg', reg: 1 };
  if (text === '__tmp_reg__') return { kind: 'reg', reg: 0 };
  const pointer = POINTERS.get(text);
  if (pointer !== undefined) return pointer;
  const displaced = /^([YZ])\+(\w+)$/.exec(text);
  if (displaced !== null) {
    const pair = displaced[1] === 'Y' ? 'Y' : 'Z';
    return { kind: 'pointer', pair, step: 'none', displacement: parseNumber(displaced[2] ?? '') };
  }
  if (/^\.[+-]\d+$/.test(text)) return { kind: 'number', value: Number(text.slice(1)) / 2 };
  if (isNumber(text)) {
    const value = parseNumber(text);
    // Code addresses are written in bytes and stored in words.
    return {
      kind: 'number',
      value: instruction !== 'plain' && (op === 'jmp' || op === 'call') ? value / 2 : value,
    };
  }
  const part = /^(\w+)\((.*)\)$/.exec(text);
  if (part === null) return { ...parsePlace(text), part: 'whole', isNegated: false };
  const name = PARTS.get(part[1] ?? '');
  if (name === undefined) throw new InternalError(`no part ${text}`);
  const inner = part[2] ?? '';
  if (isNumber(inner)) return { kind: 'number', value: partOf(name, parseNumber(inner)) };
  const negated = /^-\((.*)\)$/.exec(inner);
  return { ...parsePlace(negated?.[1] ?? inner), part: name, isNegated: negated !== null };
}

/** The byte of `value` that `part` names; whole: the value. */
export function partOf(part: Part, value: number): number {
  switch (part) {
    case 'lo8':
      return value & 255;
    case 'hi8':
      return (value >> 8) & 255;
    case 'hh8':
      return (value >> 16) & 255;
    case 'wordLo8':
      return (value >> 1) & 255;
    case 'wordHi8':
      return (value >> 9) & 255;
    case 'wordHh8':
      return (value >> 17) & 255;
    case 'whole':
      return value;
  }
}

function parsePlace(text: string): { kind: 'symbol'; name: string; offset: number } {
  const place = /^([A-Za-z_.$][\w.$:<>~]*)(?:\s*([+-])\s*(\w+))?$/.exec(text);
  if (place === null) throw new InternalError(`${text} is no operand`);
  const offset = place[3] === undefined ? 0 : parseNumber(place[3]) * (place[2] === '-' ? -1 : 1);
  return { kind: 'symbol', name: place[1] ?? '', offset };
}

/** An operand of .word. */
export function parseAddress(text: string): AsmItem {
  if (isNumber(text)) {
    const value = parseNumber(text);
    return { kind: 'bytes', bytes: Uint8Array.of(value & 255, (value >> 8) & 255) };
  }
  const word = /^pm\((.*)\)$/.exec(text);
  const { name, offset } = parsePlace(word?.[1] ?? text);
  return { kind: 'address', name, offset, isWord: word !== null };
}
