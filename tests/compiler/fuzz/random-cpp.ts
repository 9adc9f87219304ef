/**
 * Makes random C++ programs of what csmith lacks: classes with virtual functions, constructors and
 * destructors, overloads, references, default arguments, templates, static locals, bit-fields, enums,
 * records by value, PROGMEM, function pointers, 64-bit integers, switches into loops.
 *
 * In: a source of choices. Out: the program's text behind cpp-prelude.ts. Its behaviour is the same for
 * every conforming compiler: nothing overflows, leaves its array, is read before it is written or depends
 * on an order C++ leaves open. Its run() ends with the hash of what happened and of all globals.
 */
import { expression, literal } from './random-expressions.ts';
import {
  type Callable,
  type FieldShape,
  intOf,
  isRecordShape,
  type ParamShape,
  RandomScope,
  type RecordShape,
  type Scalar,
  scalarName,
} from './random-scope.ts';
import { objectInit, returnStatement, statements } from './random-statements.ts';

const S16 = intOf('s16');

export interface RandomCppOptions {
  /** A timer's interrupts run beside main(), on variables of their own. Not for the IR interpreter. */
  readonly withInterrupt?: boolean;
}

export function randomCpp(
  choose: (below: number) => number,
  { withInterrupt = false }: RandomCppOptions = {},
): string {
  const s = new RandomScope(choose);
  for (let i = 0; i < 1 + choose(2); i++) addEnum(s);
  for (let i = 0; i < 1 + choose(2); i++) addStruct(s);
  for (let i = 0; i < 4 + choose(4); i++) addGlobal(s);
  for (let i = 0; i < 1 + choose(2); i++) addFunction(s, true);
  for (let i = 0; i < 1 + choose(2); i++) addClass(s);
  for (let i = 0; i < 2 + choose(3); i++) addFunction(s, choose(3) === 0);
  addObjects(s);
  addTable(s);
  addMain(s, withInterrupt ? addInterrupt(s) : undefined);
  return `${s.lines.join('\n')}\n`;
}

function addEnum(s: RandomScope): void {
  const isClass = s.chance(40);
  const name = s.name('E');
  const names = Array.from({ length: 2 + s.choose(3) }, (_, i) => `${name}_${i}`);
  const base = s.oneOf('', '', ' : u8', ' : u32', ' : s16');
  let value = 0;
  const items = names.map((one) => {
    value += s.choose(20) + 1;
    return s.chance(50) ? `${one} = ${value}` : one;
  });
  s.line(`enum ${isClass ? 'class ' : ''}${name}${base} { ${items.join(', ')} };`);
  s.enums.push({ kind: 'enum', name, names: isClass ? names.map((one) => `${name}::${one}`) : names });
}

function fields(s: RandomScope, withBits: boolean): FieldShape[] {
  return Array.from({ length: 1 + s.choose(5) }, () => {
    const scalar = s.scalar();
    const name = s.name('f');
    if (withBits && scalar.kind === 'int' && s.chance(25))
      return { name, scalar, bits: 1 + s.choose(scalar.int.bits) };
    return s.chance(20) ? { name, scalar, count: 2 + s.choose(3) } : { name, scalar };
  });
}

function fieldLine({ name, scalar, count, bits }: FieldShape): string {
  const suffix = bits === undefined ? (count === undefined ? '' : `[${count}]`) : ` : ${bits}`;
  return `${scalarName(scalar)} ${name}${suffix};`;
}

function addStruct(s: RandomScope): void {
  const name = s.name('S');
  const own = fields(s, true);
  s.block(`struct ${name}`, () => own.forEach((field) => s.line(fieldLine(field))), '};');
  s.records.push({ name, fields: own, methods: [] });
}

function addGlobal(s: RandomScope): void {
  const name = s.name('g');
  const record = s.chance(25)
    ? s.pick(s.records.filter((one) => one.constructorArgs === undefined))
    : undefined;
  const outer = s.variables;
  // Initialisers of globals are constant here.
  s.variables = [];
  if (record !== undefined) s.line(`static ${record.name} ${name}${objectInit(s, record, 0)};`);
  const scalar = s.scalar();
  const isFlash = record === undefined && scalar.kind === 'int' && scalar.int.bits <= 16 && s.chance(25);
  const count = s.chance(35) || isFlash ? 2 + s.choose(5) : undefined;
  const type = scalarName(scalar);
  const items = Array.from({ length: count ?? 1 }, () => literal(s, scalar));
  const init = count === undefined ? (items[0] ?? '0') : `{${items.join(', ')}}`;
  const isVolatile = !isFlash && count === undefined && s.chance(15);
  if (record === undefined)
    s.line(
      isFlash
        ? `static const ${type} ${name}[${count ?? 1}] __attribute__((progmem)) = ${init};`
        : `static ${isVolatile ? 'volatile ' : ''}${type} ${name}${count === undefined ? '' : `[${count}]`} = ${init};`,
    );
  s.variables = outer;
  s.variables.push(
    record === undefined
      ? {
          text: name,
          type: scalar,
          ...(count === undefined ? {} : { count }),
          isWritable: !isFlash,
          isFlash,
          isVolatile,
          isGlobal: true,
        }
      : { text: name, type: record, isWritable: true, isGlobal: true },
  );
}

