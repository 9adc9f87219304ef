/* Loops of 3 and of 4 cycles; 0 counts as 256 and 65536. */
#pragma once

#include <stdint.h>

inline __attribute__((always_inline)) void _delay_loop_1(uint8_t count) {
  do {
    __builtin_memory_barrier();
  } while (--count != 0);
}
inline __attribute__((always_inline)) void _delay_loop_2(uint16_t count) {
  do {
    __builtin_memory_barrier();
  } while (--count != 0);
}
