/**
 * Random statements: each ends, changes at most one thing at a time, and costs what the scope allows.
 */
import {
  allFields,
  allMethods,
  callText,
  expression,
  index,
  literal,
  sameType,
} from './random-expressions.ts';
import {
  BOOL,
  type Callable,
  isRecordShape,
  type RandomScope,
  type RecordShape,
  type Scalar,
  scalarName,
  U8,
  type VariableShape,
} from './random-scope.ts';

export function statements(s: RandomScope, count: number, depth: number): void {
  for (let i = 0; i < count; i++) if (s.spend(1)) statement(s, depth);
}

function statement(s: RandomScope, depth: number): void {
  const at = s.choose(depth > 0 ? 26 : 15);
  if (at <= 2) declareLocal(s);
  else if (at <= 7) assignment(s);
  else if (at === 8) step(s);
  else if (at <= 10) mixing(s);
  else if (at <= 13) call(s);
  else if (at === 14) pointer(s);
  else if (at <= 17) branch(s, depth);
  else if (at <= 20) loop(s, depth);
  else if (at <= 22) choice(s, depth);
  else if (at === 23) jump(s, depth);
  else if (at === 24) s.block('', () => statements(s, 1 + s.choose(3), depth - 1));
  else device(s, depth);
}

// ---- Variables

export function objectInit(s: RandomScope, record: RecordShape, depth: number): string {
  if (record.constructorArgs !== undefined) {
    const args = Array.from({ length: record.constructorArgs }, () =>
      expression(s, { kind: 'int', int: { name: 's16', bits: 16, isSigned: true } }, depth),
    );
    // In parentheses, or it could be read as a function.
    return args.length === 0 ? '' : `(${args.map((arg) => `(${arg})`).join(', ')})`;
  }
  return ` = {${fieldInits(s, record, depth)}}`;
}

/** Without constructor there is no base. */
function fieldInits(s: RandomScope, record: RecordShape, depth: number): string {
  return record.fields
    .map((field) => {
      const one = (): string => expression(s, field.scalar, depth);
      // Braces do not narrow: a bit-field takes the cut value.
      if (field.bits !== undefined) return `${s.choose(2)}`;
      return field.count === undefined ? one() : `{${Array.from({ length: field.count }, one).join(', ')}}`;
    })
    .join(', ');
}

function declareLocal(s: RandomScope): void {
  const name = s.name('v');
  const record = s.chance(20) ? s.pick(s.records) : undefined;
  if (record !== undefined) {
    const hasEffect = record.constructorArgs !== undefined;
    if (hasEffect && s.isPure) return;
    if (hasEffect && !s.spend(8)) return;
    const copied = s.chance(30) ? copySource(s, record) : undefined;
    s.line(`${record.name} ${name}${copied === undefined ? objectInit(s, record, 1) : ` = ${copied}`};`);
    s.variables.push({ text: name, type: record, isWritable: true, isGlobal: false });
    return;
  }
  const type = s.scalar();
  const shape = { text: name, type, isGlobal: false } as const;
  switch (s.choose(8)) {
    case 0: {
      const count = 2 + s.choose(4);
      const items = Array.from({ length: 1 + s.choose(count) }, () => expression(s, type, 1));
      s.line(`${scalarName(type)} ${name}[${count}] = {${items.join(', ')}};`);
      s.variables.push({ ...shape, count, isWritable: true });
      return;
    }
    case 1:
      if (s.isPure) break;
      s.line(
        `static ${scalarName(type)} ${name} = ${s.chance(70) ? literal(s, type) : expression(s, type, 1)};`,
      );
      s.variables.push({ ...shape, isWritable: true });
      return;
    case 2:
      s.line(`const ${scalarName(type)} ${name} = ${expression(s, type, 2)};`);
      s.variables.push({ ...shape, isWritable: false });
      return;
    case 3:
      s.line(`const ${scalarName(type)} &${name} = (${scalarName(type)})(${expression(s, type, 1)});`);
      s.variables.push({ ...shape, isWritable: false });
      return;
    case 4: {
      const target = s.pick(targets(s).filter((one) => sameType(one.type, type) && isAddressable(one)));
      if (target === undefined) break;
      s.line(`${scalarName(type)} &${name} = ${target.text};`);
      s.variables.push({ ...shape, isWritable: true });
      return;
    }
    case 5:
      s.line(`auto ${name} = (${scalarName(type)})(${expression(s, type, 2)});`);
      s.variables.push({ ...shape, isWritable: true });
      return;
    default:
  }
  s.line(`${scalarName(type)} ${name} = ${expression(s, type, 3)};`);
  s.variables.push({ ...shape, isWritable: true });
}