function paramText({ type, way, hasDefault }: ParamShape, name: string, fallback: string): string {
  const isRecord = isRecordShape(type);
  const text =
    way === 'value'
      ? `${scalarName(type)} ${name}`
      : `${way === 'constReference' ? 'const ' : ''}${scalarName(type)} &${name}`;
  return hasDefault && !isRecord ? `${text} = ${fallback}` : text;
}

/** Parameters, and the text between the parentheses. */
function params(s: RandomScope, isPure: boolean): { shapes: ParamShape[]; names: string[]; text: string } {
  const shapes: ParamShape[] = [];
  let defaults = false;
  for (let i = s.choose(5); i > 0; i--) {
    // A pure function runs inside expressions: it takes no objects whose copies mix.
    const records = s.records.filter((one) => !isPure || one.constructorArgs === undefined);
    const record = s.chance(25) ? s.pick(records) : undefined;
    const type = record ?? s.scalar();
    const isReference = s.chance(20);
    const way = isReference ? (isPure || s.chance(50) ? 'constReference' : 'reference') : 'value';
    if (record === undefined && way === 'value' && (defaults || s.chance(20))) defaults = true;
    else if (defaults) break;
    shapes.push({ type, way, hasDefault: defaults });
  }
  const names = shapes.map(() => s.name('a'));
  const text = shapes
    .map((shape, i) =>
      paramText(shape, names[i] ?? 'a', isRecordShape(shape.type) ? '' : literal(s, shape.type)),
    )
    .join(', ');
  return { shapes, names, text };
}

interface Body {
  readonly head: string;
  readonly shapes: readonly ParamShape[];
  readonly names: readonly string[];
  readonly result: Scalar | RecordShape | undefined;
  readonly isPure: boolean;
  /** Sees these besides its parameters. */
  readonly own: RandomScope['variables'];
  readonly size: number;
  readonly withGlobals: boolean;
}

/** Writes a function and gives what one call costs. */
function writeBody(s: RandomScope, body: Body): number {
  const { cost, repeats, isPure, result } = s;
  const outer = s.variables;
  s.cost = MOST_COST - (body.isPure ? 60 : 400);
  const start = s.cost;
  s.repeats = 1;
  s.isPure = body.isPure;
  s.result = body.result;
  s.variables = [
    ...(body.withGlobals ? outer.filter(({ isGlobal }) => isGlobal) : []),
    ...body.own,
    ...body.shapes.map(({ type, way }, i) => ({
      text: body.names[i] ?? 'a',
      type,
      isWritable: way !== 'constReference' && !(body.isPure && way === 'reference'),
      isGlobal: false,
    })),
  ];
  s.block(body.head, () => {
    statements(s, body.size, 3);
    returnStatement(s);
  });
  const spent = s.cost - start + 2;
  s.cost = cost;
  s.repeats = repeats;
  s.isPure = isPure;
  s.result = result;
  s.variables = outer;
  return spent;
}

const MOST_COST = 6000;

function addFunction(s: RandomScope, isPure: boolean): void {
  // A name again makes an overload, where the parameters differ in number.
  const { shapes, names, text } = params(s, isPure);
  const hasDefault = shapes.some((shape) => shape.hasDefault);
  const other = s.pick(
    s.functions.filter(
      (fn) => fn.params.length !== shapes.length && !fn.params.some((one) => one.hasDefault),
    ),
  );
  const isOverload =
    other !== undefined &&
    !hasDefault &&
    s.chance(30) &&
    s.functions.every((fn) => fn.name !== other.name || fn === other);
  const name = isOverload ? other.name : s.name('fn');
  const record = s.chance(20)
    ? s.pick(s.records.filter((one) => one.constructorArgs === undefined || !isPure))
    : undefined;
  const result = record ?? (s.chance(15) && !isPure ? undefined : s.scalar());
  const inline = s.oneOf('static ', 'static inline ', '', 'static __attribute__((noinline)) ');
  const cost = writeBody(s, {
    head: `${inline}${result === undefined ? 'void' : scalarName(result)} ${name}(${text})`,
    shapes,
    names,
    result,
    isPure,
    own: [],
    size: 2 + s.choose(isPure ? 3 : 6),
    withGlobals: true,
  });
  s.functions.push({ name, params: shapes, result, isPure, isConst: true, cost });
}

