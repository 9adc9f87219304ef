/**
 * Makes instructions, all with the same fields in the same order.
 *
 * In: what an instruction of its kind has, its id and place. Out: an object in which the fields of other
 * kinds are there too, undefined. JavaScript engines look fields up at once in objects of one layout, and
 * slowly where dozens of layouts meet, as they do in every pass: nothing else makes instructions.
 */
import type { Loc } from '../cpp/source.ts';
import type {
  BinaryOp,
  Block,
  Conversion,
  FloatCompare,
  Instruction,
  InstructionOf,
  IntCompare,
  IrType,
  Operand,
  Phi,
  Space,
} from './ir.ts';

type FieldsOf<T> = T extends unknown ? Omit<T, 'id' | 'loc'> : never;
/** An instruction without its id and place. */
export type Fields<T extends Instruction = Instruction> = FieldsOf<T>;

/** Room in every instruction for the pass that is running. */
export interface Scratch {
  /** Whoever uses these two sets them for the whole function first. */
  mark: number;
  uses: number;
  /** See replacements.ts. Undefined in all that is in a function while no pass runs. */
  replacedBy: Operand | undefined;
}

export const scratchOf = (one: Instruction): Scratch => one as unknown as Scratch;

interface Layout extends Scratch {
  op: Instruction['op'];
  type: Instruction['type'];
  id: number;
  loc: Loc;
  left: Operand | undefined;
  right: Operand | undefined;
  operand: Operand | undefined;
  condition: Operand | undefined;
  address: Operand | undefined;
  value: Operand | undefined;
  space: Space | undefined;
  isVolatile: boolean | undefined;
  incoming: Phi['incoming'] | undefined;
  target: Block | undefined;
  then: Block | undefined;
  otherwise: Block | undefined;
  cases: InstructionOf<'switch'>['cases'] | undefined;
  callee: Operand | undefined;
  args: Operand[] | undefined;
  signature: InstructionOf<'call'>['signature'] | undefined;
  name: string | undefined;
  bytes: number;
}

function layout(op: Instruction['op'], type: Instruction['type'], id: number, loc: Loc): Layout {
  return {
    // Seen most, and together: what passes look at should lie close in memory.
    op,
    type,
    id,
    mark: 0,
    uses: 0,
    left: undefined,
    right: undefined,
    operand: undefined,
    condition: undefined,
    value: undefined,
    address: undefined,
    callee: undefined,
    args: undefined,
    incoming: undefined,
    replacedBy: undefined,
    loc,
    space: undefined,
    isVolatile: undefined,
    target: undefined,
    // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
    then: undefined,
    otherwise: undefined,
    cases: undefined,
    signature: undefined,
    name: undefined,
    bytes: 0,
  };
}

const as = <T extends Instruction>(made: Layout): T => made as unknown as T;

/** Any instruction. The functions below make the frequent ones quicker. */
export function makeInstruction<T extends Instruction>(fields: Fields<T>, id: number, loc: Loc): T {
  return as<T>(Object.assign(layout(fields.op, fields.type, id, loc), fields as Partial<Layout>));
}

/** The same with another id; its list of arguments is its own, the rest is shared. */
export function copyInstruction<T extends Instruction>(one: T, id: number): T {
  const from = one as unknown as Layout;
  const made = layout(from.op, from.type, id, from.loc);
  made.left = from.left;
  made.right = from.right;
  made.operand = from.operand;
  made.condition = from.condition;
  made.address = from.address;
  made.value = from.value;
  made.space = from.space;
  made.isVolatile = from.isVolatile;
  made.incoming = from.incoming;
  made.target = from.target;
  // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
  made.then = from.then;
  made.otherwise = from.otherwise;
  made.cases = from.cases;
  made.callee = from.callee;
  made.args = from.args?.slice();
  made.signature = from.signature;
  made.name = from.name;
  made.bytes = from.bytes;
  return as<T>(made);
}

type TwoOperands = BinaryOp | IntCompare | FloatCompare | 'ptradd';

export function makeBinary<Op extends TwoOperands>(
  op: Op,
  type: IrType,
  left: Operand,
  right: Operand,
  id: number,
  loc: Loc,
): InstructionOf<Op> {
  const made = layout(op, type, id, loc);
  made.left = left;
  made.right = right;
  return as<InstructionOf<Op>>(made);
}

export function makeConversion(
  op: Conversion,
  type: IrType,
  operand: Operand,
  id: number,
  loc: Loc,
): InstructionOf<Conversion> {
  const made = layout(op, type, id, loc);
  made.operand = operand;
  return as<InstructionOf<Conversion>>(made);
}

export function makeSelect(
  type: IrType,
  condition: Operand,
  left: Operand,
  right: Operand,
  id: number,
  loc: Loc,
): InstructionOf<'select'> {
  const made = layout('select', type, id, loc);
  made.condition = condition;
  made.left = left;
  made.right = right;
  return as<InstructionOf<'select'>>(made);
}

export function makeLoad(
  type: IrType,
  address: Operand,
  space: Space,
  isVolatile: boolean,
  id: number,
  loc: Loc,
): InstructionOf<'load'> {
  const made = layout('load', type, id, loc);
  made.address = address;
  made.space = space;
  made.isVolatile = isVolatile;
  return as<InstructionOf<'load'>>(made);
}

export function makeStore(
  address: Operand,
  value: Operand,
  isVolatile: boolean,
  id: number,
  loc: Loc,
): InstructionOf<'store'> {
  const made = layout('store', 'void', id, loc);
  made.address = address;
  made.value = value;
  made.isVolatile = isVolatile;
  return as<InstructionOf<'store'>>(made);
}

export function makePhi(type: IrType, incoming: Phi['incoming'], id: number, loc: Loc): Phi {
  const made = layout('phi', type, id, loc);
  made.incoming = incoming;
  return as<Phi>(made);
}

export function makeBr(target: Block, id: number, loc: Loc): InstructionOf<'br'> {
  const made = layout('br', 'void', id, loc);
  made.target = target;
  return as<InstructionOf<'br'>>(made);
}

export function makeAlloca(bytes: number, name: string, id: number, loc: Loc): InstructionOf<'alloca'> {
  const made = layout('alloca', 'ptr', id, loc);
  made.bytes = bytes;
  made.name = name;
  return as<InstructionOf<'alloca'>>(made);
}
