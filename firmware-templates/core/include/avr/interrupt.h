/*
 * Interrupt handlers: `ISR(TIMER1_COMPA_vect) { … }`. The chip clears the I flag on entry and sets it on
 * return, so that nothing interrupts a handler unless it is ISR_NOBLOCK.
 */
#pragma once

#include <avr/io.h>

#define sei() __builtin_avr_sei()
#define cli() __builtin_avr_cli()

#define ISR_BLOCK
#define ISR_NOBLOCK __attribute__((interrupt))
#define ISR_NAKED __attribute__((naked))
#define ISR_ALIASOF(vector) __attribute__((alias(__ISR_NAME(vector))))
#define __ISR_NAME(vector) __ISR_TEXT(vector)
#define __ISR_TEXT(vector) #vector

#define ISR(vector, ...) \
  extern "C" void vector(void) __attribute__((signal, used)) __VA_ARGS__; \
  void vector(void)
#define SIGNAL(vector) ISR(vector)
#define EMPTY_INTERRUPT(vector) \
  ISR(vector) {}
#define ISR_ALIAS(vector, other) ISR(vector, ISR_ALIASOF(other));
#define BADISR_vect __vector_default
#define reti() __asm__ volatile("reti")
