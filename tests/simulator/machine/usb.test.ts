import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../../../app/simulator/index.ts';
import { compileBuiltin, type TestFirmware } from '../../support/compile-builtin.ts';
import { compileSketch } from '../../support/compile-sketch.ts';
import { requireTool } from '../../support/reference-tools.ts';

const SKETCH = `
void setup() { Serial.begin(9600); while (!Serial) {} Serial.println("hello"); }
void loop() {
  if (Serial.available() == 0) return;
  switch (Serial.peek()) {
    case 'W': Serial.read(); for (int i = 0; i < 900; i++) Serial.write('a' + i % 26); Serial.println(); break;
    case 'T': Serial.read(); delay(50); Serial.println(millis() / 1000); break;
    default: Serial.write(Serial.read() + 1);
  }
}`;
const COMPILERS = {
  builtin: compileBuiltin,
  'avr-gcc and the official core': compileSketch as (input: {
    files: Record<string, string>;
    mcu: 'atmega32u4';
  }) => Promise<TestFirmware>,
};
const hasCore = requireTool('avr-g++', 'arduino-core');

async function start(compiler: keyof typeof COMPILERS, sketch = SKETCH): Promise<[Machine, () => string]> {
  const build = await COMPILERS[compiler]({ files: { 'usb.ino': sketch }, mcu: 'atmega32u4' });
  if (!build.ok) throw new Error(build.errors);
  const { dataEnd } = build.sizes;
  const machine = createMachine({ chip: 'atmega32u4', hex: build.hex, dataEnd });
  let seen = '';
  machine.serial?.onByte.push((byte) => (seen += String.fromCharCode(byte)));
  return [
    machine,
    () => {
      const now = seen;
      seen = '';
      return now;
    },
  ];
}

describe('Serial of a Leonardo is the USB of its chip', () => {
  const seconds = (machine: Machine, s: number): void => machine.run(machine.toCycles(s));

  it.each((Object.keys(COMPILERS) as (keyof typeof COMPILERS)[]).filter((c) => c === 'builtin' || hasCore))(
    'prints and reads (%s)',
    async (compiler) => {
      const [machine, seen] = await start(compiler);
      seconds(machine, 0.6);
      expect(seen()).toBe('hello\r\n');
      const ask = (text: string, s = 0.1): string => {
        machine.serial?.send(new TextEncoder().encode(text));
        seconds(machine, s);
        return seen();
      };
      expect(ask('abc')).toBe('bcd');
      expect(ask('xy'.repeat(200))).toBe('yz'.repeat(200));
      const long = ask('W', 0.3);
      expect(long).toHaveLength(902);
      expect(long.slice(0, 30)).toBe('abcdefghijklmnopqrstuvwxyzabcd');
      expect(ask('T')).toBe('1\r\n');
      machine.reset();
      seconds(machine, 0.6);
      expect(seen()).toBe('hello\r\n');
      expect(machine.faults).toEqual([]);
    },
  );

  it('and a snapshot in the middle goes on the same', async () => {
    const [machine, seen] = await start('builtin');
    seconds(machine, 0.031);
    const early = machine.snapshot();
    seconds(machine, 0.5);
    expect(seen()).toBe('hello\r\n');
    machine.serial?.send(new TextEncoder().encode('WabcW'));
    seconds(machine, 0.0123);
    const part = seen();
    const late = machine.snapshot();
    seconds(machine, 0.5);
    const rest = seen();
    expect(part.length + rest.length).toBe(2 * 902 + 3);
    machine.restore(late);
    seconds(machine, 0.5);
    expect(seen()).toBe(rest);
    machine.restore(early);
    seconds(machine, 0.5);
    expect(seen()).toBe('hello\r\n');
  });

  it('and a program without USB never waits for it', async () => {
    const [machine, seen] = await start(
      'builtin',
      'void setup() { Serial1.begin(9600); Serial1.print("one"); } void loop() { Serial.print("nobody waits"); delay(300); }',
    );
    let other = '';
    machine.usart(1)?.onByte.push((byte) => (other += String.fromCharCode(byte)));
    seconds(machine, 1);
    expect(other).toBe('one');
    expect(seen()).toContain('nobody waits');
  });
});
