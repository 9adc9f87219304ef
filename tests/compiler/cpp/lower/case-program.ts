/**
 * The cases of the lowering tests as one C++ program.
 *
 * In: files of cases, each `//# title` and code with a `void run()`. Out: a program that runs them in turn
 * and writes what they show to a register, the number of each case to another before it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface LoweringCase {
  readonly title: string;
  readonly code: string;
}

/** GPIOR0 and GPIOR1 of the 328P and the 2560, as data addresses. */
export const OUTPUT_REGISTER = 0x3e;
export const CASE_REGISTER = 0x4a;
/** A case number that says: all done. */
export const END_OF_CASES = 255;

const FOLDER = resolve('tests/compiler/cpp/lower/cases');

export function loweringCases(): LoweringCase[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((file) =>
      readFileSync(join(FOLDER, file), 'utf8')
        .split(/^\/\/# /m)
        .slice(1)
        .map((part) => {
          const [title = '', ...code] = part.split('\n');
          return { title, code: code.join('\n') };
        }),
    );
}

const PRELUDE = `
typedef unsigned char u8; typedef signed char s8;
volatile int zero = 0;
static inline void o1(u8 v) { *(volatile u8 *)${OUTPUT_REGISTER} = v; }
static void o2(unsigned v) { o1(v); o1(v >> 8); }
static void o4(unsigned long v) { o2(v); o2(v >> 16); }
static void o8(unsigned long long v) { o4(v); o4(v >> 32); }
static void of(float v) { union { float f; unsigned long l; } u; u.f = v; o4(u.l); }
`;

/** Reads of flash are spelt differently by each compiler; avr-gcc asks for some of C++'s runtime. */
const OWN = {
  gcc: `
void operator delete(void *) {}
extern "C" int __cxa_guard_acquire(long long *guard) { return !*(u8 *)guard; }
extern "C" void __cxa_guard_release(long long *guard) { *(u8 *)guard = 1; }
extern "C" void __cxa_pure_virtual() {}
static inline u8 lpm1(const void *p) { u8 r; asm("lpm %0, Z" : "=r"(r) : "z"(p)); return r; }
static inline unsigned lpm2(const void *p) { return lpm1(p) | lpm1((const u8 *)p + 1) << 8; }
`,
  ours: `
static inline u8 lpm1(const void *p) { return __builtin_flash_read_byte((unsigned)p); }
static inline unsigned lpm2(const void *p) { return __builtin_flash_read_word((unsigned)p); }
`,
};

export function programOf(cases: readonly LoweringCase[], compiler: 'gcc' | 'ours'): string {
  const bodies = cases.map(({ code }, index) => `namespace case_${index} {\n${code}\n}\n`);
  const calls = cases.map((_, index) => `*(volatile u8 *)${CASE_REGISTER} = ${index}; case_${index}::run();`);
  return `${PRELUDE}${OWN[compiler]}${bodies.join('')}int main() {\n${calls.join('\n')}\n*(volatile u8 *)${CASE_REGISTER} = ${END_OF_CASES};\nfor (;;) ;\n}\n`;
}
