import { describe, expect, it } from 'vitest';
import { attachBrick } from '../bench/attach-brick.ts';
import { buzzer, motor, servo } from '../bench/bricks/actuators.ts';
import { dht } from '../bench/bricks/dht.ts';
import { encoder } from '../bench/bricks/encoder.ts';
import { lcd1602 } from '../bench/bricks/lcd1602.ts';
import { necRemote } from '../bench/bricks/nec-remote.ts';
import { analogSource, digitalSource, joystick } from '../bench/bricks/sources.ts';
import { tm1637 } from '../bench/bricks/tm1637.ts';
import { hcSr04, oneWireUltrasonic } from '../bench/bricks/ultrasonic.ts';
import { ws2812 } from '../bench/bricks/ws2812.ts';
import { serialLines, serialText } from '../bench/observe.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { requireTool } from '../support/reference-tools.ts';
import { runSketch } from './run-sketch.ts';

const SERIAL = 'void setup() { Serial.begin(115200); }';
const numbers = (machine: Parameters<typeof serialLines>[0]): number[] =>
  serialLines(machine).map(({ text }) => Number(text));

/** One pixel bit-banged: 6 or 13 cycles high at 16 MHz. */
const PIXELS = `
  static void sendBit(bool one) {
    cli();
    if (one) asm volatile("sbi %0, 6\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n nop\\n cbi %0, 6" :: "I"(_SFR_IO_ADDR(PORTD)));
    else asm volatile("sbi %0, 6\\n nop\\n nop\\n nop\\n nop\\n cbi %0, 6" :: "I"(_SFR_IO_ADDR(PORTD)));
    sei();
  }
  static void sendByte(byte b) { for (byte m = 0x80; m; m >>= 1) sendBit(b & m); }`;

const TM1637 = `
  const byte CLK = 4, DIO = 5;
  void low(byte p) { pinMode(p, OUTPUT); } void high(byte p) { pinMode(p, INPUT); }
  void d() { delayMicroseconds(5); }
  void start() { low(DIO); d(); low(CLK); d(); }
  void stop() { low(DIO); d(); high(CLK); d(); high(DIO); d(); }
  bool put(byte b) {
    for (byte i = 0; i < 8; i++, b >>= 1) { if (b & 1) high(DIO); else low(DIO); d(); high(CLK); d(); low(CLK); d(); }
    high(DIO); d(); high(CLK); d(); bool ack = !digitalRead(DIO); low(CLK); d(); return ack; }`;

const LCD = `
  #include <Wire.h>
  bool found = true;
  void port(byte b) { Wire.beginTransmission(0x27); Wire.write(b | 8); if (Wire.endTransmission() != 0) found = false; }
  void nibble(byte n, byte rs) { port(n << 4 | rs | 4); port(n << 4 | rs); }
  void send(byte b, byte rs) { nibble(b >> 4, rs); nibble(b & 15, rs); delayMicroseconds(50); }
  void begin(byte settle) { Wire.begin(); delay(50); nibble(3, 0); delay(5); nibble(3, 0); delay(1); nibble(3, 0); delay(1);
    nibble(2, 0); delay(1); send(0x28, 0); send(0x0c, 0); send(1, 0); delay(settle); send(6, 0); }
  void text(const char *s) { while (*s) send(*s++, 1); }`;

