/**
 * `__builtin_…`: calls the compiler knows without a declaration.
 *
 * In: a name and the arguments' syntax. Out: a typed node; undefined for names that are no builtin.
 * `__builtin_memcpy` and the like are the plain function; `__builtin_flash_string("…")` is a text in flash.
 */
import type { BinaryOp, Expr } from '../ast.ts';
import type { BuiltinCall, TExpr } from '../typed-ast.ts';
import { BOOL, FLOATS, INT, INTS, plain, UINT, VOID, type Type } from '../types.ts';
import { bool, floating, integer } from './build.ts';
import { at, errorExpr, isError, type At, type Checker } from './checker.ts';
import { scalarTo, toValue } from './conversions.ts';
import { discarded } from './operators.ts';
import { implicitFunction } from './implicit-functions.ts';
import { builtinFunction } from './libc-functions.ts';
import { convertArg } from './initialise.ts';
import { freeCall } from './method-call.ts';
import { chooseOverload } from './overloads.ts';
import { bitsOf, isPointer, pointerTo, sameType, unqualified, constOf } from './relations.ts';
import { lookupMember, lookupText, partText, lastPart } from './lookup.ts';

interface Shape {
  readonly call: BuiltinCall;
  readonly params: readonly Type[];
  readonly result: Type;
}

const VOID_POINTER = pointerTo(constOf(VOID));
const BYTE = INTS['unsigned char'];
const ULONG = INTS['unsigned long'];

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['avr_cli', { call: 'cli', params: [], result: VOID }],
  ['avr_sei', { call: 'sei', params: [], result: VOID }],
  ['avr_nop', { call: 'nop', params: [], result: VOID }],
  ['avr_sleep', { call: 'sleep', params: [], result: VOID }],
  ['avr_wdr', { call: 'wdr', params: [], result: VOID }],
  ['avr_swap', { call: 'swap_nibbles', params: [BYTE], result: BYTE }],
  ['flash_read_byte', { call: 'flash_read_byte', params: [VOID_POINTER], result: BYTE }],
  ['flash_read_word', { call: 'flash_read_word', params: [VOID_POINTER], result: UINT }],
  ['flash_read_dword', { call: 'flash_read_dword', params: [VOID_POINTER], result: ULONG }],
  ['flash_read_float', { call: 'flash_read_float', params: [VOID_POINTER], result: FLOATS.float }],
  ['flash_read_ptr', { call: 'flash_read_ptr', params: [VOID_POINTER], result: pointerTo(plain(VOID)) }],
  ['flash_read_byte_far', { call: 'flash_read_byte_far', params: [ULONG], result: BYTE }],
  ['flash_read_word_far', { call: 'flash_read_word_far', params: [ULONG], result: UINT }],
  ['flash_read_dword_far', { call: 'flash_read_dword_far', params: [ULONG], result: ULONG }],
  ['unreachable', { call: 'unreachable', params: [], result: VOID }],
  ['trap', { call: 'trap', params: [], result: VOID }],
  ['abort', { call: 'trap', params: [], result: VOID }],
  ['memory_barrier', { call: 'memory_barrier', params: [], result: VOID }],
  ['return_address', { call: 'return_address', params: [UINT], result: pointerTo(plain(VOID)) }],
]);

const PREFIX = '__builtin_';

export const isBuiltinName = (name: string): boolean =>
  name.startsWith(PREFIX) || name === '__sync_synchronize';

export function builtinCall(c: Checker, name: string, asts: readonly Expr[], place: At): TExpr | undefined {
  if (name === '__sync_synchronize') return node('memory_barrier', [], VOID, place);
  const word = name.slice(PREFIX.length);
  const shape = SHAPES.get(word);
  if (shape !== undefined) return shaped(c, name, shape, asts, place);
  switch (word) {
    case 'avr_delay_cycles':
      return delayCycles(c, asts, place);
    case 'flash_string':
      return flashString(c, asts, place);
    case 'constant_p':
      return constantP(c, asts, place);
    case 'expect': {
      const [value, wanted] = asts;
      if (value === undefined || wanted === undefined) return wrongCount(c, name, 2, asts, place);
      const long = INTS.long;
      const expr = scalarTo(toValue(c, c.hooks.expr(c, value)), long);
      return node('expect', [expr, scalarTo(toValue(c, c.hooks.expr(c, wanted)), long)], long, place);
    }
    case 'va_start':
    case 'va_end':
    case 'va_copy':
    case 'va_arg':
      return variadic(c, word, asts, place);
    case 'offsetof':
      return offsetOf(c, asts, place);
    case 'types_compatible_p':
      return compatible(c, asts, place);
    case 'choose_expr':
      return choose(c, asts);
    case 'classify_type':
      return classifyType(c, asts, place);
    case 'add_overflow':
      return overflow(c, '+', asts, place);
    case 'sub_overflow':
      return overflow(c, '-', asts, place);
    case 'mul_overflow':
      return overflow(c, '*', asts, place);
    case 'prefetch':
      // Nothing to fetch beforehand here; what the address does is done.
      return discarded(asts[0] === undefined ? integer(0n, INT, place) : c.hooks.expr(c, asts[0]));
    case 'longjmp':
    case 'setjmp':
    case 'apply':
    case 'apply_args':
    case 'return':
    case 'shuffle':
    case 'va_arg_pack':
    case 'va_arg_pack_len':
    case 'complex':
      c.error('cpp-unsupported', { construct: name }, place);
      return errorExpr(place);
    case 'alloca':
      c.error('cpp-unsupported', { construct: 'alloca' }, place);
      return errorExpr(place);
    default:
      return plainFunction(c, word, asts, place);
  }
}

