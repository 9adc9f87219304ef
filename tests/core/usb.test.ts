import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../bench/machine.ts';
import { compileBuiltin, type TestFirmware } from '../support/compile-builtin.ts';
import { compileSketch, type SketchInput } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { compileWithOurCore } from './compile-with-our-core.ts';
import { UsbHost } from './usb-host.ts';

/** Answers to letters; other bytes come back plus one. */
const SKETCH = `
int last = -2;
void setup() {
  pinMode(2, OUTPUT); pinMode(3, INPUT_PULLUP); pinMode(4, OUTPUT);
  Serial.begin(9600);
  Serial.print("lost");
  while (!Serial) {}
  Serial.println(F("hello"));
}
void loop() {
  digitalWrite(2, USBDevice.isSuspended());
  if (digitalRead(3) == LOW) { digitalWrite(4, USBDevice.wakeupHost()); while (digitalRead(3) == LOW) {} }
  if (Serial.available() == 0) return;
  switch (Serial.peek()) {
    case 'L': Serial.read(); Serial.println(Serial.baud()); Serial.println(Serial.stopbits()); Serial.println(Serial.paritytype()); Serial.println(Serial.numbits()); Serial.println(Serial.dtr()); Serial.println(Serial.rts()); break;
    case 'B': Serial.read(); Serial.println(Serial.readBreak()); Serial.println(Serial.readBreak()); break;
    case 'N': Serial.read(); Serial.println(Serial.parseInt()); Serial.println(Serial.parseFloat()); Serial.println(Serial.readStringUntil(';')); break;
    case '6': { Serial.read(); byte many[64]; for (byte i = 0; i < 64; i++) many[i] = i + 32; Serial.println(Serial.write(many, 64)); break; }
    case 'W': { Serial.read(); for (int i = 0; i < 700; i++) Serial.write(i); Serial.println(); break; }
    case 'S': { Serial.read(); byte many[200]; for (byte i = 0; i < 200; i++) many[i] = i; Serial.println(Serial.write(many, 200)); Serial.flush(); Serial.println(Serial.availableForWrite() > 40); break; }
    case 'E': Serial.read(); Serial.println(Serial.getWriteError()); Serial.clearWriteError(); break;
    case 'C': Serial.read(); Serial.println(USBDevice.configured()); Serial.println((bool)Serial); break;
    default: Serial.write(Serial.read() + 1);
  }
}`;
const INPUT: SketchInput = { files: { 'usb.ino': SKETCH }, mcu: 'atmega32u4' };
const KEY = 0x7777;
const WDTCSR = 0x60;
const WDCE = 0x10;

/**
 * The watchdog's setting may follow within four cycles of WDCE (datasheet 8.2); avr8js closes a cycle early, just
 * before the official core writes it.
 */
function allowFourCycles({ cpu }: Machine): void {
  const write = cpu.writeHooks[WDTCSR];
  cpu.writeHooks[WDTCSR] = (value, old, address, mask) => {
    const isSetting = (value & WDCE) === 0;
    if (isSetting) cpu.cycles--;
    write?.(value, old, address, mask);
    if (isSetting) cpu.cycles++;
    return true;
  };
}

function start(build: TestFirmware): { machine: Machine; host: UsbHost } {
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip: 'atmega32u4', hex: build.hex, dataEnd: build.sizes.dataEnd });
  machine.setDigital(3, true);
  allowFourCycles(machine);
  return { machine, host: new UsbHost(machine) };
}

const textOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes);

