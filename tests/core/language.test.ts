import { AVRSPI } from 'avr8js';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../bench/machine.ts';
import { requireTool } from '../support/reference-tools.ts';
import { OUR_COMPILERS } from './compile-ours.ts';
import { linesOf, onBothCoresWith } from './on-both-cores.ts';

const TWSR = 0xb9;
const TWDR = 0xbb;
const TWCR = 0xbc;

/** What another master does to the chip: a status of the TWI and a byte. Out: what the chip gave for each. */
function addressAsSlave(
  machine: Machine,
  atMs: number,
  steps: readonly (readonly [number, number])[],
): number[] {
  const { cpu } = machine;
  const given: number[] = [];
  steps.forEach(([status, byte], index) => {
    machine.at(atMs + index, () => {
      cpu.data[TWSR] = status;
      cpu.data[TWDR] = byte;
      cpu.setInterruptFlag({
        address: 0x30,
        flagRegister: TWCR,
        flagMask: 0x80,
        enableRegister: TWCR,
        enableMask: 1,
      });
    });
    machine.at(atMs + index + 0.9, () => given.push(cpu.data[TWDR] ?? 0));
  });
  return given;
}

/** What each machine sent over SPI, and gave as a slave of the I2C bus. */
const sent = new Map<Machine, number[]>();
const given = new Map<Machine, number[]>();

