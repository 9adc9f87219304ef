/*
 * Digital pins. The variant's pins_arduino.h says where each pin is; `pins.cpp` holds its tables in flash.
 *
 * With a constant pin everything here is worked out when compiling: digitalWrite() is one `sbi` or `cbi`
 * (a port above 0x5F needs three instructions without interrupts), digitalRead() one `sbic`.
 */
#pragma once

#include <Arduino.h>

#define NOT_A_PIN 0
#define NOT_A_PORT 0
#define NOT_AN_INTERRUPT -1

#define NOT_ON_TIMER 0
#define TIMER0A 1
#define TIMER0B 2
#define TIMER1A 3
#define TIMER1B 4
#define TIMER1C 5
#define TIMER2 6
#define TIMER2A 7
#define TIMER2B 8
#define TIMER3A 9
#define TIMER3B 10
#define TIMER3C 11
#define TIMER4A 12
#define TIMER4B 13
#define TIMER4C 14
#define TIMER4D 15
#define TIMER5A 16
#define TIMER5B 17
#define TIMER5C 18

#define __ALWAYS_INLINE inline __attribute__((always_inline))

/* Place of a pin: number of the port (A is 1, L is 12) times 8, and its bit. 0: no such pin. */
#define __PLACE(port, bit) (((port) - '@') << 3 | (bit))
extern const uint8_t __pinPlaces[] PROGMEM;
/* Of each pin, TIMER0A … or NOT_ON_TIMER. */
extern const uint8_t __pinTimers[] PROGMEM;

__ALWAYS_INLINE uint8_t __placeOf(uint8_t pin) {
  return pin < NUM_DIGITAL_PINS ? pgm_read_byte(&__pinPlaces[pin]) : 0;
}
__ALWAYS_INLINE uint8_t __timerOf(uint8_t pin) {
  return pin < NUM_DIGITAL_PINS ? pgm_read_byte(&__pinTimers[pin]) : NOT_ON_TIMER;
}
/* 1 << bit, without a loop. */
__ALWAYS_INLINE uint8_t __maskOf(uint8_t bit) {
  uint8_t mask = bit & 1 ? 2 : 1;
  if (bit & 2) mask <<= 2;
  if (bit & 4) mask <<= 4;
  return mask;
}
/* PINx, DDRx and PORTx follow one another; ports A to G begin at 0x20, H at 0x100 (there is no I). */
__ALWAYS_INLINE uint16_t __pinRegister(uint8_t port) {
  if (port == NOT_A_PORT) return 0;
#if defined(__AVR_ATmega2560__)
  if (port > 9) return 0x103 + 3 * (port - 10);
  if (port == 8) return 0x100;
#endif
  return 0x20 + 3 * (port - 1);
}

#define digitalPinToPort(pin) (__placeOf(pin) >> 3)
#define digitalPinToBitMask(pin) __maskOf(__placeOf(pin) & 7)
#define digitalPinToTimer(pin) __timerOf(pin)
#define analogInPinToBit(pin) (pin)
#define portInputRegister(port) ((volatile uint8_t *)__pinRegister(port))
#define portModeRegister(port) ((volatile uint8_t *)(__pinRegister(port) + 1))
#define portOutputRegister(port) ((volatile uint8_t *)(__pinRegister(port) + 2))

extern "C" {
/* The same for pins that are only known when running. */
void __pinModeAny(uint8_t pin, uint8_t mode);
void __digitalWriteAny(uint8_t pin, uint8_t value);
int __digitalReadAny(uint8_t pin);
/* Takes the pin from its timer. Empty unless the program has analogWrite() or names a timer's register. */
void __pwmOff(uint8_t timer);
/* us > 1 */
void __delayAny(unsigned int us);
}

/* sbi and cbi, which reach up to 0x3F, cannot be interrupted; longer sequences must not be. */
__ALWAYS_INLINE void __setBits(volatile uint8_t *reg, uint8_t mask) {
  if ((uint16_t)reg < 0x40) {
    *reg |= mask;
  } else {
    uint8_t before = SREG;
    cli();
    *reg |= mask;
    SREG = before;
  }
}
__ALWAYS_INLINE void __clearBits(volatile uint8_t *reg, uint8_t mask) {
  if ((uint16_t)reg < 0x40) {
    *reg &= (uint8_t)~mask;
  } else {
    uint8_t before = SREG;
    cli();
    *reg &= (uint8_t)~mask;
    SREG = before;
  }
}

/* INPUT, INPUT_PULLUP, anything else is OUTPUT. */
__ALWAYS_INLINE void pinMode(uint8_t pin, uint8_t mode) {
  if (!__builtin_constant_p(pin) || !__builtin_constant_p(mode)) {
    __pinModeAny(pin, mode);
    return;
  }
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return;
  volatile uint8_t *direction = portModeRegister(place >> 3);
  volatile uint8_t *output = direction + 1;
  uint8_t mask = __maskOf(place & 7);
  if (mode == INPUT) {
    __clearBits(direction, mask);
    __clearBits(output, mask);
  } else if (mode == INPUT_PULLUP) {
    __clearBits(direction, mask);
    __setBits(output, mask);
  } else {
    __setBits(direction, mask);
  }
}

__ALWAYS_INLINE void digitalWrite(uint8_t pin, uint8_t value) {
  if (!__builtin_constant_p(pin)) {
    __digitalWriteAny(pin, value);
    return;
  }
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return;
  if (__timerOf(pin) != NOT_ON_TIMER) __pwmOff(__timerOf(pin));
  volatile uint8_t *output = portOutputRegister(place >> 3);
  uint8_t mask = __maskOf(place & 7);
  if (value == LOW) {
    __clearBits(output, mask);
  } else {
    __setBits(output, mask);
  }
}

__ALWAYS_INLINE int digitalRead(uint8_t pin) {
  if (!__builtin_constant_p(pin)) return __digitalReadAny(pin);
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return LOW;
  if (__timerOf(pin) != NOT_ON_TIMER) __pwmOff(__timerOf(pin));
  return *portInputRegister(place >> 3) & __maskOf(place & 7) ? HIGH : LOW;
}

/* Exact to the cycle when `us` is known; interrupts make it longer. At most 16383. */
__ALWAYS_INLINE void delayMicroseconds(unsigned int us) {
  if (!__builtin_constant_p(us)) {
    __delayAny(us);
  } else if (us != 0) {
    __builtin_avr_delay_cycles((uint32_t)us * (F_CPU / 1000000UL));
  }
}
