/**
 * Programs in which avr-gcc's code and ours call each other with random signatures.
 *
 * In: a seed and how many signatures. Out: the C half and the module of the other half. For each signature
 * C calls our function, which lays its parameters' bytes into `seen` and returns a constant; and C calls
 * our caller, which calls a C function that checks its parameters and returns a constant, and lays that
 * into `seen`. GPIOR0 and GPIOR1 count what was wrong, GPIOR2 becomes 1 at the end.
 */
import { floatConst, functionAddress, globalAddress, intConst } from '../../../compiler/ir/constants.ts';
import { DEFAULT_ATTRIBUTES, IrBuilder, makeFunction, makeModule } from '../../../compiler/ir/ir-builder.ts';
import { BYTES, type IrModule, type IrType, type Operand, type Signature } from '../../../compiler/ir/ir.ts';
import { Random } from '../ir/random-ir.ts';

interface Value {
  readonly type: IrType;
  /** Of a record passed by value. */
  readonly recordBytes?: number;
  readonly bytes: readonly number[];
}

interface AbiCase {
  readonly params: readonly Value[];
  readonly result: Value | undefined;
  readonly isVariadic: boolean;
}

const SCALARS: readonly IrType[] = ['i1', 'i8', 'i16', 'i32', 'i64', 'f32', 'i8', 'i16', 'ptr'];
const C_TYPES: Readonly<Record<IrType, string>> = {
  i1: 'bool',
  i8: 'uint8_t',
  i16: 'uint16_t',
  i32: 'uint32_t',
  i64: 'uint64_t',
  f32: 'float',
  ptr: 'uint8_t *',
};

export function abiProgram(seed: number, count: number): { c: string; module: IrModule } {
  const random = new Random(seed);
  const module = makeModule();
  module.globals.set('seen', {
    name: 'seen',
    display: 'seen',
    space: 'data',
    bytes: 128,
    isConst: false,
    loc: -1,
    typeName: '',
  });
  const declarations: string[] = [];
  const checks: string[] = [];
  for (let k = 0; k < count; k++) {
    const one = randomCase(random);
    addOurs(module, k, one);
    addCaller(module, k, one);
    const { declaration, check } = cHalf(k, one);
    declarations.push(declaration);
    checks.push(check);
  }
  const records = Array.from({ length: 14 }, (_, i) => `struct R${i + 1} { uint8_t b[${i + 1}]; };`);
  const c = `#include <stdint.h>
#include <stdbool.h>
#include <stdarg.h>
#include <string.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
extern uint8_t seen[128];
static void wrong(void) { if (++GPIOR0 == 0) GPIOR1++; }
static void __attribute__((noinline)) check(const void *got, const void *expected, uint8_t n) { if (memcmp_P(got, expected, n)) wrong(); }
${records.join('\n')}
${declarations.join('\n')}
int main(void) {
${checks.map((_, i) => ` check${i}();`).join('\n')}
 GPIOR2 = 1;
 return 0;
}`;
  return { c, module };
}

function randomCase(random: Random): AbiCase {
  const isVariadic = random.chance(8);
  const value = (mayBeRecord: boolean): Value => {
    if (mayBeRecord && random.chance(20)) {
      const recordBytes = 1 + random.below(14);
      return {
        type: 'ptr',
        recordBytes,
        bytes: Array.from({ length: recordBytes }, () => random.below(256)),
      };
    }
    const type = random.pick(isVariadic ? (['i16', 'i32', 'i64', 'f32', 'ptr'] as const) : SCALARS);
    if (type === 'i1') return { type, bytes: [random.below(2)] };
    if (type === 'f32')
      return { type, bytes: [0, random.below(256), random.below(256), 0x40 + random.below(3)] };
    return { type, bytes: Array.from({ length: BYTES[type] }, () => random.below(256)) };
  };
  return {
    params: Array.from({ length: 1 + random.below(8) }, () => value(!isVariadic)),
    result: random.chance(15) ? undefined : value(false),
    isVariadic,
  };
}

const signatureOf = ({ params, result, isVariadic }: AbiCase): Signature => ({
  params: params
    .slice(0, isVariadic ? 1 : undefined)
    .map(({ type, recordBytes }) =>
      recordBytes === undefined ? { type } : { type, byvalBytes: recordBytes },
    ),
  result: result?.type ?? 'void',
  isVariadic,
});

