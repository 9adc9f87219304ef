/* Interrupts that use SPI: in the program when it calls usingInterrupt(). */
#include "SPI.h"

/* Bits of EIMSK, by Arduino's numbers. */
#if defined(__AVR_ATmega2560__)
static const uint8_t lines[] PROGMEM = {4, 5, 0, 1, 2, 3, 6, 7};
#elif defined(__AVR_ATmega32U4__)
static const uint8_t lines[] PROGMEM = {0, 1, 2, 3, 6};
#else
static const uint8_t lines[] PROGMEM = {0, 1};
#endif

static uint8_t masked;
static bool isAny;
/* EIMSK, or SREG, as it was. */
static uint8_t saved;

static uint8_t maskOf(uint8_t number) {
  return number < sizeof(lines) ? 1 << pgm_read_byte(&lines[number]) : 0;
}

void SPIClass::usingInterrupt(uint8_t number) {
  uint8_t before = SREG;
  cli();
  if (number < sizeof(lines)) {
    masked |= maskOf(number);
  } else {
    isAny = true;
  }
  SREG = before;
}

void SPIClass::notUsingInterrupt(uint8_t number) { masked &= (uint8_t)~maskOf(number); }

void SPIClass::__spiLock() {
  uint8_t before = SREG;
  if (isAny) {
    cli();
    saved = before;
  } else if (masked != 0) {
    cli();
    saved = EIMSK;
    EIMSK &= (uint8_t)~masked;
    SREG = before;
  }
}

void SPIClass::__spiUnlock() {
  if (isAny) {
    SREG = saved;
  } else if (masked != 0) {
    EIMSK = saved;
  }
}
