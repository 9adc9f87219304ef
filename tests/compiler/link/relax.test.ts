/** Jumps of random programs: each goes where it should, in the shortest form that reaches. */
import { describe, expect, test } from 'vitest';
import type { Chip } from '../../../boards/types.ts';
import { decode } from '../../../compiler/asm/decode.ts';
import { InternalError } from '../../../compiler/diagnostics/internal-error.ts';
import type { Linked } from '../../../compiler/link/link.ts';
import { randomOf } from '../asm/random.ts';
import { addressOf, cpuWith, linkText, mega, runToBreak, uno } from './link-text.ts';

const BRANCHES = [
  'breq',
  'brne',
  'brcs',
  'brcc',
  'brlt',
  'brge',
  'brmi',
  'brpl',
  'brts',
  'brtc',
  'brie',
  'brid',
];
const INVERSE = new Map(BRANCHES.map((op, i) => [op, BRANCHES[i ^ 1] ?? '']));

interface Jump {
  readonly op: string;
  readonly target: string;
}

/** Sections of nop and jumps to each other and to their own labels. */
interface Program {
  readonly text: string;
  readonly jumps: Map<string, Jump[]>;
  readonly lines: Map<string, string[]>;
}

function randomProgram(seed: number, sections: number, size: number): Program {
  const random = randomOf(seed);
  const jumps = new Map<string, Jump[]>();
  const linesOf = new Map<string, string[]>();
  let text = `.code main\n${Array.from({ length: sections }, (_, i) => `rcall f${i}`).join('\n')}\n.stop:\nrjmp .stop\n`;
  for (let i = 0; i < sections; i++) {
    const lines = [`.code f${i}`];
    const own: Jump[] = [];
    const labels = 1 + random(4);
    for (let label = 0; label < labels; label++) {
      for (let n = random(size); n > 0; n--) lines.push('nop');
      lines.push(`.l${label}:`);
      for (let n = 1 + random(4); n > 0; n--) {
        const isLocal = random(2) === 0;
        const target = isLocal ? `.l${random(labels)}` : `f${random(sections)}`;
        const op = [BRANCHES[random(BRANCHES.length)] ?? '', 'rjmp', 'jmp', 'rcall', 'call'][random(5)] ?? '';
        lines.push(`${op} ${target}`);
        own.push({ op, target });
      }
    }
    lines.push('ret');
    jumps.set(`f${i}`, own);
    linesOf.set(`f${i}`, lines.slice(1));
    text += `${lines.join('\n')}\n`;
  }
  return { text, jumps, lines: linesOf };
}

/** Reads the section back: nops and jumps, in their order. */
function checkSection(
  linked: Linked,
  name: string,
  jumps: readonly Jump[],
  source: readonly string[],
): number {
  const { image, symbols } = linked.firmware;
  const words = new Uint16Array(image.buffer, image.byteOffset, image.length >> 1);
  const symbol = symbols.find((symbol) => symbol.name === name);
  if (symbol === undefined) throw new Error(name);
  // Where the section's labels are: count nops and jumps along the text.
  const labels = new Map<string, number>();
  const found: { op: string; at: number; target: number; form: string }[] = [];
  let at = symbol.address;
  for (const line of source) {
    if (line.endsWith(':')) {
      labels.set(line.slice(0, -1), at);
      continue;
    }
    const [op = ''] = line.split(' ');
    const first = decode(words, at / 2);
    if (first === undefined) throw new Error(`no instruction at ${at}`);
    const relative = (): number =>
      first.operands[0]?.kind === 'number' ? first.operands[0].value : Number.NaN;
    if (INVERSE.get(op) === first.op && op !== first.op) {
      const second = decode(words, at / 2 + 1);
      const operand = second?.operands[0];
      const value = operand?.kind === 'number' ? operand.value : Number.NaN;
      if (relative() !== second?.words) throw new Error(`${op} at ${at} does not jump over its jump`);
      const target = second?.op === 'jmp' ? 2 * value : at + 4 + 2 * value;
      found.push({ op, at, target, form: `around ${second?.op}` });
      at += 2 + 2 * (second?.words ?? 0);
      continue;
    }
    if (op !== 'nop' && op !== 'ret')
      found.push({
        op,
        at,
        target: first.words === 2 ? 2 * relative() : at + 2 + 2 * relative(),
        form: first.op,
      });
    else if (first.op !== op) throw new Error(`${first.op} at ${at}, not ${op}`);
    at += 2 * first.words;
  }
  expect(at - symbol.address).toBe(symbol.bytes);
  for (const [i, jump] of jumps.entries()) {
    const { at = 0, target, form } = found[i] ?? {};
    const wanted = labels.get(jump.target) ?? addressOf(linked, jump.target);
    expect(target, `${name}: ${jump.op} ${jump.target} at ${at}`).toBe(wanted);
    expect(form).toBe(shortestForm(jump.op, at, wanted));
  }
  return jumps.length;
}