describe.runIf(requireTool('avr-g++', 'arduino-core'))('virtual bricks behave like the parts', () => {
  it('a button gives its level for as long as it is pressed', async () => {
    const machine = await runSketch(`${SERIAL} void loop() { Serial.println(digitalRead(2)); delay(10); }`);
    machine.attach(digitalSource({ pin: 2 })).press(25, 20);
    machine.run(70);
    expect(numbers(machine).slice(0, 6)).toEqual([0, 0, 0, 1, 1, 0]);
  });

  it('a contact to ground leaves the pull-up of the program alone', async () => {
    const machine = await runSketch(`
      void setup() { Serial.begin(115200); pinMode(2, INPUT_PULLUP); }
      void loop() { Serial.println(digitalRead(2)); delay(10); }`);
    machine.attach(digitalSource({ pin: 2, activeLevel: 0, whenOff: 'open' })).press(25, 20);
    machine.run(70);
    expect(numbers(machine).slice(0, 6)).toEqual([1, 1, 1, 0, 0, 1]);
  });

  it('a thermistor at 25 °C reads half the scale', async () => {
    const machine = await runSketch(`${SERIAL} void loop() { Serial.println(analogRead(A0)); delay(10); }`);
    const source = machine.attach(analogSource({ pin: 14 }));
    source.setCelsius(25);
    source.setCelsiusAt(15, 60);
    machine.run(40);
    expect(numbers(machine)[0]).toBe(512);
    expect(numbers(machine).at(-1)).toBeGreaterThan(750);
  });

  it('a joystick moves two voltages', async () => {
    const machine = await runSketch(`${SERIAL}
      void loop() { Serial.print(analogRead(A0)); Serial.print(' '); Serial.println(analogRead(A1)); delay(10); }`);
    machine.attach(joystick({ x: 14, y: 15 })).moveAt(15, -100, 100);
    machine.run(45);
    expect(serialLines(machine).at(0)?.text).toBe('512 512');
    expect(serialLines(machine).at(-1)?.text).toBe('0 1023');
  });

  it('an encoder plays its clicks in both directions', async () => {
    const machine = await runSketch(`
      volatile int n; void turned() { if (digitalRead(3)) n++; else n--; }
      void setup() { Serial.begin(115200); attachInterrupt(digitalPinToInterrupt(2), turned, FALLING); }
      void loop() { Serial.println(n); delay(50); }`);
    const knob = machine.attach(encoder({ a: 2, b: 3 }));
    knob.turn(5, { atMs: 60, msPerClick: 5 });
    knob.turn(-7, { atMs: 160, msPerClick: 4 });
    machine.run(260);
    expect(numbers(machine)).toEqual([0, 0, 5, 5, -2, -2]);
  });

  it.each([
    [2, 2],
    [57, 57],
    [400, 400],
    ['no-echo', 655],
    ['silent', 0],
  ] as const)('an HC-SR04 at %s cm is measured as %i', async (distance, expected) => {
    const machine = await runSketch(`void setup() { Serial.begin(115200); pinMode(9, OUTPUT);
      digitalWrite(9, HIGH); delayMicroseconds(10); digitalWrite(9, LOW); Serial.println(pulseIn(10, HIGH, 60000) / 58); } void loop() {}`);
    const part = machine.attach(hcSr04({ trigger: 9, echo: 10 }));
    part.set(distance);
    machine.run(100);
    // pulseIn() counts its own loop and misses the time of the millisecond interrupt, some 0.7 %.
    expect(Math.abs((numbers(machine)[0] ?? -9) - expected)).toBeLessThanOrEqual(1 + expected / 100);
    expect(part.violations).toEqual([]);
  });

  it('an HC-SR04 ignores a trigger that is too short', async () => {
    const machine = await runSketch(
      `void setup() { pinMode(9, OUTPUT); PORTB |= 2; PORTB &= ~2; } void loop() {}`,
    );
    const part = machine.attach(hcSr04({ trigger: 9, echo: 10 }));
    machine.run(5);
    expect(part.measurementsMs).toEqual([]);
    expect(part.violations).toHaveLength(1);
  });

  it('a one-wire distance sensor answers on the trigger wire', async () => {
    const machine =
      await runSketch(`void setup() { Serial.begin(115200); pinMode(9, OUTPUT); digitalWrite(9, HIGH);
      delayMicroseconds(10); digitalWrite(9, LOW); pinMode(9, INPUT); Serial.println(pulseIn(9, HIGH, 60000) / 58); } void loop() {}`);
    const part = machine.attach(oneWireUltrasonic({ signal: 9 }));
    part.set(123);
    machine.run(100);
    expect(Math.abs((numbers(machine)[0] ?? 0) - 123)).toBeLessThanOrEqual(1);
    expect(part.violations).toEqual([]);
    expect(part.measurementsMs).toHaveLength(1);
  });

  it.each([
    ['dht11', 23, 41, '41 0 23 0 64'],
    ['dht22', -7.5, 65.2, '2 140 128 75 89'],
  ] as const)('a %s answers a request with its five bytes', async (model, celsius, humidity, bytes) => {
    const machine = await runSketch(`void setup() { Serial.begin(115200); delay(1100);
      pinMode(7, OUTPUT); digitalWrite(7, LOW); delay(19); pinMode(7, INPUT_PULLUP);
      pulseIn(7, HIGH, 300); byte b[5] = {};
      for (byte i = 0; i < 40; i++) b[i / 8] = b[i / 8] << 1 | (pulseIn(7, HIGH, 300) > 45);
      for (byte i = 0; i < 5; i++) { Serial.print(b[i]); Serial.print(' '); } } void loop() {}`);
    const part = machine.attach(dht({ pin: 7, model }));
    part.set({ celsius, humidity });
    machine.run(1200);
    expect(serialText(machine).trim()).toBe(bytes);
    expect(part.violations).toEqual([]);
    expect(part.answersMs).toHaveLength(1);
  });

  it('a remote sends NEC frames and repeats while a key is held', async () => {
    const machine = await runSketch(`${SERIAL}
      void loop() { unsigned long lead = pulseIn(11, HIGH, 20000); if (lead < 1500) return;
        if (lead < 3000) { Serial.println(-1); return; }
        unsigned long v = 0; for (byte i = 0; i < 32; i++) if (pulseIn(11, HIGH, 5000) > 1100) v |= 1UL << i;
        Serial.println(v >> 16 & 255); }`);
    machine.attach(necRemote({ pin: 11 })).press(0x45, { atMs: 50, holdMs: 250 });
    machine.run(450);
    expect(numbers(machine)).toEqual([0x45, -1, -1]);
  });

  it('a servo shows the angle, the refresh and its release', async () => {
    const machine = await runSketch(`
      void pulse(int us) { digitalWrite(9, HIGH); delayMicroseconds(us); digitalWrite(9, LOW); delay(18); }
      void setup() { pinMode(9, OUTPUT); for (int i = 0; i < 10; i++) pulse(1472); delay(30); for (int i = 0; i < 5; i++) pulse(2400); }
      void loop() {}`);
    const part = machine.attach(servo({ pin: 9 }));
    machine.run(800);
    expect(part.angleAt(150)).toBeCloseTo(90, -0.5);
    expect(part.angle()).toBeCloseTo(180, -0.5);
    expect(part.missingRefresh()).toHaveLength(1);
    expect(part.violations()).toEqual([]);
    expect(part.isReleased()).toBe(true);
  });

  it('a buzzer writes down the melody', async () => {
    const machine = await runSketch(`void setup() {
      tone(8, 262); delay(200); tone(8, 294); delay(200); noTone(8); delay(100); tone(8, 3000); delay(50); noTone(8); } void loop() {}`);
    const notes = machine.attach(buzzer({ pin: 8 }));
    machine.run(700);
    expect(notes.notes().map(({ hz }) => Math.round(hz / 10))).toEqual([26, 29, 301]);
    const [, second, third] = notes.notes();
    expect(second?.toMs).toBeCloseTo(400, -1);
    expect(third?.fromMs).toBeCloseTo(500, -1);
  });

  it('a motor turns with the difference of its two inputs', async () => {
    const machine = await runSketch(`void setup() { pinMode(7, OUTPUT); analogWrite(5, 152); delay(100);
      digitalWrite(7, HIGH); analogWrite(5, 102); delay(100); digitalWrite(7, LOW); analogWrite(5, 0); } void loop() {}`);
    const part = machine.attach(motor({ speed: 5, direction: 7 }));
    machine.run(300);
    expect(part.speed(20, 90)).toBeCloseTo(60, -0.5);
    expect(part.speed(120, 190)).toBeCloseTo(-60, -0.5);
    expect(part.speed(220, 290)).toBe(0);
  });

  it('a strip latches frames of colours', async () => {
    const machine = await runSketch(`${PIXELS}
      void setup() { pinMode(6, OUTPUT); for (byte i = 0; i < 2; i++) { sendByte(0x12 + i); sendByte(0x34); sendByte(0xff); } delayMicroseconds(80);
        sendByte(0); sendByte(9); sendByte(1); } void loop() {}`);
    const strip = machine.attach(ws2812({ pin: 6, count: 3 }));
    machine.run(5);
    expect(strip.violations()).toEqual([]);
    expect(strip.frames()).toHaveLength(2);
    expect(strip.frames()[0]?.pixels[1]).toEqual({ r: 0x34, g: 0x13, b: 0xff });
    expect(strip.colours()).toEqual(['090001', '3413ff', '000000']);
  });

  it('a strip reports bits of the wrong width', async () => {
    const machine = await runSketch(
      `void setup() { pinMode(6, OUTPUT); for (byte i = 0; i < 24; i++) { digitalWrite(6, HIGH); digitalWrite(6, LOW); } } void loop() {}`,
    );
    const strip = machine.attach(ws2812({ pin: 6, count: 1 }));
    machine.run(5);
    expect(strip.violations().length).toBeGreaterThanOrEqual(24);
  });

  it('a TM1637 shows digits and the colon and acknowledges every byte', async () => {
    const machine = await runSketch(`${TM1637}
      void setup() { Serial.begin(115200); bool ok = true;
        start(); ok &= put(0x40); stop(); start(); ok &= put(0xc0); ok &= put(0x06); ok &= put(0xdb); ok &= put(0x4f); ok &= put(0x66); stop();
        start(); ok &= put(0x8c); stop(); Serial.println(ok); } void loop() {}`);
    const part = machine.attach(tm1637({ clock: 4, data: 5 }));
    machine.run(20);
    expect(part.text()).toBe('12:34');
    expect(part.brightness()).toBe(5);
    expect(part.violations).toEqual([]);
    expect(numbers(machine)).toEqual([1]);
  });

  it('an LCD shows what is written after the 4-bit start', async () => {
    const machine = await runSketch(`${LCD}
      void setup() { begin(2); text("Hello"); send(0xc3, 0); text("21\\xdf" "C"); } void loop() {}`);
    const lcd = machine.attach(lcd1602({ address: 0x27 }));
    machine.run(200);
    expect(lcd.lines()).toEqual(['Hello           ', '   21°C         ']);
    expect(lcd.violations).toEqual([]);
    expect(lcd.backlight()).toBe(true);
    expect(lcd.linesAt(1)[0].trim()).toBe('');
  });

  it('an LCD notices a program that does not wait for clear', async () => {
    const machine = await runSketch(`${LCD} void setup() { begin(0); text("x"); } void loop() {}`);
    const lcd = machine.attach(lcd1602({ address: 0x27 }));
    machine.run(200);
    expect(lcd.violations).toHaveLength(1);
  });

  it('an LCD at another address does not acknowledge', async () => {
    const machine = await runSketch(
      `${LCD} void setup() { begin(2); Serial.begin(115200); Serial.println(found); } void loop() {}`,
    );
    const lcd = machine.attach(lcd1602({ address: 0x3f }));
    machine.run(200);
    expect(numbers(machine)).toEqual([0]);
    expect(lcd.history()).toHaveLength(1);
    expect(machine.twi.transactions[0]).toMatchObject({ address: 0x27, acknowledged: false });
  });
});

describe('the catalogue', () => {
  it.runIf(requireTool('avr-g++', 'arduino-core'))('has a virtual part for every brick type', async () => {
    for (const type of BRICK_TYPES) {
      const machine = await runSketch('void setup() {} void loop() {}');
      const pins =
        type.bus === 'i2c'
          ? [18, 19]
          : type.signals.some(({ needs }) => needs.includes('analog-in'))
            ? [14, 15]
            : [2, 3];
      expect(attachBrick(machine, type.id, pins).kind).toBeTruthy();
    }
  });
});
