/* Waits of a length that is known when compiling, exact to the cycle; interrupts make them longer. */
#pragma once

#include <stdint.h>

#ifndef F_CPU
#define F_CPU 1000000UL
#endif

/* Cycles, rounded up. */
#define __CYCLES(cycles) ((uint32_t)(cycles) + ((double)(uint32_t)(cycles) < (cycles)))
#define _delay_us(us) __builtin_avr_delay_cycles(__CYCLES(F_CPU / 1e6 * (us)))
#define _delay_ms(ms) __builtin_avr_delay_cycles(__CYCLES(F_CPU / 1e3 * (ms)))
