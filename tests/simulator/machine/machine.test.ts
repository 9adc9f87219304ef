import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMachine, faultDetail, faultSentence, HexError } from '../../../app/simulator/index.ts';
import type { MachineOptions } from '../../../app/simulator/machine/machine.ts';
import { readHex } from '../../../compiler/hex/read-hex.ts';
import { arduinoCore, requireTool } from '../../support/reference-tools.ts';
import { rigOf } from './rig.ts';

/** A machine whose flash holds these words. */
function machineOf(words: readonly number[], options: Partial<MachineOptions> = {}) {
  const image = Uint8Array.from(words.flatMap((word) => [word & 0xff, word >> 8]));
  return createMachine({ chip: 'atmega328p', ...options, image });
}

const RJMP_SELF = 0xcfff;

describe('the machine', () => {
  it('stops at a word that is no instruction and names address and word', () => {
    const machine = machineOf([0x0000, 0x9404, RJMP_SELF]);
    machine.run(1000);
    expect(machine.isHalted).toBe(true);
    expect(machine.faults).toMatchObject([{ kind: 'unknown-opcode', pc: 2, address: 0x9404 }]);
    expect(machine.faults.map(faultDetail)).toEqual(['unknown-opcode (0x9404) at 0x0002, cycle 1']);
  });

  it('stops where there is no program any more', () => {
    const machine = machineOf([0x0000]);
    machine.run(1000);
    expect(machine.faults).toMatchObject([{ kind: 'wild-jump', pc: 2 }]);
    machine.reset();
    expect(machine.isHalted).toBe(false);
  });

  it('knows ELPM only on the large chip', () => {
    const words = [0x95d8, RJMP_SELF];
    const [small, large] = [machineOf(words), machineOf(words, { chip: 'atmega2560' })];
    for (const machine of [small, large]) machine.run(100);
    expect(small.faults).toMatchObject([{ kind: 'unknown-opcode' }]);
    expect(large.faults).toEqual([]);
  });

  it('records a write behind the SRAM and goes on', () => {
    // sts 0x0900, r0
    const machine = machineOf([0x9200, 0x0900, RJMP_SELF]);
    machine.run(100);
    expect(machine.faults).toMatchObject([{ kind: 'outside-memory', address: 0x900, pc: 0 }]);
    expect(machine.cycles).toBeGreaterThanOrEqual(100);
  });

  it('records a stack that grows into the variables', () => {
    // ldi r16, 0x02; out SPH, r16; ldi r16, 0x01; out SPL, r16; push r0 five times
    const words = [0xe002, 0xbf0e, 0xe001, 0xbf0d, 0x920f, 0x920f, 0x920f, 0x920f, 0x920f, RJMP_SELF];
    const machine = machineOf(words, { dataEnd: 0x1ff });
    machine.run(100);
    expect(machine.faults[0]).toMatchObject({ kind: 'stack-overflow', address: 0x1fe });
  });

  it('notices that the program begins again without a reset, but not where a bootloader starts it', () => {
    // rjmp +2; nop; nop; rjmp 0
    const words = [0xc002, 0, 0, 0xcffc];
    const alone = machineOf(words);
    alone.run(100);
    expect(alone.faults).toMatchObject([{ kind: 'restart' }]);
    const booted = machineOf(words, { boot: { start: 0x7e00, resets: false } });
    booted.run(100);
    expect(booted.faults).toEqual([]);
  });

  it.each(['stack-overflow', 'outside-memory', 'wild-jump', 'unknown-opcode', 'restart'] as const)(
    'says in a sentence what %s is, in both languages',
    (kind) => {
      const { fr, en } = faultSentence(kind);
      expect(fr).not.toBe(en);
      for (const sentence of [fr, en]) expect(sentence).toMatch(/^[A-Z].*\.$/u);
    },
  );

  it('refuses a HEX that cannot be read, with its line', () => {
    expect(() => createMachine({ chip: 'atmega328p', hex: ':0100000000FE\n:00000001FF' })).toThrow(HexError);
    expect(() => createMachine({ chip: 'atmega328p', hex: 'hello' })).toThrow('line 1');
  });

  it('runs one instruction after SEI before an interrupt', () => {
    // At 0: rjmp to 0x40. At INT0 (word 2): rjmp .  Then: sbi EIMSK,0; sei; inc r16; inc r17; rjmp .
    const words: number[] = Array.from({ length: 0x48 }, () => 0);
    words[0] = 0xc000 + 0x3f;
    words[2] = RJMP_SELF;
    words.splice(0x40, 5, 0x9ae8, 0x9478, 0x9503, 0x9513, RJMP_SELF);
    const machine = machineOf(words);
    machine.run(200);
    // INT0 at a low level, which the unconnected pin has.
    expect([machine.readByte(16), machine.readByte(17)]).toEqual([1, 0]);
  });

  it('finds two outputs that drive one wire', () => {
    // sbi DDRB,0; sbi PORTB,0
    const machine = machineOf([0x9a20, 0x9a28, RJMP_SELF]);
    machine.pins.connect('PB0', 'sensor').set(0);
    machine.run(100);
    expect(machine.pins.shorts).toMatchObject([{ pin: 'PB0', between: ['chip', 'sensor'] }]);
    const other = machineOf([RJMP_SELF]);
    other.pins.connect('PB1', 'one').set(1);
    other.pins.connect('PB1', 'two').set(0);
    expect(other.pins.shorts).toMatchObject([{ pin: 'PB1', between: ['one', 'two'] }]);
  });

  it('gives the same run twice', async () => {
    const run = async (): Promise<string> => {
      const rig = await rigOf(
        'void setup() { Serial.begin(9600); tone(8, 500); } void loop() { Serial.println(micros()); delay(3); }',
      );
      rig.run(100);
      return JSON.stringify([rig.edges(8), rig.serial.sent]);
    };
    expect(await run()).toBe(await run());
  });

  it.each(['atmega328p', 'atmega32u4', 'atmega2560'] as const)(
    'takes snapshots of the %s of at most 64 kB in less than 1 ms each',
    async (chip) => {
      const rig = await rigOf('void setup() { tone(4, 440); } void loop() { delay(1); }', chip);
      rig.run(20);
      rig.machine.snapshot();
      const before = process.cpuUsage();
      for (let i = 0; i < 100; i++) rig.machine.snapshot();
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000 / 100).toBeLessThan(1);
      const { data, eeprom, parts } = rig.machine.snapshot();
      expect(data.length + eeprom.length + JSON.stringify(parts).length).toBeLessThan(64 * 1024);
    },
  );
});

