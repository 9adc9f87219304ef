/**
 * GCC's own torture programs (gcc.c-torture/execute), from Debian's gcc-12-source, for tests only.
 *
 * Out: the folder with the .c files, unpacked once into the tests' cache. Each program calls abort()
 * when it finds a mistake and otherwise returns from main or calls exit(0).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const PACKED_FOLDER = '/usr/src/gcc-12';
const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');

const packed = (): string | undefined =>
  existsSync(PACKED_FOLDER)
    ? readdirSync(PACKED_FOLDER).find((name) => /^gcc-12.*\.tar\.xz$/.test(name))
    : undefined;

/** Undefined when gcc-12-source is not installed. */
export function tortureFolder(): string | undefined {
  const archive = packed();
  if (archive === undefined) return undefined;
  const target = join(CACHE, 'gcc-torture', archive.replace('.tar.xz', ''));
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'unpack-'));
  const options = ['--strip-components=5', '--wildcards', '*/gcc.c-torture/execute/*.c'];
  execFileSync('tar', ['-xJf', join(PACKED_FOLDER, archive), '-C', work, ...options]);
  try {
    renameSync(work, target);
  } catch (failure) {
    if (!existsSync(target)) throw failure;
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

export const tortureNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.c'))
    .map((name) => name.slice(0, -2))
    .toSorted();

/** The program's own text. */
export const readTorture = (folder: string, name: string): string =>
  readFileSync(join(folder, `${name}.c`), 'latin1');

/** General purpose I/O register 0: where a program leaves its verdict, the same address on all our chips. */
export const VERDICT_REGISTER = 0x3e;
export const PASSED = 0xa5;
export const FAILED = 0x5a;

/**
 * The program with an end that a test can see: abort() and exit() write the verdict and stop.
 * `language` c++: the whole is extern "C", since the programs are C.
 */
export function tortureProgram(folder: string, name: string, language: 'c' | 'c++'): string {
  const text = readTorture(folder, name);
  const takesArguments = /\bmain\s*\(\s*(?:int\s+)?\w+\s*,/.test(text);
  return [
    ...(language === 'c++' ? ['extern "C" {'] : []),
    '#define main torture_main',
    '#line 1 "' + name + '.c"',
    text,
    '#undef main',
    `#define VERDICT(value) do { *(volatile unsigned char *)${VERDICT_REGISTER} = value; for (;;) {} } while (0)`,
    'void abort(void) { VERDICT(0x5a); }',
    'void exit(int status) { if (status != 0) VERDICT(0x5a); VERDICT(0xa5); }',
    `int main(void) { torture_main(${takesArguments ? '0, 0' : ''}); VERDICT(0xa5); return 0; }`,
    // A board has nothing to print on; a program may define it itself.
    ...(/(?:\b|__builtin_)printf\b/.test(text) && !/\bprintf *\([^;"]*\)\s*\{/.test(text)
      ? ['int printf(const char *text, ...) { return 0; }']
      : []),
    ...(language === 'c++' ? ['}'] : []),
    '',
  ].join('\n');
}
