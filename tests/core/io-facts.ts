/**
 * What avr-libc knows of a chip's registers, as facts: names, addresses, bit numbers, vectors, sizes.
 *
 * In: a chip. Out: names in the order of their definition with their values, asked of avr-gcc's
 * preprocessor; and the text of our own header with the same facts. `GENIE_UPDATE_IO=1` writes the
 * headers anew (io-headers.test.ts).
 */
import { execFileSync } from 'node:child_process';
import type { Mcu } from '../support/compile-sketch.ts';

export type Fact =
  | { readonly kind: 'register'; readonly bytes: 1 | 2; readonly address: number }
  | { readonly kind: 'vector'; readonly number: number }
  | { readonly kind: 'number'; readonly value: number };

/** Of no use to a sketch: fuses and lock bits are not part of a program, the rest guards avr-libc's own headers. */
const LEFT_OUT = /^_(?!VECTORS_SIZE)|FUSE|^LOCK|^LB_MODE|^BLB\d|^AVR_|^SREG_|^XRAM|^SIG_|^[XYZ][LH]$/;
/** avr-libc gives the 32U4 what only its sisters have: USB host and timer 2. The official core takes the names away. */
const NOT_IN_32U4 =
  /^(UH(CON|INT|IEN|ADDR|FNUM[LH]?|FLEN)|UP(INRQX|INTX|NUM|RST|CONX|CFG[012]X|STAX|IENX|DATX)|TCCR2[AB]|WGM2[012]|COM2[AB][01]|CS2[012]|FOC2[AB]|TCNT2(_\d)?|OCR2([AB]|_\d))$/;
const MARK = 'genie_fact';

const preprocess = (mcu: Mcu, flags: readonly string[], text: string): string =>
  execFileSync('avr-gcc', [`-mmcu=${mcu}`, '-E', ...flags, '-x', 'c', '-'], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });

/** Names that the chip's files define, in order, each once. */
function chipNames(mcu: Mcu, flags: readonly string[], files: RegExp): string[] {
  const names = new Set<string>();
  let isOfChip = false;
  for (const line of preprocess(mcu, ['-dD', ...flags], '#include <avr/io.h>\n').split('\n')) {
    const file = /^# \d+ "([^"]*)"/.exec(line)?.[1];
    if (file !== undefined) isOfChip = files.test(file);
    const name = /^#define (\w+) ./.exec(line)?.[1];
    if (
      isOfChip &&
      name !== undefined &&
      !LEFT_OUT.test(name) &&
      !(mcu === 'atmega32u4' && NOT_IN_32U4.test(name))
    )
      names.add(name);
  }
  return [...names];
}

/** Numbers with +, -, * and <<; parentheses say nothing new in these files. */
function valueOf(text: string): number | undefined {
  const bare = text
    .replaceAll(/(?<=[0-9a-fA-F])[uUlL]+/g, '')
    .replaceAll(/[\s()]/g, '')
    .replaceAll('-', '+-');
  if (!/^[0-9a-fA-FxX<+*-]+$/.test(bare)) return undefined;
  const product = (part: string): number => part.split('*').reduce((all, one) => all * Number(one), 1);
  const sum = (part: string): number => part.split('+').reduce((all, one) => all + product(one), 0);
  const [first = '', ...shifts] = bare.split('<<');
  const value = shifts.reduce((all, one) => all * 2 ** sum(one), sum(first));
  return Number.isFinite(value) ? value : undefined;
}

function parseFact(text: string): Fact | undefined {
  const vector = /^__vector_(\d+)$/.exec(text)?.[1];
  if (vector !== undefined) return { kind: 'vector', number: Number(vector) };
  const register = /^\(\*\(volatile uint(8|16)_t ?\*\)\(?(.*)\)$/.exec(text);
  const value = valueOf(register?.[2] ?? text);
  if (value === undefined) return undefined;
  if (register === null) return { kind: 'number', value };
  return { kind: 'register', bytes: register[1] === '16' ? 2 : 1, address: value };
}

/** `files`: which of the included files define what belongs to the chip. */
export function ioFacts(mcu: Mcu, flags: readonly string[], files: RegExp): Map<string, Fact> {
  const names = chipNames(mcu, flags, files);
  const questions = names.map((name) => `${MARK} "${name}" ${name}\n`).join('');
  const answers = preprocess(mcu, ['-P', ...flags], `#include <avr/io.h>\n${questions}`);
  const facts = new Map<string, Fact>();
  const unread: string[] = [];
  for (const answer of answers.split(MARK).slice(1)) {
    const [, name, text] = /^ "(\w+)"([^]*)$/.exec(answer) ?? [];
    const fact = parseFact((text ?? '').replaceAll(/\s+/g, ' ').trim());
    if (name !== undefined && fact !== undefined) facts.set(name, fact);
    else if (name !== undefined) unread.push(name);
  }
  if (unread.length > 0) throw new Error(`not understood: ${unread.join(', ')}`);
  return facts;
}

export const AVR_LIBC_FILES = /\/avr\/(io[mu]\w+|portpins|common)\.h$/;

const hex = (value: number, digits = 2): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

function line(name: string, fact: Fact): string {
  switch (fact.kind) {
    case 'vector':
      return `#define ${name} _VECTOR(${fact.number})`;
    case 'register': {
      const bits = fact.bytes * 8;
      return fact.address < 0x60
        ? `#define ${name} _SFR_IO${bits}(${hex(fact.address - 0x20)})`
        : `#define ${name} _SFR_MEM${bits}(${hex(fact.address)})`;
    }
    case 'number':
      return `#define ${name} ${fact.value < 256 ? fact.value : hex(fact.value)}`;
  }
}

export const headerText = (mcu: Mcu, facts: ReadonlyMap<string, Fact>): string =>
  [
    `// Registers, bits, interrupt vectors and memory sizes of the ${mcu.replace('at', 'AT')}, in the datasheet's names.`,
    '// Made by GENIE_UPDATE_IO=1 npx vitest run tests/core/io-headers',
    '#pragma once',
    ...[...facts].map(([name, fact]) => line(name, fact)),
    '',
  ].join('\n');
