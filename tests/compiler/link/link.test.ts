/** The linker: what it keeps, where it puts it, and that the image runs. */
import { avrInstruction } from 'avr8js';
import { describe, expect, test } from 'vitest';
import type { AsmModule, AsmSection } from '../../../compiler/asm/asm.ts';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { InternalError } from '../../../compiler/diagnostics/internal-error.ts';
import { link } from '../../../compiler/link/link.ts';
import { libraryOf } from '../../../compiler/link/section-library.ts';
import { addressOf, cpuWith, linkText, mega, moduleOf, runToBreak, uno } from './link-text.ts';

const STOP = '.stop:\nrjmp .stop\n';

describe('a program', () => {
  test('without variables and interrupts is startup and main, which needs no call', () => {
    const linked = linkText(`.code main\nldi r24, 42\nbreak\n${STOP}`);
    expect(linked.firmware.image.length).toBe(12 + 6);
    expect(linked.firmware.ramBytes).toBe(0);
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    expect(cpu.data[24]).toBe(42);
    expect(cpu.data[1]).toBe(0);
    expect(cpu.data[0x5f]).toBe(0);
    expect(cpu.SP).toBe(0x8ff);
  });

  test('whose main returns stops with interrupts off', () => {
    const linked = linkText('.code main\nsei\nret');
    const cpu = cpuWith(linked.firmware.image);
    for (let i = 0; i < 100; i++) avrInstruction(cpu);
    const pc = cpu.pc;
    for (let i = 0; i < 100; i++) avrInstruction(cpu);
    expect(cpu.pc).toBe(pc);
    expect((cpu.data[0x5f] ?? 0) & 0x80).toBe(0);
  });

  test('keeps only what main, vectors and constructors reach', () => {
    const linked = linkText(
      `.code main\nrcall used\nlds r24, variable\n${STOP}
       .code used\nldi r30, lo8(text)\nret
       .code unused\nrcall alsoUnused\nret
       .code alsoUnused\nret
       .code init\nret
       .code isr\nreti
       .flashData text\n.string "a"
       .flashData unusedText\n.string "b"
       .bss variable 2
       .bss unusedVariable 100`,
      { vectors: { 3: 'isr' }, constructors: ['init'] },
    );
    expect(linked.firmware.symbols.map(({ name }) => name).sort()).toEqual(
      ['__startup', 'init', 'isr', 'main', 'text', 'used', 'variable'].sort(),
    );
    expect(linked.firmware.ramBytes).toBe(2);
  });

  test('takes routines from the library, and its own before the library’s', () => {
    const library = libraryOf(parseAsm('.code help\nldi r24, 1\nret\n.code other\nldi r25, 1\nret'));
    const linked = linkText(
      `.code main\nrcall help\nrcall other\nbreak\n${STOP}.code help\nldi r24, 2\nret`,
      { library },
    );
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    expect([cpu.data[24], cpu.data[25]]).toEqual([2, 1]);
  });

  test('calls constructors in order before main', () => {
    const text = `.code main\nbreak\n${STOP}.code a\nldi r24, 1\nret\n.code b\nlsl r24\nlsl r24\nret`;
    const cpu = cpuWith(linkText(text, { constructors: ['a', 'b'] }).firmware.image);
    runToBreak(cpu);
    expect(cpu.data[24]).toBe(4);
  });

  test('gives the same bytes again after another program', () => {
    const a = moduleOf(`.code main\nrcall f\n${STOP}.code f\nret\n.bss x 3`);
    const b = moduleOf(`.code main\nlds r24, y\n${STOP}.bss y 9`);
    const once = link(a, uno, libraryOf([]));
    link(b, uno, libraryOf([]));
    expect(link(a, uno, libraryOf([]))).toEqual(once);
  });
});

