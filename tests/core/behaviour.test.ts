import { describe, expect, it } from 'vitest';
import type { Machine } from '../bench/machine.ts';
import { edges, frequency, pulses } from '../bench/observe.ts';
import type { TwiDevice } from '../bench/twi-bus.ts';
import { requireTool } from '../support/reference-tools.ts';
import { OUR_COMPILERS } from './compile-ours.ts';
import { linesOf, onBothCoresWith } from './on-both-cores.ts';

/** Edges of both, the same levels in the same order; from the first on each at most so far apart. */
function expectSameEdges(ours: Machine, theirs: Machine, pin: number, withinUs: number): number {
  const [mine, wanted] = [edges(ours, pin), edges(theirs, pin)];
  expect(mine.map(({ level }) => level)).toEqual(wanted.map(({ level }) => level));
  // The official core clears more memory before it starts.
  const later = (mine[0]?.ms ?? 0) - (wanted[0]?.ms ?? 0);
  const apart = mine.map(({ ms }, i) => Math.abs(ms - later - (wanted[i]?.ms ?? NaN)) * 1000);
  expect(Math.max(0, ...apart)).toBeLessThanOrEqual(withinUs);
  return mine.length;
}

/** A register file of 16 bytes at an address; refuses bytes above `accepts`. */
function memoryDevice(accepts = 100): TwiDevice {
  const bytes = Array.from({ length: 16 }, (_, i) => i * 3);
  let place = 0;
  let written = 0;
  return {
    begin: (reading) => {
      if (!reading) written = 0;
    },
    write: (byte) => {
      written++;
      if (written === 1) place = byte % 16;
      else bytes[place++ % 16] = byte;
      return written <= accepts;
    },
    read: () => bytes[place++ % 16] ?? 0,
  };
}

const transactions = ({ twi }: Machine): unknown[] =>
  twi.transactions.map(({ address, reading, acknowledged, bytes }) => [
    address,
    reading,
    acknowledged,
    bytes,
  ]);

