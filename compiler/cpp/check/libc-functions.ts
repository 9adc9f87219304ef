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
};

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