describe('startup', () => {
  const sizes = [0, 1, 2, 3, 4, 5, 17, 255, 256, 257, 512, 700];
  const cases = sizes.flatMap((data) => sizes.map((bss): [number, number] => [data, bss]));
  test.each(cases)('sets %d bytes of data and clears %d bytes of bss, no more', (dataBytes, bssBytes) => {
    for (const chip of [uno, mega]) {
      const bytes = Uint8Array.from({ length: dataBytes }, (_, i) => (i * 7 + 3) & 255);
      const loads = [...(dataBytes > 0 ? ['lds r2, d'] : []), ...(bssBytes > 0 ? ['lds r2, b'] : [])];
      const text = `.code main\n${loads.join('\n')}\nlds r2, n\nbreak\n${STOP}.noinit n 5\n`;
      const variables: AsmSection[] = [
        ...(bssBytes > 0 ? [{ ...section('b', 'bss'), size: bssBytes }] : []),
        ...(dataBytes > 0 ? [{ ...section('d', 'data'), bytes, size: dataBytes }] : []),
      ];
      const module: AsmModule = { ...moduleOf(text), sections: [...parseAsm(text), ...variables] };
      const linked = link(module, chip, libraryOf([]));
      if (!linked.ok) throw new Error('missing symbols');
      const cpu = cpuWith(linked.firmware.image, chip);
      runToBreak(cpu);
      const { start } = chip.ram;
      expect([...cpu.data.subarray(start, start + dataBytes)]).toEqual([...bytes]);
      expect([...cpu.data.subarray(start + dataBytes, start + dataBytes + bssBytes)]).toEqual(
        Array(bssBytes).fill(0),
      );
      expect(cpu.data[start + dataBytes + bssBytes]).toBe(0xa5);
      expect(linked.firmware.ramBytes).toBe(dataBytes + bssBytes + 5);
    }
  });

  test('sets words of addresses in data', () => {
    const linked =
      linkText(`.code main\nlds r30, table\nlds r31, table+1\nlds r26, table+2\nlds r27, table+3\nicall\nbreak\n${STOP}
      .code f\nldi r24, 9\nret\n.bss pad 4\n.bss v 2\n.data table\n.word pm(f), v+1, 5, 6`);
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    expect(cpu.data[24]).toBe(9);
    expect((cpu.data[26] ?? 0) + 256 * (cpu.data[27] ?? 0)).toBe(addressOf(linked, 'v') + 1);
  });

  test('clears RAMPZ and EIND of a chip that has them', () => {
    const cpu = cpuWith(linkText(`.code main\nbreak\n${STOP}`, { chip: mega }).firmware.image, mega);
    cpu.data.fill(0xff, 0x5b, 0x5d);
    runToBreak(cpu);
    expect([cpu.data[0x5b], cpu.data[0x5c]]).toEqual([0, 0]);
  });
});

const section = (name: string, kind: AsmSection['kind']): AsmSection => ({
  name,
  display: name,
  kind,
  items: [],
  size: 0,
  exports: [],
  loc: -1,
});

describe('vectors', () => {
  const handlers = '.code one\nldi r24, 1\nbreak\nreti\n.code two\nldi r24, 2\nbreak\nreti\n';
  const interrupted = (image: Uint8Array, vector: number): ReturnType<typeof cpuWith> => {
    const cpu = cpuWith(image);
    cpu.pc = 2 * vector;
    runToBreak(cpu);
    return cpu;
  };

  test('lead to their handlers, wherever these stand', () => {
    for (const padding of [0, 3000, 9000]) {
      const text = `.code main\nldi r30, lo8(big)\nldi r24, 7\nbreak\n${STOP}${handlers}.flashData big\n.space ${padding}\n.byte 1`;
      const { image } = linkText(text, { vectors: { 2: 'one', 5: 'two', 11: 'one' } }).firmware;
      expect([2, 5, 11].map((n) => interrupted(image, n).data[24])).toEqual([1, 2, 1]);
      expect(interrupted(image, 0).data[24]).toBe(7);
    }
  });

  test('without a handler restart the program', () => {
    const text = `.code main\nldi r24, 7\nbreak\n${STOP}${handlers}`;
    const { image } = linkText(text, { vectors: { 2: 'one', 5: 'two' } }).firmware;
    expect([1, 3, 4].map((n) => interrupted(image, n).data[24])).toEqual([7, 7, 7]);
  });

  test('without a handler go to BADISR where the program has one, the whole table long', () => {
    const text = `.code main\nldi r24, 7\nbreak\n${STOP}${handlers}.code __vector_default\nldi r24, 3\nbreak\nreti`;
    const { image } = linkText(text, { vectors: { 2: 'one' } }).firmware;
    expect(Array.from({ length: 26 }, (_, n) => interrupted(image, n).data[24])).toEqual([
      7,
      3,
      1,
      ...Array(23).fill(3),
    ]);
  });

  test('end with the last one used, whose handler stands in its place', () => {
    const linked = linkText(`.code main\n${STOP}${handlers}`, { vectors: { 2: 'one', 5: 'two' } });
    expect(addressOf(linked, 'two')).toBe(20);
    expect(linked.room[0]).toMatchObject({ kind: 'vectors', flash: 20 });
  });
});

