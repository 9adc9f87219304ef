/* Texts: see string.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

extern "C" {

size_t strnlen(const char *text, size_t most) {
  size_t length = 0;
  while (length < most && text[length] != 0) length++;
  return length;
}

char *strcpy(char *to, const char *from) {
  char *next = to;
  while ((*next++ = *from++) != 0) {
  }
  return to;
}

char *strncpy(char *to, const char *from, size_t count) {
  char *next = to;
  while (count != 0 && *from != 0) {
    *next++ = *from++;
    count--;
  }
  while (count-- != 0) *next++ = 0;
  return to;
}

size_t strlcpy(char *to, const char *from, size_t size) {
  size_t length = strlen(from);
  if (size != 0) {
    size_t copied = length < size ? length : size - 1;
    memcpy(to, from, copied);
    to[copied] = 0;
  }
  return length;
}

char *strcat(char *to, const char *from) {
  strcpy(to + strlen(to), from);
  return to;
}

char *strncat(char *to, const char *from, size_t count) {
  char *next = to + strlen(to);
  while (count-- != 0 && *from != 0) *next++ = *from++;
  *next = 0;
  return to;
}

size_t strlcat(char *to, const char *from, size_t size) {
  size_t length = strnlen(to, size);
  return length + strlcpy(to + length, from, size - length);
}

int strcmp(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++;
    b++;
  }
  return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t count) {
  for (; count != 0; count--, a++, b++) {
    if (*a != *b || *a == 0) return (unsigned char)*a - (unsigned char)*b;
  }
  return 0;
}

int strcasecmp(const char *a, const char *b) {
  for (;; a++, b++) {
    int difference = tolower((unsigned char)*a) - tolower((unsigned char)*b);
    if (difference != 0 || *a == 0) return difference;
  }
}

int strncasecmp(const char *a, const char *b, size_t count) {
  for (; count != 0; count--, a++, b++) {
    int difference = tolower((unsigned char)*a) - tolower((unsigned char)*b);
    if (difference != 0 || *a == 0) return difference;
  }
  return 0;
}

char *strchrnul(const char *text, int c) {
  while (*text != (char)c && *text != 0) text++;
  return (char *)text;
}

char *strchr(const char *text, int c) {
  char *found = strchrnul(text, c);
  return *found == (char)c ? found : NULL;
}

char *strrchr(const char *text, int c) {
  const char *found = NULL;
  do {
    if (*text == (char)c) found = text;
  } while (*text++ != 0);
  return (char *)found;
}

char *strstr(const char *text, const char *part) {
  size_t length = strlen(part);
  do {
    if (strncmp(text, part, length) == 0) return (char *)text;
  } while (*text++ != 0);
  return NULL;
}

char *strcasestr(const char *text, const char *part) {
  size_t length = strlen(part);
  do {
    if (strncasecmp(text, part, length) == 0) return (char *)text;
  } while (*text++ != 0);
  return NULL;
}

size_t strspn(const char *text, const char *set) {
  size_t length = 0;
  while (text[length] != 0 && strchr(set, text[length]) != NULL) length++;
  return length;
}

size_t strcspn(const char *text, const char *set) {
  size_t length = 0;
  while (text[length] != 0 && strchr(set, text[length]) == NULL) length++;
  return length;
}

char *strpbrk(const char *text, const char *set) {
  text += strcspn(text, set);
  return *text == 0 ? NULL : (char *)text;
}

char *strtok_r(char *text, const char *separators, char **rest) {
  if (text == NULL) text = *rest;
  if (text == NULL) return NULL;
  text += strspn(text, separators);
  if (*text == 0) {
    *rest = NULL;
    return NULL;
  }
  char *end = text + strcspn(text, separators);
  if (*end == 0) {
    *rest = NULL;
  } else {
    *end = 0;
    *rest = end + 1;
  }
  return text;
}

char *strtok(char *text, const char *separators) {
  static char *rest;
  return strtok_r(text, separators, &rest);
}

char *strsep(char **rest, const char *separators) {
  char *text = *rest;
  if (text == NULL) return NULL;
  char *end = text + strcspn(text, separators);
  if (*end == 0) {
    *rest = NULL;
  } else {
    *end = 0;
    *rest = end + 1;
  }
  return text;
}

char *strdup(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = (char *)malloc(size);
  return copy == NULL ? NULL : (char *)memcpy(copy, text, size);
}

char *strlwr(char *text) {
  for (char *next = text; *next != 0; next++) *next = tolower(*next);
  return text;
}

char *strupr(char *text) {
  for (char *next = text; *next != 0; next++) *next = toupper(*next);
  return text;
}

char *strrev(char *text) {
  char *left = text;
  char *right = text + strlen(text);
  while (left < right) {
    char kept = *--right;
    *right = *left;
    *left++ = kept;
  }
  return text;
}

int ffsl(long value) {
  if (value == 0) return 0;
  int place = 1;
  for (unsigned long rest = value; (rest & 1) == 0; rest >>= 1) place++;
  return place;
}

int ffs(int value) { return ffsl(value); }
}
