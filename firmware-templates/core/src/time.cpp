/*
 * millis(), micros() and delay(), on timer 0: a tick is 64 cycles (4 us), an overflow 256 ticks (1024 us).
 *
 * millis() counts overflows and gathers the 24 us that each is longer than a millisecond, in units of 8 us;
 * it goes by two now and then. Timer 0 is in fast PWM mode, which analogWrite() shares.
 */
#include <Arduino.h>

static const uint16_t OVERFLOW_US = 64UL * 256 / (F_CPU / 1000000UL);
static const uint8_t WHOLE_MS = OVERFLOW_US / 1000;
static const uint8_t FRACTION = OVERFLOW_US % 1000 / 8;
static const uint8_t FRACTIONS_A_MS = 1000 / 8;

extern "C" {
volatile unsigned long timer0_overflow_count = 0;
volatile unsigned long timer0_millis = 0;
}
static uint8_t fraction = 0;

void __initTimer0() {
  TCCR0A |= _BV(WGM01) | _BV(WGM00);
  TCCR0B |= _BV(CS01) | _BV(CS00);
  TIMSK0 |= _BV(TOIE0);
}

ISR(TIMER0_OVF_vect) {
  unsigned long ms = timer0_millis + WHOLE_MS;
  uint8_t gathered = fraction + FRACTION;
  if (gathered >= FRACTIONS_A_MS) {
    gathered -= FRACTIONS_A_MS;
    ms++;
  }
  fraction = gathered;
  timer0_millis = ms;
  timer0_overflow_count = timer0_overflow_count + 1;
}

extern "C" {

unsigned long millis() {
  uint8_t before = SREG;
  cli();
  unsigned long ms = timer0_millis;
  SREG = before;
  return ms;
}

unsigned long micros() {
  uint8_t before = SREG;
  cli();
  unsigned long overflows = timer0_overflow_count;
  uint8_t ticks = TCNT0;
  /* It has overflowed, and the interrupt has not been. */
  if ((TIFR0 & _BV(TOV0)) && ticks < 255) overflows++;
  SREG = before;
  return (overflows << 8 | ticks) * (64 / (F_CPU / 1000000UL));
}

void delay(unsigned long ms) {
  unsigned long start = micros();
  while (ms > 0) {
    yield();
    while (ms > 0 && micros() - start >= 1000) {
      ms--;
      start += 1000;
    }
  }
}
}
