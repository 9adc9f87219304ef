/** EEPROM, SPI, TWI, watchdog, pin changes and self-programming, next to simavr. */
import { describe, expect, it } from 'vitest';
import { createI2cDevice } from '../../../app/simulator/bricks/models/i2c-device.ts';
import type { BrickHost } from '../../../app/simulator/bricks/brick-model.ts';
import { createMachine } from '../../../app/simulator/index.ts';
import { runInSimavr, type ScriptedInput, type SimavrTraces } from '../../bench/simavr.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';
import { compileSketch } from '../../support/compile-sketch.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { boardOf, Rig } from './rig.ts';

const ADDRESS = 0x27;

/** Something at the I2C pins that takes every byte; the bytes of each message. */
function listenI2c(rig: Rig): number[][] {
  const messages: number[][] = [];
  let current: number[] = [];
  const pins = ['PC4', 'PC5'];
  const contacts = pins.map((pin) => rig.machine.pins.connect(pin, 'i2c'));
  const host = {
    contact: (signal: number) => contacts[signal],
    level: (signal: number) => rig.machine.pins.level(pins[signal] ?? ''),
    onEdge: (signal: number, listener: (level: 0 | 1, cycle: number) => void) =>
      rig.machine.pins.onEdge(pins[signal] ?? '', listener),
  } as unknown as BrickHost;
  createI2cDevice(host, { sda: 0, scl: 1 }, ADDRESS, {
    write: (byte) => current.push(byte) > 0,
    read: () => 0xff,
    stop: () => {
      messages.push(current);
      current = [];
    },
  });
  return messages;
}

interface Ran {
  readonly rig: Rig;
  readonly text: string;
  readonly messages: number[][];
  readonly simavr: SimavrTraces;
  readonly simavrText: string;
}

async function inBoth(
  sketch: string,
  ms: number,
  { inputs = [], usesGcc = false }: { inputs?: readonly ScriptedInput[]; usesGcc?: boolean } = {},
): Promise<Ran> {
  const build = await (usesGcc ? compileSketch : compileBuiltin)({ files: { 'sketch.ino': sketch } });
  if (!build.ok) throw new Error(build.errors);
  const { hex, sizes } = build;
  // simavr lets code write flash from anywhere.
  const boot = usesGcc ? { boot: { start: 0, resets: false } } : {};
  const machine = createMachine({ chip: 'atmega328p', hex, dataEnd: sizes.dataEnd, ...boot });
  const rig = new Rig(machine, boardOf('uno'));
  const messages = listenI2c(rig);
  // simavr's SPI gives back 0 as long as nothing is connected.
  machine.spi.exchange = () => 0;
  for (const input of inputs) {
    if ('level' in input && 'ms' in input && input.level !== 'floating') {
      const { level, pin } = input;
      rig.at(input.ms, () => rig.hold(pin, level));
    }
  }
  rig.run(ms);
  expect(machine.faults).toEqual([]);
  const simavr = await runInSimavr({ chip: 'atmega328p', hex, untilMs: ms, inputs, twiAddresses: [ADDRESS] });
  const textOf = (sent: readonly { byte: number }[]): string =>
    String.fromCharCode(...sent.map(({ byte }) => byte));
  return {
    rig,
    text: textOf(rig.serial.sent),
    messages,
    simavr,
    simavrText: textOf(simavr.serial.sent),
  };
}

const times = (ran: Ran, pin: number): readonly [ours: number[], theirs: number[]] => {
  const cycles = (edges: readonly { cycle: number }[]): number[] => edges.map(({ cycle }) => cycle);
  return [cycles(ran.rig.edges(pin)), cycles(ran.simavr.edges(pin))];
};

const lines = (text: string): string[] => text.trimEnd().split('\r\n');

