/* Print: see Print.h. */
#include "Print.h"

#include <math.h>

size_t Print::write(const uint8_t *bytes, size_t count) {
  size_t written = 0;
  while (written < count && write(bytes[written]) != 0) written++;
  return written;
}

size_t Print::print(const __FlashStringHelper *text) {
  const char *next = (const char *)text;
  size_t written = 0;
  for (;;) {
    uint8_t c = pgm_read_byte(next);
    if (c == 0 || write(c) == 0) return written;
    next++;
    written++;
  }
}

size_t Print::println() { return write("\r\n"); }

size_t Print::print(long n, int base) {
  if (base == 10 && n < 0) {
    size_t sign = write((uint8_t)'-');
    return printDigits(-(unsigned long)n, 10) + sign;
  }
  return print((unsigned long)n, base);
}

size_t Print::print(unsigned long n, int base) { return base == 0 ? write((uint8_t)n) : printDigits(n, base); }

size_t Print::printDigits(unsigned long n, uint8_t base) {
  char digits[8 * sizeof(n)];
  uint8_t first = sizeof(digits);
  if (base < 2) base = 10;
  do {
    uint8_t digit = n % base;
    n /= base;
    digits[--first] = digit < 10 ? digit + '0' : digit + ('A' - 10);
  } while (n != 0);
  return write((const uint8_t *)digits + first, sizeof(digits) - first);
}

/* Rounds by adding half of the last digit, then cuts. An unsigned long holds the whole part. */
size_t Print::print(double x, int digitCount) {
  uint8_t digits = digitCount;
  if (isnan(x)) return write("nan");
  if (isinf(x)) return write("inf");
  if (x > 4294967040.0 || x < -4294967040.0) return write("ovf");

  size_t written = 0;
  if (x < 0.0) {
    written = write((uint8_t)'-');
    x = -x;
  }
  double half = 0.5;
  for (uint8_t i = 0; i < digits; i++) half /= 10.0;
  x += half;

  unsigned long whole = (unsigned long)x;
  double rest = x - (double)whole;
  written += printDigits(whole, 10);
  if (digits == 0) return written;
  written += write((uint8_t)'.');
  do {
    rest *= 10.0;
    uint8_t digit = (uint8_t)rest;
    written += write((uint8_t)(digit + '0'));
    rest -= digit;
  } while (--digits != 0);
  return written;
}