function node(name: BuiltinCall, args: readonly TExpr[], result: Type, place: At): TExpr {
  return { kind: 'builtin', name, args, type: plain(result), isLvalue: false, ...at(place) };
}

function wrongCount(c: Checker, name: string, wanted: number, asts: readonly Expr[], place: At): TExpr {
  c.error(
    asts.length < wanted ? 'cpp-call-too-few' : 'cpp-call-too-many',
    { name, wanted, count: asts.length, signature: name },
    place,
  );
  return errorExpr(place);
}

function shaped(c: Checker, name: string, shape: Shape, asts: readonly Expr[], place: At): TExpr {
  if (asts.length !== shape.params.length) return wrongCount(c, name, shape.params.length, asts, place);
  const args: TExpr[] = [];
  for (const [index, param] of shape.params.entries()) {
    const ast = asts[index];
    if (ast === undefined) continue;
    const expr = c.hooks.expr(c, ast);
    if (isError(expr)) return errorExpr(place);
    const value = toValue(c, expr);
    // Flash addresses come as numbers too (`pgm_read_byte(0x1234)`).
    if (isPointer(param) && (value.type.type.kind === 'int' || isPointer(value.type.type)))
      args.push(scalarTo(value, param));
    else args.push(convertArg(c, { kind: 'expr', expr }, param, place) ?? errorExpr(place));
  }
  return node(shape.call, args, shape.result, place);
}

function delayCycles(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const [ast] = asts;
  if (ast === undefined) return wrongCount(c, '__builtin_avr_delay_cycles', 1, asts, place);
  const value = scalarTo(toValue(c, c.hooks.expr(c, ast)), ULONG);
  const known = c.hooks.evaluate(c, value);
  return node('delay_cycles', [known ?? value], VOID, place);
}

function flashString(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const [ast] = asts;
  const expr = ast === undefined ? undefined : c.hooks.expr(c, ast);
  if (expr?.kind !== 'string') {
    if (expr === undefined || !isError(expr)) c.error('cpp-flash-string-literal', {}, place);
    return errorExpr(place);
  }
  // It decays to the address of the text in flash.
  return toValue(c, { ...expr, isFlash: true, ...at(place) });
}

function constantP(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const [ast] = asts;
  if (ast === undefined) return wrongCount(c, '__builtin_constant_p', 1, asts, place);
  const value = toValue(c, c.hooks.expr(c, ast));
  if (isError(value)) return errorExpr(place);
  if (value.type.type.kind === 'record') return integer(0n, INT, place);
  if (value.kind === 'addressOf' && value.operand.kind === 'string') return integer(1n, INT, place);
  // A call may do something, whatever it answers.
  if (value.kind === 'call' && ast.kind === 'call') return integer(0n, INT, place);
  return c.hooks.evaluate(c, value) === undefined
    ? node('constant_p', [value], INT, place)
    : integer(1n, INT, place);
}

/** `va_arg`'s type comes as `sizeof(T)`. */
function variadic(
  c: Checker,
  word: 'va_start' | 'va_end' | 'va_copy' | 'va_arg',
  asts: readonly Expr[],
  place: At,
): TExpr {
  const [listAst, second] = asts;
  if (listAst === undefined) return wrongCount(c, `${PREFIX}${word}`, 1, asts, place);
  const list = c.hooks.expr(c, listAst);
  if (isError(list)) return errorExpr(place);
  if (word === 'va_arg') {
    if (second?.kind !== 'sizeof' || !('kind' in second.of)) return errorExpr(place);
    const type = c.hooks.resolveType(c, second.of as Parameters<Checker['hooks']['resolveType']>[1]);
    if (type.type.kind === 'error') return errorExpr(place);
    return { ...node('va_arg', [list], VOID, place), type: unqualified(type) };
  }
  if (word === 'va_copy') {
    if (second === undefined) return wrongCount(c, '__builtin_va_copy', 2, asts, place);
    return node('va_copy', [list, c.hooks.expr(c, second)], VOID, place);
  }
  return node(word, [list], VOID, place);
}

