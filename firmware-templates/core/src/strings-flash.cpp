/* Texts and bytes in flash: see avr/pgmspace.h. The second of two is in flash, or the only one. */
#include <avr/pgmspace.h>
#include <ctype.h>
#include <string.h>

static inline char at(const void *address) { return pgm_read_byte(address); }

extern "C" {

void *memcpy_P(void *to, const void *from, size_t count) {
  char *next = (char *)to;
  const char *source = (const char *)from;
  while (count-- != 0) *next++ = at(source++);
  return to;
}

int memcmp_P(const void *a, const void *b, size_t count) {
  const unsigned char *left = (const unsigned char *)a;
  const char *right = (const char *)b;
  while (count-- != 0) {
    int difference = *left++ - (unsigned char)at(right++);
    if (difference != 0) return difference;
  }
  return 0;
}

const void *memchr_P(const void *bytes, int value, size_t count) {
  const char *next = (const char *)bytes;
  for (; count != 0; count--, next++) {
    if (at(next) == (char)value) return next;
  }
  return NULL;
}

size_t strlen_P(const char *text) {
  const char *end = text;
  while (at(end) != 0) end++;
  return end - text;
}

size_t strnlen_P(const char *text, size_t most) {
  size_t length = 0;
  while (length < most && at(text + length) != 0) length++;
  return length;
}

char *strcpy_P(char *to, const char *from) {
  char *next = to;
  while ((*next++ = at(from++)) != 0) {
  }
  return to;
}

char *strncpy_P(char *to, const char *from, size_t count) {
  char *next = to;
  char c = 1;
  while (count-- != 0) {
    if (c != 0) c = at(from++);
    *next++ = c;
  }
  return to;
}

size_t strlcpy_P(char *to, const char *from, size_t size) {
  size_t length = strlen_P(from);
  if (size != 0) {
    size_t copied = length < size ? length : size - 1;
    memcpy_P(to, from, copied);
    to[copied] = 0;
  }
  return length;
}

char *strcat_P(char *to, const char *from) {
  strcpy_P(to + strlen(to), from);
  return to;
}

char *strncat_P(char *to, const char *from, size_t count) {
  char *next = to + strlen(to);
  char c;
  while (count-- != 0 && (c = at(from++)) != 0) *next++ = c;
  *next = 0;
  return to;
}

int strcmp_P(const char *a, const char *b) {
  for (;; a++, b++) {
    int difference = (unsigned char)*a - (unsigned char)at(b);
    if (difference != 0 || *a == 0) return difference;
  }
}

int strncmp_P(const char *a, const char *b, size_t count) {
  for (; count != 0; count--, a++, b++) {
    int difference = (unsigned char)*a - (unsigned char)at(b);
    if (difference != 0 || *a == 0) return difference;
  }
  return 0;
}

int strcasecmp_P(const char *a, const char *b) {
  for (;; a++, b++) {
    int difference = tolower((unsigned char)*a) - tolower((unsigned char)at(b));
    if (difference != 0 || *a == 0) return difference;
  }
}

int strncasecmp_P(const char *a, const char *b, size_t count) {
  for (; count != 0; count--, a++, b++) {
    int difference = tolower((unsigned char)*a) - tolower((unsigned char)at(b));
    if (difference != 0 || *a == 0) return difference;
  }
  return 0;
}

const char *strchr_P(const char *text, int c) {
  for (;; text++) {
    char here = at(text);
    if (here == (char)c) return text;
    if (here == 0) return NULL;
  }
}

const char *strrchr_P(const char *text, int c) {
  const char *found = NULL;
  for (;; text++) {
    char here = at(text);
    if (here == (char)c) found = text;
    if (here == 0) return found;
  }
}

char *strstr_P(const char *text, const char *part) {
  size_t length = strlen_P(part);
  do {
    if (strncmp_P(text, part, length) == 0) return (char *)text;
  } while (*text++ != 0);
  return NULL;
}
}