describe.runIf(requireTool('simavr', 'gcc'))('parts of the chip next to simavr:', () => {
  it('EEPROM keeps the same bytes; ours takes its time', async () => {
    const ran = await inBoth(
      `#include <EEPROM.h>
      void setup() { Serial.begin(115200); for (int i = 0; i < 8; i++) EEPROM.write(i * 37, i * 11 + 1);
        unsigned long t = micros(); EEPROM.update(5, 77); while (EECR & 2); Serial.println((micros() - t) / 100);
        for (int i = 0; i < 8; i++) { Serial.print(EEPROM.read(i * 37)); Serial.print(' '); } Serial.println(EEPROM.read(1000)); }
      void loop() {}`,
      80,
    );
    const [took, ...kept] = lines(ran.text);
    const [took0, ...same] = lines(ran.simavrText);
    expect(kept).toEqual(['1 12 23 34 45 56 67 78 255']);
    expect(same).toEqual(kept);
    // Two cells at 3.4 ms (table 8-2); simavr writes in no time.
    expect([took, took0]).toEqual(['68', '0']);
  });

  it('SPI gives the same bytes and flags, in eight clocks of each divider', async () => {
    const ran = await inBoth(
      `#include <SPI.h>
      void setup() { Serial.begin(115200); SPI.begin(); DDRB |= 1; for (byte k = 0; k < 4; k++) { SPCR = 0x50 | k;
        for (byte i = 0; i < 3; i++) { PORTB |= 1; SPDR = i * 3; while (!(SPSR & 128)); PORTB &= ~1; Serial.println(SPDR); Serial.println(SPSR, HEX); } } }
      void loop() {}`,
      20,
    );
    expect(lines(ran.text)).toHaveLength(24);
    expect(ran.text).toBe(ran.simavrText);
    const lengths = (cycles: readonly number[]): number[] =>
      cycles.flatMap((cycle, i) => (i % 2 === 1 ? [cycle - (cycles[i - 1] ?? 0)] : []));
    const [ours, theirs] = times(ran, 8).map(lengths);
    // Table 18-5: 4, 16, 64, 128; simavr takes 100 µs whatever the clock. The loop around is the rest.
    for (const [i, divider] of [4, 16, 64, 128].entries()) {
      for (const length of ours?.slice(3 * i, 3 * i + 3) ?? [])
        expect(Math.abs(length - 8 * divider - 10)).toBeLessThan(4);
    }
    for (const length of theirs ?? []) expect(Math.abs(length - 1600 - 10)).toBeLessThan(80);
  });

  it('the watchdog restarts after the same time, for the same reason', async () => {
    const ran = await inBoth(
      `#include <avr/wdt.h>
      void setup() { byte why = MCUSR; MCUSR = 0; wdt_disable(); Serial.begin(115200); Serial.println(why); Serial.flush(); wdt_enable(WDTO_30MS); }
      void loop() {}`,
      150,
    );
    expect(lines(ran.text)).toEqual(['1', '8', '8', '8', '8']);
    expect(ran.simavrText).toBe(ran.text);
    const starts = (sent: readonly { cycle: number }[]): number[] =>
      sent.flatMap(({ cycle }, i) => (i % 3 === 0 ? [cycle] : []));
    const [ours, theirs] = [starts(ran.rig.serial.sent), starts(ran.simavr.serial.sent)];
    for (const [i, cycle] of ours.entries()) expect(Math.abs(cycle - (theirs[i] ?? 0))).toBeLessThan(2500);
  });

  it('the watchdog interrupts at the same time; simavr does so only once', async () => {
    const ran = await inBoth(
      `ISR(WDT_vect) { PINB = 1; } void setup() { DDRB = 1; cli(); WDTCSR = 0x18; WDTCSR = 0x41; sei(); } void loop() {}`,
      150,
    );
    const [ours, theirs] = times(ran, 8);
    expect(Math.abs((ours[0] ?? 0) - (theirs[0] ?? 0))).toBeLessThan(10);
    expect(theirs).toHaveLength(1);
    // DS40002061 10.9.2: without WDE the interrupt comes again, every 4096 cycles of 128 kHz.
    expect(ours.slice(1).map((cycle, i) => cycle - (ours[i] ?? 0))).toEqual([512_000, 512_000, 512_000]);
  });

  it('TWI moves the same bytes to the same addresses', async () => {
    const ran = await inBoth(
      `#include <Wire.h>
      void setup() { Serial.begin(115200); Wire.begin(); for (byte i = 0; i < 3; i++) { Wire.beginTransmission(0x27); Wire.write(i); Wire.write(i * 50); Serial.println(Wire.endTransmission()); } Wire.beginTransmission(0x50); Serial.println(Wire.endTransmission()); }
      void loop() {}`,
      20,
    );
    expect(ran.messages).toEqual([
      [0, 0],
      [1, 50],
      [2, 100],
    ]);
    const there = ran.simavr.twi.transactions.map(({ address, bytes }) => [address, bytes]);
    expect(there).toEqual([...ran.messages.map((bytes) => [ADDRESS, bytes]), [0x50, []]]);
    // An address nobody answers is status 0x20, which Wire calls 2; simavr gives that of a data byte.
    expect(lines(ran.text)).toEqual(['0', '0', '0', '2']);
    expect(lines(ran.simavrText)).toEqual(['0', '0', '0', '3']);
  });

  it('pin changes interrupt for the pins of the mask alone, at the same time', async () => {
    const ran = await inBoth(
      `ISR(PCINT0_vect) { PINB = 0x20; } ISR(PCINT2_vect) { PINC = 1; }
      void setup() { DDRB = 0x20; DDRC = 1; PCICR = 5; PCMSK0 = 3; PCMSK2 = 0x90; } void loop() {}`,
      40,
      {
        inputs: [1, 3, 5.5, 9, 11, 17].flatMap((ms, i) =>
          [8, 9, 10, 4, 7, 3].map(
            (pin, k) => ({ ms: ms + k * 0.31, pin, level: i % 2 === 0 ? 1 : 0 }) as const,
          ),
        ),
      },
    );
    for (const pin of [13, 14]) {
      const [ours, theirs] = times(ran, pin);
      expect(ours).toHaveLength(12);
      // simavr answers two cycles sooner, whatever it interrupts.
      expect(ours.map((cycle) => cycle - 2)).toEqual(theirs);
    }
  });

  it.runIf(requireTool('avr-g++', 'arduino-core'))('SPM erases, fills and writes the same page', async () => {
    const ran = await inBoth(
      `#include <avr/boot.h>
      void setup() { Serial.begin(115200); cli(); const uint16_t page = 0x4000; boot_page_erase(page); boot_spm_busy_wait();
        for (int i = 0; i < 128; i += 2) boot_page_fill(page + i, 0x1234 + i * 3); boot_page_write(page); boot_spm_busy_wait(); boot_rww_enable(); sei();
        uint16_t sum = 0; for (int i = 0; i < 128; i += 2) sum = sum * 31 + pgm_read_word(page + i);
        Serial.println(sum); const int at[] = { 0, 126, -2, 128 }; for (int a : at) Serial.println(pgm_read_word(page + a), HEX); }
      void loop() {}`,
      50,
      { usesGcc: true },
    );
    expect(lines(ran.text)).toEqual(['20672', '1234', '13AE', 'FFFF', 'FFFF']);
    expect(ran.simavrText).toBe(ran.text);
  });
});
