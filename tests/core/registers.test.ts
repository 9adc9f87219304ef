import { describe, expect, it } from 'vitest';
import type { Mcu } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { OUR_COMPILERS } from './compile-ours.ts';
import { linesOf, onBothCoresWith } from './on-both-cores.ts';

const CHIPS: readonly Mcu[] = ['atmega328p', 'atmega2560', 'atmega32u4'];
const DATA_BOARD: Readonly<
  Record<Mcu, { readonly pins: number; readonly serial: string; readonly pwm: readonly number[] }>
> = {
  atmega328p: { pins: 20, serial: 'Serial', pwm: [3, 5, 6, 9, 10, 11] },
  atmega2560: { pins: 70, serial: 'Serial', pwm: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 44, 45, 46] },
  atmega32u4: { pins: 31, serial: 'Serial1', pwm: [3, 5, 6, 9, 10, 11, 13] },
};

/** Prints what a chip's registers of pins, timers, ADC and serial ports hold. */
const DUMP = `
  #define SHOW(reg) OUT.print(#reg "="); OUT.println((unsigned int)reg, HEX);
  void dump(bool withPins = true) {
    if (withPins) {
    #if defined(PORTA)
    SHOW(DDRA) SHOW(PORTA) SHOW(DDRG) SHOW(PORTG) SHOW(DDRH) SHOW(PORTH) SHOW(DDRJ) SHOW(PORTJ) SHOW(DDRK) SHOW(PORTK) SHOW(DDRL) SHOW(PORTL)
    #endif
    #if defined(PORTE)
    SHOW(DDRE) SHOW(PORTE) SHOW(DDRF) SHOW(PORTF)
    #endif
    SHOW(DDRB) SHOW(PORTB) SHOW(DDRC) SHOW(PORTC) SHOW(DDRD) SHOW(PORTD)
    }
    SHOW(TCCR0A) SHOW(TCCR0B) SHOW(OCR0A) SHOW(OCR0B) SHOW(TIMSK0) SHOW(TCCR1A) SHOW(TCCR1B) SHOW(OCR1A) SHOW(OCR1B) SHOW(TIMSK1)
    #if defined(TCCR2A)
    SHOW(TCCR2A) SHOW(TCCR2B) SHOW(OCR2A) SHOW(OCR2B) SHOW(TIMSK2)
    #endif
    #if defined(TCCR3A)
    SHOW(TCCR3A) SHOW(TCCR3B) SHOW(OCR3A) SHOW(OCR3B) SHOW(TIMSK3) SHOW(TCCR4A) SHOW(TCCR4B) SHOW(OCR4A) SHOW(OCR4B) SHOW(TIMSK4)
    #endif
    #if defined(TCCR4D)
    SHOW(TCCR4C) SHOW(TCCR4D) SHOW(OCR4D)
    #endif
    #if defined(TCCR5A)
    SHOW(TCCR5A) SHOW(TCCR5B) SHOW(OCR5A) SHOW(OCR5B) SHOW(OCR5C) SHOW(OCR3C) SHOW(OCR4C)
    #endif
    SHOW(ADCSRA) SHOW(ADCSRB) SHOW(ADMUX) SHOW(EIMSK) SHOW(EICRA) SHOW(SPCR) SHOW(SPSR) SHOW(TWCR) SHOW(TWBR) SHOW(TWSR) SHOW(ACSR)
  }`;

