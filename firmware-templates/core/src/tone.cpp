/*
 * tone(): a timer in CTC mode interrupts at every half wave and toggles the pin. Timer 2 has 8 bits and is
 * divided by the least that lets the half wave fit; the 32U4 has none and takes timer 3, of 16 bits.
 */
#include <Arduino.h>

/* Half waves still to come; below 0 for ever. */
static volatile long halfWaves;
static volatile uint8_t *output;
static uint8_t mask;
/* Differs from 255 (no pin) by these bits, so that it is 0 at first. */
static uint8_t pinBits;
#define TONE_PIN ((uint8_t)~pinBits)

static void stop() {
#if defined(TCCR2A)
  TIMSK2 &= (uint8_t)~_BV(OCIE2A);
  /* As analogWrite() wants it. */
  TCCR2A = _BV(WGM20);
  TCCR2B = (TCCR2B & 0xF8) | _BV(CS22);
  OCR2A = 0;
#else
  TIMSK3 &= (uint8_t)~_BV(OCIE3A);
#endif
}

/* Only one pin sounds; another one has to wait for noTone(). */
void tone(uint8_t pin, unsigned int frequency, unsigned long duration) {
  if (TONE_PIN != pin) {
    if (TONE_PIN != 255) return;
    pinBits = ~pin;
#if defined(TCCR2A)
    TCCR2A = _BV(WGM21);
    TCCR2B = _BV(CS20);
#else
    TCCR3A = 0;
    TCCR3B = _BV(WGM32) | _BV(CS30);
#endif
    output = portOutputRegister(digitalPinToPort(pin));
    mask = digitalPinToBitMask(pin);
  }
  pinMode(pin, OUTPUT);

  unsigned long half = F_CPU / frequency / 2;
#if defined(TCCR2A)
  /* By 1, 8, 32, 64, 128, 256, 1024: each is so many bits more than the one before. */
  static const uint8_t MORE_BITS[] PROGMEM = {3, 2, 1, 1, 1, 2};
  uint8_t select = 1;
  while (half - 1 > 255 && select < 7) {
    half >>= pgm_read_byte(&MORE_BITS[select - 1]);
    select++;
  }
  TCCR2B = (TCCR2B & 0xF8) | select;
#else
  uint8_t select = 1;
  if (half - 1 > 0xFFFF) {
    half >>= 6;
    select = 3;
  }
  TCCR3B = (TCCR3B & 0xF8) | select;
#endif

  long count = duration > 0 ? (long)(2 * frequency * duration / 1000) : -1;
#if defined(TCCR2A)
  OCR2A = half - 1;
  halfWaves = count;
  TIMSK2 |= _BV(OCIE2A);
#else
  OCR3A = half - 1;
  halfWaves = count;
  TIMSK3 |= _BV(OCIE3A);
#endif
}

/* Whatever pin is named, the timer stops and that pin goes low. */
void noTone(uint8_t pin) {
  if (TONE_PIN == pin) {
    pinBits = 0;
    stop();
  }
  digitalWrite(pin, LOW);
}

#if defined(TCCR2A)
ISR(TIMER2_COMPA_vect) {
#else
ISR(TIMER3_COMPA_vect) {
#endif
  long left = halfWaves;
  if (left == 0) {
#if defined(TCCR2A)
    noTone(TONE_PIN);
#else
    TIMSK3 &= (uint8_t)~_BV(OCIE3A);
    *output &= (uint8_t)~mask;
#endif
    return;
  }
  *output ^= mask;
  if (left > 0) halfWaves = left - 1;
}