describe.runIf(requireTool('avr-g++', 'arduino-core')).each(OUR_COMPILERS)(
  'with our core (%s) as with the official one',
  (compiler) => {
    const onBothCores = onBothCoresWith(compiler);
    // millis() repeats its pattern every 128 ms: what holds for seconds holds for ever.
    it('millis(), micros() and delay() go as fast and drift as little', async () => {
      const { ours, theirs } = await onBothCores(
        `unsigned long last = 0; unsigned int twos = 0;
      void setup() {
        Serial.begin(115200); pinMode(4, OUTPUT); pinMode(5, OUTPUT);
        for (byte i = 0; i < 40; i++) { delay(100); PORTD ^= 1 << 4; }
        last = millis(); unsigned long start = micros(); while (micros() - start < 4000000UL) { unsigned long now = millis(); if (now - last == 2) twos++; if (now != last) PORTD ^= 1 << 5; last = now; }
        PORTD ^= 1 << 4; Serial.println(twos / 5);
        while (millis() < 10000UL) {} PORTD ^= 1 << 4;
        delay(0); delay(1); delay(7); PORTD ^= 1 << 4; delayMicroseconds(100); PORTD ^= 1 << 4; delayMicroseconds(16000); PORTD ^= 1 << 4; delayMicroseconds(3); PORTD ^= 1 << 4;
        for (unsigned int us = 1; us < 500; us = us * 3 + 1) { PORTD ^= 1 << 4; delayMicroseconds(us); }
        Serial.println("end");
      }
      void loop() {}`,
        { limitMs: 20_000 },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(expectSameEdges(ours.machine, theirs.machine, 4, 300)).toBeGreaterThan(30);
      expect(expectSameEdges(ours.machine, theirs.machine, 5, 20)).toBeGreaterThan(3000);
    });

    it('delayMicroseconds() lasts as long for constants and variables, to a microsecond', async () => {
      const waits = [1, 2, 3, 4, 5, 10, 20, 50, 100, 333, 1000, 5000];
      const { ours, theirs } = await onBothCores(
        `volatile unsigned int wait;
      void setup() {
        DDRB = 1; delay(1); noInterrupts();
        ${waits.map((us) => `PORTB = 1; delayMicroseconds(${us}); PORTB = 0; delay_(5);`).join('\n')}
        ${waits.map((us) => `wait = ${us}; { unsigned int us = wait; PORTB = 1; delayMicroseconds(us); PORTB = 0; } delay_(5);`).join('\n')}
      }
      void loop() {}`.replaceAll('delay_(5)', 'for (byte i = 0; i < 99; i++) __builtin_avr_delay_cycles(50)'),
        { untilMs: 40 },
      );
      const widths = ({ machine }: { machine: Machine }): number[] =>
        pulses(machine, 8).map(({ widthUs }) => widthUs);
      const [mine, wanted] = [widths(ours), widths(theirs)];
      expect(mine.length).toBe(2 * waits.length);
      mine.forEach((us, i) =>
        expect(Math.abs(us - (waits[i % waits.length] ?? 0)), `${us}`).toBeLessThanOrEqual(
          i < waits.length ? 0.2 : 1.2,
        ),
      );
      expect(wanted.length).toBe(mine.length);
    });

    it('Serial sends all that is printed, keeps 63 bytes that come, and answers under load', async () => {
      const flood = Array.from({ length: 100 }, (_, i) => 33 + (i % 90));
      const { ours, theirs } = await onBothCores(
        `void setup() {
        Serial.begin(115200);
        Serial.println(Serial.availableForWrite()); Serial.print("0123456789"); Serial.println(Serial.availableForWrite() < 63); Serial.flush(); Serial.println(Serial.availableForWrite()); Serial.flush();
        noInterrupts(); for (byte i = 0; i < 100; i++) Serial.write('a' + i % 26); Serial.flush(); interrupts(); Serial.println();
        while (Serial.available() < 63) {} delay(20);
        Serial.println(Serial.available()); Serial.println(Serial.peek()); while (Serial.available()) Serial.write(Serial.read()); Serial.println(Serial.read()); Serial.println(Serial.peek());
        Serial.setTimeout(50);
        Serial.println("ask"); Serial.println(Serial.parseInt()); Serial.println(Serial.parseInt()); Serial.println(Serial.parseFloat(), 4); Serial.println(Serial.parseInt(SKIP_NONE)); Serial.println(Serial.parseInt(SKIP_WHITESPACE)); Serial.println(Serial.parseInt(SKIP_ALL, ',')); Serial.println(Serial.find("needle")); Serial.println(Serial.findUntil("never", "stop")); Serial.println(Serial.readStringUntil(';')); char b[10] = ""; Serial.println(Serial.readBytesUntil('!', b, 9)); Serial.println(b); Serial.println(Serial.readBytes(b, 3)); Serial.println(b); Serial.println(Serial.find("1112")); Serial.println(Serial.readString()); Serial.println(Serial.parseInt()); Serial.println(Serial.getTimeout());
      }
      void serialEvent() { while (Serial.available()) { char c = Serial.read(); Serial.write(c + 1); if (c == '.') Serial.println("end"); } }
      void loop() {}`,
        {
          prepare: (machine) => {
            machine.at(60, () => machine.sendSerial(flood));
            machine.at(120, () => machine.sendSerial('12 -7 x3.1416 '));
            machine.at(130, () =>
              machine.sendSerial(
                'q \t 55 1,234,567 hay needneedle s stonever stop text;bytes!abc1111211123 rest',
              ),
            );
            machine.at(400, () => machine.sendSerial('HAL.'));
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(20);
    });

    it('bytes go out back to back at 1 Mbaud and at 300 baud', async () => {
      const { ours, theirs } = await onBothCores(
        `void setup() { Serial.begin(1000000); for (int i = 0; i < 500; i++) Serial.write(i); Serial.flush(); Serial.begin(300); Serial.print("slow"); Serial.flush(); Serial.begin(9600); Serial.println("end"); }
      void loop() {}`,
      );
      const bytes = ({ machine }: { machine: Machine }): number[] =>
        machine.serial.sent.map(({ byte }) => byte);
      expect(bytes(ours)).toEqual(bytes(theirs));
      const last = ({ machine }: { machine: Machine }): number => machine.serial.sent.at(-1)?.cycle ?? 0;
      expect(last(ours) / last(theirs)).toBeLessThan(1.01);
    });

    it('analogRead() gives the same of every input, by number and by name', async () => {
      const { ours, theirs } = await onBothCores(
        `void setup() { Serial.begin(115200); for (byte i = 0; i < 6; i++) { Serial.println(analogRead(i)); Serial.println(analogRead(A0 + i)); } Serial.println(analogRead(A3)); Serial.println("end"); }
      void loop() {}`,
        {
          prepare: (machine) =>
            [7, 300, 512, 777, 1000, 1023].forEach((value, i) => machine.setAnalog(14 + i, value)),
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours)).toContain('777');
    });

    it('tone() sounds as high and as long; noTone() and another pin behave alike', async () => {
      const notes = [31, 65, 131, 262, 440, 988, 2093, 4186, 9999];
      const { ours, theirs } = await onBothCores(
        `void setup() { ${notes.map((note) => `tone(8, ${note}, 100); delay(150);`).join(' ')} tone(8, 440); delay(50); noTone(8); delay(10); tone(8, 500); tone(7, 1000); delay(20); noTone(7); delay(10); noTone(8); digitalWrite(4, HIGH); }
      void loop() {}`,
        { untilMs: 1600 },
      );
      for (const pin of [7, 8])
        expect(edges(ours.machine, pin).length).toBe(edges(theirs.machine, pin).length);
      notes.forEach((note, i) => {
        const [from, until] = [i * 150 + 10, i * 150 + 95];
        const wanted = frequency(theirs.machine, 8, from, until);
        expect(frequency(ours.machine, 8, from, until)).toBeCloseTo(wanted, 0);
        expect(Math.abs(wanted / note - 1)).toBeLessThan(0.06);
      });
    });

    it('external interrupts run their handlers on the edges asked for', async () => {
      const { ours, theirs } = await onBothCores(
        `volatile int rises = 0, falls = 0, changes = 0;
      void rise() { rises++; } void fall() { falls++; } void change() { changes++; }
      void setup() { Serial.begin(115200); pinMode(2, INPUT); attachInterrupt(digitalPinToInterrupt(2), rise, RISING); attachInterrupt(digitalPinToInterrupt(3), fall, FALLING); delay(100); attachInterrupt(0, change, CHANGE); delay(100); detachInterrupt(0); delay(100); Serial.println(rises); Serial.println(falls); Serial.println(changes); Serial.println("end"); }
      void loop() {}`,
        {
          prepare: (machine) => {
            for (let i = 0; i < 60; i++)
              machine.at(5 + i * 5, () => [2, 3].forEach((pin) => machine.setDigital(pin, i % 2 === 0)));
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
    });

    it('pulseIn() measures pulses to within 5 percent and gives up in time', async () => {
      const widths = [10, 50, 200, 1000, 5000, 20_000];
      const { ours, theirs } = await onBothCores(
        `void setup() { Serial.begin(1000000); ${widths.map(() => 'Serial.println(pulseIn(7, HIGH));').join(' ')} ${widths.map(() => 'Serial.println(pulseInLong(7, HIGH));').join(' ')} digitalWrite(8, HIGH); pinMode(8, OUTPUT); Serial.println(pulseIn(7, HIGH, 20000)); digitalWrite(8, LOW); Serial.println(pulseInLong(7, LOW, 5000)); Serial.println("end"); }
      void loop() {}`,
        {
          prepare: (machine) => {
            machine.setDigital(7, false);
            [...widths, ...widths].forEach((us, i) => {
              const at = 20 + i * 40;
              machine.at(at, () => machine.setDigital(7, true));
              machine.at(at + us / 1000, () => machine.setDigital(7, false));
            });
          },
        },
      );
      const numbers = linesOf(ours).map(Number);
      [...widths, ...widths].forEach((us, i) =>
        expect(Math.abs((numbers[i] ?? 0) - us)).toBeLessThanOrEqual(Math.max(5, us * 0.05)),
      );
      expect(linesOf(ours).slice(12, 14)).toEqual(linesOf(theirs).slice(12, 14));
      // The official one gives up a third early.
      expect(Math.abs((pulses(ours.machine, 8)[0]?.widthUs ?? 0) / 20_000 - 1)).toBeLessThan(0.05);
    });

    it('shiftOut() and shiftIn() move bits in both orders', async () => {
      const { ours, theirs } = await onBothCores(
        `void setup() { Serial.begin(115200); pinMode(4, OUTPUT); pinMode(7, OUTPUT); shiftOut(4, 7, MSBFIRST, 0xB2); shiftOut(4, 7, LSBFIRST, 0xB2); pinMode(4, INPUT); Serial.println(shiftIn(4, 7, MSBFIRST)); Serial.println(shiftIn(4, 7, LSBFIRST)); Serial.println("end"); }
      void loop() {}`,
        {
          prepare: (machine) => {
            let clocks = 0;
            machine.onEdge(7, (level) => {
              if (level === 1 && ++clocks > 16)
                machine.setDigital(4, [1, 1, 0, 1, 0, 0, 1, 0][clocks % 8] === 1);
            });
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      const order = (machine: Machine): string =>
        [4, 7]
          .flatMap((pin) => edges(machine, pin).map(({ ms, level }) => ({ ms, text: `${pin}:${level}` })))
          .toSorted((a, b) => a.ms - b.ms)
          .map(({ text }) => text)
          .join(' ');
      expect(order(ours.machine)).toEqual(order(theirs.machine));
    });

    it('Wire writes and reads the same bytes and gives the same results', async () => {
      const { ours, theirs } = await onBothCores(
        `#include <Wire.h>
      void setup() {
        Serial.begin(1000000); Wire.begin();
        Wire.beginTransmission(0x20); Wire.write(2); Wire.write(200); Wire.write("text"); Serial.println(Wire.endTransmission());
        Wire.beginTransmission(0x20); Wire.write(2); Serial.println(Wire.endTransmission(false)); Serial.println(Wire.requestFrom(0x20, 6)); Serial.println(Wire.available()); Serial.println(Wire.peek()); while (Wire.available()) Serial.println(Wire.read()); Serial.println(Wire.read());
        Wire.beginTransmission(0x55); Serial.println(Wire.endTransmission()); Serial.println(Wire.requestFrom(0x55, 2)); Serial.println(Wire.available());
        Wire.beginTransmission(0x21); for (byte i = 0; i < 10; i++) Wire.write(i); Serial.println(Wire.endTransmission());
        Wire.beginTransmission(0x20); for (byte i = 0; i < 40; i++) Serial.print(Wire.write(i)); Serial.println(Wire.getWriteError()); Serial.println(Wire.endTransmission());
        Serial.println(Wire.requestFrom(0x20, 40)); int sum = 0; while (Wire.available()) sum += Wire.read(); Serial.println(sum);
        Serial.println(Wire.requestFrom((uint8_t)0x20, (uint8_t)3, (uint32_t)5, (uint8_t)1, (uint8_t)true)); while (Wire.available()) Serial.println(Wire.read());
        Wire.setWireTimeout(3000, true); Wire.setClock(400000); Wire.beginTransmission(0x20); Wire.write(1); Wire.write(2); Serial.println(Wire.endTransmission()); Serial.println(Wire.getWireTimeoutFlag());
        for (byte address = 1; address < 127; address++) { Wire.beginTransmission(address); if (Wire.endTransmission() == 0) Serial.println(address); }
        Serial.println("end");
      }
      void loop() {}`,
        {
          prepare: (machine) => {
            machine.addTwiDevice(0x20, memoryDevice());
            machine.addTwiDevice(0x21, memoryDevice(4));
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(transactions(ours.machine)).toEqual(transactions(theirs.machine));
      expect(transactions(ours.machine).length).toBeGreaterThan(130);
    });

    it('the EEPROM holds the same bytes after every kind of access', async () => {
      const { ours, theirs } = await onBothCores(
        `#include <EEPROM.h>
      struct Thing { int a; float b; char c[5]; } thing = {7, 1.5, "abcd"}, other;
      void setup() {
        Serial.begin(115200);
        EEPROM.write(0, 1); EEPROM.update(1, 2); EEPROM[2] = 3; EEPROM[2] += 4; EEPROM[3] = EEPROM[2]; EEPROM[4] = 8; EEPROM[4]++; ++EEPROM[4]; EEPROM[4] <<= 1; EEPROM[5] = 0xF0; EEPROM[5] |= 3; EEPROM[5] ^= 0xFF; EEPROM[5] -= 1; EEPROM[6] = 9; EEPROM[6]--;
        EEPROM.put(20, thing); EEPROM.get(20, other); Serial.println(other.a); Serial.println(other.b); Serial.println(other.c); EEPROM.put(40, 123456789L); EEPROM.put(44, 3.25f); long back; Serial.println(EEPROM.get(40, back));
        Serial.println(EEPROM.length()); Serial.println(EEPROM.read(5)); int sum = 0; for (int i = 0; i < 50; i++) sum += EEPROM.read(i); Serial.println(sum);
        eeprom_write_word((uint16_t *)100, 0x1234); eeprom_update_dword((uint32_t *)102, 0xDEADBEEF); eeprom_write_block("block", (void *)110, 6); eeprom_update_float((float *)120, -2.5); Serial.println(eeprom_read_word((uint16_t *)100), HEX); Serial.println(eeprom_read_dword((uint32_t *)102), HEX); Serial.println(eeprom_read_float((float *)120)); eeprom_busy_wait();
        Serial.println("end");
      }
      void loop() {}`,
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(Buffer.from(ours.machine.eeprom).equals(Buffer.from(theirs.machine.eeprom))).toBe(true);
    });
  },
);
