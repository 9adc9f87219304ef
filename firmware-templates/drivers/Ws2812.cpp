/* Ws2812: see Ws2812.h. */
#include "Ws2812.h"

#if F_CPU != 16000000L
#error "The pixels' times are counted in cycles of 16 MHz."
#endif

static const uint16_t LATCH_US = 300;

uint16_t Ws2812::frameEnd = 0;

void Ws2812::begin() {
  pinMode(pin, OUTPUT);
  digitalWrite(pin, LOW);
  mask = digitalPinToBitMask(pin);
  port = portOutputRegister(digitalPinToPort(pin));
}

void Ws2812::startFrame() {
  while ((uint16_t)((uint16_t)micros() - frameEnd) < LATCH_US) {
  }
}

void Ws2812::endFrame() {
  frameEnd = micros();
}

/*
 * Every bit: high, then its own level, then low. Nothing is decided in between, so that only the delays
 * count: each store takes 2 cycles and changes the wire at its end. The low time is the rest of the
 * loop, at least 9 cycles after a 1 and 15 after a 0.
 */
void Ws2812::sendByte(uint8_t value) {
  volatile uint8_t *wire = port;
  uint8_t bits = 8;
  uint8_t before = SREG;
  cli();
  /* The other wires of this port stay as they are. */
  uint8_t high = *wire | mask;
  uint8_t low = *wire & ~mask;
  do {
    uint8_t level = low;
    if (value & 0x80) level = high;
    value <<= 1;
    *wire = high;
    __builtin_avr_delay_cycles(4);
    *wire = level;
    __builtin_avr_delay_cycles(4);
    *wire = low;
    bits--;
  } while (bits != 0);
  SREG = before;
}

void Ws2812::sendPixel(uint8_t red, uint8_t green, uint8_t blue) {
  sendByte(green);
  sendByte(red);
  sendByte(blue);
}
