/* The CPU stops until an interrupt: `set_sleep_mode(SLEEP_MODE_IDLE); sleep_mode();` */
#pragma once

#include <avr/io.h>

#define set_sleep_mode(mode) (SMCR = (SMCR & ~(_BV(SM0) | _BV(SM1) | _BV(SM2))) | (mode))
#define sleep_enable() (SMCR |= _BV(SE))
#define sleep_disable() (SMCR &= ~_BV(SE))
#define sleep_cpu() __builtin_avr_sleep()
#define sleep_mode() \
  do { \
    sleep_enable(); \
    sleep_cpu(); \
    sleep_disable(); \
  } while (0)
#if defined(BODS)
/* The second write must follow within four cycles. */
#define sleep_bod_disable() \
  do { \
    uint8_t asked = MCUCR | _BV(BODS) | _BV(BODSE); \
    MCUCR = asked; \
    MCUCR = asked & ~_BV(BODSE); \
  } while (0)
#endif