describe.runIf(requireTool('avr-g++', 'arduino-core')).each(OUR_COMPILERS)(
  'the language is the same with both cores (%s):',
  (compiler) => {
    const onBothCores = onBothCoresWith(compiler);

    it('macros of numbers and bits, conversions, kinds of characters, flash, Printable', async () => {
      const kinds = [
        'Alpha',
        'AlphaNumeric',
        'Ascii',
        'Control',
        'Digit',
        'Graph',
        'HexadecimalDigit',
        'LowerCase',
        'Printable',
        'Punct',
        'Space',
        'UpperCase',
        'Whitespace',
      ];
      const { ours, theirs } = await onBothCores(`
        class Thing : public Printable { public: size_t printTo(Print &out) const { return out.print(F("thing ")) + out.print(7); } } thing;
        const byte bytes[] PROGMEM = {1, 2, 250}; const unsigned int words[] PROGMEM = {1000, 60000}; const unsigned long longs[] PROGMEM = {70000, 4000000000}; const float floats[] PROGMEM = {1.5, -2.25}; const char zero[] PROGMEM = "zero"; const char one[] PROGMEM = "one"; const char *const texts[] PROGMEM = {zero, one};
        volatile int ints[] = {0, 1, -1, 7, -300, 32767, -32768}; volatile long far[] = {0, 65536, -70000, 2147483647}; volatile float reals[] = {0, 0.5, -1.5, 2.5, 1000.25, -0.49};
        unsigned int yields = 0;
        void yield() { yields++; }
        #define SHOW(x) Serial.print(x); Serial.print(' ');
        template <class T> void two(T a, T b) { SHOW(min(a, b)) SHOW(max(a, b)) SHOW(constrain(a, b, 100)) SHOW(constrain(a, -20, b)) SHOW(abs(a)) SHOW(sq(a)) SHOW(a % 7 == b) }
        void setup() {
          Serial.begin(2000000);
          for (byte i = 0; i < 7; i++) for (byte j = 0; j < 7; j++) { int a = ints[i], b = ints[j]; two(a, b); SHOW(map(a, -100, 100, 0, b)) SHOW(word(a, b)) SHOW(makeWord(a)) SHOW(lowByte(a)) SHOW(highByte(a)) Serial.println(); }
          for (byte i = 0; i < 4; i++) for (byte j = 0; j < 4; j++) { long a = far[i], b = far[j]; two(a, b); SHOW(lowByte(a)) SHOW(highByte(a)) SHOW(int(a)) SHOW(byte(a)) Serial.println(); }
          for (byte i = 0; i < 6; i++) { float a = reals[i]; SHOW(min(a, 1.0f)) SHOW(max(a, 1)) SHOW(constrain(a, -1.0f, 2.0f)) SHOW(abs(a)) SHOW(sq(a)) SHOW(radians(a)) SHOW(degrees(a)) SHOW(round(a)) SHOW(int(a)) SHOW(long(a)) SHOW((char)(a + 65)) SHOW(float(ints[i])) Serial.println(); }
          for (byte i = 0; i < 8; i++) { byte a = 0xA5; int b = 0x5A5A; long c = 0x12345678; bitSet(a, i); SHOW(a) bitClear(a, 7 - i); SHOW(a) bitToggle(b, i); SHOW(b) bitWrite(c, i * 4, i & 1); SHOW(c) SHOW(bitRead(c, i + 20)) SHOW(bit(i)) SHOW(bit(i + 8)) SHOW(bit(i + 20)) Serial.println(); }
          for (int c = -1; c < 256; c++) { ${kinds.map((kind) => `Serial.print(is${kind}(c) ? 1 : 0);`).join(' ')} SHOW(toAscii(c)) SHOW(toUpperCase(c)) SHOW(toLowerCase(c)) Serial.println(); }
          for (byte i = 0; i < 2; i++) { SHOW(pgm_read_byte(bytes + i + 1)) SHOW(pgm_read_word(words + i)) SHOW(pgm_read_dword(&longs[i])) SHOW(pgm_read_float(floats + i)) char b[6]; strcpy_P(b, (PGM_P)pgm_read_ptr(texts + i)); SHOW(b) SHOW((const __FlashStringHelper *)pgm_read_word(&texts[i])) Serial.println(); }
          SHOW(sizeof(int)) SHOW(sizeof(long)) SHOW(sizeof(double)) SHOW(sizeof(words)) SHOW(PI) SHOW(HALF_PI) SHOW(TWO_PI) SHOW(DEG_TO_RAD) SHOW(RAD_TO_DEG) SHOW(EULER) SHOW(B10101) SHOW(F_CPU) SHOW(true) SHOW(HIGH) SHOW(INPUT_PULLUP)
          Serial.println(thing); delay(3); Serial.println(yields > 3); String text = "c_str"; Serial.println(text.c_str()); Serial.println("end");
        }
        void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(330);
    });

    it('interrupt handlers, atomic blocks, sleep, loops that wait, memory for the EEPROM', async () => {
      const { ours, theirs } = await onBothCores(
        `
        #include <avr/sleep.h>
        #include <avr/eeprom.h>
        #include <util/atomic.h>
        #include <util/delay.h>
        volatile unsigned int ticks = 0, changes = 0, pressed = 0;
        byte EEMEM first[3]; unsigned int EEMEM second; float EEMEM third;
        ISR(TIMER1_COMPA_vect) { ticks++; }
        ISR(PCINT0_vect) { changes++; if (PINB & 1) pressed++; }
        EMPTY_INTERRUPT(TIMER1_COMPB_vect);
        void setup() {
          Serial.begin(115200);
          TCCR1A = 0; TCCR1B = _BV(WGM12) | _BV(CS11); OCR1A = 1999; OCR1B = 5; TIMSK1 = _BV(OCIE1A) | _BV(OCIE1B);
          PCICR |= _BV(PCIE0); PCMSK0 |= _BV(PCINT0);
          delay(60); noInterrupts(); unsigned int now = ticks; _delay_ms(5); Serial.println(now == ticks); interrupts(); delay(1); Serial.println(ticks > now);
          ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { Serial.println(SREG >> 7); } Serial.println(SREG >> 7);
          ATOMIC_BLOCK(ATOMIC_FORCEON) { ticks = 0; NONATOMIC_BLOCK(NONATOMIC_RESTORESTATE) { Serial.println(SREG >> 7); } } Serial.println(SREG >> 7);
          cli(); ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {} Serial.println(SREG >> 7); sei();
          set_sleep_mode(SLEEP_MODE_IDLE); sleep_enable(); Serial.println(SMCR, HEX); sleep_mode(); Serial.println(SMCR, HEX); sleep_disable();
          delay(40); Serial.println(changes); Serial.println(pressed);
          Serial.println((unsigned)first < 12 && (unsigned)&second < 12 && (unsigned)&third < 12);
          eeprom_write_byte(first + 1, 77); eeprom_write_word(&second, 54321); eeprom_write_float(&third, 2.75); eeprom_update_byte(first, 5); eeprom_busy_wait();
          Serial.println(eeprom_read_byte(first + 1)); Serial.println(eeprom_read_word(&second)); Serial.println(eeprom_read_float(&third)); byte block[4]; eeprom_read_block(block, first, 4); Serial.println(block[0]); Serial.println(block[2]);
          Serial.println("end");
        }
        void loop() {}`,
        {
          prepare: (machine) => {
            machine.setDigital(8, false);
            for (let i = 0; i < 7; i++) machine.at(10 + i * 3, () => machine.setDigital(8, i % 2 === 0));
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
    });

    it('the watchdog restarts the chip, and says so', async () => {
      const { ours, theirs } = await onBothCores(`
        #include <avr/wdt.h>
        void setup() {
          Serial.begin(115200); pinMode(4, OUTPUT);
          if (MCUSR & _BV(WDRF)) { MCUSR = 0; wdt_disable(); delay(100); Serial.println("end"); return; }
          wdt_enable(WDTO_30MS); for (byte i = 0; i < 5; i++) { delay(20); wdt_reset(); digitalWrite(4, !digitalRead(4)); }
          Serial.println("hangs"); while (true) {}
        }
        void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(ours.machine.resets.length).toBe(1);
      expect(theirs.machine.resets.length).toBe(1);
      expect(Math.abs((ours.machine.resets[0] ?? 0) - (theirs.machine.resets[0] ?? 0))).toBeLessThan(16_000);
    });

    it('SPI moves bytes, words and buffers, and holds off the interrupts that use it', async () => {
      const { ours, theirs } = await onBothCores(
        `
        #include <SPI.h>
        void nothing() {}
        void setup() {
          Serial.begin(115200); SPI.begin(); attachInterrupt(0, nothing, FALLING); SPI.usingInterrupt(0);
          Serial.println(SPI.transfer(0x12)); Serial.println(SPI.transfer16(0x3456), HEX); SPI.beginTransaction(SPISettings(1000000, LSBFIRST, SPI_MODE2)); Serial.println(EIMSK); Serial.println(SPI.transfer16(0x789A), HEX); byte many[] = {1, 2, 3, 4, 5}; SPI.transfer(many, 5); SPI.endTransaction(); Serial.println(EIMSK); for (byte b : many) Serial.println(b);
          SPI.usingInterrupt(255); SPI.beginTransaction(SPISettings()); Serial.println(SREG >> 7); SPI.endTransaction(); Serial.println(SREG >> 7); SPI.notUsingInterrupt(255); SPI.end(); Serial.println("end");
        }
        void loop() {}`,
        {
          prepare: (machine) => {
            const spi = machine.peripherals.find((one) => one instanceof AVRSPI);
            const bytes: number[] = [];
            sent.set(machine, bytes);
            if (spi !== undefined) spi.onTransfer = (byte) => (bytes.push(byte), (byte * 3) & 0xff);
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(sent.get(ours.machine)).toEqual(sent.get(theirs.machine));
      expect(sent.get(ours.machine)).toHaveLength(10);
    });

    it('Wire answers another master: onReceive(), onRequest(); the flag of its timeout', async () => {
      const { ours, theirs } = await onBothCores(
        `
        #include <Wire.h>
        volatile byte count = 0, sum = 0, asked = 0;
        void received(int n) { count += n; while (Wire.available()) sum = sum * 3 + Wire.read(); }
        void requested() { asked++; Wire.write(asked); Wire.write("hi"); }
        void setup() {
          Serial.begin(115200); Wire.begin(0x21); Wire.onReceive(received); Wire.onRequest(requested);
          delay(80); Serial.println(count); Serial.println(sum); Serial.println(asked);
          Wire.setWireTimeout(1000, false); Serial.println(Wire.getWireTimeoutFlag()); Wire.clearWireTimeoutFlag(); Serial.println(Wire.getWireTimeoutFlag()); Serial.println("end");
        }
        void loop() {}`,
        {
          prepare: (machine) => {
            addressAsSlave(machine, 10, [
              [0x60, 0],
              [0x80, 5],
              [0x80, 6],
              [0x80, 200],
              [0xa0, 0],
            ]);
            const bytes = addressAsSlave(machine, 30, [
              [0xa8, 0],
              [0xb8, 0],
              [0xb8, 0],
              [0xc0, 0],
              [0xa8, 0],
              [0xc0, 0],
            ]);
            given.set(machine, bytes);
            addressAsSlave(machine, 50, [
              [0x70, 0],
              [0x90, 9],
              [0xa0, 0],
            ]);
          },
        },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).slice(0, 3)).toEqual(['4', expect.any(String), '2']);
      expect(given.get(ours.machine)?.slice(0, 3)).toEqual([1, 104, 105]);
      expect(given.get(ours.machine)?.slice(0, 3)).toEqual(given.get(theirs.machine)?.slice(0, 3));
    });
  },
);