function addOurs(module: IrModule, k: number, one: AbiCase): void {
  const signature = signatureOf(one);
  const fn = makeFunction(`ours${k}`, [...signature.params], signature.result, {
    isVariadic: one.isVariadic,
    attributes: { ...DEFAULT_ATTRIBUTES, isRoot: true },
  });
  const b = new IrBuilder(fn);
  b.startBlock(b.makeBlock('entry'));
  let at = 0;
  const rest = one.isVariadic ? b.intrinsic('va_start') : undefined;
  let restAt = 0;
  one.params.forEach((value, i) => {
    const param = fn.params[i];
    if (value.recordBytes !== undefined && param !== undefined) {
      b.intrinsic('memcpy', [globalAddress('seen', at), param, intConst('i16', value.bytes.length)]);
    } else if (param === undefined && rest !== undefined) {
      b.store(globalAddress('seen', at), b.load(value.type, b.ptradd(rest, restAt)));
      restAt += value.bytes.length;
    } else if (param !== undefined) b.store(globalAddress('seen', at), param);
    at += value.bytes.length;
  });
  b.ret(one.result === undefined ? undefined : constantOf(one.result));
  module.functions.set(fn.name, fn);
}

function addCaller(module: IrModule, k: number, one: AbiCase): void {
  const signature = signatureOf(one);
  const theirs = makeFunction(`theirs${k}`, [...signature.params], signature.result, {
    isVariadic: one.isVariadic,
  });
  module.functions.set(theirs.name, theirs);
  const fn = makeFunction(`caller${k}`, [], 'void', { attributes: { ...DEFAULT_ATTRIBUTES, isRoot: true } });
  const b = new IrBuilder(fn);
  b.startBlock(b.makeBlock('entry'));
  const args = one.params.map((value, i): Operand => {
    if (value.recordBytes === undefined) return constantOf(value);
    const name = `record${k}_${i}`;
    module.globals.set(name, {
      name,
      display: name,
      space: 'data',
      bytes: value.bytes.length,
      isConst: true,
      loc: -1,
      typeName: '',
      init: { bytes: Uint8Array.from(value.bytes), relocations: [] },
    });
    return globalAddress(name);
  });
  const result = b.call(functionAddress(theirs.name), args, signature);
  if (one.result !== undefined) b.store(globalAddress('seen'), result);
  b.ret();
  module.functions.set(fn.name, fn);
}

function constantOf({ type, bytes }: Value): Operand {
  if (type === 'f32') return floatConst(new Float32Array(Uint8Array.from(bytes).buffer)[0] ?? 0);
  const bits = bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  if (type === 'ptr') return { kind: 'address', type, value: Number(bits) };
  return intConst(type, bits);
}

function cHalf(k: number, { params, result, isVariadic }: AbiCase): { declaration: string; check: string } {
  const cType = (value: Value | undefined): string =>
    value === undefined
      ? 'void'
      : value.recordBytes === undefined
        ? C_TYPES[value.type]
        : `struct R${value.recordBytes}`;
  const bytesName = (i: number | string): string => `e${k}_${i}`;
  const table = (i: number | string, bytes: readonly number[]): string =>
    `static const uint8_t ${bytesName(i)}[] PROGMEM = {${bytes.join(',')}};`;
  const literal = (value: Value): string => {
    if (value.recordBytes !== undefined) return `(struct R${value.recordBytes}){{${value.bytes.join(',')}}}`;
    const hex = `0x${value.bytes
      .toReversed()
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')}`;
    if (value.type === 'f32') return `((union { uint32_t u; float f; }){ .u = ${hex}UL }).f`;
    if (value.type === 'ptr') return `(uint8_t *)${hex}`;
    return value.type === 'i64' ? `${hex}ULL` : value.type === 'i32' ? `${hex}UL` : `(${cType(value)})${hex}`;
  };
  const all = params.flatMap(({ bytes }) => bytes);
  const list = params.map((value, i) => `${cType(value)} p${i}`);
  const declared = isVariadic ? `${list[0] ?? ''}, ...` : list.join(', ');
  const body = params.map((value, i) => {
    const fetch =
      isVariadic && i > 0
        ? ` ${cType(value)} p${i} = va_arg(ap, ${value.type === 'f32' ? 'double' : cType(value)});`
        : '';
    return `${fetch} check(&p${i}, ${bytesName(i)}, ${value.bytes.length});`;
  });
  const head = isVariadic ? ' va_list ap; va_start(ap, p0);' : '';
  const back = result === undefined ? '' : ` return ${literal(result)};`;
  const declaration = `${params.map((value, i) => table(i, value.bytes)).join('\n')}
${table('all', all)}
${result === undefined ? '' : table('result', result.bytes)}
${cType(result)} ours${k}(${declared});
void caller${k}(void);
${cType(result)} theirs${k}(${declared}) {${head}${body.join('')}${back} }
static void __attribute__((noinline)) check${k}(void) {
 ${result === undefined ? '' : `${cType(result)} r = `}ours${k}(${params.map(literal).join(', ')});
 check(seen, ${bytesName('all')}, ${all.length});
 ${result === undefined ? '' : `check(&r, ${bytesName('result')}, ${result.bytes.length});`}
 caller${k}();
 ${result === undefined ? '' : `check(seen, ${bytesName('result')}, ${result.bytes.length});`}
}`;
  return { declaration, check: '' };
}
