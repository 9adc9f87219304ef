/**
 * Random C programs from csmith (Debian's csmith and libcsmith-dev), in the shape that a small chip can run.
 *
 * In: a seed. Out: one C text that computes a checksum of its globals and leaves it, byte by byte, in
 * CHECKSUM_REGISTER, then PASSED in VERDICT_REGISTER. Needs <stdint.h>, <limits.h>, <float.h>, <math.h>.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { PASSED, VERDICT_REGISTER } from '../torture/torture-sources.ts';

const SAFE_MATH = '/usr/include/csmith/safe_math.h';
/** General purpose I/O register 1. */
export const CHECKSUM_REGISTER = 0x4a;

const COMMON =
  '--no-argc --concise --max-funcs 6 --max-block-depth 3 --max-array-dim 2 --max-array-len-per-dim 5';
const OPTIONS = {
  /** Integers up to 32 bits. */
  small: `--no-longlong --no-math64 --no-packed-struct ${COMMON}`,
  /** Integers up to 64 bits, and structs that say they are packed. */
  wide: `--packed-struct ${COMMON}`,
} as const;
export type Family = keyof typeof OPTIONS;

export const hasSafeMath = (): boolean => existsSync(SAFE_MATH);

export function csmithProgram(seed: number, family: Family = 'small'): string {
  const program = execFileSync('csmith', ['--seed', String(seed), ...OPTIONS[family].split(' ')], {
    encoding: 'utf8',
    // It leaves a file behind where it runs.
    cwd: tmpdir(),
  });
  // csmith takes int for 32 bits: its bit-fields are wider than ours.
  return program
    .replaceAll(/\b(signed|unsigned)(\s+f?\d*\s*:\s*\d+)/g, (_, sign: string, rest: string) =>
      sign === 'signed' ? `int32_t${rest}` : `uint32_t${rest}`,
    )
    .replace('#include "csmith.h"', prelude(family));
}

const prelude = (family: Family): string => `
#include <stdint.h>
#include <limits.h>
#include <float.h>
#include <math.h>
#define LOG_INDEX
#define LOG_EXEC
#define UNDEFINED(value) (value)
#define STATIC static
#define FUNC_NAME(name) (safe_##name)
${readFileSync(SAFE_MATH, 'utf8')}
#undef FUNC_NAME
#define printf(...)
static uint32_t crc32_context = 0xFFFFFFFFUL;
static void platform_main_begin(void) {}
static void crc32_gentab(void) {}
static void crc32_byte(uint8_t byte) {
  uint8_t bit;
  crc32_context ^= byte;
  for (bit = 0; bit < 8; bit++)
    crc32_context = crc32_context & 1 ? (crc32_context >> 1) ^ 0xEDB88320UL : crc32_context >> 1;
}
static void transparent_crc(${family === 'wide' ? 'uint64_t' : 'uint32_t'} value, char *name, int flag) {
  crc32_byte(value);
  crc32_byte(value >> 8);
  crc32_byte(value >> 16);
  crc32_byte(value >> 24);
${family === 'wide' ? '  if (value >> 32) transparent_crc(value >> 32, name, flag);\n' : ''}}
static void transparent_crc_bytes(char *bytes, int count, char *name, int flag) {
  int i;
  for (i = 0; i < count; i++) crc32_byte(bytes[i]);
}
static void platform_main_end(uint32_t crc, int flag) {
  uint8_t i;
  for (i = 0; i < 4; i++) {
    *(volatile uint8_t *)${CHECKSUM_REGISTER} = crc;
    crc >>= 8;
  }
  *(volatile uint8_t *)${VERDICT_REGISTER} = ${PASSED};
  for (;;) {}
}
#define _CSMITH_BITFIELD(x) (((x) > 16) ? ((x) % 16) : (x))
`;