function copySource(s: RandomScope, record: RecordShape): string | undefined {
  return s.pick(s.variables.filter((one) => one.type === record && one.count === undefined))?.text;
}

interface Target extends VariableShape {
  readonly type: Scalar;
}

const isAddressable = (one: VariableShape): boolean => one.isBitField !== true && one.isVolatile !== true;

/** Scalar places that may be written here. */
function targets(s: RandomScope): Target[] {
  const found: Target[] = [];
  const mayWrite = (one: VariableShape): boolean => one.isWritable && !(s.isPure && one.isGlobal);
  for (const one of s.variables) {
    if (!mayWrite(one)) continue;
    const object = one.count === undefined ? one.text : `${one.text}[${index(s, one.count, 1)}]`;
    const { type } = one;
    if (!isRecordShape(type)) found.push({ ...one, type, text: object });
    else
      for (const field of allFields(type)) {
        if (s.choose(2) === 0) continue;
        const place = `${object}.${field.name}${field.count === undefined ? '' : `[${index(s, field.count, 1)}]`}`;
        found.push({ ...one, text: place, type: field.scalar, isBitField: field.bits !== undefined });
      }
  }
  return found;
}

function assignment(s: RandomScope): void {
  const records = s.variables.filter(
    (one) =>
      isRecordShape(one.type) && one.isWritable && !(s.isPure && one.isGlobal) && one.count === undefined,
  );
  if (s.chance(15)) {
    const target = s.pick(records);
    const source =
      target !== undefined && isRecordShape(target.type) ? copySource(s, target.type) : undefined;
    if (target !== undefined && source !== undefined) {
      s.line(`${target.text} = ${source};`);
      return;
    }
  }
  const target = s.pick(targets(s));
  if (target === undefined) return;
  const { type } = target;
  if (type.kind !== 'int' || s.chance(50)) {
    s.line(`${target.text} = ${expression(s, type, 3)};`);
    return;
  }
  const { bits, isSigned } = type.int;
  const isNarrow = bits === 8;
  // Compound assignments that cannot overflow: unsigned ones, and on bytes what int holds.
  const op =
    !isSigned && !isNarrow
      ? s.oneOf('+=', '-=', '*=', '&=', '|=', '^=')
      : isNarrow
        ? s.oneOf('+=', '-=', '&=', '|=', '^=')
        : s.oneOf('&=', '|=', '^=');
  switch (s.choose(4)) {
    case 0:
      s.line(`${target.text} >>= ${s.choose(bits)};`);
      return;
    case 1:
      if (target.isBitField === true) break;
      s.line(`${target.text} ${s.oneOf('/=', '%=')} ${1 + s.choose(100)};`);
      return;
    default:
  }
  s.line(`${target.text} ${op} ${expression(s, type, 2)};`);
}

function step(s: RandomScope): void {
  const target = s.pick(
    targets(s).filter(
      ({ type, isBitField }) =>
        type.kind === 'int' && isBitField !== true && (!type.int.isSigned || type.int.bits === 8),
    ),
  );
  if (target === undefined) return;
  const op = s.oneOf('++', '--');
  const text = s.chance(50) ? `${op}${target.text}` : `${target.text}${op}`;
  if (s.isPure || s.chance(50)) s.line(`${text};`);
  else s.line(`mix((u8)(${text}));`);
}

