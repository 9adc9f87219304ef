/**
 * Whether two functions of the IR are the same but for the places they were written at.
 *
 * In: two functions. Out: by place in the first the place in the second; undefined when they differ, or when
 * one place in the first would be two in the second. All that the code generator may look at is compared, ids
 * included.
 */
import type { Loc } from '../cpp/source.ts';
import type { Block, Constant, Instruction, IrFunction, Operand, Signature } from '../ir/ir.ts';

export type SamePlaces = ReadonlyMap<Loc, Loc>;

export function sameCode(one: IrFunction, other: IrFunction): SamePlaces | undefined {
  if (!sameHead(one, other)) return undefined;
  const places = new Map<Loc, Loc>([[one.loc, other.loc]]);
  const isSame = one.blocks.every((block, index) => {
    const twin = other.blocks[index];
    return (
      twin !== undefined &&
      block.id === twin.id &&
      block.instructions.length === twin.instructions.length &&
      block.instructions.every((instruction, at) => {
        const its = twin.instructions[at];
        return its !== undefined && sameInstruction(instruction, its) && notePlace(places, instruction, its);
      })
    );
  });
  return isSame ? places : undefined;
}

function notePlace(places: Map<Loc, Loc>, { loc }: Instruction, other: Instruction): boolean {
  const known = places.get(loc);
  if (known === undefined) places.set(loc, other.loc);
  return known === undefined || known === other.loc;
}

function sameHead(one: IrFunction, other: IrFunction): boolean {
  const [a, b] = [one.attributes, other.attributes];
  return (
    one.name === other.name &&
    one.result === other.result &&
    one.isVariadic === other.isVariadic &&
    one.blocks.length === other.blocks.length &&
    sameParams(one.params, other.params) &&
    a.interrupt?.vector === b.interrupt?.vector &&
    a.interrupt?.allowsInterrupts === b.interrupt?.allowsInterrupts &&
    a.isNaked === b.isNaked &&
    a.isNoReturn === b.isNoReturn &&
    a.isRoot === b.isRoot
  );
}

type Params = Signature['params'];

const sameParams = (one: Params, other: Params): boolean =>
  one.length === other.length &&
  one.every(({ type, byvalBytes }, index) => {
    const twin = other[index];
    return type === twin?.type && byvalBytes === twin.byvalBytes;
  });

const sameSignature = (one: Signature, other: Signature): boolean =>
  one.result === other.result && one.isVariadic === other.isVariadic && sameParams(one.params, other.params);

function sameInstruction(one: Instruction, other: Instruction): boolean {
  if (one.op !== other.op || one.type !== other.type || one.id !== other.id) return false;
  for (const key of FIELDS[one.op] ?? BINARY) {
    const [a, b] = [one[key as keyof Instruction] as unknown, other[key as keyof Instruction] as unknown];
    if (a !== b && !SAME[key](a as never, b as never)) return false;
  }
  return true;
}

const sameOperand = (one: Operand | undefined, other: Operand | undefined): boolean => {
  if (one === undefined || other === undefined) return one === other;
  if ('op' in one || 'op' in other) return 'op' in one && 'op' in other && one.id === other.id;
  if (one.kind === 'param' || other.kind === 'param')
    return one.kind === 'param' && other.kind === 'param' && one.index === other.index;
  return sameConstant(one, other);
};

const sameConstant = (one: Constant, other: Constant): boolean => {
  if (one.type !== other.type) return false;
  switch (one.kind) {
    case 'int':
    case 'address':
      return other.kind === one.kind && other.value === one.value;
    case 'float':
      return other.kind === 'float' && Object.is(other.value, one.value);
    case 'global':
      return other.kind === 'global' && other.name === one.name && other.offset === one.offset;
    case 'function':
      return other.kind === 'function' && other.name === one.name;
    case 'undef':
      return other.kind === 'undef';
  }
};

const sameOperands = (one: readonly Operand[], other: readonly Operand[]): boolean =>
  one.length === other.length && one.every((operand, index) => sameOperand(operand, other[index]));

const sameBlock = (one: Block, other: Block): boolean => one.id === other.id;

type Incoming = readonly { readonly block: Block; readonly value: Operand }[];
type Cases = readonly { readonly value: bigint; readonly target: Block }[];

const never = (): boolean => false;

/** How the fields of instructions are compared when they are not identical. */
const SAME = {
  left: sameOperand,
  right: sameOperand,
  operand: sameOperand,
  condition: sameOperand,
  address: sameOperand,
  value: sameOperand,
  callee: sameOperand,
  args: sameOperands,
  signature: sameSignature,
  incoming: (one: Incoming, other: Incoming): boolean =>
    one.length === other.length &&
    one.every(({ block, value }, index) => {
      const its = other[index];
      return its !== undefined && sameBlock(block, its.block) && sameOperand(value, its.value);
    }),
  cases: (one: Cases, other: Cases): boolean =>
    one.length === other.length &&
    one.every(({ value, target }, index) => {
      const its = other[index];
      return its !== undefined && value === its.value && sameBlock(target, its.target);
    }),
  target: sameBlock,
  // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits a table
  then: sameBlock,
  otherwise: sameBlock,
  bytes: never,
  space: never,
  isVolatile: never,
  name: never,
} as const;

type Field = keyof typeof SAME;
const BINARY: readonly Field[] = ['left', 'right'];
const UNARY: readonly Field[] = ['operand'];

/** What an instruction consists of; all others have two operands. */
const FIELDS: Readonly<Partial<Record<Instruction['op'], readonly Field[]>>> = {
  zext: UNARY,
  sext: UNARY,
  trunc: UNARY,
  fptosi: UNARY,
  fptoui: UNARY,
  sitofp: UNARY,
  uitofp: UNARY,
  bitcast: UNARY,
  select: ['condition', 'left', 'right'],
  alloca: ['bytes'],
  load: ['address', 'space', 'isVolatile'],
  store: ['address', 'value', 'isVolatile'],
  call: ['callee', 'args', 'signature'],
  intrinsic: ['name', 'args'],
  phi: ['incoming'],
  br: ['target'],
  condbr: ['condition', 'then', 'otherwise'],
  switch: ['value', 'cases', 'otherwise'],
  ret: ['value'],
  unreachable: [],
};