/** `sizeof(T)` and a chain of members upon a name. */
function offsetOf(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const [typeAst, path] = asts;
  if (typeAst?.kind !== 'sizeof' || path === undefined) return errorExpr(place);
  const type = c.hooks.resolveType(c, typeAst.of as Parameters<Checker['hooks']['resolveType']>[1]);
  const found = pathOffset(c, type.type, path);
  if (found === undefined) return errorExpr(place);
  return integer(BigInt(found.offset), UINT, place);
}

function pathOffset(c: Checker, type: Type, path: Expr): { offset: number; type: Type } | undefined {
  if (path.kind === 'index') {
    const object = pathOffset(c, type, path.object);
    const index = c.hooks.evaluate(c, toValue(c, c.hooks.expr(c, path.index)));
    if (object?.type.kind !== 'array' || index?.kind !== 'integer') return undefined;
    const of = object.type.of.type;
    return { offset: object.offset + Number(index.value) * sizeText(of), type: of };
  }
  const object = path.kind === 'member' ? pathOffset(c, type, path.object) : { offset: 0, type };
  const name = path.kind === 'member' || path.kind === 'name' ? partText(lastPart(path.name)) : '';
  if (object?.type.kind !== 'record' || !c.complete(object.type)) return undefined;
  const found = lookupMember(c, c.classEntity(object.type.decl), name)?.entity;
  if (found?.kind !== 'field') {
    c.error('cpp-member-unknown', { name, class: object.type.decl.name }, at(path));
    return undefined;
  }
  return { offset: object.offset + found.field.offset, type: found.field.type.type };
}

const sizeText = (type: Type): number =>
  type.kind === 'record'
    ? type.decl.size
    : type.kind === 'int'
      ? type.bytes
      : type.kind === 'array'
        ? (type.count ?? 0) * sizeText(type.of.type)
        : type.kind === 'float'
          ? 4
          : type.kind === 'bool'
            ? 1
            : 2;

function compatible(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const types = asts.map((ast) =>
    ast.kind === 'sizeof'
      ? c.hooks.resolveType(c, ast.of as Parameters<Checker['hooks']['resolveType']>[1])
      : undefined,
  );
  const [a, b] = types;
  return integer(a !== undefined && b !== undefined && isCompatible(a.type, b.type) ? 1n : 0n, INT, place);
}

/** `int[5]` and `int[]` are. */
const isCompatible = (a: Type, b: Type): boolean =>
  a.kind === 'array' && b.kind === 'array' && (a.count === undefined || b.count === undefined)
    ? sameType(a.of.type, b.of.type)
    : sameType(a, b);

function choose(c: Checker, asts: readonly Expr[]): TExpr | undefined {
  const [condition, yes, no] = asts;
  if (condition === undefined || yes === undefined || no === undefined) return undefined;
  const value = c.hooks.evaluate(c, toValue(c, c.hooks.expr(c, condition)));
  return c.hooks.expr(c, value?.kind === 'integer' && value.value !== 0n ? yes : no);
}

/** `__builtin_sqrt`: the library's function, or what is simple enough to be said here. */
function plainFunction(c: Checker, asked: string, asts: readonly Expr[], place: At): TExpr | undefined {
  const known = floatBuiltin(c, asked, asts, place) ?? comparison(c, asked, asts, place);
  if (known !== undefined) return known;
  const word = builtinFunction(asked);
  const entity = lookupText(c, word);
  if (entity?.kind !== 'functions') {
    const fn = implicitFunction(c, word, place, false);
    if (fn === undefined) return undefined;
    const args = asts.map((ast) => c.hooks.arg(c, ast));
    const chosen = chooseOverload(c, [fn], { name: word, args, at: place });
    return chosen === undefined ? errorExpr(place) : freeCall(c, chosen, args, place);
  }
  const callee: Expr = {
    kind: 'name',
    name: { isGlobal: true, parts: [{ kind: 'identifier', text: word }], ...at(place) },
    ...at(place),
  };
  return c.hooks.expr(c, { kind: 'call', callee, args: asts, ...at(place) });
}