describe('addresses in operands', () => {
  test('are bytes of data and flash, words of functions, negated when asked', () => {
    const linked = linkText(`.code main
      ldi r16, lo8(f)\nldi r17, hi8(f)\nldi r18, pm_lo8(f)\nldi r19, pm_hi8(f)
      ldi r20, lo8(v+3)\nldi r21, hi8(v+3)\nldi r22, lo8(t)\nldi r23, hi8(t)
      ldi r24, lo8(-(v))\nldi r25, hi8(-(v))\nldi r26, 0\nldi r27, 1\nsts v+1, r27\nldi r26, lo8(.here)\nldi r27, hi8(.here)
      .here:
      break\n${STOP}.code f\nret\n.bss v 5\n.flashData pad\n.space 700\n.flashData t\n.word pm(f), v, t+1, pm(.l), pad\n.l:`);
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    const pair = (r: number): number => (cpu.data[r] ?? 0) + 256 * (cpu.data[r + 1] ?? 0);
    const [f, v, t, main] = ['f', 'v', 't', 'main'].map((name) => addressOf(linked, name));
    expect(pair(16)).toBe(f);
    expect(pair(18)).toBe((f ?? 0) / 2);
    expect(pair(20)).toBe((v ?? 0) + 3);
    expect(pair(22)).toBe(t);
    expect(pair(24)).toBe(0x10000 - (v ?? 0));
    expect(pair(26)).toBe((main ?? 0) + 32);
    expect(cpu.data[(v ?? 0) + 1]).toBe(1);
    const word = (i: number): number => {
      const at = (t ?? 0) + 2 * i;
      return (linked.firmware.image[at] ?? 0) + 256 * (linked.firmware.image[at + 1] ?? 0);
    };
    expect([word(0), word(1), word(2), word(4)]).toEqual([
      (f ?? 0) / 2,
      v,
      (t ?? 0) + 1,
      addressOf(linked, 'pad'),
    ]);
  });

  test('of RAM’s borders are known to the program', () => {
    const linked =
      linkText(`.code main\nldi r24, lo8(__heap_start)\nldi r25, hi8(__heap_start)\nldi r26, lo8(__stack)\nldi r27, hi8(__stack)
      lds r2, v\nlds r2, d\nbreak\n${STOP}.bss v 5\n.data d\n.byte 1`);
    const cpu = cpuWith(linked.firmware.image);
    runToBreak(cpu);
    expect([cpu.data[24], cpu.data[25], cpu.data[26], cpu.data[27]]).toEqual([6, 1, 0xff, 8]);
  });
});

describe('constants', () => {
  test('of the same bytes are stored once, and both names know the place', () => {
    const linked = linkText(`.code main\nldi r30, lo8(a)\nldi r30, lo8(b)\nldi r30, lo8(c)\n${STOP}
      .flashData a\n.string "hello"\n.flashData b\n.string "hello"\n.flashData c\n.string "hellO"`);
    expect(addressOf(linked, 'a')).toBe(addressOf(linked, 'b'));
    expect(addressOf(linked, 'c')).not.toBe(addressOf(linked, 'b'));
    expect(linked.room.filter(({ kind }) => kind === 'flashData').length).toBe(2);
  });
});