/** A bootloader of Debian's Arduino core, in the flash of its chip. */
function bootloader(file: string, flashBytes: number): Uint8Array {
  const read = readHex(readFileSync(join(arduinoCore() ?? '', 'bootloaders', file), 'latin1'), flashBytes);
  if (!read.ok) throw new Error(`${file}: ${read.problem} in line ${read.line}`);
  return read.image;
}

describe.runIf(requireTool('arduino-core'))('real bootloaders run on the machine', () => {
  // Debian's Optiboot is larger than its boot section, so this is the old Nano's loader.
  it('ATmegaBOOT answers, writes a page, and starts the program', () => {
    const image = bootloader('atmega/ATmegaBOOT_168_atmega328.hex', 32_768);
    const machine = createMachine({ chip: 'atmega328p', image, boot: { start: 0x7800, resets: true } });
    const usart = machine.usart(0);
    const answers: number[] = [];
    usart?.onByte.push((byte) => answers.push(byte));
    const ask = (bytes: readonly number[], ms: number): number[] => {
      answers.length = 0;
      usart?.send(bytes, 57_600);
      machine.run(ms * 16_000);
      return [...answers];
    };
    machine.reset();
    // It flashes its LED first.
    machine.run(250 * 16_000);
    expect(ask([0x30, 0x20], 5)).toEqual([0x14, 0x10]);
    expect(ask([0x75, 0x20], 10)).toEqual([0x14, 0x1e, 0x95, 0x0f, 0x10]);
    // sbi DDRB,5; sbi PORTB,5; rjmp .
    const program = [0x25, 0x9a, 0x2d, 0x9a, 0xff, 0xcf];
    const page = Array.from({ length: 128 }, (_, i) => program[i] ?? 0xff);
    expect(ask([0x55, 0, 0, 0x20], 5)).toEqual([0x14, 0x10]);
    expect(ask([0x64, 0, 128, 0x46, ...page, 0x20], 40)).toEqual([0x14, 0x10]);
    expect([...machine.flash.subarray(0, 6)]).toEqual(program);
    expect(ask([0x55, 0, 0, 0x20], 5)).toEqual([0x14, 0x10]);
    expect(ask([0x74, 0, 128, 0x46, 0x20], 40)).toEqual([0x14, ...page, 0x10]);
    expect(ask([0x51, 0x20], 5)).toEqual([0x14, 0x10]);
    // It waits for 1.2 s of silence.
    machine.run(1500 * 16_000);
    expect(machine.pins.drive('PB5')).toBe(1);
    expect(machine.faults).toEqual([]);
  });

  it('the Mega’s STK500v2 loader signs on', () => {
    const image = bootloader('stk500v2/stk500boot_v2_mega2560.hex', 262_144);
    const machine = createMachine({ chip: 'atmega2560', image, boot: { start: 0x3e000, resets: true } });
    const answers: number[] = [];
    machine.usart(0)?.onByte.push((byte) => answers.push(byte));
    machine.reset();
    machine.run(100 * 16_000);
    const message = [0x1b, 1, 0, 1, 0x0e, 0x01];
    machine.usart(0)?.send([...message, message.reduce((x, byte) => x ^ byte, 0)], 115_200);
    machine.run(50 * 16_000);
    expect(String.fromCharCode(...answers)).toContain('AVRISP_2');
    expect(machine.faults).toEqual([]);
  });
});
