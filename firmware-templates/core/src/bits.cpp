/* What GCC's builtins of bits and overflow call here, under names that only the compiler writes. */
#include <stddef.h>
#include <stdint.h>

extern "C" {

uint16_t __bswaphi2(uint16_t value) { return value << 8 | value >> 8; }
uint32_t __bswapsi2(uint32_t value) {
  return (uint32_t)__bswaphi2(value) << 16 | __bswaphi2(value >> 16);
}
uint64_t __bswapdi2(uint64_t value) {
  return (uint64_t)__bswapsi2(value) << 32 | __bswapsi2(value >> 32);
}

int __popcountdi2(uint64_t value) {
  int count = 0;
  for (; value != 0; value &= value - 1) count++;
  return count;
}
int __popcountsi2(uint32_t value) {
  int count = 0;
  for (; value != 0; value &= value - 1) count++;
  return count;
}
int __popcounthi2(uint16_t value) { return __popcountsi2(value); }

int __paritysi2(uint32_t value) { return __popcountsi2(value) & 1; }
int __parityhi2(uint16_t value) { return __popcountsi2(value) & 1; }
int __paritydi2(uint64_t value) { return __popcountdi2(value) & 1; }

/* Zeros above the highest 1; of 0: all bits. */
int __clzsi2(uint32_t value) {
  int count = 0;
  for (uint32_t bit = 0x80000000UL; bit != 0 && (value & bit) == 0; bit >>= 1) count++;
  return count;
}
int __clzhi2(uint16_t value) { return __clzsi2(value) - 16; }
int __clzdi2(uint64_t value) {
  uint32_t high = value >> 32;
  return high != 0 ? __clzsi2(high) : 32 + __clzsi2(value);
}

/* Bits below the sign that are like it. */
int __clrsbsi2(int32_t value) { return __clzsi2(value < 0 ? ~value : value) - 1; }
int __clrsbhi2(int16_t value) { return __clrsbsi2(value) - 16; }
int __clrsbdi2(int64_t value) { return __clzdi2(value < 0 ? ~value : value) - 1; }

/* The lowest 1, counted from 1; of 0: 0. */
int __ffssi2(uint32_t value) { return value == 0 ? 0 : 32 - __clzsi2(value & (0 - value)); }
int __ffshi2(uint16_t value) { return __ffssi2(value); }
int __ffsdi2(uint64_t value) { return value == 0 ? 0 : 64 - __clzdi2(value & (0 - value)); }

int __ctzsi2(uint32_t value) { return __ffssi2(value) - 1; }
int __ctzhi2(uint16_t value) { return __ffssi2(value) - 1; }
int __ctzdi2(uint64_t value) { return __ffsdi2(value) - 1; }

static uint32_t bitsOf(float value) {
  union {
    float number;
    uint32_t bits;
  } both;
  both.number = value;
  return both.bits;
}
int __signbitsf(float value) { return bitsOf(value) >> 31; }
int __isinfsf(float value) {
  uint32_t bits = bitsOf(value);
  return bits == 0x7F800000UL ? 1 : bits == 0xFF800000UL ? -1 : 0;
}
int __isfinitesf(float value) { return (bitsOf(value) & 0x7F800000UL) != 0x7F800000UL; }
int __isnansf(float value) { return (bitsOf(value) & 0x7FFFFFFFUL) > 0x7F800000UL; }
int __isnormalsf(float value) {
  uint32_t exponent = bitsOf(value) & 0x7F800000UL;
  return exponent != 0 && exponent != 0x7F800000UL;
}
float __copysignsf(float value, float sign) {
  union {
    float number;
    uint32_t bits;
  } both;
  both.bits = (bitsOf(value) & 0x7FFFFFFFUL) | (bitsOf(sign) & 0x80000000UL);
  return both.number;
}

/*
 * a + b, a - b or a × b as the result's type holds it, and whether that is another number. `unsignedOnes`:
 * 1 for a, 2 for b, 4 for the result.
 */
unsigned char __overflow(uint8_t op, uint8_t unsignedOnes, uint64_t a, uint64_t b, void *to, uint8_t bytes) {
  bool isMinusA = !(unsignedOnes & 1) && (int64_t)a < 0;
  bool isMinusB = !(unsignedOnes & 2) && (int64_t)b < 0;
  if (isMinusA) a = 0 - a;
  if (isMinusB) b = 0 - b;
  uint64_t size;
  bool isMinus = isMinusA;
  bool isTooBig = false;
  if (op == '*') {
    isMinus = isMinusA != isMinusB;
    size = a * b;
    isTooBig = a != 0 && size / a != b;
  } else {
    if (op == '-') isMinusB = !isMinusB;
    if (isMinusA == isMinusB) {
      size = a + b;
      isTooBig = size < a;
    } else if (a >= b) {
      size = a - b;
    } else {
      size = b - a;
      isMinus = isMinusB;
    }
  }
  uint64_t bits = isMinus ? 0 - size : size;
  for (uint8_t i = 0; i < bytes; i++) ((uint8_t *)to)[i] = bits >> (8 * i);
  uint64_t most = ~(uint64_t)0 >> (64 - 8 * bytes);
  if (unsignedOnes & 4) return isTooBig || (isMinus && size != 0) || size > most;
  return isTooBig || size > (most >> 1) + isMinus;
}

void *mempcpy(void *to, const void *from, size_t count) {
  char *next = (char *)to;
  for (size_t i = 0; i < count; i++) next[i] = ((const char *)from)[i];
  return next + count;
}
char *stpcpy(char *to, const char *from) {
  while ((*to = *from++) != 0) to++;
  return to;
}
}