function mixing(s: RandomScope): void {
  if (s.isPure) {
    assignment(s);
    return;
  }
  s.line(`mix(${expression(s, mixable(s), 3)});`);
}

function mixable(s: RandomScope): Scalar {
  const type = s.scalar();
  return type.kind === 'enum' ? BOOL : type;
}

// ---- Calls

function call(s: RandomScope): void {
  const allowed = s.functions.filter((fn) => fn.isPure || !s.isPure);
  const object = s.pick(s.variables.filter((one) => isRecordShape(one.type) && one.count === undefined));
  if (object !== undefined && isRecordShape(object.type) && s.chance(50)) {
    const methods = allMethods(object.type).filter(
      (fn) =>
        (fn.isPure || !s.isPure) && (fn.isConst || (object.isWritable && !(s.isPure && object.isGlobal))),
    );
    const method = s.pick(methods);
    if (method !== undefined) keep(s, method, `${object.text}.${method.name}`);
    return;
  }
  const fn = s.pick(allowed);
  if (fn !== undefined) keep(s, fn, fn.name);
}

/** Calls and does something with the result. */
function keep(s: RandomScope, fn: Callable, callee: string): void {
  const text = callText(s, fn, callee, 2);
  if (text === undefined) return;
  const { result } = fn;
  if (result === undefined || s.chance(10)) {
    s.line(`${text};`);
    return;
  }
  if (isRecordShape(result)) {
    const name = s.name('v');
    s.line(`${result.name} ${name} = ${text};`);
    s.variables.push({ text: name, type: result, isWritable: true, isGlobal: false });
    return;
  }
  const target = s.pick(
    s.variables.filter(
      (one) =>
        !isRecordShape(one.type) &&
        sameType(one.type, result) &&
        one.count === undefined &&
        one.isWritable &&
        !one.isGlobal,
    ),
  );
  if (target !== undefined && s.chance(50)) s.line(`${target.text} = ${text};`);
  else if (!s.isPure && result.kind !== 'enum') s.line(`mix(${text});`);
  else {
    const name = s.name('v');
    s.line(`${scalarName(result)} ${name} = ${text};`);
    s.variables.push({ text: name, type: result, isWritable: true, isGlobal: false });
  }
}

function pointer(s: RandomScope): void {
  const name = s.name('p');
  const record = s.variables.filter(
    (one) =>
      isRecordShape(one.type) && one.isWritable && one.count === undefined && !(s.isPure && one.isGlobal),
  );
  const object = s.chance(40) ? s.pick(record) : undefined;
  if (object !== undefined && isRecordShape(object.type)) {
    const type = object.type.base !== undefined && s.chance(60) ? object.type.base : object.type;
    s.line(`${type.name} *const ${name} = &${object.text};`);
    s.variables.push({ text: `(*${name})`, type, isWritable: true, isGlobal: false });
    return;
  }
  const target = s.pick(targets(s).filter(isAddressable));
  if (target === undefined) return;
  s.line(`${scalarName(target.type)} *${name} = &${target.text};`);
  s.variables.push({ text: `(*${name})`, type: target.type, isWritable: true, isGlobal: false });
}

// ---- Flow

function branch(s: RandomScope, depth: number): void {
  const { cost } = s;
  s.block(
    `if (${expression(s, BOOL, 3)})`,
    () => statements(s, 1 + s.choose(3), depth - 1),
    s.chance(50) ? '}' : '} else {',
  );
  if (s.lines.at(-1)?.endsWith('{') === true) {
    s.lines.pop();
    s.block('} else', () => statements(s, 1 + s.choose(3), depth - 1));
  }
  if (s.cost < cost) s.cost = cost;
}

