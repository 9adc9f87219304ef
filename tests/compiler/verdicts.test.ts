/**
 * Small programs that once ended wrongly, each as short as it can be: the machine code says whether it does
 * what avr-gcc's does.
 */
import { describe, expect, it } from 'vitest';
import { buildProgram } from './build-program.ts';
import { runVerdict } from './torture/run-verdict.ts';
import { FAILED, PASSED, VERDICT_REGISTER } from './torture/torture-sources.ts';

/** `condition` decides; `before` stands in front of main. */
function verdictOf(before: string, condition: string, language: 'c' | 'c++'): number | string {
  const text = `${before}
int main(void) {
  *(volatile unsigned char *)${VERDICT_REGISTER} = (${condition}) ? ${PASSED} : ${FAILED};
  for (;;) {}
}`;
  const built = buildProgram(text, language);
  return built.ok ? runVerdict(built.hex, 'atmega2560', 1000) : built.words;
}

const VOLATILE =
  'volatile unsigned char one = 1; volatile long wide = 0x12345678; volatile float half = -0.5f;';

const CASES: readonly (readonly [title: string, language: 'c' | 'c++', before: string, condition: string])[] =
  [
    [
      'the distance of pointers to a class that nothing else used',
      'c++',
      `struct Data { int x, y, z; };
     __attribute__((noinline)) int between(Data *a, Data *b) { return b - a; }
     char room[24];`,
      'between((Data *)room, (Data *)room + 4) == 4',
    ],
    [
      'an unsigned bit-field that int holds counts as int, but not behind a cast',
      'c++',
      `${VOLATILE} struct { unsigned u : 7; } bits; int minus = -13;`,
      '(bits.u = 61 * one, minus % bits.u == -13 && minus % (unsigned)bits.u == -13U % 61)',
    ],
    [
      'bits behind a field wider than its type are padding',
      'c++',
      'struct { int a : 12; int b : 20; char c; } s = { -123, -456, 7 };',
      's.a == -123 && s.b == -456 && s.c == 7 && sizeof s == 5',
    ],
    [
      'a bit-field of an enum without negative values has no sign',
      'c++',
      `${VOLATILE} enum Kind { first, last = 200 }; struct { Kind kind : 8; } s;`,
      '(s.kind = Kind(last * one), s.kind == last)',
    ],
    [
      'a function called through a cast takes what the cast says',
      'c++',
      'char seen; long seeing(int x) { seen = x; return 5; } void (*kept)() = (void (*)())seeing;',
      '((long (*)(int))kept)(3) == 5 && seen == 3',
    ],
    [
      'functions called through casts to other signatures take what fits, also from the stack',
      'c++',
      `${VOLATILE} char calls; void none() { calls++; }
     __attribute__((noinline)) long plus(int a) { return a + 1L; }
     __attribute__((noinline)) int many(long a, long b, long c, long d, int e) { return a + b + c + d + e; }
     int small(int x) { return x + 7; }`,
      `((long (*)(int, int))plus)(4 * one, 9) == 5 && ((unsigned char (*)(int))small)(5) == 12 &&
     ((int (*)(long, long, long, long, int, int, long))many)(1, 2, 3, 4, 5, 6, 7) == 15 &&
     (((int (*)(long, long))none)(1, 2), ((long long (*)())none)(), ((void (*)(int))plus)(4), calls == 2)`,
    ],
    [
      'builtins of bits',
      'c++',
      VOLATILE,
      `__builtin_bswap32(wide) == 0x78563412 && __builtin_popcountl(wide) == 13 && __builtin_clzl(wide) == 3 &&
     __builtin_ctzl(wide) == 3 && __builtin_ffsl(wide) == 4 && __builtin_parityl(wide) == 1 &&
     __builtin_clz(one) == 15 && __builtin_ctz(one * 8) == 3 && __builtin_bswap16(0x1234 * one) == 0x3412 &&
     __builtin_popcountll((unsigned long long)wide << 16) == 13 && __builtin_clrsb(-one) == 15`,
    ],
    [
      'builtins of floats',
      'c++',
      VOLATILE,
      `__builtin_signbit(half) && !__builtin_signbit(-half) && __builtin_isinf(half / 0.0f) == -1 &&
     __builtin_isfinite(half) && __builtin_isless(half, 0.0f) && !__builtin_isunordered(half, half) &&
     __builtin_copysign(2.0f, half) == -2.0f`,
    ],
    [
      'builtins that tell an overflow',
      'c++',
      `${VOLATILE} int sum; unsigned product; unsigned char byte; long long big;`,
      `!__builtin_add_overflow(32000 * one, 767, &sum) && sum == 32767 &&
     __builtin_add_overflow(32000 * one, 768, &sum) && sum == -32768 &&
     __builtin_mul_overflow(300 * one, 300, &product) && product == 90000 % 65536 &&
     __builtin_sub_overflow(1 * one, 2, &byte) && byte == 255 && !__builtin_sub_overflow(2, one, &byte) &&
     __builtin_mul_overflow(wide * 0x100000000LL, 16, &big) &&
     !__builtin_mul_overflow(wide * -0x1000000LL, 1, &big)`,
    ],
    [
      'push_macro and pop_macro',
      'c++',
      `#define NAME 2
#pragma push_macro("NAME")
#undef NAME
#define NAME 1
enum { inside = NAME };
#pragma pop_macro("NAME")`,
      'inside == 1 && NAME == 2',
    ],
    [
      'an empty template gives an output the input of its number, and looks at its operands once',
      'c++',
      `${VOLATILE} char calls; int thing; int &counted() { calls++; return thing; }
     int through(int x) { int y; asm volatile("" : "=r"(y) : "0"(x) : "memory"); return y; }
     void look() { asm("" : "+r"(counted())); }`,
      'through(41 * one) == 41 && (look(), calls == 1)',
    ],
    [
      'GNU C’s cast to a union',
      'c',
      'union u { long long d; struct { long l, h; } s; }; long high(union u x) { return x.s.h; }',
      'high((union u)0x500000000LL) == 5',
    ],
    [
      'C’s enum without negative values is unsigned int, its constants are int',
      'c',
      'enum e { a, b } x = a;',
      'x - 1 > 0 && a - 1 < 0',
    ],
    [
      'C functions that are first known by name, or not at all, and defined later or in the core',
      'c',
      `static int something(); extern unsigned strlen(); extern int strcmp();
     int use(void) { return something(-1) + other(3, 4) + strlen("abc") + strcmp("a", "a") + !isprint('a'); }
     static int something(int i) { return i; }
     int other(int a, char b) { return a * b; }`,
      'use() == 14',
    ],
    [
      'a variable without a value is compared with another at compile time',
      'c',
      `int never(int x) { int y; return x > 3 && y > x && x < y && y <= x ? 1 : 2; }`,
      'never(1) == 2',
    ],
  ];

describe('programs with a verdict', () => {
  it.each(CASES)('%s', (_, language, before, condition) =>
    expect(verdictOf(before, condition, language)).toBe(PASSED),
  );
});