function addClass(s: RandomScope): void {
  const base = s.chance(50)
    ? s.pick(s.records.filter((one) => one.constructorArgs !== undefined))
    : undefined;
  const name = s.name('C');
  const own = fields(s, false);
  const isVirtual = s.chance(60);
  const count = s.choose(3);
  const methods: Callable[] = [];
  const members = [...(base === undefined ? [] : base.fields), ...own].flatMap((field) => ({
    text: s.chance(20) ? `this->${field.name}` : field.name,
    type: field.scalar,
    ...(field.count === undefined ? {} : { count: field.count }),
    isWritable: true,
    isGlobal: false,
  }));
  s.block(
    `struct ${name}${base === undefined ? '' : ` : ${base.name}`}`,
    () => {
      own.forEach((field) => s.line(fieldLine(field)));
      const args = Array.from({ length: count }, (_, i) => `s16 a${i}`);
      const scope = s.variables;
      s.variables = Array.from({ length: count }, (_, i) => ({
        text: `a${i}`,
        type: S16,
        isWritable: false,
        isGlobal: false,
      }));
      const inits = own.map((field) =>
        field.count === undefined
          ? `${field.name}(${expression(s, field.scalar, 1)})`
          : `${field.name}{${literal(s, field.scalar)}}`,
      );
      if (base !== undefined)
        inits.unshift(
          `${base.name}(${Array.from({ length: base.constructorArgs ?? 0 }, () => expression(s, S16, 1)).join(', ')})`,
        );
      s.variables = scope;
      s.line(`${name}(${args.join(', ')}) : ${inits.join(', ')} { mix((u8)${s.choose(256)}); }`);
      if (s.chance(40)) {
        const copies = own
          .filter((field) => field.count === undefined)
          .map(({ name: field }) => `${field}(o.${field})`);
        const arrays = own.filter((field) => field.count !== undefined);
        const copied = arrays.map(
          ({ name: field, count: n }) => `for (u8 i = 0; i < ${n ?? 0}; i++) ${field}[i] = o.${field}[i];`,
        );
        const first = base === undefined ? [] : [`${base.name}(o)`];
        const all = [...first, ...copies];
        s.line(
          `${name}(const ${name} &o)${all.length === 0 ? '' : ` : ${all.join(', ')}`} { ${copied.join(' ')} mix((u8)${s.choose(256)}); }`,
        );
      }
      if (s.chance(50)) s.line(`~${name}() { mix((u8)${s.choose(256)}); }`);
      for (let i = 1 + s.choose(3); i > 0; i--) {
        const overridden =
          base !== undefined && s.chance(50)
            ? s.pick(base.methods.filter((one) => !methods.some(({ name: taken }) => taken === one.name)))
            : undefined;
        methods.push(
          overridden === undefined ? addMethod(s, members, isVirtual) : override(s, members, overridden),
        );
      }
    },
    '};',
  );
  s.records.push({
    name,
    fields: own,
    constructorArgs: count,
    methods,
    ...(base === undefined ? {} : { base }),
  });
}

function addMethod(s: RandomScope, members: RandomScope['variables'], isVirtual: boolean): Callable {
  const isConst = s.chance(50);
  const isPure = isConst && s.chance(60);
  const { shapes, names, text } = params(s, isPure);
  const name = s.name('m');
  const result = s.chance(20) && !isPure ? undefined : s.scalar();
  const cost = writeBody(s, {
    head: `${isVirtual && s.chance(70) ? 'virtual ' : ''}${result === undefined ? 'void' : scalarName(result)} ${name}(${text})${isConst ? ' const' : ''}`,
    shapes,
    names,
    result,
    isPure,
    own: members.map((one) => ({ ...one, isWritable: !isConst })),
    size: 1 + s.choose(3),
    withGlobals: true,
  });
  // What overrides it may cost as much as any.
  return {
    name,
    params: shapes,
    result,
    isPure,
    isConst,
    cost: isVirtual ? Math.max(cost, isPure ? 60 : 400) : cost,
  };
}

function override(s: RandomScope, members: RandomScope['variables'], base: Callable): Callable {
  const names = base.params.map(() => s.name('a'));
  const text = base.params
    .map((shape, i) => paramText({ ...shape, hasDefault: false }, names[i] ?? 'a', ''))
    .join(', ');
  writeBody(s, {
    head: `${base.result === undefined ? 'void' : scalarName(base.result)} ${base.name}(${text})${base.isConst ? ' const' : ''}`,
    shapes: base.params,
    names,
    result: base.result,
    isPure: base.isPure,
    own: members.map((one) => ({ ...one, isWritable: !base.isConst })),
    size: 1 + s.choose(3),
    withGlobals: true,
  });
  // Called directly, its default arguments are not those of the base.
  return { ...base, params: base.params.map((shape) => ({ ...shape, hasDefault: false })) };
}