function loop(s: RandomScope, depth: number): void {
  const times = 1 + s.choose(5);
  const name = s.name('i');
  const outer = s.repeats;
  s.repeats *= times + 1;
  s.loops++;
  const body = (): void => {
    s.variables.push({ text: name, type: U8, isWritable: false, isGlobal: false });
    statements(s, 1 + s.choose(3), depth - 1);
    if (s.chance(30)) s.line(`if (${expression(s, BOOL, 2)}) ${s.oneOf('break', 'continue')};`);
    statements(s, s.choose(2), depth - 1);
  };
  switch (s.choose(4)) {
    case 0:
      s.block('', () => {
        s.line(`u8 ${name} = ${times};`);
        s.block(`while (${name}-- > 0)`, body);
      });
      break;
    case 1:
      s.block('', () => {
        s.line(`u8 ${name} = 0;`);
        s.block('do', body, `} while (++${name} < ${times} && ${expression(s, BOOL, 1)});`);
      });
      break;
    case 2:
      s.block(`for (u8 ${name} = ${times}; ${name} != 0; ${name}--)`, body);
      break;
    default:
      s.block(`for (u8 ${name} = 0; ${name} < ${times}; ++${name})`, body);
  }
  s.loops--;
  s.repeats = outer;
}

function choice(s: RandomScope, depth: number): void {
  const isPlain = s.chance(80);
  const type = s.int();
  s.block(`switch (${expression(s, type, 2)} ${isPlain ? '& 7' : ''})`, () => {
    const values = isPlain ? [0, 1, 2, 3, 4, 5, 6, 7] : [-1, 0, 1, 2, 100, 127];
    const used = values.filter(() => s.chance(50));
    const fallback = s.chance(70) ? s.choose(used.length + 1) : -1;
    for (let at = 0; at <= used.length; at++) {
      if (at === fallback) caseBody(s, 'default:', depth);
      const value = used[at];
      if (value !== undefined && (type.int.isSigned || value >= 0)) caseBody(s, `case ${value}:`, depth);
    }
  });
}

function caseBody(s: RandomScope, label: string, depth: number): void {
  s.block(label, () => statements(s, s.choose(3), depth - 1));
  if (s.chance(75)) s.line('break;');
}

/** Over a block, forwards. */
function jump(s: RandomScope, depth: number): void {
  const label = s.name('skip');
  s.block('', () => {
    s.line(`if (${expression(s, BOOL, 2)}) goto ${label};`);
    s.block('', () => statements(s, 1 + s.choose(2), depth - 1));
    s.line(`${label}:;`);
  });
}

/** A switch into the middle of a loop. */
function device(s: RandomScope, depth: number): void {
  const name = s.name('k');
  const outer = s.repeats;
  s.repeats *= 4;
  s.block('', () => {
    s.line(`u8 ${name} = 0;`);
    s.block(`switch ((u8)(${expression(s, U8, 2)}) % 4)`, () => {
      s.line('default:');
      s.block(
        'do',
        () => {
          for (let at = 0; at < 3; at++) {
            s.block('', () => statements(s, 1 + s.choose(2), depth - 2));
            s.line(`case ${at}:`);
          }
          s.line(';');
        },
        `} while (++${name} < 3);`,
      );
    });
  });
  s.repeats = outer;
}

export function returnStatement(s: RandomScope): void {
  const { result } = s;
  if (result === undefined) return;
  if (!isRecordShape(result)) {
    s.line(`return ${expression(s, result, 3)};`);
    return;
  }
  const source = s.pick(s.variables.filter((one) => one.type === result && one.count === undefined));
  if (source !== undefined) {
    s.line(`return ${source.text};`);
    return;
  }
  const name = s.name('r');
  s.line(`${result.name} ${name}${objectInit(s, result, 1)};`);
  s.line(`return ${name};`);
}
