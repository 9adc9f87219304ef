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
 * Each store takes 2 cycles and changes the wire at its end: the wire is high for the delay plus 2.
 * Low times are the rest of the loop: 11 cycles or more after a 0 (700 ns), 8 or more after a 1.
 */
__attribute__((noinline)) static void sendByte(volatile uint8_t *port, uint8_t high, uint8_t low, uint8_t value) {
  uint8_t bits = 8;
  do {
    if (value & 0x80) {
      *port = high;
      __builtin_avr_delay_cycles(10);
      *port = low;
    } else {
      *port = high;
      __builtin_avr_delay_cycles(4);
      *port = low;
      __builtin_avr_delay_cycles(4);
    }
    value <<= 1;
    bits--;
  } while (bits != 0);
}

void Ws2812::sendPixel(uint8_t red, uint8_t green, uint8_t blue) {
  uint8_t before = SREG;
  cli();
  /* The other wires of this port stay as they are. */
  uint8_t high = *port | mask;
  uint8_t low = *port & ~mask;
  sendByte(port, high, low, green);
  sendByte(port, high, low, red);
  sendByte(port, high, low, blue);
  SREG = before;
}
