import { describe, expect, it } from 'vitest';
import { serialText } from '../../bench/observe.ts';
import { compareTraces, runInSimavr, type ScriptedInput } from '../../bench/simavr.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { type Rig, rigOf } from './rig.ts';

/** Period and high time in cycles, from the last whole period that was seen. */
function wave(rig: Rig, pin: number): { period: number; high: number } {
  const edges = rig.edges(pin);
  const last = edges.findLastIndex(({ level }) => level === 1);
  const [rise, fall, next] = [
    edges[last - 2]?.cycle ?? 0,
    edges[last - 1]?.cycle ?? 0,
    edges[last]?.cycle ?? 0,
  ];
  return { period: next - rise, high: fall - rise };
}

describe('timers do what the datasheet’s tables say', () => {
  // Table 16-4 of DS40002061: mode, top, and whether it counts up and down.
  const TOP_A = 299;
  const TOP_ICR = 499;
  it.each([
    [1, 'phase correct', 0xff],
    [2, 'phase correct', 0x1ff],
    [3, 'phase correct', 0x3ff],
    [5, 'fast', 0xff],
    [6, 'fast', 0x1ff],
    [7, 'fast', 0x3ff],
    [8, 'phase and frequency correct', TOP_ICR],
    [9, 'phase and frequency correct', TOP_A],
    [10, 'phase correct', TOP_ICR],
    [11, 'phase correct', TOP_A],
    [14, 'fast', TOP_ICR],
    [15, 'fast', TOP_A],
  ])('timer 1, mode %i, %s, top %i', async (mode, kind, top) => {
    for (const [select, divider] of [
      [1, 1],
      [2, 8],
    ] as const) {
      const rig =
        await rigOf(`void setup() { DDRB = 6; cli(); TCCR1B = 0; TCNT1 = 0; ICR1 = ${TOP_ICR}; OCR1A = ${TOP_A}; OCR1B = 100;
        TCCR1A = 0x20 | ${mode & 3}; TCCR1B = ${(mode >> 2) << 3} | ${select}; for (;;); } void loop() {}`);
      rig.run(12);
      const { period, high } = wave(rig, 10);
      const isFast = kind === 'fast';
      expect(period).toBe(divider * (isFast ? top + 1 : 2 * top));
      expect(high).toBe(divider * (isFast ? 101 : 200));
    }
  });

  it.each([
    [0, 'CTC toggles at OCR0A', 'DDRD = 64; TCCR0A = 0x42; OCR0A = 49; TCCR0B = 2;', 6, 2 * 8 * 50, 8 * 50],
    [0, 'fast PWM inverted', 'DDRD = 32; TCCR0A = 0x33; OCR0B = 63; TCCR0B = 1;', 5, 256, 192],
    [0, 'normal mode toggles', 'DDRD = 64; TCCR0A = 0x40; OCR0A = 9; TCCR0B = 1;', 6, 512, 256],
    [0, 'fast PWM toggles A at its top', 'DDRD = 64; TCCR0A = 0x43; OCR0A = 99; TCCR0B = 9;', 6, 200, 100],
    [2, 'phase correct', 'DDRD = 8; TCCR2A = 0x21; OCR2B = 51; TCCR2B = 3;', 3, 32 * 510, 32 * 102],
    [
      2,
      'phase correct to OCR2A',
      'DDRD = 8; TCCR2A = 0x21; OCR2A = 100; OCR2B = 25; TCCR2B = 0x0a;',
      3,
      8 * 200,
      8 * 50,
    ],
  ])('timer %i, %s', async (_, _title, code, pin, period, high) => {
    const rig = await rigOf(
      `void setup() { cli(); TCCR0B = 0; TCCR0A = 0; TCNT0 = 0; TCNT2 = 0; ${code} for (;;); } void loop() {}`,
    );
    rig.run(12);
    expect(wave(rig, pin)).toEqual({ period, high });
  });

  it.each([
    [1, 1],
    [2, 8],
    [3, 64],
    [4, 256],
    [5, 1024],
  ])('clock select %i of timer 1 divides by %i', async (select, divider) => {
    const rig = await rigOf(
      `void setup() { cli(); DDRB = 2; TCCR1A = 0x40; OCR1A = 9; TCCR1B = 8 | ${select}; for (;;); } void loop() {}`,
    );
    rig.run(20);
    expect(wave(rig, 9).period).toBe(20 * divider);
  });
});

