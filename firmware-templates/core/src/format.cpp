/* sprintf() and its kind: see stdio.h. */
#include <avr/pgmspace.h>
#include <limits.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Where the characters go; those for which there is no room are counted only. */
struct Output {
  char *text;
  size_t room;
  size_t length;
};

static void put(Output &to, char c) {
  if (to.length < to.room) to.text[to.length] = c;
  to.length++;
}

static void putMany(Output &to, char c, int count) {
  for (; count > 0; count--) put(to, c);
}

enum Flags { LEFT = 1, ZEROS = 2, PLUS = 4, BLANK = 8, PREFIX = 16, LONG = 32, UPPER = 64 };

/* A text of RAM or flash, between blanks. */
static void putText(Output &to, const char *text, size_t length, bool isFlash, uint8_t flags, int width) {
  int blanks = width - (int)length;
  if (!(flags & LEFT)) putMany(to, ' ', blanks);
  for (size_t i = 0; i < length; i++) put(to, isFlash ? (char)pgm_read_byte(text + i) : text[i]);
  if (flags & LEFT) putMany(to, ' ', blanks);
}

/* `sign`: a character in front, or 0. `precision` below 0: none was given. */
static void putNumber(Output &to, unsigned long n, uint8_t base, char sign, uint8_t flags, int width, int precision) {
  char digits[12];
  bool isZero = n == 0;
  ultoa(n, digits, base);
  if (flags & UPPER) strupr(digits);
  int length = strlen(digits);
  int zeros = precision > length ? precision - length : 0;
  bool isHexPrefix = (flags & PREFIX) && base == 16 && !isZero;
  if ((flags & PREFIX) && base == 8 && zeros == 0 && digits[0] != '0') zeros = 1;
  int all = zeros + length + (sign != 0) + (isHexPrefix ? 2 : 0);
  if ((flags & ZEROS) && !(flags & LEFT) && precision < 0 && width > all) {
    zeros += width - all;
    all = width;
  }
  if (!(flags & LEFT)) putMany(to, ' ', width - all);
  if (sign != 0) put(to, sign);
  if (isHexPrefix) {
    put(to, '0');
    put(to, flags & UPPER ? 'X' : 'x');
  }
  putMany(to, '0', zeros);
  for (const char *next = digits; *next != 0; next++) put(to, *next);
  if (flags & LEFT) putMany(to, ' ', width - all);
}

static int format(char *text, size_t size, const char *next, bool isFlash, va_list list) {
  Output to;
  to.text = text;
  to.room = size;
  to.length = 0;
#define NEXT() (isFlash ? (char)pgm_read_byte(next++) : *next++)
  for (;;) {
    char c = NEXT();
    if (c == 0) break;
    if (c != '%') {
      put(to, c);
      continue;
    }
    uint8_t flags = 0;
    int width = 0;
    int precision = -1;
    for (;;) {
      c = NEXT();
      if (c == '-') {
        flags |= LEFT;
      } else if (c == '0') {
        flags |= ZEROS;
      } else if (c == '+') {
        flags |= PLUS;
      } else if (c == ' ') {
        flags |= BLANK;
      } else if (c == '#') {
        flags |= PREFIX;
      } else {
        break;
      }
    }
    if (c == '*') {
      width = va_arg(list, int);
      if (width < 0) {
        flags |= LEFT;
        width = -width;
      }
      c = NEXT();
    }
    for (; c >= '0' && c <= '9'; c = NEXT()) width = width * 10 + (c - '0');
    if (c == '.') {
      precision = 0;
      c = NEXT();
      if (c == '*') {
        precision = va_arg(list, int);
        c = NEXT();
      }
      for (; c >= '0' && c <= '9'; c = NEXT()) precision = precision * 10 + (c - '0');
    }
    for (;; c = NEXT()) {
      /* h and hh change nothing: what is given is an int. */
      if (c == 'l') {
        flags |= LONG;
      } else if (c != 'h') {
        break;
      }
    }
    if (c == 0) break;

    switch (c) {
      case 'd':
      case 'i': {
        long n = flags & LONG ? va_arg(list, long) : va_arg(list, int);
        char sign = n < 0 ? '-' : flags & PLUS ? '+' : flags & BLANK ? ' ' : 0;
        putNumber(to, n < 0 ? -(unsigned long)n : n, 10, sign, flags, width, precision);
        break;
      }
      case 'u':
      case 'x':
      case 'X':
      case 'o': {
        unsigned long n = flags & LONG ? va_arg(list, unsigned long) : va_arg(list, unsigned int);
        if (c == 'X') flags |= UPPER;
        putNumber(to, n, c == 'u' ? 10 : c == 'o' ? 8 : 16, 0, flags, width, precision);
        break;
      }
      case 'p':
        putNumber(to, va_arg(list, unsigned int), 16, 0, flags | PREFIX, width, precision);
        break;
      case 'c': {
        char one = va_arg(list, int);
        putText(to, &one, 1, false, flags, width);
        break;
      }
      case 's':
      case 'S': {
        const char *part = va_arg(list, const char *);
        size_t most = precision < 0 ? (size_t)UINT_MAX : (size_t)precision;
        bool isFlashText = c == 'S';
        size_t length = isFlashText ? strnlen_P(part, most) : strnlen(part, most);
        putText(to, part, length, isFlashText, flags, width);
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        (void)va_arg(list, double);
        putText(to, "?", 1, false, flags, width);
        break;
      default:
        put(to, c);
    }
  }
  if (size != 0) text[to.length < size ? to.length : size - 1] = 0;
  return to.length;
}

extern "C" {

int vsnprintf(char *text, size_t size, const char *next, va_list list) { return format(text, size, next, false, list); }
int vsnprintf_P(char *text, size_t size, const char *next, va_list list) { return format(text, size, next, true, list); }
int vsprintf(char *text, const char *next, va_list list) { return format(text, INT_MAX, next, false, list); }
int vsprintf_P(char *text, const char *next, va_list list) { return format(text, INT_MAX, next, true, list); }

int sprintf(char *text, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int length = format(text, INT_MAX, next, false, list);
  va_end(list);
  return length;
}
int snprintf(char *text, size_t size, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int length = format(text, size, next, false, list);
  va_end(list);
  return length;
}
int sprintf_P(char *text, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int length = format(text, INT_MAX, next, true, list);
  va_end(list);
  return length;
}
int snprintf_P(char *text, size_t size, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int length = format(text, size, next, true, list);
  va_end(list);
  return length;
}
}
