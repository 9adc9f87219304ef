/* String: see WString.h. */
#include "WString.h"

#include <float.h>

#define EMPTY buffer(NULL), capacity(0), len(0)

String::String(const char *text) : EMPTY {
  if (text != NULL) assign(text, strlen(text));
}
String::String(const String &other) : EMPTY { assign(other.buffer, other.len); }
String::String(String &&other) : EMPTY { take(other); }
String::String(const __FlashStringHelper *text) : EMPTY { *this = text; }
String::String(char c) : EMPTY { assign(&c, 1); }

/* The digits of the longest number, its sign and the final 0. */
#define DIGITS (8 * sizeof(long) + 2)

String::String(unsigned char n, unsigned char base) : EMPTY {
  char text[DIGITS];
  *this = ultoa(n, text, base);
}
String::String(int n, unsigned char base) : EMPTY {
  char text[DIGITS];
  *this = itoa(n, text, base);
}
String::String(unsigned int n, unsigned char base) : EMPTY {
  char text[DIGITS];
  *this = ultoa(n, text, base);
}
String::String(long n, unsigned char base) : EMPTY {
  char text[DIGITS];
  *this = ltoa(n, text, base);
}
String::String(unsigned long n, unsigned char base) : EMPTY {
  char text[DIGITS];
  *this = ultoa(n, text, base);
}

/* Sign, 39 digits, point, digits, final 0. */
#define FLOAT_DIGITS (FLT_MAX_10_EXP + 1 + DECIMAL_DIG + 3)

String::String(float x, unsigned char digits) : EMPTY {
  char text[FLOAT_DIGITS];
  if (digits > DECIMAL_DIG) digits = DECIMAL_DIG;
  *this = dtostrf(x, digits + 2, digits, text);
}
String::String(double x, unsigned char digits) : EMPTY {
  char text[FLOAT_DIGITS];
  if (digits > DECIMAL_DIG) digits = DECIMAL_DIG;
  *this = dtostrf(x, digits + 2, digits, text);
}

String::~String() { free(buffer); }

unsigned char String::reserve(unsigned int size) {
  if (buffer != NULL && capacity >= size) return 1;
  char *larger = (char *)realloc(buffer, size + 1);
  if (larger == NULL) return 0;
  buffer = larger;
  capacity = size;
  buffer[len] = 0;
  return 1;
}

void String::invalidate() {
  free(buffer);
  buffer = NULL;
  capacity = 0;
  len = 0;
}

void String::assign(const char *text, unsigned int length) {
  if (text == NULL || !reserve(length)) {
    invalidate();
    return;
  }
  /* It may be a part of this very text. */
  memmove(buffer, text, length);
  buffer[length] = 0;
  len = length;
}

unsigned char String::append(const char *text, unsigned int length) {
  if (text == NULL) return 0;
  if (length == 0) return 1;
  bool isItself = text == buffer;
  if (!reserve(len + length)) return 0;
  memcpy(buffer + len, isItself ? buffer : text, length);
  len += length;
  buffer[len] = 0;
  return 1;
}

/* Takes the other's memory, unless there is enough of its own. */
void String::take(String &other) {
  if (buffer != NULL && other.buffer != NULL && capacity >= other.len) {
    memcpy(buffer, other.buffer, other.len + 1);
    len = other.len;
    other.len = 0;
    return;
  }
  free(buffer);
  buffer = other.buffer;
  capacity = other.capacity;
  len = other.len;
  other.buffer = NULL;
  other.capacity = 0;
  other.len = 0;
}

String &String::operator=(const String &other) {
  if (this != &other) assign(other.buffer, other.len);
  return *this;
}
String &String::operator=(String &&other) {
  if (this != &other) take(other);
  return *this;
}
String &String::operator=(const char *text) {
  assign(text, text == NULL ? 0 : strlen(text));
  return *this;
}
String &String::operator=(const __FlashStringHelper *text) {
  unsigned int length = text == NULL ? 0 : strlen_P((const char *)text);
  if (text == NULL || !reserve(length)) {
    invalidate();
  } else {
    strcpy_P(buffer, (const char *)text);
    len = length;
  }
  return *this;
}

unsigned char String::concat(const __FlashStringHelper *text) {
  if (text == NULL) return 0;
  unsigned int length = strlen_P((const char *)text);
  if (length == 0) return 1;
  if (!reserve(len + length)) return 0;
  strcpy_P(buffer + len, (const char *)text);
  len += length;
  return 1;
}
unsigned char String::concat(long n) {
  char text[DIGITS];
  return concat(ltoa(n, text, 10));
}
unsigned char String::concat(unsigned long n) {
  char text[DIGITS];
  return concat(ultoa(n, text, 10));
}
unsigned char String::concat(double x) {
  char text[FLOAT_DIGITS];
  return concat(dtostrf(x, 4, 2, text));
}

