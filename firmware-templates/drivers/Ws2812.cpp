/* Ws2812: see Ws2812.h. */
#include "Ws2812.h"

#if F_CPU != 16000000L
#error "The pixels' times are counted in cycles of 16 MHz."
#endif

/* Low for so long, the pixels show what they got. */
static const uint16_t LATCH_US = 300;
static const uint8_t TRIES = 3;
/* So many pixels fit between two overflows of timer 0, 1.024 ms apart. */
static const uint8_t PIXELS_AN_OVERFLOW = 30;
/* Timer 0 counts 4 us. Two steps between two pixels are more than 4 us: too long. */
static const uint8_t LONGEST_PAUSE = 1;

/*
 * One byte, highest bit first. A store takes 2 cycles and changes the wire at its end: 6 cycles high for a 0,
 * 12 for a 1 (where the compiler knows the port, 1 cycle: 5 and 11); low is the rest of the loop, 5 or more.
 */
static inline void sendByte(volatile uint8_t *wire, uint8_t high, uint8_t low, uint8_t value) {
  uint8_t bits = 8;
  do {
    *wire = high;
    __builtin_avr_delay_cycles(3);
    if (!(value & 0x80)) *wire = low;
    __builtin_avr_delay_cycles(5);
    *wire = low;
    value <<= 1;
    bits--;
  } while (bits != 0);
}

/* False when an interrupt was too long: the pixels have shown the beginning of the frame. */
static bool sendFrame(uint8_t pin, const uint8_t *levels, uint8_t count, uint8_t brightness) {
  volatile uint8_t *wire = portOutputRegister(digitalPinToPort(pin));
  uint8_t mask = digitalPinToBitMask(pin);
  const uint8_t *end = levels + 3 * (uint16_t)count;
  uint8_t before = SREG;
  uint8_t pausedAt = TCNT0;
  while (levels != end) {
    cli();
    if ((uint8_t)(TCNT0 - pausedAt) > LONGEST_PAUSE) {
      SREG = before;
      return false;
    }
    /* The other wires of this port stay as they are. */
    uint8_t high = *wire | mask;
    uint8_t low = *wire & ~mask;
    for (uint8_t i = 0; i < 3; i++) {
      /* 255 keeps a level as it is, 0 makes it 0. */
      uint8_t level = *levels * ((uint16_t)brightness + 1) >> 8;
      levels++;
      sendByte(wire, high, low, level);
    }
    pausedAt = TCNT0;
    SREG = before;
  }
  return true;
}

/* The interrupt that sends the next byte of Serial waits until the frame is over. */
#if defined(UCSR0B)
static inline bool holdPrinting() {
  uint8_t before = SREG;
  cli();
  bool isPrinting = (UCSR0B & _BV(UDRIE0)) != 0;
  UCSR0B &= (uint8_t)~_BV(UDRIE0);
  SREG = before;
  return isPrinting;
}
static inline void goOnPrinting() { UCSR0B |= _BV(UDRIE0); }
#else
static inline bool holdPrinting() { return false; }
static inline void goOnPrinting() {}
#endif

void sendPixels(uint8_t pin, const uint8_t *levels, uint8_t count, uint8_t brightness) {
  bool isSent = false;
  for (uint8_t tries = 0; tries < TRIES && !isSent; tries++) {
    delayMicroseconds(LATCH_US);
    /* A long frame begins right behind an overflow, so that only one more falls into it. */
    while (count > PIXELS_AN_OVERFLOW && TCNT0 > 8) {
    }
    uint8_t before = TIMSK0;
    TIMSK0 = before & ~_BV(TOIE0);
    bool isPrinting = holdPrinting();
    isSent = sendFrame(pin, levels, count, brightness);
    if (isPrinting) goOnPrinting();
    TIMSK0 = before;
  }
}
