/*
 * SPI as master: MOSI, MISO and SCK (Uno 11, 12, 13); SS (10) becomes an output. Datasheet chapter 19.
 *
 *   SPI.begin();
 *   SPI.beginTransaction(SPISettings(4000000, MSBFIRST, SPI_MODE0));
 *   digitalWrite(chipSelect, LOW); SPI.transfer(0x42); digitalWrite(chipSelect, HIGH);
 *   SPI.endTransaction();
 */
#pragma once

#include <Arduino.h>

#define SPI_HAS_TRANSACTION 1
#define SPI_HAS_NOTUSINGINTERRUPT 1
#define SPI_ATOMIC_VERSION 1

/* SPR1, SPR0, and above them SPI2X. */
#define SPI_CLOCK_DIV4 0
#define SPI_CLOCK_DIV16 1
#define SPI_CLOCK_DIV64 2
#define SPI_CLOCK_DIV128 3
#define SPI_CLOCK_DIV2 4
#define SPI_CLOCK_DIV8 5
#define SPI_CLOCK_DIV32 6

/* CPOL and CPHA. */
#define SPI_MODE0 0x00
#define SPI_MODE1 0x04
#define SPI_MODE2 0x08
#define SPI_MODE3 0x0C
#define SPI_MODE_MASK 0x0C
#define SPI_CLOCK_MASK 0x03
#define SPI_2XCLOCK_MASK 0x01

class SPISettings {
 public:
  /* The fastest clock that is not above `hertz`, or the slowest there is. */
  __ALWAYS_INLINE SPISettings(uint32_t hertz, uint8_t bitOrder, uint8_t mode) {
    uint8_t clock = hertz >= F_CPU / 2    ? SPI_CLOCK_DIV2
                    : hertz >= F_CPU / 4  ? SPI_CLOCK_DIV4
                    : hertz >= F_CPU / 8  ? SPI_CLOCK_DIV8
                    : hertz >= F_CPU / 16 ? SPI_CLOCK_DIV16
                    : hertz >= F_CPU / 32 ? SPI_CLOCK_DIV32
                    : hertz >= F_CPU / 64 ? SPI_CLOCK_DIV64
                                          : SPI_CLOCK_DIV128;
    spcr = _BV(SPE) | _BV(MSTR) | (bitOrder == LSBFIRST ? _BV(DORD) : 0) | (mode & SPI_MODE_MASK) |
           (clock & SPI_CLOCK_MASK);
    spsr = clock >> 2;
  }
  __ALWAYS_INLINE SPISettings() : spcr(_BV(SPE) | _BV(MSTR)), spsr(0) {}

 private:
  uint8_t spcr;
  uint8_t spsr;
  friend class SPIClass;
};

class SPIClass {
 public:
  static void begin();
  /* Off, when end() was called as often as begin(). */
  static void end();

  /* An external interrupt (or with 255 any) whose handler uses SPI must not come inside a transaction. */
  static void usingInterrupt(uint8_t number);
  static void notUsingInterrupt(uint8_t number);

  static void beginTransaction(SPISettings settings) {
    __spiLock();
    SPCR = settings.spcr;
    SPSR = settings.spsr;
  }
  static void endTransaction() { __spiUnlock(); }

  static uint8_t transfer(uint8_t value) {
    SPDR = value;
    while ((SPSR & _BV(SPIF)) == 0) {
    }
    return SPDR;
  }
  static uint16_t transfer16(uint16_t value) {
    if (SPCR & _BV(DORD)) {
      uint8_t low = transfer((uint8_t)value);
      return (uint16_t)transfer((uint8_t)(value >> 8)) << 8 | low;
    }
    uint8_t high = transfer((uint8_t)(value >> 8));
    return (uint16_t)high << 8 | transfer((uint8_t)value);
  }
  /* What is received takes the place of what is sent. */
  static void transfer(void *bytes, size_t count) {
    uint8_t *next = (uint8_t *)bytes;
    for (; count != 0; count--, next++) *next = transfer(*next);
  }

  static void setBitOrder(uint8_t bitOrder) {
    if (bitOrder == LSBFIRST) {
      SPCR |= _BV(DORD);
    } else {
      SPCR &= (uint8_t)~_BV(DORD);
    }
  }
  static void setDataMode(uint8_t mode) { SPCR = (SPCR & ~SPI_MODE_MASK) | mode; }
  static void setClockDivider(uint8_t clock) {
    SPCR = (SPCR & ~SPI_CLOCK_MASK) | (clock & SPI_CLOCK_MASK);
    SPSR = (SPSR & ~SPI_2XCLOCK_MASK) | (clock >> 2 & SPI_2XCLOCK_MASK);
  }
  static void attachInterrupt() { SPCR |= _BV(SPIE); }
  static void detachInterrupt() { SPCR &= (uint8_t)~_BV(SPIE); }

 private:
  /* Empty unless the program calls usingInterrupt(). */
  static void __spiLock();
  static void __spiUnlock();
  static uint8_t begun;
};

extern SPIClass SPI;