const COMPARISONS: ReadonlyMap<string, BinaryOp> = new Map([
  ['isless', '<'],
  ['islessequal', '<='],
  ['isgreater', '>'],
  ['isgreaterequal', '>='],
]);

/** `isless(a, b)` and the like; nothing here complains about NaN. */
function comparison(c: Checker, word: string, asts: readonly Expr[], place: At): TExpr | undefined {
  const [left, right] = asts;
  const op = COMPARISONS.get(word);
  if (left === undefined || right === undefined) return undefined;
  if (op !== undefined)
    return c.hooks.expr(c, { kind: 'binary', op, left, right, opLoc: place.loc, ...at(place) });
  const isOrdered = word === 'isunordered' ? false : word === 'islessgreater' ? true : undefined;
  if (isOrdered === undefined) return undefined;
  const compare = (op: BinaryOp, a: Expr, b: Expr): Expr => ({
    kind: 'binary',
    op,
    left: a,
    right: b,
    opLoc: place.loc,
    ...at(place),
  });
  return c.hooks.expr(
    c,
    isOrdered
      ? compare('||', compare('<', left, right), compare('>', left, right))
      : compare('||', compare('!=', left, left), compare('!=', right, right)),
  );
}

/** `__builtin_add_overflow(a, b, &result)`: true when the result is not the sum. */
function overflow(c: Checker, op: '+' | '-' | '*', asts: readonly Expr[], place: At): TExpr {
  const name = `${PREFIX}${{ '+': 'add', '-': 'sub', '*': 'mul' }[op]}_overflow`;
  const [a, b, to] = asts.map((ast) => toValue(c, c.hooks.expr(c, ast)));
  if (a === undefined || b === undefined || to === undefined) return wrongCount(c, name, 3, asts, place);
  if (isError(a) || isError(b) || isError(to)) return errorExpr(place);
  const { type } = to.type;
  const fn = implicitFunction(c, '__overflow', place, false);
  if (fn === undefined || type.kind !== 'pointer' || type.to.type.kind !== 'int') {
    c.error('cpp-unsupported', { construct: name }, place);
    return errorExpr(place);
  }
  const isUnsigned = (of: Type, bit: number): number => (bitsOf(of).isSigned ? 0 : bit);
  const ones = isUnsigned(a.type.type, 1) + isUnsigned(b.type.type, 2) + isUnsigned(type.to.type, 4);
  const wide = INTS['unsigned long long'];
  const values = [
    integer(BigInt(op.charCodeAt(0)), BYTE, place),
    integer(BigInt(ones), BYTE, place),
    scalarTo(a, wide),
    scalarTo(b, wide),
    scalarTo(to, pointerTo(plain(VOID))),
    integer(BigInt(type.to.type.bytes), BYTE, place),
  ];
  const call = freeCall(
    c,
    fn,
    values.map((expr) => ({ kind: 'expr', expr })),
    place,
  );
  return scalarTo(call, BOOL);
}

/** GCC's number for the class of a value's type. */
function classifyType(c: Checker, asts: readonly Expr[], place: At): TExpr {
  const [ast] = asts;
  if (ast === undefined) return wrongCount(c, `${PREFIX}classify_type`, 1, asts, place);
  const { type } = c.unevaluatedly(() => toValue(c, c.hooks.expr(c, ast))).type;
  const classes: Partial<Record<Type['kind'], bigint>> = {
    void: 0n,
    int: 1n,
    enum: c.isC ? 1n : 3n,
    bool: c.isC ? 1n : 4n,
    pointer: 5n,
    float: 8n,
    record: type.kind === 'record' && type.decl.tag === 'union' ? 13n : 12n,
  };
  return integer(classes[type.kind] ?? -1n, INT, place);
}

function floatBuiltin(c: Checker, word: string, asts: readonly Expr[], place: At): TExpr | undefined {
  switch (word) {
    case 'inf':
    case 'inff':
    case 'huge_val':
    case 'huge_valf':
      return floating(Infinity, FLOATS.double, place);
    case 'nan':
    case 'nanf':
      return floating(NaN, FLOATS.double, place);
    case 'isnan':
    case 'isnanf': {
      const [ast] = asts;
      if (ast === undefined) return bool(false, place);
      const value = toValue(c, c.hooks.expr(c, ast));
      if (value.kind === 'float') return bool(Number.isNaN(value.value), place);
      return value.kind === 'load'
        ? {
            kind: 'binary',
            op: '!=',
            left: value,
            right: value,
            type: plain(BOOL),
            isLvalue: false,
            ...at(place),
          }
        : undefined;
    }
    default:
      return undefined;
  }
}
