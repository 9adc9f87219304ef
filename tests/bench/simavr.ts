/**
 * The same firmware in simavr: a second opinion on what our machine saw.
 *
 * In: a HEX, scripted inputs, a length of time. Out: traces of the shape the questions of observe.ts
 * take, and `compareTraces`, which explains the first difference. Requires gcc and libsimavr-dev; the
 * small C program simavr/run.c is built once into node_modules/.cache.
 * A brick's answers are replayed: each comes as long after what the chip did to the cause's pin as it did
 * in our machine. simavr shows no edges of hardware PWM; the registers that set it can be written down.
 * Not comparable: USB.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BENCH_CHIPS, type BenchChip, type BenchChipId } from './chips.ts';
import type { Traces } from './observe.ts';
import type { SerialByte } from './serial-line.ts';
import type { Edge, Level } from './wires.ts';

/** The chip changed what it does to this pin (0, 1, input, pull-up) for the `nth` time, from 1 on. */
export interface Cause {
  readonly pin: number;
  readonly nth: number;
}

export type ScriptedInput =
  | { readonly ms: number; readonly pin: number; readonly level: Level | 'floating' }
  /** A level so long after its cause. */
  | {
      readonly afterMs: number;
      readonly cause: Cause;
      readonly pin: number;
      readonly level: Level | 'floating';
    }
  /** A resistor to 5 V outside. */
  | { readonly pin: number; readonly pullUp: true }
  | { readonly ms: number; readonly pin: number; readonly analog: number }
  | { readonly ms: number; readonly serial: string };

export interface SimavrOptions {
  readonly chip: BenchChipId;
  readonly hex: string;
  readonly untilMs: number;
  readonly clockHz?: number;
  readonly inputs?: readonly ScriptedInput[];
  /** I2C addresses that acknowledge. */
  readonly twiAddresses?: readonly number[];
  /** Addresses of registers whose writes are written down. */
  readonly registers?: readonly number[];
}

export interface RegisterWrite {
  readonly cycle: number;
  readonly address: number;
  readonly value: number;
}

export interface SimavrTraces extends Traces {
  /** Bytes of each I2C transaction to a device, as on the bus. */
  readonly twi: { readonly transactions: readonly { address: number; bytes: number[]; cycle: number }[] };
  readonly registers: readonly RegisterWrite[];
}

const run = promisify(execFile);
const SOURCE = resolve(import.meta.dirname, 'simavr/run.c');
const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');
/** Serial input: one character each millisecond suits any baud rate from 9600. */
const CHARACTER_MS = 1.1;