function shortestForm(op: string, at: number, target: number): string {
  const words = (target - at - 2) / 2;
  const reaches = (distance: number): boolean => distance >= -2048 && distance <= 2047;
  if (!INVERSE.has(op)) return `${reaches(words) ? 'r' : ''}${op.endsWith('jmp') ? 'jmp' : 'call'}`;
  if (words >= -64 && words <= 63) return op;
  return reaches(words - 1) ? 'around rjmp' : 'around jmp';
}

describe('jumps', () => {
  test.each([
    [1, 3, 10, uno],
    [2, 10, 60, uno],
    [3, 40, 60, uno],
    [4, 100, 30, uno],
    [5, 60, 90, uno],
    [6, 200, 40, mega],
    [7, 200, 100, mega],
    [8, 8, 1200, uno],
  ] satisfies [number, number, number, Chip][])(
    'of random program %d (%d sections up to 4 × %d words) are right and as short as they can be',
    (seed, sections, size, chip) => {
      for (let round = 0; round < 2; round++) {
        const { text, jumps, lines } = randomProgram(seed * 100 + round, sections, size);
        const linked = linkText(text, { chip });
        let count = 0;
        for (const [name, own] of jumps) count += checkSection(linked, name, own, lines.get(name) ?? []);
        expect(count).toBeGreaterThan(0);
      }
    },
  );

  test('that would grow behind a skip are our own slip', () => {
    const far = `${'nop\n'.repeat(100)}`;
    expect(() => linkText(`.code main\nsbrc r1, 0\nbreq .far\n${far}.far:\nret`)).toThrow(/skips a branch/);
    expect(() => linkText(`.code main\nsbrc r1, 0\nrjmp .far\n${far}.far:\nret`)).not.toThrow();
  });

  test('by a number over a jump that grew are our own slip', () => {
    const far = `${'nop\n'.repeat(100)}`;
    expect(() => linkText(`.code main\nrjmp .+4\nbreq .far\nnop\n${far}.far:\nret`)).toThrow(InternalError);
    expect(() => linkText(`.code main\nrjmp .+4\nnop\nnop\n${far}.far:\nret`)).not.toThrow();
  });

  test('to an offset in a function are kept', () => {
    const linked = linkText('.code main\nrjmp main+6\nnop\nnop\nldi r24, 5\nbreak\n.s:\nrjmp .s');
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    expect(cpu.data[24]).toBe(5);
  });
});