describe
  .runIf(requireTool('avr-g++', 'arduino-core'))
  .each(CHIPS.flatMap((chip) => OUR_COMPILERS.map((compiler) => ({ chip, compiler }))))(
  'on the $chip both cores ($compiler) give the same',
  ({ chip, compiler }) => {
    const onBothCores = onBothCoresWith(compiler);
    const { pins, serial, pwm } = DATA_BOARD[chip];
    const begin = `${serial}.begin(1000000);`;
    const out = `#define OUT ${serial}\n`;

    it('tables of pins: ports, bits, timers, interrupts, analog channels, names', async () => {
      const { ours, theirs } = await onBothCores(
        `${out}
      void setup() {
        ${begin}
        for (int pin = 0; pin < ${pins}; pin++) {
          int port = digitalPinToPort(pin);
          OUT.println(port); OUT.println((int)digitalPinToBitMask(pin)); OUT.println((int)digitalPinToTimer(pin)); OUT.println((int)digitalPinHasPWM(pin));
          OUT.println((int)portOutputRegister(port), HEX); OUT.println((int)portInputRegister(port), HEX); OUT.println((int)portModeRegister(port), HEX);
          OUT.println((int)digitalPinToInterrupt(pin)); OUT.println((int)digitalPinToPCICR(pin)); OUT.println((int)digitalPinToPCICRbit(pin)); OUT.println((int)digitalPinToPCMSK(pin)); 
          if (digitalPinToPCICR(pin)) OUT.println((int)digitalPinToPCMSKbit(pin));
          ${chip === 'atmega32u4' ? '' : 'OUT.println((int)analogInputToDigitalPin(pin));'}
        }
        const int names[] = {A0, A1, A2, A3, A4, A5, SS, MOSI, MISO, SCK, SDA, SCL, LED_BUILTIN, NUM_DIGITAL_PINS, NUM_ANALOG_INPUTS};
        for (int name : names) OUT.println(name);
        OUT.println("end");
      }
      void loop() {}`,
        { chip },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(11 * pins);
    });

    // Pin 2 is low: its level interrupt comes before every other, also before the one that sends what is printed,
    // on both cores. So nothing may be left to send when it is attached.
    it('registers at the start, and after every pin was written, read, dimmed and let go', async () => {
      const constant = Array.from({ length: pins }, (_, pin) => pin).filter((pin) => pin > 1);
      const { ours, theirs } = await onBothCores(
        `#include <Wire.h>\n#include <SPI.h>\n${out}${DUMP}
      volatile byte one = 1;
      void nothing() {}
      void setup() {
        ${begin}
        dump();
        ${constant.map((pin) => `pinMode(${pin}, ${['INPUT', 'OUTPUT', 'INPUT_PULLUP'][pin % 3]});`).join(' ')}
        dump();
        ${constant.map((pin) => `digitalWrite(${pin}, ${pin % 2 ? 'HIGH' : 'LOW'});`).join(' ')}
        dump();
        int sum = 0;
        ${constant.map((pin) => `sum += digitalRead(${pin});`).join(' ')}
        OUT.println(sum);
        for (byte pin = 2; pin < ${pins}; pin++) { pinMode(pin, pin % 3); digitalWrite(pin, pin * one % 2); sum += digitalRead(pin); }
        OUT.println(sum);
        dump();
        ${pwm.map((pin) => `analogWrite(${pin}, ${pin * 5});`).join(' ')}
        dump();
        ${pwm.map((pin) => `digitalWrite(${pin}, HIGH);`).join(' ')}
        dump();
        const byte dimmed[] = {${pwm.join(', ')}};
        const int levels[] = {0, 255, 1, 254, 128, 300, -1};
        for (int level : levels) { for (byte pin : dimmed) analogWrite(pin, level); dump(); }
        for (byte pin : dimmed) { analogWrite(pin, 77); digitalRead(pin); }
        dump();
        analogWrite(2, 127); analogWrite(7, 128);
        analogReference(INTERNAL_1); analogRead(A1); dump(); analogReference(EXTERNAL); analogRead(3); dump(); analogReference(DEFAULT); analogRead(A5); dump();
        for (byte mode = 0; mode < 4; mode++) { OUT.flush(); attachInterrupt(digitalPinToInterrupt(2), nothing, mode); attachInterrupt(digitalPinToInterrupt(3), nothing, 3 - mode); dump(); }
        detachInterrupt(digitalPinToInterrupt(2)); attachInterrupt(99, nothing, 1); dump();
        const unsigned int notes[] = {20, 31, 65, 262, 440, 1000, 4186, 10000, 31250, 65535};
        for (unsigned int note : notes) { tone(8, note); dump(false); }
        tone(7, 1000); dump(false); noTone(7); dump(false); noTone(8); dump(); tone(7, 100); dump(false); noTone(7);
        Wire.begin(); dump(); Wire.setClock(400000); dump(); Wire.begin(0x42); SHOW(TWAR) Wire.end(); dump();
        SPI.begin(); dump(); SPI.beginTransaction(SPISettings(8000000, LSBFIRST, SPI_MODE3)); dump(); SPI.endTransaction(); SPI.setClockDivider(SPI_CLOCK_DIV32); SPI.setDataMode(SPI_MODE1); SPI.setBitOrder(MSBFIRST); dump();
        for (unsigned long hertz = 50000; hertz < 20000000; hertz *= 2) { SPI.beginTransaction(SPISettings(hertz, MSBFIRST, SPI_MODE0)); SHOW(SPCR) SHOW(SPSR) }
        SPI.end(); dump();
        OUT.println("end");
      }
      void loop() {}`.replace('INTERNAL_1', chip === 'atmega2560' ? 'INTERNAL1V1' : 'INTERNAL'),
        { chip },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(1000);
    });

    it('settings of the serial port for every rate and configuration', async () => {
      const letters = ['5', '6', '7', '8'].flatMap((bits) =>
        ['N', 'E', 'O'].flatMap((parity) => ['1', '2'].map((stop) => `SERIAL_${bits}${parity}${stop}`)),
      );
      const n = serial === 'Serial' ? '0' : '1';
      const rates = [
        300, 1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 115200, 250000, 500000, 1000000,
      ];
      const { ours, theirs } = await onBothCores(
        `${out}
      volatile byte kept[400]; int count = 0;
      void keep() { kept[count++] = UCSR${n}A & 0x02; kept[count++] = UBRR${n}H; kept[count++] = UBRR${n}L; kept[count++] = UCSR${n}B; kept[count++] = UCSR${n}C; }
      void setup() {
        ${rates.map((rate) => `OUT.begin(${rate}); keep();`).join(' ')}
        const unsigned long rates[] = {${rates.join(', ')}};
        for (unsigned long rate : rates) { OUT.begin(rate); keep(); }
        ${letters.map((letter) => `OUT.begin(9600, ${letter}); keep();`).join(' ')}
        OUT.end(); keep();
        OUT.begin(1000000);
        for (int i = 0; i < count; i++) OUT.println(kept[i]);
        OUT.println("end");
      }
      void loop() {}`,
        { chip },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
    });
  },
);