int String::compareTo(const String &other) const {
  return strcmp(buffer == NULL ? "" : buffer, other.buffer == NULL ? "" : other.buffer);
}
unsigned char String::equals(const char *text) const {
  return strcmp(buffer == NULL ? "" : buffer, text == NULL ? "" : text) == 0;
}
unsigned char String::equalsIgnoreCase(const String &other) const {
  return len == other.len && (len == 0 || strcasecmp(buffer, other.buffer) == 0);
}
unsigned char String::startsWith(const String &prefix) const { return startsWith(prefix, 0); }
unsigned char String::startsWith(const String &prefix, unsigned int offset) const {
  if (len < prefix.len || offset > len - prefix.len || buffer == NULL || prefix.buffer == NULL) return 0;
  return strncmp(buffer + offset, prefix.buffer, prefix.len) == 0;
}
unsigned char String::endsWith(const String &suffix) const {
  if (len < suffix.len || buffer == NULL || suffix.buffer == NULL) return 0;
  return strcmp(buffer + len - suffix.len, suffix.buffer) == 0;
}

char &String::operator[](unsigned int index) {
  static char outside;
  if (index < len) return buffer[index];
  outside = 0;
  return outside;
}

void String::getBytes(unsigned char *to, unsigned int size, unsigned int index) const {
  if (size == 0 || to == NULL) return;
  unsigned int count = index < len ? len - index : 0;
  if (count > size - 1) count = size - 1;
  memcpy(to, buffer + index, count);
  to[count] = 0;
}

int String::indexOf(char c, unsigned int from) const {
  if (from >= len) return -1;
  const char *found = strchr(buffer + from, c);
  return found == NULL ? -1 : found - buffer;
}
int String::indexOf(const String &text, unsigned int from) const {
  if (from >= len || text.buffer == NULL) return -1;
  const char *found = strstr(buffer + from, text.buffer);
  return found == NULL ? -1 : found - buffer;
}
int String::lastIndexOf(char c, unsigned int from) const {
  if (from >= len) return -1;
  int i = from;
  while (i >= 0 && buffer[i] != c) i--;
  return i;
}
int String::lastIndexOf(const String &text, unsigned int from) const {
  if (text.len == 0 || text.len > len) return -1;
  int i = len - text.len;
  if (from < (unsigned int)i) i = from;
  while (i >= 0 && memcmp(buffer + i, text.buffer, text.len) != 0) i--;
  return i;
}

String String::substring(unsigned int from, unsigned int to) const {
  if (from > to) {
    unsigned int first = to;
    to = from;
    from = first;
  }
  String part;
  if (to > len) to = len;
  if (from < to) part.assign(buffer + from, to - from);
  return part;
}

void String::replace(char what, char by) {
  for (unsigned int i = 0; i < len; i++) {
    if (buffer[i] == what) buffer[i] = by;
  }
}

void String::replace(const String &what, const String &by) {
  if (len == 0 || what.len == 0) return;
  unsigned int found = 0;
  for (const char *at = buffer; (at = strstr(at, what.buffer)) != NULL; at += what.len) found++;
  if (found == 0) return;
  unsigned int newLength = len + found * by.len - found * what.len;
  if (!reserve(newLength > len ? newLength : len)) return;
  /* The old text goes to the end of the room, and from there back with the replacements in it. */
  unsigned int room = newLength > len ? newLength : len;
  char *from = buffer + (room - len);
  memmove(from, buffer, len + 1);
  char *to = buffer;
  char *end = buffer + room;
  char *at;
  while ((at = strstr(from, what.buffer)) != NULL) {
    memmove(to, from, at - from);
    to += at - from;
    memcpy(to, by.buffer, by.len);
    to += by.len;
    from = at + what.len;
  }
  memmove(to, from, end - from + 1);
  len = newLength;
}

void String::remove(unsigned int index, unsigned int count) {
  if (index >= len || count == 0) return;
  if (count > len - index) count = len - index;
  len -= count;
  memmove(buffer + index, buffer + index + count, len - index);
  buffer[len] = 0;
}

void String::toLowerCase() {
  if (buffer != NULL) strlwr(buffer);
}
void String::toUpperCase() {
  if (buffer != NULL) strupr(buffer);
}

void String::trim() {
  if (len == 0) return;
  unsigned int first = 0;
  while (first < len && isspace(buffer[first])) first++;
  while (len > first && isspace(buffer[len - 1])) len--;
  len -= first;
  memmove(buffer, buffer + first, len);
  buffer[len] = 0;
}