describe('other parts do what the datasheet’s tables say', () => {
  // Table 19-12: UBRR and the rate at 16 MHz.
  it.each([
    [416, 0, 2398],
    [103, 0, 9615],
    [16, 1, 117_647],
    [16, 0, 58_824],
    [0, 1, 2_000_000],
  ])('UBRR %i with U2X %i sends at %i baud', async (ubrr, u2x, baud) => {
    const rig =
      await rigOf(`void setup() { cli(); UBRR0 = ${ubrr}; UCSR0A = ${u2x * 2}; UCSR0B = 8; UCSR0C = 6;
      for (byte i = 0; i < 4; i++) { while (!(UCSR0A & 32)); UDR0 = i; } for (;;); } void loop() {}`);
    const rates: number[] = [];
    rig.machine.usarts[0]?.onByte.push((_, _cycle, rate) => rates.push(Math.round(rate)));
    rig.run(30);
    expect(rates).toEqual([baud, baud, baud, baud]);
    const times = rig.serial.sent.map(({ cycle }) => cycle);
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBe(
      (10 * 16e6) / (16e6 / ((ubrr + 1) * (u2x === 1 ? 8 : 16))),
    );
  });

  it.each([
    [7, 128],
    [6, 64],
    [4, 16],
  ])(
    'an ADC conversion with prescaler bits %i takes 13 clocks of %i cycles, the first 25',
    async (bits, divider) => {
      const rig = await rigOf(`void setup() { cli(); DDRB = 1; ADMUX = 0x40; ADCSRA = 0x80 | ${bits};
      for (byte i = 0; i < 3; i++) { PORTB = 1; ADCSRA |= 64; while (ADCSRA & 64); PORTB = 0; } for (;;); } void loop() {}`);
      rig.run(10);
      const lengths = [0, 2, 4].map((i) => (rig.edges(8)[i + 1]?.cycle ?? 0) - (rig.edges(8)[i]?.cycle ?? 0));
      for (const [i, clocks] of [25, 13, 13].entries())
        expect(Math.abs((lengths[i] ?? 0) - clocks * divider), `${lengths[i]}`).toBeLessThanOrEqual(12);
    },
  );

  it('the internal reference of 1.1 V and the bandgap read as they should', async () => {
    const rig =
      await rigOf(`void setup() { Serial.begin(115200); analogReference(INTERNAL); analogRead(A0); Serial.println(analogRead(A0));
      ADMUX = 0x4e; ADCSRA |= 64; while (ADCSRA & 64); Serial.println(ADC); } void loop() {}`);
    rig.contact(14).setVolts(0.55);
    rig.run(20);
    expect(serialText(rig)).toBe('512\r\n225\r\n');
  });

  // Table 10-2: 2048 cycles of 128 kHz, doubled each step.
  it.each([
    [0, 16],
    [3, 128],
    [6, 1024],
  ])('the watchdog with prescaler %i interrupts every %i ms', async (prescale, ms) => {
    const rig = await rigOf(`ISR(WDT_vect) { PINB = 1; }
      void setup() { DDRB = 1; WDTCSR = 0x18; WDTCSR = 0x40 | ${prescale}; } void loop() {}`);
    rig.run(ms * 3.5);
    const times = rig.edges(8).map(({ cycle }) => cycle / 16_000);
    expect(times).toHaveLength(3);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeCloseTo(ms, 1);
  });

  it('SPI sends a byte in eight clocks and brings the answer', async () => {
    const rig = await rigOf(`#include <SPI.h>
      void setup() { Serial.begin(115200); SPI.begin(); SPI.beginTransaction(SPISettings(1000000, MSBFIRST, SPI_MODE0)); Serial.print(SPI.transfer(0x21)); } void loop() {}`);
    rig.machine.spi.exchange = (byte) => byte * 2;
    rig.run(10);
    expect(serialText(rig)).toBe('66');
  });
});

