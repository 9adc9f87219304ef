/*
 * Buzzer - a passive buzzer or small loudspeaker that plays one note at a time, with tone() of the
 * Arduino core (timer 2; timer 3 on an ATmega32U4). Only one Buzzer can sound in a sketch.
 *
 *   Buzzer buzzer(5);
 *   void setup() { buzzer.begin(); buzzer.play(NOTE_A4); delay(500); buzzer.stop(); }
 *   void loop() {}
 *
 * ATmega328P datasheet chapter 18 (timer 2). Blocks: never. RAM: 1 byte, beside tone()'s own.
 */
#ifndef BUZZER_H
#define BUZZER_H

#include <Arduino.h>

/* Frequencies in Hz, from middle C to the B of the octave above. */
const int NOTE_C4 = 262;
const int NOTE_D4 = 294;
const int NOTE_E4 = 330;
const int NOTE_F4 = 349;
const int NOTE_G4 = 392;
const int NOTE_A4 = 440;
const int NOTE_B4 = 494;
const int NOTE_C5 = 523;
const int NOTE_D5 = 587;
const int NOTE_E5 = 659;
const int NOTE_F5 = 698;
const int NOTE_G5 = 784;
const int NOTE_A5 = 880;
const int NOTE_B5 = 988;

class Buzzer {
 public:
  constexpr Buzzer(uint8_t pin) : pin(pin) {}
  void begin() { pinMode(pin, OUTPUT); }
  /* 31 to 20000 Hz, until stop() or the next note. */
  void play(int hertz);
  void stop() { noTone(pin); }

 private:
  uint8_t pin;
};

#endif
