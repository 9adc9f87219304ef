/**
 * The routines under code that avr-gcc compiled: they keep libgcc's register conventions.
 *
 * The same C program is linked with libgcc's routines and with ours, printed as GNU assembly, and must
 * compute the same. Operands avoid what C leaves open.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avrInstruction, CPU } from 'avr8js';
import { expect, test } from 'vitest';
import type { AsmItem } from '../../../compiler/asm/asm.ts';
import { printItem } from '../../../compiler/asm/print-asm.ts';
import { createRuntimeLibrary, ROUTINES } from '../../../compiler/runtime/runtime-library.ts';
import { loadIntelHex } from '../../bench/intel-hex.ts';
import { requireTool } from '../../support/reference-tools.ts';

/** Our routines for avr-as: local labels made unique, everything global. */
function asGnu(): string {
  const library = createRuntimeLibrary();
  return ROUTINES.map(({ name, also = [] }) => {
    const local = (label: string): string => (label.startsWith('.') ? `.L${name}${label}` : label);
    const rename = (item: AsmItem): AsmItem => {
      if (item.kind === 'label') return { ...item, name: local(item.name) };
      if (item.kind !== 'instruction') return item;
      const operands = item.operands.map((operand) =>
        operand.kind === 'symbol' ? { ...operand, name: local(operand.name) } : operand,
      );
      return { ...item, operands };
    };
    const items = (library.sectionOf(name)?.items ?? []).map((item) => printItem(rename(item)));
    const globals = [name, ...also].map((symbol) => `.global ${symbol}`);
    return [`.section .text.${name},"ax"`, ...globals, `${name}:`, ...items].join('\n');
  }).join('\n\n');
}

const PROGRAM = `
#include <stdint.h>
#define RESULTS 192
volatile uint32_t results[RESULTS];
volatile uint8_t done;
static uint8_t at;
static void put(uint32_t v) { results[at % RESULTS] = results[at % RESULTS] * 31 + v; at++; }
static void put64(uint64_t v) { put((uint32_t)v); put((uint32_t)(v >> 32)); }
union bits { float f; uint32_t u; };
static void putf(float f) { union bits b; b.f = f; put(b.u); }
static uint32_t state = 12345;
static uint32_t __attribute__((noinline)) next(void) { state = state * 1664525ul + 1013904223ul; return state >> 3 ^ state << 7; }
static float __attribute__((noinline)) real(void) { int32_t m = (int32_t)next() >> (next() & 15); return (float)m * 0.0123f; }
int main(void) {
  for (uint8_t round = 0; round < 40; round++) {
    uint32_t a = next(), b = next() >> (next() & 31); if (b == 0) b = 7;
    int32_t sa = (int32_t)a, sb = (int32_t)b;
    uint64_t wa = (uint64_t)next() << 32 | next(), wb = ((uint64_t)next() << 32 | next()) >> (next() & 63); if (wb == 0) wb = 3;
    at = 0;
    put(a * b); put(a / b); put(a % b); put(sa / sb); put(sa % sb);
    put((uint32_t)(uint16_t)a * (uint16_t)b); put((int32_t)(int16_t)a * (int16_t)b); put((uint32_t)(uint16_t)a * b); put((int32_t)(int16_t)a * sb);
    uint16_t h = (uint16_t)b | 1; put((uint16_t)a / h); put((uint16_t)a % h); put((int16_t)a / (int16_t)h); put((int16_t)a % (int16_t)h);
    uint8_t q = (uint8_t)b | 1; put((uint8_t)a / q); put((uint8_t)a % q); put((int8_t)a / (int8_t)q); put((int8_t)a % (int8_t)q);
    put(a << (b & 31)); put(a >> (b & 31)); put(sa >> (b & 31));
    put64(wa + wb); put64(wa - wb); put64(wa * wb); put64(wa / wb); put64(wa % wb);
    put64((int64_t)wa / (int64_t)wb); put64((int64_t)wa % (int64_t)wb);
    put64(wa << (b & 63)); put64(wa >> (b & 63)); put64((int64_t)wa >> (b & 63)); put64(-wa);
    put(wa < wb); put((int64_t)wa < (int64_t)wb); put(wa == wb);
    float x = real(), y = real(); if (y == 0) y = 0.5f;
    putf(x + y); putf(x - y); putf(x * y); putf(x / y);
    put(x < y); put(x <= y); put(x > y); put(x >= y); put(x == y); put(x != y);
    put((int32_t)x); put((uint32_t)(x < 0 ? -x : x)); putf((float)sa); putf((float)a); putf((float)(int16_t)a); putf((float)(uint16_t)b);
    put64((int64_t)x); put64((uint64_t)(x < 0 ? -x : x)); putf((float)(int64_t)wa); putf((float)wa);
  }
  done = 1;
  for (;;) ;
}
`;

function run(folder: string, objects: readonly string[]): { results: string; hasOurs: boolean } {
  const symbols = ['-Wl,--gc-sections', '-Wl,--defsym=genie_unused=0'];
  execFileSync('avr-gcc', ['-mmcu=atmega328p', '-Os', ...symbols, '-o', 'a.elf', ...objects], {
    cwd: folder,
  });
  execFileSync('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', 'a.elf', 'a.hex'], { cwd: folder });
  const names = execFileSync('avr-nm', ['a.elf'], { cwd: folder, encoding: 'utf8' });
  const address = (name: string): number =>
    Number.parseInt(new RegExp(`^(\\w+) \\w ${name}$`, 'm').exec(names)?.[1] ?? '', 16) & 0xffff;
  const cpu = new CPU(loadIntelHex(readFileSync(join(folder, 'a.hex'), 'latin1'), 32_768), 2048);
  const done = address('done');
  for (let i = 0; i < 60_000_000 && cpu.data[done] === 0; i++) avrInstruction(cpu);
  expect(cpu.data[done]).toBe(1);
  const results = address('results');
  return {
    results: Buffer.from(cpu.data.subarray(results, results + 4 * 192)).toString('hex'),
    hasOurs: names.includes('__float_round'),
  };
}

test('code of avr-gcc computes with our routines what it computes with libgcc’s', () => {
  if (!requireTool('avr-g++')) return;
  const folder = mkdtempSync(join(tmpdir(), 'genie-abi-'));
  try {
    writeFileSync(join(folder, 'ours.s'), `${asGnu()}\n`);
    writeFileSync(join(folder, 'program.c'), PROGRAM);
    execFileSync('avr-as', ['-mmcu=avr5', '-o', 'ours.o', 'ours.s'], { cwd: folder });
    for (const level of ['-Os', '-O0']) {
      execFileSync(
        'avr-gcc',
        ['-mmcu=atmega328p', level, '-std=gnu99', '-c', '-o', 'program.o', 'program.c'],
        {
          cwd: folder,
        },
      );
      const theirs = run(folder, ['program.o']);
      const ours = run(folder, ['program.o', 'ours.o']);
      expect([theirs.hasOurs, ours.hasOurs]).toEqual([false, true]);
      expect(ours.results).toBe(theirs.results);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