function addObjects(s: RandomScope): void {
  for (const record of s.records) {
    if (record.constructorArgs === undefined) continue;
    const name = s.name('o');
    const outer = s.variables;
    s.variables = outer.filter(({ type, isVolatile }) => !isRecordShape(type) && isVolatile !== true);
    const functions = s.functions.splice(0);
    s.line(`static ${record.name} ${name}${objectInit(s, record, 1)};`);
    s.functions.push(...functions);
    s.variables = outer;
    s.variables.push({ text: name, type: record, isWritable: true, isGlobal: true });
  }
}

/** Functions of one type, called through a table. */
function addTable(s: RandomScope): void {
  const type = s.int();
  const name = s.name('table');
  const { name: t } = type.int;
  const names = Array.from({ length: 2 + s.choose(2) }, () => s.name('op'));
  for (const op of names)
    s.line(
      `static ${t} ${op}(${t} a, ${t} b) { return ${s.oneOf('add', 'sub', 'mul', 'larger')}(${s.oneOf('a, b', 'b, a', 'a, a')}); }`,
    );
  const items = s.chance(30) ? [...names, `[](${t} a, ${t} b) { return sub(b, a); }`] : names;
  s.line(`typedef ${t} (*${name}_t)(${t}, ${t});`);
  s.line(`static ${s.oneOf('', 'const ')}${name}_t ${name}[] = {${items.join(', ')}};`);
  const value = { type, way: 'value', hasDefault: false } as const;
  for (let i = 0; i < items.length; i++)
    s.functions.push({
      name: `${name}[${i}]`,
      params: [value, value],
      result: type,
      isPure: true,
      isConst: true,
      cost: 2,
    });
}

interface Interrupt {
  readonly ticks: number;
  readonly variables: RandomScope['variables'];
}

/** The ATmega2560's timer 0, compare match A. It runs so many times, and touches nothing of main's. */
function addInterrupt(s: RandomScope): Interrupt {
  const ticks = 3 + s.choose(10);
  const variables: RandomScope['variables'] = Array.from({ length: 2 + s.choose(3) }, () => {
    const type = s.int();
    const text = s.name('t');
    const isVolatile = s.chance(50);
    s.line(`static ${isVolatile ? 'volatile ' : ''}${scalarName(type)} ${text} = ${literal(s, type)};`);
    return { text, type, isWritable: true, isGlobal: false, isVolatile };
  });
  s.line('static volatile u8 ticks;');
  s.line('extern "C" void __vector_21() __attribute__((signal, used));');
  const functions = s.functions.splice(0);
  writeBody(s, {
    head: 'void __vector_21()',
    shapes: [],
    names: [],
    result: undefined,
    isPure: true,
    own: variables,
    size: 3 + s.choose(5),
    withGlobals: false,
  });
  s.lines.pop();
  s.line(`  if (++ticks == ${ticks}) *(volatile u8 *)0x6e = 0;`);
  s.line('}');
  s.functions.push(...functions);
  return { ticks, variables };
}

function addMain(s: RandomScope, interrupt: Interrupt | undefined): void {
  s.cost = 0;
  s.repeats = 1;
  s.block('void run()', () => {
    if (interrupt !== undefined) {
      // Clear timer on compare match, a match every 8 × 20 … 8 × 100 cycles.
      s.line(
        `*(volatile u8 *)0x44 = 2; *(volatile u8 *)0x47 = ${20 + s.choose(80)}; *(volatile u8 *)0x6e = 2;`,
      );
      s.line('*(volatile u8 *)0x45 = 2; __builtin_avr_sei();');
    }
    s.block('', () => statements(s, 10 + s.choose(10), 3));
    if (interrupt !== undefined) {
      s.line(`while (ticks < ${interrupt.ticks}) ;`);
      for (const { text } of interrupt.variables) s.line(`mix(${text});`);
    }
    for (const { text, type, count, isFlash, isGlobal } of s.variables) {
      if (!isGlobal || isFlash === true) continue;
      const list = isRecordShape(type)
        ? type.fields.map((field) => ({ path: `.${field.name}`, ...field }))
        : [{ path: '', scalar: type, count }];
      for (const { path, scalar, count: n } of list)
        for (let i = 0; i < (n ?? 1); i++)
          s.line(
            `mix(${scalar.kind === 'enum' ? '(u8)' : ''}${text}${path}${n === undefined ? '' : `[${i}]`});`,
          );
    }
    s.line('finish();');
  });
}
