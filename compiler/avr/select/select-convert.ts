/**
 * Conversions: between integers by renaming lanes, to and from float by the runtime.
 */
import { BYTES, type Conversion, type Instruction } from '../../ir/ir.ts';
import { num } from '../asm-builder.ts';
import { typeOf } from '../constant-bytes.ts';
import { UPPER } from '../machine/machine-code.ts';
import { fromFloatRoutine, toFloatRoutine } from '../runtime-routines.ts';
import { selectBitwise } from './select-arithmetic.ts';
import { callRoutine } from './select-call.ts';
import { compareLanes } from './select-compare.ts';
import { signOf } from './select-shift.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, regOperand, ZERO } from './selection.ts';

type Convert = Extract<Instruction, { op: Conversion }>;

export function selectConvert(s: Selection, instruction: Convert): void {
  s.define(instruction, convert(s, instruction));
}

function convert(s: Selection, instruction: Convert): Lane[] {
  const { op, type, operand } = instruction;
  const from = typeOf(operand);
  switch (op) {
    case 'zext':
    case 'sext':
      return extend(s, operandLanes(s, operand), from === 'i1', s.bytesOf(instruction), op === 'sext');
    case 'trunc':
      if (type === 'i1') return selectBitwise(s, 'and', [s.laneOf(operand, 0)], [byteLane(1)]);
      return operandLanes(s, operand).slice(0, BYTES[type]);
    case 'bitcast':
      return operandLanes(s, operand);
    case 'sitofp':
    case 'uitofp': {
      const isSigned = op === 'sitofp';
      const bytes = BYTES[from] <= 2 ? 2 : BYTES[from] === 4 ? 4 : 8;
      const lanes = extend(s, operandLanes(s, operand), from === 'i1', bytes, isSigned);
      return callRoutine(s, toFloatRoutine(isSigned, bytes), [lanes], 4);
    }
    default: {
      const isSigned = op === 'fptosi';
      const isWide = BYTES[type] === 8;
      const lanes = callRoutine(s, fromFloatRoutine(isSigned, isWide), [s.lanesOf(operand)], isWide ? 8 : 4);
      if (BYTES[type] >= 4) return lanes;
      const narrow = saturate(s, lanes, BYTES[type], isSigned);
      return type === 'i1' ? selectBitwise(s, 'and', narrow, [byteLane(1)]) : narrow;
    }
  }
}

const operandLanes = (s: Selection, operand: Convert['operand']): Lane[] => [...s.lanesOf(operand)];

/** Only the lanes that somebody demanded are there; what is not there is not extended. */
function extend(s: Selection, lanes: Lane[], isTruth: boolean, bytes: number, isSigned: boolean): Lane[] {
  if (lanes.length >= bytes && !(isTruth && isSigned)) return lanes;
  if (!isSigned) return [...lanes, ...Array.from({ length: bytes - lanes.length }, () => ZERO)];
  if (isTruth) {
    const all = s.freshCopy(lanes[0] ?? ZERO);
    s.change('neg', all);
    return Array.from({ length: bytes }, () => all);
  }
  const sign = signOf(s, lanes.at(-1) ?? ZERO);
  return [...lanes, ...Array.from({ length: bytes - lanes.length }, () => sign)];
}

/** 32 bits to one or two bytes: what does not fit becomes the nearest number that does. */
function saturate(s: Selection, lanes: readonly Lane[], bytes: number, isSigned: boolean): Lane[] {
  const result = lanes.slice(0, bytes).map((lane) => s.freshCopy(lane, UPPER));
  const above = lanes.slice(bytes);
  const expected = isSigned ? signOf(s, lanes[bytes - 1] ?? ZERO) : ZERO;
  const end = s.makeBlockHere();
  const tooLarge = s.makeBlockHere(0.5);
  const condition = compareLanes(
    s,
    'eq',
    above,
    above.map(() => expected),
  );
  s.end({ kind: 'branch', condition, taken: end, otherwise: tooLarge });
  s.start(tooLarge);
  result.forEach((register, i) => s.put(register, byteLane(isSigned && i === bytes - 1 ? 127 : 255)));
  if (isSigned) {
    const negative = s.makeBlockHere();
    s.emit('sbrc', [regOperand(s.registerOf(lanes[3] ?? ZERO), 'use'), num(7) as ConstantByte]);
    s.end({ kind: 'skip', taken: negative, otherwise: end });
    s.start(negative);
    for (const register of result) s.change('com', register);
  }
  s.jumpTo(end);
  s.start(end);
  return result;
}
