import { describe, expect, it } from 'vitest';
import { requireTool } from '../support/reference-tools.ts';
import { OUR_COMPILERS } from './compile-ours.ts';
import { linesOf, onBothCoresWith } from './on-both-cores.ts';

/** Of a function: arguments as C++ texts, and what it should give in double precision. */
interface Case {
  readonly call: string;
  readonly exact: (x: number, y: number) => number;
  readonly from: number;
  readonly to: number;
  /** Units in the last place of a float that ours may be off. */
  readonly ulp: number;
}

const CASES: readonly Case[] = [
  { call: 'sqrt(x)', exact: Math.sqrt, from: 0, to: 1e6, ulp: 0.5 },
  { call: 'cbrt(x)', exact: Math.cbrt, from: -1e6, to: 1e6, ulp: 2 },
  { call: 'hypot(x, y)', exact: Math.hypot, from: -1e5, to: 1e5, ulp: 2 },
  { call: 'sin(x)', exact: Math.sin, from: -7, to: 7, ulp: 2 },
  { call: 'cos(x)', exact: Math.cos, from: -7, to: 7, ulp: 2 },
  { call: 'tan(x)', exact: Math.tan, from: -1.5, to: 1.5, ulp: 3 },
  { call: 'asin(x)', exact: Math.asin, from: -1, to: 1, ulp: 2 },
  { call: 'acos(x)', exact: Math.acos, from: -1, to: 1, ulp: 2 },
  { call: 'atan(x)', exact: Math.atan, from: -20, to: 20, ulp: 2 },
  { call: 'atan2(x, y)', exact: Math.atan2, from: -100, to: 100, ulp: 2 },
  { call: 'exp(x)', exact: Math.exp, from: -80, to: 80, ulp: 2 },
  { call: 'log(x)', exact: Math.log, from: 1e-5, to: 1e5, ulp: 2 },
  { call: 'log10(x)', exact: Math.log10, from: 1e-5, to: 1e5, ulp: 3 },
  { call: 'sinh(x)', exact: Math.sinh, from: -10, to: 10, ulp: 3 },
  { call: 'cosh(x)', exact: Math.cosh, from: -10, to: 10, ulp: 3 },
  { call: 'tanh(x)', exact: Math.tanh, from: -5, to: 5, ulp: 3 },
  { call: 'pow(x, 0.5)', exact: (x) => x ** 0.5, from: 0.1, to: 100, ulp: 8 },
  { call: 'pow(x, 3)', exact: (x) => x ** 3, from: -100, to: 100, ulp: 2 },
  { call: 'fmod(x, y)', exact: (x, y) => x % y, from: -1000, to: 1000, ulp: 0 },
  { call: 'floor(x)', exact: Math.floor, from: -1000, to: 1000, ulp: 0 },
  { call: 'ceil(x)', exact: Math.ceil, from: -1000, to: 1000, ulp: 0 },
  { call: 'trunc(x)', exact: Math.trunc, from: -1000, to: 1000, ulp: 0 },
  { call: 'fabs(x)', exact: Math.abs, from: -1000, to: 1000, ulp: 0 },
  { call: 'ldexp(x, -3)', exact: (x) => x / 8, from: -1000, to: 1000, ulp: 0 },
  { call: 'fmax(x, y)', exact: Math.max, from: -10, to: 10, ulp: 0 },
  { call: 'fdim(x, y)', exact: (x, y) => Math.fround(Math.max(x - y, 0)), from: -10, to: 10, ulp: 0 },
];

const bitsToFloat = (hex: string): number =>
  new Float32Array(new Uint32Array([Number.parseInt(hex, 16)]).buffer)[0] ?? NaN;
const ulpOf = (x: number): number => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(x) || 1e-45))) - 23);