/** What the host sees from the connection on. */
function session(build: TestFirmware): Record<string, unknown> {
  const { machine, host } = start(build);
  const seen: Record<string, unknown> = { attached: host.connect(200) };
  seen['first 8'] = host.descriptor(1, 0, 8);
  seen['address'] = [host.request(0, 5, 23, 0), host.controller.address];
  seen['device'] = host.descriptor(1, 0, 18);
  seen['more than device'] = host.descriptor(1, 0, 64);
  seen['configuration 9'] = host.descriptor(2, 0, 9);
  seen['configuration'] = host.descriptor(2, 0, 255);
  seen['64 of it'] = host.descriptor(2, 0, 64);
  seen['languages'] = host.descriptor(3, 0, 255);
  seen['texts'] = [1, 2, 3].map((index) => host.text(index));
  seen['unknown'] = [host.descriptor(3, 9, 255), host.descriptor(6, 0, 10), host.descriptor(15, 0, 5)];
  seen['after a stall'] = host.descriptor(1, 0, 18);
  seen['status'] = [host.request(0x80, 0, 0, 0, 2), host.request(0x81, 0, 0, 0, 2)];
  seen['wake'] = [host.request(0, 3, 1, 0), host.request(0x80, 0, 0, 0, 2)];
  seen['no wake'] = [host.request(0, 1, 1, 0), host.request(0x80, 0, 0, 0, 2)];
  seen['configured'] = [host.request(0, 9, 1, 0), host.request(0x80, 8, 0, 0, 1)];
  seen['endpoints'] = host.controller.endpoints.map(({ control, kind, layout }) => [control, kind, layout]);
  seen['line coding'] = host.request(0xa1, 0x21, 0, 0, 7);
  seen['other interface'] = host.request(0xa1, 0x21, 0, 5, 7);
  machine.run(machine.ms + 30);
  seen['before it is opened'] = textOf(host.received);
  host.open(9600);
  machine.run(machine.ms + 40);
  seen['line coding then'] = host.request(0xa1, 0x21, 0, 0, 7);
  const ask = (text: string, waitMs = 30): string => {
    host.received.length = 0;
    host.packets.length = 0;
    if (!host.send([...new TextEncoder().encode(text)])) throw new Error('not taken');
    machine.run(machine.ms + waitMs);
    return textOf(host.received);
  };
  seen['greeting'] = textOf(host.received);
  for (const text of ['abc', 'L', '6', 'C', 'E', 'S', 'xy'.repeat(150)]) seen[text] = ask(text);
  seen['in packets'] = (ask('6', 60), [...host.packets]);
  seen['W'] = ask('W', 400);
  seen['numbers'] = ask('N12 -7.25 text;', 30);
  host.request(0x21, 0x23, 1234, 0);
  seen['break'] = ask('B');
  host.setLines(1);
  seen['lines'] = ask('L');
  // Nobody fetches: what is printed is lost after a while, and the program goes on.
  host.isFetching = false;
  ask('S', 3000);
  host.isFetching = true;
  machine.run(machine.ms + 20);
  seen['error'] = ask('E');
  host.setLines(0);
  seen['closed'] = ask('abc');
  host.open(115_200);
  seen['opened again'] = ask('L');
  host.suspend();
  machine.run(machine.ms + 20);
  seen['suspended'] = machine.level(2);
  host.resume();
  seen['resumed'] = [machine.level(2), ask('ok')];
  host.request(0, 3, 1, 0);
  host.suspend();
  machine.setDigital(3, false);
  machine.run(machine.ms + 20);
  seen['asks to wake'] = [host.controller.wantsWakeup, machine.level(4)];
  machine.setDigital(3, true);
  host.resume();
  seen['awake'] = [machine.level(2), ask('ok')];
  seen['resets'] = machine.resets.length;
  seen['faults'] = machine.faults;
  return seen;
}

/** Opens at 1200 baud and closes: where the bootloader finds its key when the watchdog restarts. */
function touch(build: TestFirmware, isNewBootloader: boolean): unknown {
  const { machine, host } = start(build);
  const { cpu } = machine;
  if (isNewBootloader) cpu.progMem[cpu.progMem.length - 1] = 0xdcfb;
  let keys: unknown;
  const reset = cpu.reset.bind(cpu);
  const word = (address: number): number => machine.readByte(address) | (machine.readByte(address + 1) << 8);
  cpu.reset = () => {
    keys = [word(0x0800) === KEY, word(0x0afe) === KEY];
    reset();
  };
  host.connect(200);
  host.request(0, 5, 5, 0);
  host.request(0, 9, 1, 0);
  host.open(9600);
  machine.run(machine.ms + 50);
  host.setLineCoding(1200);
  host.setLines(0);
  machine.run(machine.ms + 60);
  // Opened again in time: nothing happens.
  host.setLines(3);
  machine.run(machine.ms + 300);
  const cancelled = [machine.resets.length, word(0x0800) === KEY, word(0x0afe) === KEY];
  host.setLines(0);
  const closed = machine.ms;
  machine.runUntil(() => machine.resets.length > 0, closed + 1000);
  const after = machine.ms - closed;
  return { cancelled, keys, isInTime: after > 100 && after < 150, comesBack: host.connect(machine.ms + 300) };
}

const hasCore = requireTool('avr-g++', 'arduino-core');

describe("the ATmega32U4's USB with a host", () => {
  it('enumerates, opens, moves bytes both ways, sleeps and wakes', async () => {
    const mine = session(await compileBuiltin(INPUT));
    expect(mine).toMatchObject({
      attached: true,
      address: [{ isStalled: false, bytes: [] }, 23],
      languages: { isStalled: false, bytes: [4, 3, 9, 4] },
      texts: ['Arduino LLC', 'Arduino Leonardo', ''],
      'before it is opened': '',
      greeting: 'hello\r\n',
      abc: 'bcd',
      suspended: 1,
      'asks to wake': [true, 1],
      resets: 0,
      faults: [],
    });
    expect((mine['configuration'] as { bytes: number[] }).bytes).toHaveLength(75);
    expect(mine['xy'.repeat(150)]).toBe('yz'.repeat(150));
    expect(mine['W']).toHaveLength(702);
  });

  it('restarts into the bootloader when it is closed at 1200 baud', async () => {
    const build = await compileBuiltin(INPUT);
    for (const isNew of [false, true])
      expect(touch(build, isNew)).toEqual({
        cancelled: [0, false, false],
        keys: [!isNew, isNew],
        isInTime: true,
        comesBack: true,
      });
  });

  it.runIf(hasCore)('answers as the official core does, under both compilers', async () => {
    const theirs = await compileSketch(INPUT);
    const wanted = session(theirs);
    expect(wanted).toMatchObject({ greeting: 'hello\r\n', abc: 'bcd', faults: [] });
    for (const compile of [compileBuiltin, compileWithOurCore]) {
      const build = await compile(INPUT);
      expect(session(build)).toEqual(wanted);
      for (const isNew of [false, true]) expect(touch(build, isNew)).toEqual(touch(theirs, isNew));
    }
  });
});
