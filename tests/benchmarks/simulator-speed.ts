/**
 * How fast the same firmware runs on plain avr8js, on the simulator's machine, and in simavr.
 *
 * In: nothing (simavr's column needs gcc and libsimavr-dev). Out: a table of simulated MHz by CPU time, the best
 * of three rounds that take turns. Run: node scripts/run-ts.mjs tests/benchmarks/simulator-speed.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  avrInstruction,
  AVRIOPort,
  AVRTimer,
  AVRUSART,
  CPU,
  portBConfig,
  portDConfig,
  timer0Config,
  usart0Config,
} from 'avr8js';
import { createMachine } from '../../app/simulator/index.ts';
import { loadIntelHex } from '../bench/intel-hex.ts';
import { simavrProgram } from '../simulator/machine/simavr-program.ts';
import { compileBuiltin } from '../support/compile-builtin.ts';
import { requireTool } from '../support/reference-tools.ts';

const SKETCHES: Readonly<Record<string, string>> = {
  'checksum of 256 bytes': `volatile uint32_t out; uint8_t buf[256];
    uint32_t crc() { uint32_t c = ~0UL; for (int i = 0; i < 256; i++) { c ^= buf[i]; for (uint8_t k = 0; k < 8; k++) c = (c >> 1) ^ ((c & 1) ? 0xEDB88320UL : 0); } return c; }
    void setup() { for (int i = 0; i < 256; i++) buf[i] = i; } void loop() { out = crc(); buf[out & 255]++; }`,
  'sorting numbers': `int a[100]; volatile int out; void setup() {}
    void loop() { for (int i = 0; i < 100; i++) a[i] = random(1000); for (int i = 1; i < 100; i++) { int x = a[i], j = i; while (j > 0 && a[j - 1] > x) { a[j] = a[j - 1]; j--; } a[j] = x; } out = a[50]; }`,
  'floating point': `volatile float out; void setup() {} void loop() { static float x = 0.1; x = x * 1.7 + sqrt(x) / 3; if (x > 100) x = 0.1; out = x; }`,
  'blinking with delay()': `void setup() { pinMode(13, OUTPUT); } void loop() { digitalWrite(13, HIGH); delay(500); digitalWrite(13, LOW); delay(500); }`,
  'waiting with millis()': `unsigned long next; void setup() { pinMode(13, OUTPUT); } void loop() { if (millis() >= next) { next += 500; digitalWrite(13, !digitalRead(13)); } }`,
  'delay(20) and nothing else': `void setup() {} void loop() { delay(20); }`,
  'reading, printing, waiting': `void setup() { Serial.begin(115200); } void loop() { Serial.println(analogRead(A0)); delay(20); }`,
};
const CYCLES = 32e6;
const ROUNDS = 3;

function cpuSeconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function onAvr8js(hex: string): number {
  const cpu = new CPU(loadIntelHex(hex, 32_768), 2048);
  const parts = [
    new AVRTimer(cpu, timer0Config),
    new AVRIOPort(cpu, portBConfig),
    new AVRIOPort(cpu, portDConfig),
  ];
  const usart = new AVRUSART(cpu, usart0Config, 16e6);
  const seconds = cpuSeconds(() => {
    while (cpu.cycles < CYCLES) {
      avrInstruction(cpu);
      cpu.tick();
    }
  });
  return parts.length > 0 && usart.baudRate > 0 ? seconds : 0;
}

/** So many times the cycles, in the time of CYCLES: what is fast needs longer to be measured. */
function onMachine(hex: string, isFast: boolean): number {
  const machine = createMachine({ chip: 'atmega328p', hex, skipIdle: isFast, translate: isFast });
  const times = isFast ? 10 : 1;
  return cpuSeconds(() => machine.run(CYCLES * times)) / times;
}

/** simavr in a process of its own, whose CPU time the shell tells. */
function inSimavr(program: string, hex: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'genie-speed-'));
  const [firmware, inputs] = [join(folder, 'a.hex'), join(folder, 'in.txt')];
  writeFileSync(firmware, hex);
  writeFileSync(inputs, 't 0 39\n');
  const command = `TIMEFORMAT='%U %S'; time "${program}" atmega328p 16000000 "${firmware}" ${CYCLES} "${inputs}" >/dev/null`;
  const { stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return user + system;
}

const hasSimavr = requireTool('gcc', 'simavr');
const simavr = hasSimavr ? await simavrProgram('tests/bench/simavr/run.c') : '';
console.log('MHz by CPU time (16 is real time) | avr8js | ours, interpreted | ours | simavr');
for (const [name, sketch] of Object.entries(SKETCHES)) {
  const build = await compileBuiltin({ files: { 'sketch.ino': sketch } });
  if (!build.ok) throw new Error(build.errors);
  const ways = [
    () => onAvr8js(build.hex),
    () => onMachine(build.hex, false),
    () => onMachine(build.hex, true),
    ...(hasSimavr ? [() => inSimavr(simavr, build.hex)] : []),
  ];
  const best = ways.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, way] of ways.entries()) best[i] = Math.min(best[i] ?? 0, way());
  console.log([name, ...best.map((seconds) => Math.round(CYCLES / seconds / 1e6))].join(' | '));
}
