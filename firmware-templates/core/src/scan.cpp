/* sscanf(): see stdio.h. %d %i %u %x %o %c %s %n %%, width, *, hh, h and l; no floats, no sets. */
#include <avr/pgmspace.h>
#include <ctype.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NEXT() (isFlash ? (char)pgm_read_byte(next++) : *next++)

static int scan(const char *text, const char *next, bool isFlash, va_list list) {
  const char *start = text;
  int stored = 0;
  for (;;) {
    char c = NEXT();
    if (c == 0) return stored;
    if (isspace(c)) {
      while (isspace(*text)) text++;
      continue;
    }
    if (c != '%') {
      if (*text != c) return *text == 0 && stored == 0 ? EOF : stored;
      text++;
      continue;
    }
    c = NEXT();
    bool isSkipped = c == '*';
    if (isSkipped) c = NEXT();
    unsigned int width = 0;
    for (; isdigit(c); c = NEXT()) width = width * 10 + (c - '0');
    uint8_t bytes = 2;
    for (; c == 'h' || c == 'l'; c = NEXT()) bytes = c == 'l' ? 4 : bytes == 2 ? 3 : 1;
    if (c == 'n') {
      *va_arg(list, int *) = text - start;
      continue;
    }
    if (c != 'c' || c == '%') {
      while (isspace(*text)) text++;
    }
    if (*text == 0) return stored == 0 ? EOF : stored;
    if (c == '%') {
      if (*text++ != '%') return stored;
      continue;
    }
    if (c == 'c') {
      if (width == 0) width = 1;
      char *to = isSkipped ? NULL : va_arg(list, char *);
      for (; width != 0; width--) {
        if (*text == 0) return stored;
        if (to != NULL) *to++ = *text;
        text++;
      }
    } else if (c == 's') {
      char *to = isSkipped ? NULL : va_arg(list, char *);
      for (unsigned int i = 0; (width == 0 || i < width) && *text != 0 && !isspace(*text); i++) {
        if (to != NULL) *to++ = *text;
        text++;
      }
      if (to != NULL) *to = 0;
    } else {
      int base = c == 'd' || c == 'u' ? 10 : c == 'x' || c == 'X' || c == 'p' ? 16 : c == 'o' ? 8 : 0;
      if (base == 0 && c != 'i') return stored;
      char digits[36];
      strncpy(digits, text, sizeof(digits) - 1);
      digits[width != 0 && width < sizeof(digits) - 1 ? width : sizeof(digits) - 1] = 0;
      char *end;
      unsigned long value = strtoul(digits, &end, base);
      if (end == digits) return stored;
      text += end - digits;
      if (!isSkipped) {
        void *to = va_arg(list, void *);
        memcpy(to, &value, bytes == 3 ? 2 : bytes);
      }
    }
    if (!isSkipped) stored++;
  }
}

extern "C" {
int vsscanf(const char *text, const char *next, va_list list) { return scan(text, next, false, list); }
int sscanf(const char *text, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int stored = scan(text, next, false, list);
  va_end(list);
  return stored;
}
int sscanf_P(const char *text, const char *next, ...) {
  va_list list;
  va_start(list, next);
  int stored = scan(text, next, true, list);
  va_end(list);
  return stored;
}
}
