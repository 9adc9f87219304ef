/* Numbers to texts and back: see stdlib.h. The parts for float are in float-text.cpp. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int errno = 0;

extern "C" {

char *ultoa(unsigned long value, char *text, int radix) {
  char *end = text;
  if (radix >= 2 && radix <= 36) {
    do {
      uint8_t digit = value % (uint8_t)radix;
      value /= (uint8_t)radix;
      *end++ = digit < 10 ? digit + '0' : digit + ('a' - 10);
    } while (value != 0);
  }
  *end = 0;
  return strrev(text);
}

/* A minus only in base 10: in the others the bits count. */
char *ltoa(long value, char *text, int radix) {
  if (radix != 10 || value >= 0) return ultoa(value, text, radix);
  text[0] = '-';
  ultoa(-(unsigned long)value, text + 1, radix);
  return text;
}

char *itoa(int value, char *text, int radix) {
  return radix == 10 ? ltoa(value, text, radix) : ultoa((unsigned int)value, text, radix);
}

char *utoa(unsigned int value, char *text, int radix) { return ultoa(value, text, radix); }

long atol(const char *text) {
  while (isspace(*text)) text++;
  bool isNegative = *text == '-';
  if (isNegative || *text == '+') text++;
  long value = 0;
  for (; isdigit(*text); text++) value = value * 10 + (*text - '0');
  return isNegative ? -value : value;
}

int atoi(const char *text) { return atol(text); }

/* Reads sign and digits; `isTooLarge` when they do not fit into 32 bits. Base 0: as in C++. */
static unsigned long readNumber(const char *text, char **end, int base, bool *isNegative, bool *isTooLarge) {
  const char *next = text;
  *isNegative = false;
  *isTooLarge = false;
  if (end != NULL) *end = (char *)text;
  while (isspace(*next)) next++;
  if (*next == '-' || *next == '+') *isNegative = *next++ == '-';
  if (*next == '0' && (next[1] | 0x20) == 'x' && (base == 0 || base == 16) && isxdigit(next[2])) {
    next += 2;
    base = 16;
  } else if (base == 0) {
    base = *next == '0' ? 8 : 10;
  }
  if (base < 2 || base > 36) return 0;
  unsigned long value = 0;
  for (;; next++) {
    uint8_t digit;
    if (isdigit(*next)) {
      digit = *next - '0';
    } else if (isalpha(*next)) {
      digit = (*next | 0x20) - ('a' - 10);
    } else {
      break;
    }
    if (digit >= base) break;
    if (value > (ULONG_MAX - digit) / (uint8_t)base) *isTooLarge = true;
    value = value * (uint8_t)base + digit;
    if (end != NULL) *end = (char *)next + 1;
  }
  return value;
}

unsigned long strtoul(const char *text, char **end, int base) {
  bool isNegative, isTooLarge;
  unsigned long value = readNumber(text, end, base, &isNegative, &isTooLarge);
  if (isTooLarge) {
    errno = ERANGE;
    return ULONG_MAX;
  }
  return isNegative ? -value : value;
}

long strtol(const char *text, char **end, int base) {
  bool isNegative, isTooLarge;
  unsigned long value = readNumber(text, end, base, &isNegative, &isTooLarge);
  if (isTooLarge || value > (unsigned long)LONG_MAX + isNegative) {
    errno = ERANGE;
    return isNegative ? LONG_MIN : LONG_MAX;
  }
  return isNegative ? -value : value;
}

div_t div(int a, int b) {
  div_t result;
  result.quot = a / b;
  result.rem = a % b;
  return result;
}

ldiv_t ldiv(long a, long b) {
  ldiv_t result;
  result.quot = a / b;
  result.rem = a % b;
  return result;
}
}
