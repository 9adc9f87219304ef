/*
 * The watchdog restarts the chip when wdt_reset() has not been called for a time. ATmega328P datasheet
 * section 11.8: the new setting must follow within four cycles of WDCE.
 */
#pragma once

#include <avr/io.h>

#define WDTO_15MS 0
#define WDTO_30MS 1
#define WDTO_60MS 2
#define WDTO_120MS 3
#define WDTO_250MS 4
#define WDTO_500MS 5
#define WDTO_1S 6
#define WDTO_2S 7
#define WDTO_4S 8
#define WDTO_8S 9

#define wdt_reset() __builtin_avr_wdr()

inline void __setWatchdog(uint8_t setting) {
  uint8_t before = SREG;
  __builtin_avr_cli();
  __builtin_avr_wdr();
  WDTCSR = _BV(WDCE) | _BV(WDE);
  WDTCSR = setting;
  SREG = before;
}
inline void wdt_enable(uint8_t timeout) {
  __setWatchdog(_BV(WDE) | (timeout & 7) | (timeout & 8 ? _BV(WDP3) : 0));
}
inline void wdt_disable() { __setWatchdog(0); }
