/*
 * The timers of analogWrite() but timer 0: phase-correct PWM with 8 bits, 64 cycles a tick, 490 Hz.
 *
 * In every program that has analogWrite() or names one of their registers or interrupts.
 */
#include <Arduino.h>

void __initPwmTimers() {
  TCCR1B = _BV(CS11) | _BV(CS10);
  TCCR1A |= _BV(WGM10);
#if defined(TCCR2A)
  TCCR2B |= _BV(CS22);
  TCCR2A |= _BV(WGM20);
#endif
#if defined(TCCR3A)
  TCCR3B |= _BV(CS31) | _BV(CS30);
  TCCR3A |= _BV(WGM30);
#endif
#if defined(TCCR4D)
  /* The 32U4's timer 4 is of another kind: phase- and frequency-correct, each output has to be asked for. */
  TCCR4B |= _BV(CS42) | _BV(CS41) | _BV(CS40);
  TCCR4D |= _BV(WGM40);
  TCCR4A |= _BV(PWM4A);
  TCCR4C |= _BV(PWM4D);
#elif defined(TCCR4A)
  TCCR4B |= _BV(CS41) | _BV(CS40);
  TCCR4A |= _BV(WGM40);
#endif
#if defined(TCCR5A)
  TCCR5B |= _BV(CS51) | _BV(CS50);
  TCCR5A |= _BV(WGM50);
#endif
}