interface Case {
  readonly sketch: string;
  readonly ms: number;
  readonly pins: readonly number[];
  readonly toleranceUs: number;
  readonly inputs?: readonly ScriptedInput[];
  readonly serial?: boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  'digital outputs and waits': {
    sketch: `void setup() { pinMode(13, OUTPUT); pinMode(7, OUTPUT); }
      void loop() { digitalWrite(13, HIGH); delay(3); digitalWrite(7, HIGH); delayMicroseconds(700); digitalWrite(13, LOW); digitalWrite(7, LOW); delay(7); }`,
    ms: 300,
    pins: [13, 7],
    toleranceUs: 20,
  },
  'a timer interrupt at each compare': {
    sketch: `ISR(TIMER1_COMPA_vect) { PINB = 1; }
      void setup() { pinMode(8, OUTPUT); TCCR1A = 0; TCCR1B = 0; TCNT1 = 0; OCR1A = 7999; TIFR1 = 0xff; TIMSK1 = 2; TCCR1B = 9; } void loop() {}`,
    ms: 100,
    pins: [8],
    toleranceUs: 5,
  },
  'overflow interrupts of timer 2': {
    sketch: `ISR(TIMER2_OVF_vect) { PINB = 2; } void setup() { pinMode(9, OUTPUT); TCCR2A = 0; TCNT2 = 0; TCCR2B = 4; TIMSK2 = 1; } void loop() {}`,
    ms: 100,
    pins: [9],
    toleranceUs: 10,
  },
  'readings and printing': {
    sketch: `void setup() { Serial.begin(115200); pinMode(2, INPUT_PULLUP); pinMode(12, OUTPUT); }
      void loop() { digitalWrite(12, digitalRead(2)); Serial.println(analogRead(A3)); delay(20); }`,
    ms: 300,
    pins: [12],
    toleranceUs: 100,
    serial: true,
    inputs: [
      { ms: 1, pin: 2, level: 1 },
      { ms: 1, pin: 17, analog: 100 },
      { ms: 90, pin: 2, level: 0 },
      { ms: 150, pin: 17, analog: 900 },
      { ms: 210, pin: 2, level: 1 },
    ],
  },
  'external and pin-change interrupts': {
    sketch: `void a() { PINB = 1; } ISR(PCINT1_vect) { PINB = 2; }
      void setup() { DDRB = 3; pinMode(3, INPUT); pinMode(17, INPUT); attachInterrupt(digitalPinToInterrupt(3), a, CHANGE); PCICR = 2; PCMSK1 = 8; } void loop() {}`,
    ms: 60,
    pins: [8, 9],
    toleranceUs: 8,
    inputs: [5, 9.5, 14, 22, 31.25, 44].flatMap((ms, i): ScriptedInput[] => [
      { ms, pin: 3, level: i % 2 === 0 ? 1 : 0 },
      { ms: ms + 1, pin: 17, level: i % 2 === 0 ? 1 : 0 },
    ]),
  },
  'what is typed, doubled': {
    sketch: `void setup() { Serial.begin(9600); } void loop() { if (Serial.available()) { int c = Serial.read(); Serial.write(c); Serial.write(c + 1); } }`,
    ms: 80,
    pins: [],
    toleranceUs: 2500,
    serial: true,
    inputs: [{ ms: 10, serial: 'Hello' }],
  },
  'sleep until the timer wakes it': {
    sketch: `#include <avr/sleep.h>
      void setup() { DDRB = 32; set_sleep_mode(SLEEP_MODE_IDLE); sleep_enable(); } void loop() { sleep_cpu(); PINB = 32; }`,
    ms: 60,
    pins: [13],
    toleranceUs: 20,
  },
  'the time that passes, printed': {
    sketch: `void setup() { Serial.begin(115200); } void loop() { Serial.print(millis()); Serial.print(' '); Serial.println(micros() / 1000); delay(13); }`,
    ms: 200,
    pins: [],
    toleranceUs: 200,
    serial: true,
  },
};

describe.runIf(requireTool('simavr', 'gcc'))('the machine and simavr agree on', () => {
  it.each(Object.entries(CASES))(
    '%s',
    async (_, { sketch, ms, pins, toleranceUs, inputs = [], serial = false }) => {
      const build = await compileBuiltin({ files: { 'sketch.ino': sketch } });
      if (!build.ok) throw new Error(build.errors);
      const rig = await rigOf(sketch);
      for (const input of inputs) {
        if ('serial' in input) {
          // simavr is fed a character every 1.1 ms.
          for (const [i, byte] of new TextEncoder().encode(input.serial).entries())
            rig.at(input.ms + i * 1.1, () => rig.machine.usarts[0]?.send([byte]));
        } else if ('analog' in input) rig.at(input.ms, () => rig.analog(input.pin, input.analog));
        else if ('ms' in input) {
          const { level } = input;
          rig.at(input.ms, () => rig.hold(input.pin, level === 'floating' ? 'open' : level));
        }
      }
      rig.run(ms);
      const other = await runInSimavr({
        chip: 'atmega328p',
        hex: build.hex,
        untilMs: ms,
        inputs,
        twiAddresses: [0x27],
      });
      // The USART's bytes are dated at their end here, at their beginning there.
      const bits = (10 * 16e6) / (rig.machine.usarts[0]?.baud ?? 9600);
      const ours = {
        clockHz: 16e6,
        edges: (pin: number) => rig.edges(pin),
        serial: { sent: rig.serial.sent.map(({ cycle, byte }) => ({ cycle: cycle - bits, byte })) },
      };
      expect(compareTraces(ours, other, { pins, toleranceUs, serial })).toBeUndefined();
      expect(pins.map((pin) => rig.edges(pin).length > 2)).toEqual(pins.map(() => true));
      expect(rig.serial.sent.length > 0).toBe(serial);
    },
  );
});
