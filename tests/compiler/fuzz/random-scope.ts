/**
 * What a random program has said so far: types, functions, and the variables in sight, with the choices
 * that made them. One place decides everything random: `choose`.
 */
import { INT_KINDS, type IntKind } from './cpp-prelude.ts';

/** A scalar type by its C++ name. */
export type Scalar =
  | { readonly kind: 'int'; readonly int: IntKind }
  | { readonly kind: 'bool' }
  /** Multiples of 1/4 between ±2^13, so that sums and products of a few are exact. */
  | { readonly kind: 'float' }
  | { readonly kind: 'enum'; readonly name: string; readonly names: readonly string[] };

export interface FieldShape {
  readonly name: string;
  readonly scalar: Scalar;
  /** Elements, when it is an array. */
  readonly count?: number;
  readonly bits?: number;
}

export interface RecordShape {
  readonly name: string;
  readonly fields: readonly FieldShape[];
  /** Objects are made by constructor with so many int arguments; plain structs by braces. */
  readonly constructorArgs?: number;
  readonly methods: readonly Callable[];
  readonly base?: RecordShape;
}

export interface ParamShape {
  readonly type: Scalar | RecordShape;
  readonly way: 'value' | 'reference' | 'constReference';
  readonly hasDefault: boolean;
}

export interface Callable {
  readonly name: string;
  readonly params: readonly ParamShape[];
  readonly result: Scalar | RecordShape | undefined;
  /** Changes nothing but its own locals. */
  readonly isPure: boolean;
  readonly isConst: boolean;
  /** Statements it may run. */
  readonly cost: number;
}

export interface VariableShape {
  /** How it is written: `x`, `this->x`, `*p`. */
  readonly text: string;
  readonly type: Scalar | RecordShape;
  readonly count?: number;
  readonly isWritable: boolean;
  /** In flash: read with lpm. */
  readonly isFlash?: boolean;
  readonly isBitField?: boolean;
  readonly isGlobal: boolean;
  readonly isVolatile?: boolean;
}

export const isRecordShape = (type: Scalar | RecordShape): type is RecordShape => 'fields' in type;

export function scalarName(type: Scalar | RecordShape): string {
  if (isRecordShape(type)) return type.name;
  switch (type.kind) {
    case 'int':
      return type.int.name;
    case 'enum':
      return type.name;
    default:
      return type.kind;
  }
}

export const BOOL: Scalar = { kind: 'bool' };
export const FLOAT: Scalar = { kind: 'float' };
export const intOf = (name: string): Scalar & { kind: 'int' } => ({
  kind: 'int',
  int: INT_KINDS.find((kind) => kind.name === name) as IntKind,
});
export const U8 = intOf('u8');

/** The most statements a program may run. */
const MOST_STATEMENTS = 6000;

export class RandomScope {
  readonly choose: (below: number) => number;
  readonly lines: string[] = [];
  readonly enums: (Scalar & { kind: 'enum' })[] = [];
  readonly records: RecordShape[] = [];
  readonly functions: Callable[] = [];
  variables: VariableShape[] = [];
  private indent = '';
  private names = 0;
  /** How often what is being written may run, per call of the function. */
  repeats = 1;
  cost = 0;
  isPure = false;
  loops = 0;
  /** What `return` needs. */
  result: Scalar | RecordShape | undefined;

  constructor(choose: (below: number) => number) {
    this.choose = choose;
  }

  line(text: string): void {
    this.lines.push(this.indent + text);
  }

  block(head: string, body: () => void, tail = '}'): void {
    this.line(`${head} {`);
    const outer = this.variables;
    this.variables = [...outer];
    this.indent += '  ';
    body();
    this.indent = this.indent.slice(2);
    this.variables = outer;
    this.line(tail);
  }

  name(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  chance(percent: number): boolean {
    return this.choose(100) < percent;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.choose(list.length)];
  }

  oneOf<T>(first: T, ...rest: readonly T[]): T {
    const at = this.choose(rest.length + 1);
    return at === 0 ? first : (rest[at - 1] as T);
  }

  int(): Scalar & { kind: 'int' } {
    const kinds = [
      'u8',
      's8',
      'u16',
      's16',
      'u8',
      'u16',
      's16',
      'u32',
      's32',
      'u8',
      's16',
      'u32',
      's32',
      'u64',
      's64',
    ];
    return intOf(this.pick(kinds) ?? 'u8');
  }

  scalar(): Scalar {
    const at = this.choose(20);
    if (at === 0) return FLOAT;
    if (at <= 2) return BOOL;
    if (at === 3) return this.pick(this.enums) ?? U8;
    return this.int();
  }

  /** Room for something that costs so much here? Then it is counted. */
  spend(cost: number): boolean {
    if (this.cost + cost * this.repeats > MOST_STATEMENTS) return false;
    this.cost += cost * this.repeats;
    return true;
  }
}