async function runner(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex')
    .slice(0, 16);
  const program = join(CACHE, `simavr-${hash}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const temporary = `${program}.${randomUUID()}`;
  await run('gcc', ['-O2', '-o', temporary, SOURCE, '-lsimavr', '-lelf', '-lm']);
  await rename(temporary, program);
  return program;
}

/** simavr divides the reference by 1023. */
const millivolts = (analog: number): number => Math.ceil((analog * 5000) / 1023);

const LEVELS = { 0: 0, 1: 1, floating: 2 } as const;

/** The script's lines of one input, with the milliseconds at which they happen. */
function inputLines(input: ScriptedInput, chip: BenchChip): { ms: number; kind: string; what: string }[] {
  const bit = (pin: number): string => (chip.pins[pin] ?? '').slice(1).split('').join(' ');
  if ('serial' in input) {
    const bytes = [...new TextEncoder().encode(input.serial)];
    return bytes.map((byte, i) => ({ ms: input.ms + i * CHARACTER_MS, kind: 's', what: String(byte) }));
  }
  if ('pullUp' in input) return [{ ms: 0, kind: 'h', what: bit(input.pin) }];
  if ('analog' in input) {
    const channel = chip.adcPins[chip.pins[input.pin] ?? ''];
    return [{ ms: input.ms, kind: 'a', what: `${channel} ${millivolts(input.analog)}` }];
  }
  const what = `${bit(input.pin)} ${LEVELS[input.level]}`;
  if (!('cause' in input)) return [{ ms: input.ms, kind: 'd', what }];
  return [{ ms: input.afterMs, kind: 'r', what: `${what} ${bit(input.cause.pin)} ${input.cause.nth}` }];
}

/** The ports whose pins are causes of answers. */
function causePorts(inputs: readonly ScriptedInput[], chip: BenchChip): readonly string[] {
  const letters = inputs.flatMap((input) =>
    'cause' in input ? [chip.pins[input.cause.pin]?.[1] ?? ''] : [],
  );
  return [...new Set(letters)].map((letter) => `w 0 ${letter} ${chip.ports[letter]?.PIN}`);
}

function script(options: SimavrOptions, clockHz: number): string {
  const chip = BENCH_CHIPS[options.chip];
  const { inputs = [], twiAddresses = [], registers = [] } = options;
  const before = [
    ...twiAddresses.map((address) => `t 0 ${address}`),
    ...registers.map((address) => `o 0 ${address}`),
    ...causePorts(inputs, chip),
  ];
  const all = inputs.flatMap((input) => inputLines(input, chip));
  // Answers stay in the order in which they came; their times count from their causes.
  const timed = all.filter(({ kind }) => kind !== 'r').toSorted((a, b) => a.ms - b.ms);
  const events = [...timed, ...all.filter(({ kind }) => kind === 'r')];
  const lines = events.map(({ ms, kind, what }) => `${kind} ${Math.round((ms * clockHz) / 1000)} ${what}`);
  return [...before, ...lines].map((line) => `${line}\n`).join('');
}

export async function runInSimavr(options: SimavrOptions): Promise<SimavrTraces> {
  const { clockHz = 16e6 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'genie-simavr-'));
  try {
    const [firmware, inputs] = [join(folder, 'firmware.hex'), join(folder, 'inputs.txt')];
    await writeFile(firmware, options.hex);
    await writeFile(inputs, script(options, clockHz));
    const cycles = Math.round((options.untilMs * clockHz) / 1000);
    const args = [options.chip, String(clockHz), firmware, String(cycles), inputs];
    const { stdout } = await run(await runner(), args, { maxBuffer: 1 << 28 });
    return readOutput(stdout, options.chip, clockHz);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readOutput(output: string, chip: BenchChipId, clockHz: number): SimavrTraces {
  const byPin = new Map<string, Edge[]>();
  const sent: SerialByte[] = [];
  const registers: RegisterWrite[] = [];
  const transactions: { address: number; bytes: number[]; cycle: number }[] = [];
  for (const line of output.split('\n')) {
    const [kind, when, ...rest] = line.split(' ');
    const cycle = Number(when);
    if (kind === 'u') sent.push({ cycle, byte: Number(rest[0]) });
    if (kind === 'm') registers.push({ cycle, address: Number(rest[0]), value: Number(rest[1]) });
    if (kind === 't' && rest[0] === 'start')
      transactions.push({ address: Number(rest[1]) >> 1, bytes: [], cycle });
    if (kind === 't' && rest[0] === 'write') transactions.at(-1)?.bytes.push(Number(rest[1]));
    if (kind !== 'p') continue;
    const pin = `P${rest[0]}${rest[1]}`;
    const level: Level = rest[2] === '1' ? 1 : 0;
    const edges = byPin.get(pin) ?? [];
    byPin.set(pin, edges);
    if ((edges.at(-1)?.level ?? 0) !== level) edges.push({ cycle, level });
  }
  return {
    clockHz,
    serial: { sent },
    twi: { transactions },
    registers,
    edges: (pin) => byPin.get(BENCH_CHIPS[chip].pins[pin] ?? '') ?? [],
  };
}

export interface Comparison {
  /** The pins whose edges must agree. */
  readonly pins: readonly number[];
  readonly toleranceUs: number;
  /** Compare the serial bytes too (their order; times within the tolerance). */
  readonly serial?: boolean;
}

interface Dated {
  readonly us: number;
  readonly what: string;
}
const toUs = (traces: Traces, cycle: number): number => (cycle * 1e6) / traces.clockHz;
const edgesOf = (traces: Traces, pin: number): Dated[] =>
  traces
    .edges(pin)
    .map(({ cycle, level }) => ({ us: toUs(traces, cycle), what: level === 1 ? 'rises' : 'falls' }));
const bytesOf = (traces: Traces): Dated[] =>
  traces.serial.sent.map(({ cycle, byte }) => ({
    us: toUs(traces, cycle),
    what: `byte 0x${byte.toString(16)}`,
  }));

function difference(
  name: string,
  a: readonly Dated[],
  b: readonly Dated[],
  toleranceUs: number,
): string | undefined {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) break;
    if (x.what !== y.what)
      return `${name}, event ${i}: ${x.what} at ${x.us} µs against ${y.what} at ${y.us} µs`;
    if (Math.abs(x.us - y.us) <= toleranceUs) continue;
    return `${name}, event ${i} (${x.what}): at ${x.us} µs against ${y.us} µs, ${x.us - y.us} µs apart`;
  }
  if (Math.abs(a.length - b.length) <= 1) return undefined;
  return `${name}: ${a.length} events against ${b.length}`;
}

/** Undefined when both agree; else the first difference in words. One event may be missing at the very end. */
export function compareTraces(a: Traces, b: Traces, comparison: Comparison): string | undefined {
  const { pins, toleranceUs, serial = false } = comparison;
  for (const pin of pins) {
    const found = difference(`pin ${pin}`, edgesOf(a, pin), edgesOf(b, pin), toleranceUs);
    if (found !== undefined) return found;
  }
  return serial ? difference('serial', bytesOf(a), bytesOf(b), toleranceUs) : undefined;
}
