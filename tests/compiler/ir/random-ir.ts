/**
 * Makes random well-formed modules whose behaviour is defined: loops end, memory is written before it is
 * read, addresses stay inside their objects. Results leave through volatile stores.
 *
 * In: a seed and a size. Out: a module with a function `main`; the same for the same seed.
 */
import {
  addressConst,
  floatConst,
  functionAddress,
  globalAddress,
  intConst,
  isIntType,
  WIDTH,
  type IntType,
} from '../../../compiler/ir/constants.ts';
import {
  DEFAULT_ATTRIBUTES,
  IrBuilder,
  makeFunction,
  makeModule,
  signatureOf,
  valueType,
} from '../../../compiler/ir/ir-builder.ts';
import type {
  BinaryOp,
  IntCompare,
  IrFunction,
  IrGlobal,
  IrModule,
  IrType,
  Operand,
  Signature,
} from '../../../compiler/ir/ir.ts';
import { BYTES } from '../../../compiler/ir/ir.ts';

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
    for (let i = 0; i < 4; i++) this.next();
  }

  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    this.state >>>= 0;
    return this.state;
  }

  below(limit: number): number {
    return this.next() % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

const ARITHMETIC: readonly BinaryOp[] = [
  'add',
  'add',
  'sub',
  'mul',
  'udiv',
  'sdiv',
  'urem',
  'srem',
  'and',
  'and',
  'or',
  'xor',
  'shl',
  'lshr',
  'ashr',
];
const COMPARES: readonly IntCompare[] = ['eq', 'ne', 'ult', 'ule', 'ugt', 'uge', 'slt', 'sle', 'sgt', 'sge'];
const INTERESTING = [
  0n,
  1n,
  2n,
  3n,
  4n,
  7n,
  8n,
  15n,
  16n,
  127n,
  128n,
  255n,
  256n,
  0x7fffn,
  0x8000n,
  -1n,
  -2n,
];
const ARRAY = 16;

interface Variable {
  readonly address: Operand;
  readonly type: IrType;
}

export function randomModule(seed: number, size = 12): IrModule {
  const random = new Random(seed);
  const module = makeModule();
  const add = (global: Partial<IrGlobal> & { name: string; bytes: number }): void => {
    module.globals.set(global.name, {
      display: global.name,
      space: 'data',
      isConst: false,
      loc: -1,
      typeName: 'x',
      ...global,
    });
  };
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random.below(256));
  add({ name: 'out', bytes: 8 });
  add({ name: 'g0', bytes: 2 });
  add({ name: 'g1', bytes: 4, init: { bytes: bytes(4), relocations: [] } });
  add({ name: 'g2', bytes: 1, init: { bytes: bytes(1), relocations: [] } });
  add({ name: 'array', bytes: ARRAY, init: { bytes: bytes(ARRAY), relocations: [] } });
  add({ name: 'fixed', bytes: ARRAY, isConst: true, init: { bytes: bytes(ARRAY), relocations: [] } });
  add({
    name: 'table',
    bytes: ARRAY,
    isConst: true,
    space: 'flash',
    init: { bytes: bytes(ARRAY), relocations: [] },
  });
  add({ name: 'never', bytes: 2, init: { bytes: bytes(2), relocations: [] } });

  const count = 1 + random.below(4);
  const types: readonly IrType[] = ['i8', 'i16', 'i32', 'i8', 'i16', 'i64', 'f32', 'i1'];
  for (let i = 0; i < count; i++) {
    const params = Array.from({ length: random.below(4) }, () => ({ type: random.pick(types) }));
    const hasByval = random.chance(15);
    const fn = makeFunction(
      `f${String(i)}`,
      hasByval ? [...params, { type: 'ptr' as const, byvalBytes: 4 }] : params,
      random.chance(15) ? 'void' : random.pick(types),
      {
        attributes: {
          ...DEFAULT_ATTRIBUTES,
          inline: random.pick(['none', 'none', 'hint', 'always', 'never'] as const),
        },
      },
    );
    new BodyWriter(random, module, fn, 3 + random.below(size)).write();
    module.functions.set(fn.name, fn);
  }
  // Methods of two global objects and of local ones, and a constructor.
  add({ name: 'objA', bytes: 4 });
  add({ name: 'objB', bytes: 4, init: { bytes: bytes(4), relocations: [] } });
  for (const name of ['m0', 'm1']) {
    const fn = makeFunction(name, [{ type: 'ptr' }, { type: 'i16' }, { type: 'i8' }], 'i16', {
      attributes: { ...DEFAULT_ATTRIBUTES, inline: random.pick(['none', 'never'] as const) },
    });
    new BodyWriter(random, module, fn, 2 + random.below(4)).write();
    module.functions.set(name, fn);
  }
  if (random.chance(50)) {
    const fn = makeFunction('ctor', [], 'void');
    const builder = new IrBuilder(fn);
    builder.startBlock(builder.makeBlock('entry'));
    builder.store(globalAddress('objA'), intConst('i16', random.below(500)));
    builder.store(globalAddress('objB', 2), intConst('i8', random.below(500)));
    if (random.chance(50)) {
      const value = builder.load('i16', globalAddress('objA'));
      builder.store(globalAddress('g0'), builder.binary('add', value, intConst('i16', 1)));
    }
    if (random.chance(50)) builder.store(globalAddress('out'), intConst('i8', 99), true);
    builder.store(globalAddress('g1'), intConst('i32', random.next()));
    builder.ret();
    module.functions.set('ctor', fn);
    Object.assign(module, { constructors: ['ctor'] });
  }
  // Two functions of one signature behind pointers in flash, as virtual methods are.
  for (const name of ['v0', 'v1']) {
    const fn = makeFunction(name, [{ type: 'ptr' }, { type: 'i8' }], 'i16');
    const builder = new IrBuilder(fn);
    builder.startBlock(builder.makeBlock('entry'));
    const field = builder.load('i16', builder.ptradd(fn.params[0] as Operand, 2));
    const wide = builder.convert('zext', 'i16', fn.params[1] as Operand);
    builder.ret(builder.binary(name === 'v0' ? 'add' : 'xor', field, wide));
    module.functions.set(name, fn);
  }
  add({
    name: 'vtable',
    bytes: 4,
    isConst: true,
    space: 'flash',
    init: {
      bytes: new Uint8Array(4),
      relocations: [
        { offset: 0, target: 'v0', addend: 0 },
        { offset: 2, target: 'v1', addend: 0 },
      ],
    },
  });
  add({
    name: 'object',
    bytes: 4,
    init: { bytes: new Uint8Array(4), relocations: [{ offset: 0, target: 'vtable', addend: 0 }] },
  });
  const main = makeFunction('main', [], 'i16', { attributes: { ...DEFAULT_ATTRIBUTES, isRoot: true } });
  new BodyWriter(random, module, main, size).write();
  module.functions.set('main', main);
  return module;
}

