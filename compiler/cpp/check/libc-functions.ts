/**
 * C functions the compiler knows as GCC does: `__builtin_memcpy` is memcpy even where no header declares
 * it, and a C++ program's own `void abort();` means C's.
 *
 * In: a name. Out: its type, or undefined.
 */
import { CHAR, FLOATS, INT, INTS, plain, UINT, VOID, type FunctionType, type QualType } from '../types.ts';
import { constOf, pointerTo } from './relations.ts';

const TYPES: Readonly<Record<string, QualType>> = {
  v: plain(VOID),
  i: plain(INT),
  u: plain(UINT),
  l: plain(INTS.long),
  m: plain(INTS['unsigned long']),
  L: plain(INTS['long long']),
  M: plain(INTS['unsigned long long']),
  b: plain(INTS['unsigned char']),
  d: plain(FLOATS.double),
  f: plain(FLOATS.float),
  p: plain(pointerTo(plain(VOID))),
  P: plain(pointerTo(constOf(VOID))),
  s: plain(pointerTo(plain(CHAR))),
  S: plain(pointerTo(constOf(CHAR))),
};

/** Result, then parameters; `.` is an ellipsis. */
const SIGNATURES: Readonly<Record<string, string>> = {
  abort: 'v',
  exit: 'vi',
  _exit: 'vi',
  malloc: 'pu',
  calloc: 'puu',
  realloc: 'ppu',
  free: 'vp',
  memcpy: 'ppPu',
  memmove: 'ppPu',
  memset: 'ppiu',
  memcmp: 'iPPu',
  memchr: 'pPiu',
  strlen: 'uS',
  strcpy: 'ssS',
  strncpy: 'ssSu',
  strcat: 'ssS',
  strncat: 'ssSu',
  strcmp: 'iSS',
  strncmp: 'iSSu',
  strchr: 'sSi',
  strrchr: 'sSi',
  strstr: 'sSS',
  strspn: 'uSS',
  strcspn: 'uSS',
  strpbrk: 'sSS',
  strdup: 'sS',
  printf: 'iS.',
  sprintf: 'isS.',
  snprintf: 'isuS.',
  puts: 'iS',
  putchar: 'ii',
  abs: 'ii',
  labs: 'll',
  llabs: 'LL',
  ffs: 'ii',
  isdigit: 'ii',
  isalpha: 'ii',
  isalnum: 'ii',
  isspace: 'ii',
  isupper: 'ii',
  islower: 'ii',
  toupper: 'ii',
  tolower: 'ii',
  sin: 'dd',
  cos: 'dd',
  tan: 'dd',
  asin: 'dd',
  acos: 'dd',
  atan: 'dd',
  atan2: 'ddd',
  exp: 'dd',
  log: 'dd',
  log10: 'dd',
  sqrt: 'dd',
  pow: 'ddd',
  fabs: 'dd',
  floor: 'dd',
  ceil: 'dd',
  round: 'dd',
  trunc: 'dd',
  fmod: 'ddd',
  fmin: 'ddd',
  fmax: 'ddd',
  copysign: 'ddd',
  ldexp: 'ddi',
  sinf: 'ff',
  cosf: 'ff',
  sqrtf: 'ff',
  fabsf: 'ff',
  floorf: 'ff',
  ceilf: 'ff',
  copysignf: 'fff',
  mempcpy: 'ppPu',
  stpcpy: 'ssS',
  __bswaphi2: 'uu',
  __bswapsi2: 'mm',
  __bswapdi2: 'MM',
  __popcounthi2: 'iu',
  __popcountsi2: 'im',
  __popcountdi2: 'iM',
  __parityhi2: 'iu',
  __paritysi2: 'im',
  __paritydi2: 'iM',
  __clzhi2: 'iu',
  __clzsi2: 'im',
  __clzdi2: 'iM',
  __ctzhi2: 'iu',
  __ctzsi2: 'im',
  __ctzdi2: 'iM',
  __clrsbhi2: 'ii',
  __clrsbsi2: 'il',
  __clrsbdi2: 'iL',
  __ffshi2: 'iu',
  __ffssi2: 'im',
  __ffsdi2: 'iM',
  __signbitsf: 'if',
  __isinfsf: 'if',
  __isfinitesf: 'if',
  __isnansf: 'if',
  __isnormalsf: 'if',
  __copysignsf: 'fff',
  __overflow: 'bbbMMpb',
};

/** GCC's builtins that are a function under another name: `__builtin_popcountl` is __popcountsi2. */
const RENAMED: Readonly<Record<string, string>> = {
  ...ofWidths('bswap', ['16', '32', '64']),
  ...ofWidths('popcount', ['', 'l', 'll']),
  ...ofWidths('parity', ['', 'l', 'll']),
  ...ofWidths('clz', ['', 'l', 'll']),
  ...ofWidths('ctz', ['', 'l', 'll']),
  ...ofWidths('clrsb', ['', 'l', 'll']),
  ...ofWidths('ffs', ['', 'l', 'll']),
  ...ofFloats('signbit'),
  ...ofFloats('isinf'),
  ...ofFloats('isfinite'),
  ...ofFloats('isnormal'),
  ...ofFloats('isnan'),
  ...ofFloats('copysign'),
  isinf_sign: '__isinfsf',
  finite: '__isfinitesf',
};

function ofWidths(name: string, [half = '', single = '', double = '']: readonly string[]): object {
  return {
    [name + half]: `__${name}hi2`,
    [name + single]: `__${name}si2`,
    [name + double]: `__${name}di2`,
  };
}

function ofFloats(name: string): object {
  return { [name]: `__${name}sf`, [`${name}f`]: `__${name}sf`, [`${name}l`]: `__${name}sf` };
}

/** The function that `__builtin_word` stands for. */
export const builtinFunction = (word: string): string =>
  (Object.hasOwn(RENAMED, word) ? RENAMED[word] : undefined) ?? word;

export const isLibcFunction = (name: string): boolean => Object.hasOwn(SIGNATURES, name);

export function libcFunction(name: string): FunctionType | undefined {
  const signature = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined;
  if (signature === undefined) return undefined;
  const [result = 'v', ...params] = signature;
  const isVariadic = params[params.length - 1] === '.';
  if (isVariadic) params.pop();
  return {
    kind: 'function',
    result: TYPES[result] ?? plain(VOID),
    params: params.map((letter) => TYPES[letter] ?? plain(INT)),
    isVariadic,
  };
}