describe('a program beyond 128 KB', () => {
  const filler = (name: string, words: number): string => `.code ${name}\n${'nop\n'.repeat(words)}ret\n`;
  const text = `.code main
.first:
    ldi r30, pm_lo8(target)
    ldi r31, pm_hi8(target)
    icall
    lds r30, pointer
    lds r31, pointer+1
    icall
    ldi r30, pm_lo8(jump)
    ldi r31, pm_hi8(jump)
    ijmp
.stop:
    rjmp .stop
${filler('a', 30_000)}${filler('b', 30_000)}${filler('c', 30_000)}
.code target
    inc r20
    ret
.code jump
    call a
    ldi r21, 77
    break
.data pointer
.word pm(target), 1, 2`;

  test('reaches its functions through 16-bit pointers and calls', () => {
    const rooted = text.replace('.first:', 'call a\ncall b\ncall c');
    const linked = linkText(rooted, { chip: mega });
    const most = Math.max(addressOf(linked, 'target'), addressOf(linked, 'jump'));
    expect(most).toBeGreaterThan(0x20000);
    const cpu = cpuWith(linked.firmware.image, mega);
    cpu.data[20] = 0;
    runToBreak(cpu, 200_000);
    expect(cpu.data[20]).toBe(2);
    expect(cpu.data[21]).toBe(77);
  });

  test('without one has no trampolines', () => {
    const linked = linkText(text, { chip: mega });
    expect(linked.room.some(({ name }) => name === '__trampolines')).toBe(false);
  });
});

describe('a jump table', () => {
  const filler = (name: string): string => `.code ${name}\n${'nop\n'.repeat(20_000)}ret\n`;
  const text = `.code main\ncall a\ncall b\ncall choose\nbreak\n.s:\nrjmp .s\n${filler('a')}${filler('b')}
.code choose
    ldi r30, 2
    ldi r31, 0
    subi r30, lo8(-(.table))
    sbci r31, hi8(-(.table))
    lpm r0, Z+
    lpm r31, Z
    mov r30, r0
    ijmp
.zero:
    ldi r24, 10
    ret
.one:
    ldi r24, 11
    ret
.table:
.word pm(.zero), pm(.one)`;

  test('stands where lpm reaches it, in a program of more than 64 KB too', () => {
    const linked = linkText(text, { chip: mega });
    expect(linked.flashBytes).toBeGreaterThan(0x10000);
    expect(linked.constantsEnd).toBeLessThan(0x1000);
    const cpu = cpuWith(linked.firmware.image, mega);
    runToBreak(cpu, 100_000);
    expect(cpu.data[24]).toBe(11);
  });
});

describe('constants and data beyond 64 KB', () => {
  test('are copied with elpm', () => {
    const text = `.code main\nldi r30, lo8(t)\nlds r24, d+3\nbreak\n.s:\nrjmp .s\n.flashData t\n.space 66000\n.data d\n.byte 1, 2, 3, 4, 5`;
    const linked = linkText(text, { chip: mega });
    const cpu = cpuWith(linked.firmware.image, mega);
    runToBreak(cpu);
    expect(cpu.data[24]).toBe(4);
    expect(cpu.data[0x5b]).toBe(0);
  });
});

describe('the order of functions', () => {
  test('keeps callers and callees of a large program within reach', () => {
    // Pairs that call each other ten times, discovered far apart.
    const pairs = 60;
    const calls = (name: string): string => `rcall ${name}\n`.repeat(10);
    const text = [
      `.code main\n${Array.from({ length: pairs }, (_, i) => `rcall a${i}`).join('\n')}\n${Array.from({ length: pairs }, (_, i) => `rcall b${i}`).join('\n')}\n.s:\nrjmp .s`,
      ...Array.from(
        { length: pairs },
        (_, i) => `.code a${i}\n${'nop\n'.repeat(60)}ldi r30, pm_lo8(b${i})\nret`,
      ),
      ...Array.from({ length: pairs }, (_, i) => `.code b${i}\n${calls(`a${i}`)}${'nop\n'.repeat(60)}ret`),
    ].join('\n');
    const linked = linkText(text);
    for (let i = 0; i < pairs; i++)
      expect(Math.abs(addressOf(linked, `a${i}`) - addressOf(linked, `b${i}`))).toBeLessThan(4000);
  });
});
