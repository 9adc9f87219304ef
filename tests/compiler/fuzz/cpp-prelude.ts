/**
 * What every random program stands on: short names of types, arithmetic that is defined for all operands,
 * and the hash that everything interesting is mixed into.
 *
 * A program is `void run()` with what it needs. Each ends by writing its hash, four bytes low first, to OUTPUT;
 * before the first stands what the constructors of all globals mixed; after the last, main() writes 1 to OVER.
 */
export const OUTPUT_REGISTER = 0x3e;
export const OVER_REGISTER = 0x4a;

export interface IntKind {
  readonly name: string;
  readonly bits: 8 | 16 | 32 | 64;
  readonly isSigned: boolean;
}

export const INT_KINDS: readonly IntKind[] = [
  { name: 'u8', bits: 8, isSigned: false },
  { name: 's8', bits: 8, isSigned: true },
  { name: 'u16', bits: 16, isSigned: false },
  { name: 's16', bits: 16, isSigned: true },
  { name: 'u32', bits: 32, isSigned: false },
  { name: 's32', bits: 32, isSigned: true },
  { name: 'u64', bits: 64, isSigned: false },
  { name: 's64', bits: 64, isSigned: true },
];

const wide = ({ bits }: IntKind): string => (bits <= 16 ? 'u16' : `u${bits}`);

function arithmetic(kind: IntKind): string {
  const { name: t, bits, isSigned } = kind;
  const w = wide(kind);
  const division = (op: string, whole: string): string =>
    isSigned ? `b == 0 ? a : b == -1 ? ${whole} : (${t})(a ${op} b)` : `b == 0 ? a : (${t})(a ${op} b)`;
  return `
static inline ${t} add(${t} a, ${t} b) { return (${t})((${w})a + (${w})b); }
static inline ${t} sub(${t} a, ${t} b) { return (${t})((${w})a - (${w})b); }
static inline ${t} mul(${t} a, ${t} b) { return (${t})((${w})a * (${w})b); }
static ${t} dv(${t} a, ${t} b) { return ${division('/', `sub((${t})0, a)`)}; }
static ${t} md(${t} a, ${t} b) { return ${division('%', `(${t})0`)}; }
static inline ${t} sl(${t} a, u8 n) { return (${t})((${w})a << (n % ${bits})); }
static inline ${t} sr(${t} a, u8 n) { return (${t})(a >> (n % ${bits})); }
static void mix(${t} v) { ${Array.from({ length: bits / 8 }, (_, i) => (i === 0 ? 'mixByte(v);' : `mixByte((u64)v >> ${8 * i});`)).join(' ')} }
`;
}

const FLASH = {
  gcc: `
static inline u8 lpm1(const void *p) { u8 r; asm volatile("lpm %0, Z" : "=r"(r) : "z"(p)); return r; }
static inline u16 lpm2(const void *p) { u8 l = lpm1(p); return l | (u16)lpm1((const u8 *)p + 1) << 8; }
void operator delete(void *) {}
extern "C" int __cxa_guard_acquire(long long *guard) { return !*(u8 *)guard; }
extern "C" void __cxa_guard_release(long long *guard) { *(u8 *)guard = 1; }
extern "C" void __cxa_pure_virtual() {}
`,
  ours: `
static inline u8 lpm1(const void *p) { return __builtin_flash_read_byte((u16)p); }
static inline u16 lpm2(const void *p) { return __builtin_flash_read_word((u16)p); }
void operator delete(void *) {}
`,
};

/** Several programs as one, each in a namespace of its own, run one after the other. */
export const cppText = (compiler: 'gcc' | 'ours', bodies: readonly string[]): string =>
  `${cppPrelude(compiler)}${bodies.map((body, index) => `namespace p${index} {\n${body}}\n`).join('')}
int main() {
  finish(); ${bodies.map((_, index) => `p${index}::run();`).join(' ')}
  *(volatile u8 *)${OVER_REGISTER} = 1;
  for (;;) ;
}
`;

function cppPrelude(compiler: 'gcc' | 'ours'): string {
  return `typedef unsigned char u8; typedef signed char s8; typedef unsigned u16; typedef int s16;
typedef unsigned long u32; typedef long s32; typedef unsigned long long u64; typedef long long s64;
static u32 hash = 5381;
static void mixByte(u8 v) { hash = (hash << 5) + hash + v; }
${FLASH[compiler]}${INT_KINDS.map(arithmetic).join('')}
static void mix(bool v) { mixByte(v); }
static void mix(float v) { union { float f; u32 l; } u; u.f = v; mix(u.l); }
static void finish() {
  for (u8 i = 0; i < 4; i++) *(volatile u8 *)${OUTPUT_REGISTER} = hash >> (8 * i);
  hash = 5381;
}
template <typename T> static T larger(T a, T b) { return a > b ? a : b; }
template <typename T> static T pick(bool first, const T &a, const T &b) { return first ? a : b; }
template <typename T> static void exchange(T &a, T &b) { T t = a; a = b; b = t; }
template <typename T, u8 N> static T total(const T (&a)[N]) { T t = 0; for (u8 i = 0; i < N; i++) t = add(t, a[i]); return t; }
`;
}