describe('what is missing', () => {
  test('is named with who needs it, all of it', () => {
    const result = link(
      moduleOf(
        `.code main\nrcall blink\nlds r24, count\nrcall f\n${STOP}.code f\nrcall blink\nldi r30, pm_lo8(g)\nret`,
      ),
      uno,
      libraryOf([]),
    );
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.missing.map(({ symbol, isFunction, neededBy }) => [symbol, isFunction, neededBy])).toEqual([
      ['blink', true, 'main'],
      ['count', false, 'main'],
      ['g', true, 'f'],
    ]);
  });
  test('may be main itself', () => {
    const result = link(moduleOf('.code other\nret'), uno, libraryOf([]));
    expect(result).toMatchObject({ ok: false, missing: [{ symbol: 'main' }] });
  });
});

describe('our own slips', () => {
  test.each([
    ['.code main\n.a:\n.a:\nret', 'two labels'],
    ['.code main\nret\n.code main\nret', 'two sections'],
    ['.code main\n.byte 1\nret', 'odd place'],
    ['.code main\nrjmp __stack', 'jumps to'],
    ['.code main\nrcall v\n.bss v 1', 'jumps to'],
  ])('%s', (text, message) => {
    expect(() => linkText(text)).toThrow(InternalError);
    expect(() => linkText(text)).toThrow(new RegExp(message));
  });
});

describe('the EEPROM', () => {
  test('has addresses from 0 on and takes neither flash nor RAM', () => {
    const text = `.code main\nldi r24, lo8(first)\nldi r25, hi8(first)\nldi r26, lo8(second+1)\nldi r27, hi8(second)\nlds r18, n\nbreak\n${STOP}`;
    const bare = linkText(`${text}.noinit first 300\n.noinit second 4\n.noinit n 5`);
    const linked = linkText(`${text}.eeprom first 300\n.eeprom second 4\n.noinit n 5`);
    const cpu = cpuWith(linked.firmware.image, uno);
    runToBreak(cpu);
    expect([24, 25, 26, 27].map((register) => cpu.data[register])).toEqual([0, 0, 301 & 255, 301 >> 8]);
    expect(linked.firmware.ramBytes).toBe(5);
    expect(bare.firmware.ramBytes).toBe(309);
    expect(linked.firmware.image.length).toBe(bare.firmware.image.length);
  });
});

describe('what takes the room', () => {
  test('adds up to the image and the RAM', () => {
    const linked = linkText(
      `.code main\nrcall f\nlds r24, a\nlds r24, b\nlds r24, c\nldi r30, lo8(t)\n${STOP}.code f\nret\n.code isr\nreti
       .data a\n.byte 1, 2, 3, 4, 5, 6\n.bss b 7\n.noinit c 3\n.flashData t\n.byte 1, 2, 3, 4`,
      { vectors: { 4: 'isr' } },
    );
    const sum = (key: 'flash' | 'ram'): number => linked.room.reduce((total, entry) => total + entry[key], 0);
    expect(sum('flash')).toBe(linked.flashBytes);
    expect(sum('ram')).toBe(16);
    expect(linked.room.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'vectors __vectors',
      'code isr',
      'flashData t',
      'startup __startup',
      'code main',
      'code f',
      'data a',
      'bss b',
      'noinit c',
    ]);
  });
});

describe('the line table', () => {
  test('has one entry for each stretch of one place', () => {
    const at = (op: string, loc: number): AsmSection['items'][number] => ({
      kind: 'instruction',
      op,
      operands: [],
      loc,
    });
    const module: AsmModule = {
      sections: [
        {
          ...section('main', 'code'),
          items: [at('nop', 5), at('nop', 5), at('nop', 9), at('nop', 5), at('ret', 5)],
        },
      ],
      vectors: new Map(),
      constructors: [],
    };
    const linked = link(module, uno, libraryOf([]));
    if (!linked.ok) throw new Error('missing');
    const main = addressOf(linked, 'main');
    expect(linked.firmware.lines).toEqual([
      { pc: 0, loc: -1 },
      { pc: main, loc: 5 },
      { pc: main + 4, loc: 9 },
      { pc: main + 6, loc: 5 },
    ]);
  });
});
