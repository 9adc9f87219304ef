/* Bytes, and the length of a text: see string.h. memcpy() and memset() are the runtime's, in assembler. */
#include <string.h>

extern "C" {

void *memmove(void *to, const void *from, size_t count) {
  char *next = (char *)to;
  const char *source = (const char *)from;
  if (next <= source) {
    while (count-- != 0) *next++ = *source++;
  } else {
    next += count;
    source += count;
    while (count-- != 0) *--next = *--source;
  }
  return to;
}

int memcmp(const void *a, const void *b, size_t count) {
  const unsigned char *left = (const unsigned char *)a;
  const unsigned char *right = (const unsigned char *)b;
  while (count-- != 0) {
    int difference = *left++ - *right++;
    if (difference != 0) return difference;
  }
  return 0;
}

void *memchr(const void *bytes, int value, size_t count) {
  const char *next = (const char *)bytes;
  for (; count != 0; count--, next++) {
    if (*next == (char)value) return (void *)next;
  }
  return NULL;
}

void *memrchr(const void *bytes, int value, size_t count) {
  const char *next = (const char *)bytes + count;
  while (count-- != 0) {
    if (*--next == (char)value) return (void *)next;
  }
  return NULL;
}

void *memccpy(void *to, const void *from, int last, size_t count) {
  char *next = (char *)to;
  const char *source = (const char *)from;
  while (count-- != 0) {
    if ((*next++ = *source++) == (char)last) return next;
  }
  return NULL;
}

void *memmem(const void *bytes, size_t count, const void *part, size_t partCount) {
  const char *next = (const char *)bytes;
  for (; count >= partCount; count--, next++) {
    if (memcmp(next, part, partCount) == 0) return (void *)next;
  }
  return NULL;
}

void *memswap(void *a, void *b, size_t count) {
  char *left = (char *)a;
  char *right = (char *)b;
  for (; count != 0; count--, left++, right++) {
    char kept = *left;
    *left = *right;
    *right = kept;
  }
  return a;
}

size_t strlen(const char *text) {
  const char *end = text;
  while (*end != 0) end++;
  return end - text;
}
}
