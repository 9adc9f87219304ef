/* SPI: see SPI.h. */
#include "SPI.h"

SPIClass SPI;
uint8_t SPIClass::begun;

__attribute__((weak)) void SPIClass::__spiLock() {}
__attribute__((weak)) void SPIClass::__spiUnlock() {}

void SPIClass::begin() {
  uint8_t before = SREG;
  cli();
  if (begun == 0) {
    /* A low input on SS would make this chip a slave. High first, so that what is wired there is not selected. */
    if ((*portModeRegister(digitalPinToPort(SS)) & digitalPinToBitMask(SS)) == 0) digitalWrite(SS, HIGH);
    pinMode(SS, OUTPUT);
    SPCR |= _BV(MSTR);
    SPCR |= _BV(SPE);
    /* Behind SPE, so that no edge comes out. */
    pinMode(SCK, OUTPUT);
    pinMode(MOSI, OUTPUT);
  }
  begun++;
  SREG = before;
}

void SPIClass::end() {
  uint8_t before = SREG;
  cli();
  if (begun != 0) begun--;
  if (begun == 0) SPCR &= (uint8_t)~_BV(SPE);
  SREG = before;
}
