/* 1 when the number of ones is odd. */
#pragma once

#include <stdint.h>

inline uint8_t parity_even_bit(uint8_t value) {
  value ^= value >> 4;
  value ^= value >> 2;
  value ^= value >> 1;
  return value & 1;
}