describe.runIf(requireTool('avr-g++', 'arduino-core')).each(OUR_COMPILERS)(
  'functions of math.h (%s)',
  (compiler) => {
    const onBothCores = onBothCoresWith(compiler);
    it('are as near to the exact value as they say, and seldom farther than avr-libc', async () => {
      const { ours, theirs } = await onBothCores(
        `unsigned long seed = 7;
      float between(float low, float high) { seed = seed * 1664525UL + 1013904223UL; return low + (high - low) * ((seed >> 8) * (1.0f / 16777216.0f)); }
      void bits(float value) { union { float f; unsigned long n; } u; u.f = value; Serial.print(u.n, HEX); Serial.print(' '); }
      void setup() {
        Serial.begin(2000000);
        ${CASES.map(({ call, from, to }) => `for (byte i = 0; i < 60; i++) { float x = between(${from}, ${to}), y = between(${from}, ${to}); bits(x); bits(y); bits(${call}); Serial.println(); }`).join('\n')}
        Serial.println("end");
      }
      void loop() {}`,
        { chip: 'atmega2560' },
      );
      const worst = (lines: readonly string[]): number[] =>
        CASES.map(({ exact }, index) =>
          Math.max(
            ...lines.slice(index * 60, index * 60 + 60).map((line) => {
              const [x = NaN, y = NaN, got = NaN] = line.trim().split(' ').map(bitsToFloat);
              const wanted = exact(x, y);
              return Math.abs(got - wanted) / ulpOf(wanted);
            }),
          ),
        );
      const [mine, libc] = [worst(linesOf(ours)), worst(linesOf(theirs))];
      const tooFar = CASES.flatMap(({ call, ulp }, i) =>
        (mine[i] ?? NaN) <= Math.max(ulp, 0.5000001 * Number(ulp > 0))
          ? []
          : [`${call}: ${mine[i]?.toFixed(2)}, avr-libc ${libc[i]?.toFixed(2)}`],
      );
      expect(tooFar).toEqual([]);
    });

    it('give the same at the edges: zeros, infinities, no numbers, halves', async () => {
      const edges = [
        '0.0',
        '-0.0',
        '1.0',
        '-1.0',
        '0.5',
        '-0.5',
        '1.5',
        '2.5',
        '-2.5',
        '1e-40',
        '3e38',
        '-3e38',
        'INFINITY',
        '-INFINITY',
        'NAN',
        '8388607.5',
        '16777216.0',
        '2147483600.0',
      ];
      const calls = [
        'floor(x)',
        'ceil(x)',
        'trunc(x)',
        '(round)(x)',
        'lround(x)',
        'sqrt(x)',
        'fabs(x)',
        'isnan(x)',
        'isinf(x) != 0',
        'isfinite(x)',
        '!isnan(x) && signbit(x)',
        'exp(x) > 1',
        'frexp(x, &n)',
        'n',
        'modf(x, &whole)',
        'whole',
        'fmod(x, 2.0)',
        'fmod(5.0, x)',
        'ldexp(x, 10)',
        'ldexp(x, -140)',
        'isnan(x) ? 0.0 : copysign(3.0, x)',
        'square(x)',
        'pow(x, 2.0)',
        'pow(x, 0.0)',
        'atan2(x, 1.0) > 0',
        'cbrt(x) > 0',
        'hypot(x, 3.0) > 3',
      ];
      const { ours, theirs } = await onBothCores(
        `void show(float value) { if (isnan(value)) { Serial.println(F("nan")); return; } union { float f; unsigned long n; } u; u.f = value; Serial.println(u.n, HEX); }
      void setup() {
        Serial.begin(2000000);
        volatile float edges[] = {${edges.join(', ')}};
        for (volatile float &edge : edges) { float x = edge; double whole = 0; int n = 0; Serial.println(x); ${calls.map((call) => `show(${call});`).join(' ')} }
        Serial.println("end");
      }
      void loop() {}`,
        { chip: 'atmega2560' },
      );
      const named = (lines: readonly string[]): string[] => {
        const rows = calls.length + 1;
        return lines.map(
          (line, i) =>
            `${i % rows === 0 ? 'x' : calls[(i % rows) - 1]} of ${edges[Math.floor(i / rows)]}: ${line}`,
        );
      };
      expect(named(linesOf(ours))).toEqual(named(linesOf(theirs)));
    });
  },
);