class BodyWriter {
  private readonly random: Random;
  private readonly module: IrModule;
  private readonly fn: IrFunction;
  private readonly b: IrBuilder;
  private budget: number;
  private readonly variables: Variable[] = [];
  private readonly arrays: Operand[] = [];
  private readonly structs: { structs: Operand[]; size: number }[] = [];
  /** Values that dominate the current place. */
  private values: Operand[] = [];
  private depth = 0;
  private loops = 0;

  constructor(random: Random, module: IrModule, fn: IrFunction, budget: number) {
    this.random = random;
    this.module = module;
    this.fn = fn;
    this.b = new IrBuilder(fn);
    this.budget = budget;
  }

  write(): void {
    const { b, fn, random } = this;
    b.startBlock(b.makeBlock('entry'));
    this.values.push(...fn.params.filter(({ type }) => type !== 'ptr'));
    for (const param of fn.params) {
      if (param.byvalBytes !== undefined) this.variables.push({ address: param, type: 'i32' });
    }
    const self = fn.params[0];
    if (self?.type === 'ptr' && self.byvalBytes === undefined) {
      this.variables.push(
        { address: self, type: 'i16' },
        { address: b.ptradd(self, 2), type: 'i8' },
        { address: b.ptradd(self, 3), type: 'i8' },
      );
    }
    for (let i = 1 + random.below(4); i > 0; i--) {
      const type = random.pick(['i8', 'i16', 'i32', 'i16', 'i64', 'f32'] as const);
      const address = b.alloca(BYTES[type], `v${String(i)}`);
      b.store(address, this.leaf(type));
      this.variables.push({ address, type });
    }
    if (random.chance(50)) {
      const array = b.alloca(ARRAY, 'local');
      b.intrinsic('memset', [array, intConst('i8', random.below(4)), intConst('i16', ARRAY)]);
      this.arrays.push(array);
    }
    if (random.chance(50)) this.struct();
    this.variables.push(
      { address: globalAddress('g0'), type: 'i16' },
      { address: globalAddress('g1'), type: 'i32' },
      { address: globalAddress('g1', 2), type: 'i16' },
      { address: globalAddress('g2'), type: 'i8' },
    );
    this.arrays.push(globalAddress('array'));
    this.statements();
    if (fn.name === 'main') {
      for (const { address, type } of this.variables) this.out(b.load(type, address));
    }
    b.ret(fn.result === 'void' ? undefined : this.expression(fn.result, 2));
  }

