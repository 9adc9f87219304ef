/**
 * How long does linking take, warm? 50, 300 and 1 000 functions of 40 instructions.
 *
 * Out: a table (median and 95th percentile in ms, ns an instruction), and what one look-up in a Map costs
 * on this machine at this moment, to compare runs. The goal: linear, under 5 ms at 300 functions.
 */
import { performance } from 'node:perf_hooks';
import { atmega2560 } from '../../boards/chips/atmega2560.ts';
import type { AsmModule } from '../../compiler/asm/asm.ts';
import { parseAsm } from '../../compiler/asm/parse-asm.ts';
import { link } from '../../compiler/link/link.ts';
import { createRuntimeLibrary } from '../../compiler/runtime/runtime-library.ts';
import { randomOf } from '../compiler/asm/random.ts';

const ROUNDS = 100;
const WARM_UP = 60;
const LENGTH = 40;
const PLAIN = [
  'add r24, r22',
  'movw r24, r30',
  'ldi r18, 55',
  'ld r24, X+',
  'std Y+3, r24',
  'lds r24, variable',
  'sbiw r28, 5',
  'push r28',
  'ldi r30, lo8(variable+1)',
];

function moduleOf(functions: number): AsmModule {
  const random = randomOf(functions);
  const calls = Array.from({ length: functions }, (_, i) => `call f${i}`).join('\n');
  let text = `.code main\n${calls}\ncall __addsf3\n.stop:\nrjmp .stop\n.bss variable 4\n`;
  for (let i = 0; i < functions; i++) {
    const near = (): number => Math.max(0, Math.min(functions - 1, i + random(20) - 10));
    const lines = Array.from({ length: LENGTH }, (_, k) =>
      k % 8 === 3 ? 'breq .start' : k % 8 === 5 ? `call f${near()}` : (PLAIN[random(PLAIN.length)] ?? ''),
    );
    text += `.code f${i}\n.start:\n${lines.join('\n')}\nret\n`;
  }
  return { sections: parseAsm(text), vectors: new Map([[5, 'f3']]), constructors: [] };
}

const library = createRuntimeLibrary();

function measure(functions: number): string {
  const module = moduleOf(functions);
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const start = performance.now();
    link(module, atmega2560, library);
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const [median = 0, slow = 0] = [times[ROUNDS / 2], times[Math.floor(ROUNDS * 0.95)]];
  const each = (median * 1e6) / (functions * LENGTH);
  return `${String(functions).padStart(9)} ${median.toFixed(2).padStart(8)} ${slow.toFixed(2).padStart(8)} ${each.toFixed(0).padStart(8)}`;
}

function lookUpCost(): number {
  const map = new Map(Array.from({ length: 130 }, (_, i) => [`op${i}`, i]));
  const keys = [...map.keys()];
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < 2e6; i++) sum += map.get(keys[i % 130] ?? '') ?? 0;
  return sum === 0 ? 0 : ((performance.now() - start) * 1e6) / 2e6;
}

console.log('functions   median      95% ns/instr');
for (const functions of [50, 300, 1000]) console.log(measure(functions));
console.log(`one look-up in a Map: ${lookUpCost().toFixed(0)} ns`);