  /** Two structs with fields of several types, some overlapping, and copies between them. */
  private struct(): void {
    const { random, b } = this;
    const size = 4 + random.below(5);
    const structs = [b.alloca(size, 's'), b.alloca(size, 't')];
    for (const struct of structs) {
      const fill = random.chance(80) ? intConst('i8', random.below(256)) : this.leaf('i8');
      b.intrinsic('memset', [struct, fill, intConst('i16', size)]);
      for (let i = 1 + random.below(3); i > 0; i--) {
        const type = random.pick(['i8', 'i16', 'i32', 'i8', 'i16'] as const);
        const offset = random.below(size - BYTES[type] + 1);
        this.variables.push({ address: b.ptradd(struct, offset), type });
      }
    }
    this.structs.push({ structs, size });
  }

  private copyStruct(): void {
    const { random, b } = this;
    const found = this.structs.at(-1);
    if (found === undefined) return;
    const [one, other] = random.chance(50) ? found.structs : [...found.structs].reverse();
    const at = random.below(2);
    const bytes = intConst('i16', 1 + random.below(found.size - at));
    const from = random.chance(30) ? globalAddress('array') : b.ptradd(other as Operand, at);
    if (random.chance(70)) b.intrinsic('memcpy', [b.ptradd(one as Operand, at), from, bytes]);
    else b.intrinsic('memcpy', [globalAddress('array', 8 - at), b.ptradd(one as Operand, at), bytes]);
  }

  private out(value: Operand): void {
    this.b.store(globalAddress('out'), value, true);
  }

  private statements(): void {
    const { random } = this;
    for (let i = 2 + random.below(5); i > 0 && this.budget > 0; i--) this.statement();
  }

  /** Runs `inside` with the values it makes forgotten afterwards. */
  private scope(inside: () => void): void {
    const kept = this.values.length;
    this.depth++;
    inside();
    this.depth--;
    this.values.length = kept;
  }

  private statement(): void {
    const { random, b } = this;
    this.budget--;
    switch (random.below(this.depth > 3 ? 11 : 16)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const variable = random.pick(this.variables);
        b.store(variable.address, this.expression(variable.type, 3));
        return;
      }
      case 4:
        b.store(this.element(), this.expression('i8', 2));
        return;
      case 5:
        if (random.chance(50)) this.out(this.expression(random.pick(['i8', 'i16', 'i32'] as const), 2));
        else b.store(addressConst(0x25 + random.below(3)), this.expression('i8', 2), true);
        return;
      case 6:
        this.values.push(this.expression(random.pick(['i8', 'i16', 'i32', 'i1'] as const), 3));
        return;
      case 7:
      case 8: {
        // A store that only the call sees, now and then.
        const variable = random.chance(30) ? random.pick(this.variables) : undefined;
        if (variable !== undefined) b.store(variable.address, this.expression(variable.type, 1));
        this.call();
        if (variable !== undefined) b.store(variable.address, this.expression(variable.type, 1));
        return;
      }
      case 9:
        if (random.chance(30)) this.copyStruct();
        else if (random.chance(41)) {
          b.intrinsic(random.pick(['cli', 'sei', 'nop', 'wdr', 'memory_barrier'] as const));
        } else this.values.push(b.load('i8', addressConst(0x25 + random.below(3)), 'data', true));
        return;
      case 10: {
        const to = random.pick(this.arrays);
        const from = random.pick([...this.arrays, globalAddress('fixed')]);
        if (to === from || random.chance(30)) {
          const size = 1 + random.below(8);
          b.intrinsic('memset', [to, this.expression('i8', 1), intConst('i16', size)]);
        } else {
          b.intrinsic('memcpy', [to, from, intConst('i16', 1 + random.below(ARRAY))]);
        }
        return;
      }
      case 11:
      case 12:
        this.branch();
        return;
      case 13:
        this.switch();
        return;
      default:
        if (this.loops < 2) this.loop();
        else this.branch();
    }
  }

  private branch(): void {
    const { random, b } = this;
    const then = b.makeBlock('then');
    const otherwise = b.makeBlock('else');
    const end = b.makeBlock('end');
    const hasElse = random.chance(60);
    const type = random.pick(['i8', 'i16', 'i32'] as const);
    const before = this.expression(type, 1);
    b.condbr(this.condition(), then, hasElse ? otherwise : end);
    const from = b.current;
    const incoming: { block: typeof then; value: Operand }[] = [];
    if (!hasElse) incoming.push({ block: from, value: before });
    for (const block of hasElse ? [then, otherwise] : [then]) {
      this.scope(() => {
        b.startBlock(block);
        this.statements();
        incoming.push({ block: b.current, value: this.expression(type, 2) });
        if (incoming.at(-1)?.block !== b.current) throw new Error('expressions make no blocks');
        b.br(end);
      });
    }
    b.startBlock(end);
    this.values.push(b.phi(type, incoming));
  }

  private switch(): void {
    const { random, b } = this;
    const end = b.makeBlock('end');
    const type = random.pick(['i8', 'i16'] as const);
    const value = b.binary('and', this.expression(type, 2), intConst(type, 7));
    const targets = Array.from({ length: 1 + random.below(4) }, () => b.makeBlock('case'));
    const cases = Array.from({ length: 1 + random.below(6) }, (_, i) => ({
      value: BigInt(i),
      target: random.pick(targets),
    }));
    const otherwise = random.chance(70) ? end : (targets[0] ?? end);
    b.switch(value, cases, otherwise);
    for (const target of targets) {
      this.scope(() => {
        b.startBlock(target);
        this.statement();
        b.br(end);
      });
    }
    b.startBlock(end);
  }

  private loop(): void {
    const { random, b } = this;
    if (random.chance(40)) {
      this.otherLoop();
      return;
    }
    const type = random.pick(['i8', 'i16', 'i32'] as const);
    const times = intConst(type, 1 + random.below(6));
    const head = b.makeBlock('loop');
    const body = b.makeBlock('body');
    const end = b.makeBlock('end');
    const start = this.expression(type, 1);
    const from = b.current;
    b.br(head);
    b.startBlock(head);
    const counter = b.phi(type, [{ block: from, value: intConst(type, 0) }]);
    const sum = b.phi(type, [{ block: from, value: start }]);
    b.condbr(b.compare(random.pick(['ult', 'ne', 'slt'] as const), counter, times), body, end);
    this.loops++;
    this.scope(() => {
      b.startBlock(body);
      this.values.push(counter, sum, counter);
      this.statements();
      if (random.chance(25)) {
        const go = b.makeBlock('go');
        const stop = b.makeBlock('stop');
        b.condbr(this.condition(), stop, go);
        b.startBlock(stop);
        b.br(end);
        b.startBlock(go);
      }
      const next = b.binary('add', counter, intConst(type, 1));
      const more = this.expression(type, 2);
      counter.incoming.push({ block: b.current, value: next });
      sum.incoming.push({ block: b.current, value: more });
      b.br(head);
    });
    this.loops--;
    b.startBlock(end);
    this.values.push(counter, sum);
  }

  /** Downwards, or tested at the end, or both. */
  private otherLoop(): void {
    const { random, b } = this;
    const type = random.pick(['i8', 'i16', 'i32'] as const);
    const isDown = random.chance(50);
    const isTestedFirst = random.chance(50);
    // Some counters end just beyond what a byte holds.
    const step = type !== 'i8' && random.chance(40) ? 40 + random.below(30) : 1 + random.below(3);
    const low = random.below(5) - 1;
    const high = low + step * (1 + random.below(6));
    const head = b.makeBlock('loop');
    const body = b.makeBlock('body');
    const end = b.makeBlock('end');
    const from = b.current;
    b.br(head);
    b.startBlock(head);
    const counter = b.phi(type, [{ block: from, value: intConst(type, isDown ? high : low) }]);
    const bound = intConst(type, isDown ? low : high);
    const op = isDown
      ? random.pick(['sgt', 'sge', 'ne'] as const)
      : random.pick(['slt', 'sle', 'ne'] as const);
    if (isTestedFirst) b.condbr(b.compare(op, counter, bound), body, end);
    else b.br(body);
    this.loops++;
    this.scope(() => {
      b.startBlock(body);
      this.values.push(counter, counter);
      this.statements();
      const next = b.binary('add', counter, intConst(type, isDown ? -step : step));
      counter.incoming.push({ block: b.current, value: next });
      if (isTestedFirst) b.br(head);
      else b.condbr(b.compare(op, next, bound), head, end);
    });
    this.loops--;
    b.startBlock(end);
    this.values.push(counter);
  }

  private call(): void {
    const { random, b, module } = this;
    if (this.module.globals.has('object') && random.chance(30)) {
      const vtable = b.load('ptr', globalAddress('object'));
      const method = b.load('ptr', b.ptradd(vtable, 2 * random.below(2)), 'flash');
      const signature: Signature = {
        params: [{ type: 'ptr' }, { type: 'i8' }],
        result: 'i16',
        isVariadic: false,
      };
      this.values.push(b.call(method, [globalAddress('object'), this.expression('i8', 1)], signature));
      return;
    }
    if (module.functions.has('m1') && random.chance(40)) {
      const method = module.functions.get(random.pick(['m0', 'm1']));
      const object =
        this.structs.length > 0 && random.chance(40)
          ? (this.structs[0]?.structs[0] as Operand)
          : globalAddress(random.pick(['objA', 'objA', 'objB']));
      if (method === undefined || this.loops > 1) return;
      const args = [
        object,
        this.expression('i16', 1),
        random.chance(60) ? intConst('i8', 7) : this.leaf('i8'),
      ];
      this.values.push(b.call(functionAddress(method.name), args, signatureOf(method)));
      return;
    }
    const callable = [...module.functions.values()].filter(
      ({ name }) => name !== this.fn.name && name.startsWith('f'),
    );
    if (callable.length === 0 || this.loops > 1) return;
    const fn = random.pick(callable);
    const args = fn.params.map((param): Operand =>
      param.byvalBytes === undefined ? this.expression(param.type, 2) : globalAddress('g1'),
    );
    const made = b.call(functionAddress(fn.name), args, signatureOf(fn));
    if (made.type !== 'void') this.values.push(made);
  }

  private condition(): Operand {
    return this.expression('i1', 2);
  }

  /** The address of a byte of an array. */
  private element(): Operand {
    const { random, b } = this;
    const array = random.chance(85)
      ? random.pick(this.arrays)
      : b.select(this.condition(), random.pick(this.arrays), random.pick(this.arrays));
    if (random.chance(30)) return b.ptradd(array, random.below(ARRAY));
    const index = b.binary('and', this.expression('i16', 2), intConst('i16', ARRAY - 1));
    return b.ptradd(array, index);
  }

  private leaf(type: IrType): Operand {
    const { random } = this;
    const known = this.values.filter((value) => value.type === type);
    if (known.length > 0 && random.chance(70)) return random.pick(known);
    if (type === 'f32') return floatConst(random.pick([0, 1, -1, 0.5, 3.25, 1e6, -2.5, 100]));
    if (isIntType(type)) {
      return intConst(type, random.chance(60) ? random.pick(INTERESTING) : BigInt(random.next()));
    }
    throw new Error('no leaf of type ptr');
  }

  private expression(type: IrType, depth: number): Operand {
    const { random, b } = this;
    if (depth === 0 || random.chance(15)) return this.leaf(type);
    const sub = (of: IrType): Operand => this.expression(of, depth - 1);
    if (type === 'f32') {
      switch (random.below(6)) {
        case 0:
          return b.convert('sitofp', 'f32', sub(random.pick(['i8', 'i16', 'i32', 'i64'] as const)));
        case 1:
          return b.convert('uitofp', 'f32', sub(random.pick(['i8', 'i16', 'i32', 'i64'] as const)));
        case 2:
          return b.select(sub('i1'), sub('f32'), sub('f32'));
        case 3:
          return this.load(type) ?? this.leaf(type);
        default:
          return b.binary(random.pick(['fadd', 'fsub', 'fmul', 'fdiv'] as const), sub('f32'), sub('f32'));
      }
    }
    if (type === 'i1') {
      const of = random.pick(['i8', 'i16', 'i32', 'i8', 'i16', 'i64', 'i1', 'f32'] as const);
      if (of === 'f32') {
        return b.compare(
          random.pick(['feq', 'fne', 'flt', 'fle', 'fgt', 'fge'] as const),
          sub('f32'),
          sub('f32'),
        );
      }
      if (of === 'i1') {
        if (random.chance(30)) {
          // Whether a value is found to be constant may depend on the passes, what is computed may not.
          const value = sub('i16');
          const isKnown = b.intrinsic('constant_p', [value]);
          const known = b.binary('add', value, intConst('i16', 3));
          return b.compare(
            'ult',
            b.select(isKnown, known, b.binary('sub', value, intConst('i16', -3))),
            value,
          );
        }
        return b.binary(random.pick(['and', 'or', 'xor'] as const), sub('i1'), sub('i1'));
      }
      return b.compare(random.pick(COMPARES), sub(of), sub(of));
    }
    if (!isIntType(type)) throw new Error('no expression of type ptr');
    switch (random.below(12)) {
      case 0:
      case 1:
        return this.resized(type, depth);
      case 2:
        return b.select(sub('i1'), sub(type), sub(type));
      case 3:
      case 4:
        return this.load(type) ?? this.leaf(type);
      case 5:
        if (type === 'i8') {
          return b.load('i8', b.ptradd(globalAddress('table'), random.below(ARRAY)), 'flash');
        }
        return this.resized(type, depth);
      case 6:
        if (type === 'i8') return random.chance(30) ? this.nibbles(depth) : b.load('i8', this.element());
        if (type === 'i16') return b.load('i16', globalAddress('never'));
        return b.binary('add', sub(type), sub(type));
      case 7:
        if (random.chance(50)) {
          return b.convert(random.pick(['fptosi', 'fptoui'] as const), type, sub('f32'));
        }
        return this.promoted(type, depth);
      case 8:
        return random.chance(40) ? this.partial(type, depth) : this.promoted(type, depth);
      default: {
        const op = random.pick(ARITHMETIC);
        const left = sub(type);
        if (op === 'shl' || op === 'lshr' || op === 'ashr') {
          const amount = random.chance(70)
            ? intConst('i8', random.below(WIDTH[type] + 2))
            : b.binary('and', sub('i8'), intConst('i8', 31));
          return b.binary(op, left, amount);
        }
        return b.binary(op, left, sub(type));
      }
    }
  }

  private nibbles(depth: number): Operand {
    return this.b.intrinsic('swap_nibbles', [this.expression('i8', depth - 1)]);
  }

  private resized(type: IntType, depth: number): Operand {
    const { random, b } = this;
    const from = random.pick((['i1', 'i8', 'i16', 'i32', 'i64'] as const).filter((other) => other !== type));
    const inside = this.expression(from, depth - 1);
    const op = WIDTH[from] > WIDTH[type] ? 'trunc' : random.pick(['zext', 'sext'] as const);
    return b.convert(op, type, inside);
  }

  /** Where part of a wide value matters, and where a narrow division by zero would differ. */
  private partial(type: IntType, depth: number): Operand {
    const { random, b } = this;
    if (type === 'i8') return b.binary('and', this.expression('i8', depth - 1), intConst('i8', 0xf0));
    if (random.chance(40)) {
      const of = (): Operand => b.convert('zext', type, this.expression('i8', depth - 1));
      return b.binary(random.pick(['udiv', 'urem'] as const), of(), of());
    }
    const op = random.pick(['add', 'sub', 'mul'] as const);
    const sum = b.binary(op, this.expression(type, depth - 1), this.leaf(type));
    const mask = random.pick([0xf0n, 0xcn, 0xff0n, 0xff00n, 0x80n, 0x7f00n]);
    const part = b.binary('and', sum, intConst(type, mask));
    return random.chance(50) ? part : b.binary('lshr', part, intConst('i8', random.below(8)));
  }

  /** As C writes narrow arithmetic: extended, computed wide, truncated. */
  private promoted(type: IntType, depth: number): Operand {
    const { random, b } = this;
    const wide = type === 'i8' ? 'i16' : type === 'i16' ? 'i32' : undefined;
    if (wide === undefined) return b.binary('xor', this.expression(type, depth - 1), this.leaf(type));
    const extend = random.pick(['zext', 'sext'] as const);
    const left = b.convert(extend, wide, this.expression(type, depth - 1));
    const right = random.chance(50)
      ? intConst(wide, random.pick(INTERESTING))
      : b.convert(extend, wide, this.expression(type, depth - 1));
    const op = random.pick([
      'add',
      'sub',
      'mul',
      'and',
      'or',
      'xor',
      'udiv',
      'sdiv',
      'lshr',
      'ashr',
    ] as const);
    const shifted = op === 'lshr' || op === 'ashr';
    const result = b.binary(op, left, shifted ? intConst('i8', random.below(12)) : right);
    return b.convert('trunc', type, result);
  }

  private load(type: IrType): Operand | undefined {
    const known = this.variables.filter((variable) => variable.type === type);
    if (known.length === 0) return undefined;
    const { address } = this.random.pick(known);
    const made = this.b.load(type, address);
    if (valueType(made) !== type) throw new Error('a load of another type');
    return made;
  }
}
