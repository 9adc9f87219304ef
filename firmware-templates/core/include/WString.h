/*
 * String: a text that grows, on the heap. RAM: 6 bytes, and its characters.
 *
 * A String whose memory could not be had is invalid: false as a truth, and empty. `F("…")` is a text that
 * stays in flash.
 */
#pragma once

#include <avr/pgmspace.h>
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

class __FlashStringHelper;
#define F(text) (reinterpret_cast<const __FlashStringHelper *>(PSTR(text)))

class String {
 public:
  String(const char *text = "");
  String(const String &other);
  String(String &&other);
  String(const __FlashStringHelper *text);
  explicit String(char c);
  explicit String(unsigned char n, unsigned char base = 10);
  explicit String(int n, unsigned char base = 10);
  explicit String(unsigned int n, unsigned char base = 10);
  explicit String(long n, unsigned char base = 10);
  explicit String(unsigned long n, unsigned char base = 10);
  explicit String(float x, unsigned char digits = 2);
  explicit String(double x, unsigned char digits = 2);
  ~String();

  /* Room for so many characters, so that it need not grow; 0 when there is none. */
  unsigned char reserve(unsigned int size);
  unsigned int length() const { return len; }
  explicit operator bool() const { return buffer != NULL; }

  String &operator=(const String &other);
  String &operator=(String &&other);
  String &operator=(const char *text);
  String &operator=(const __FlashStringHelper *text);

  /* 0 when there is no memory for it: the text stays as it was. */
  unsigned char concat(const String &other) { return append(other.buffer, other.len); }
  unsigned char concat(const char *text) { return text != NULL && append(text, strlen(text)); }
  unsigned char concat(const __FlashStringHelper *text);
  unsigned char concat(char c) { return append(&c, 1); }
  unsigned char concat(unsigned char n) { return concat((unsigned long)n); }
  unsigned char concat(int n) { return concat((long)n); }
  unsigned char concat(unsigned int n) { return concat((unsigned long)n); }
  unsigned char concat(long n);
  unsigned char concat(unsigned long n);
  unsigned char concat(float x) { return concat((double)x); }
  unsigned char concat(double x);

  String &operator+=(const String &other) { return concat(other), *this; }
  String &operator+=(const char *text) { return concat(text), *this; }
  String &operator+=(const __FlashStringHelper *text) { return concat(text), *this; }
  String &operator+=(char c) { return concat(c), *this; }
  String &operator+=(unsigned char n) { return concat(n), *this; }
  String &operator+=(int n) { return concat(n), *this; }
  String &operator+=(unsigned int n) { return concat(n), *this; }
  String &operator+=(long n) { return concat(n), *this; }
  String &operator+=(unsigned long n) { return concat(n), *this; }
  String &operator+=(float x) { return concat(x), *this; }
  String &operator+=(double x) { return concat(x), *this; }

  /* Below 0, 0 or above 0, as strcmp(). */
  int compareTo(const String &other) const;
  unsigned char equals(const String &other) const { return len == other.len && compareTo(other) == 0; }
  unsigned char equals(const char *text) const;
  unsigned char equalsIgnoreCase(const String &other) const;
  unsigned char operator==(const String &other) const { return equals(other); }
  unsigned char operator==(const char *text) const { return equals(text); }
  unsigned char operator!=(const String &other) const { return !equals(other); }
  unsigned char operator!=(const char *text) const { return !equals(text); }
  unsigned char operator<(const String &other) const { return compareTo(other) < 0; }
  unsigned char operator>(const String &other) const { return compareTo(other) > 0; }
  unsigned char operator<=(const String &other) const { return compareTo(other) <= 0; }
  unsigned char operator>=(const String &other) const { return compareTo(other) >= 0; }
  unsigned char startsWith(const String &prefix) const;
  unsigned char startsWith(const String &prefix, unsigned int offset) const;
  unsigned char endsWith(const String &suffix) const;

  /* Behind the end: 0, and nothing is written. */
  char charAt(unsigned int index) const { return index < len ? buffer[index] : 0; }
  void setCharAt(unsigned int index, char c) {
    if (index < len) buffer[index] = c;
  }
  char operator[](unsigned int index) const { return charAt(index); }
  char &operator[](unsigned int index);
  /* At most size - 1 characters from `index` on, and a final 0. */
  void getBytes(unsigned char *to, unsigned int size, unsigned int index = 0) const;
  void toCharArray(char *to, unsigned int size, unsigned int index = 0) const {
    getBytes((unsigned char *)to, size, index);
  }
  const char *c_str() const { return buffer; }
  char *begin() { return buffer; }
  char *end() { return buffer + len; }
  const char *begin() const { return buffer; }
  const char *end() const { return buffer + len; }

  /* -1: not there. The last… ones look for a place that is not behind `from`. */
  int indexOf(char c) const { return indexOf(c, 0); }
  int indexOf(char c, unsigned int from) const;
  int indexOf(const String &text) const { return indexOf(text, 0); }
  int indexOf(const String &text, unsigned int from) const;
  int lastIndexOf(char c) const { return lastIndexOf(c, len - 1); }
  int lastIndexOf(char c, unsigned int from) const;
  int lastIndexOf(const String &text) const { return lastIndexOf(text, len - text.len); }
  int lastIndexOf(const String &text, unsigned int from) const;
  /* From one index to before the other, whichever is smaller. */
  String substring(unsigned int from) const { return substring(from, len); }
  String substring(unsigned int from, unsigned int to) const;

  void replace(char what, char by);
  void replace(const String &what, const String &by);
  void remove(unsigned int index) { remove(index, len); }
  void remove(unsigned int index, unsigned int count);
  void toLowerCase();
  void toUpperCase();
  void trim();

  long toInt() const { return buffer == NULL ? 0 : atol(buffer); }
  float toFloat() const { return toDouble(); }
  double toDouble() const { return buffer == NULL ? 0 : atof(buffer); }

 protected:
  /* Ends with a 0. NULL: invalid, or still without memory. */
  char *buffer;
  /* Characters there is room for, without the final 0. */
  unsigned int capacity;
  unsigned int len;

  void invalidate();
  /* The text becomes that one; NULL makes it invalid. */
  void assign(const char *text, unsigned int length);
  unsigned char append(const char *text, unsigned int length);
  void take(String &other);
  friend class StringSumHelper;
};

/* The left side of +: a copy that the sum is put into. */
class StringSumHelper : public String {
 public:
  StringSumHelper(const String &text) : String(text) {}
  StringSumHelper(const char *text) : String(text) {}
  StringSumHelper(char c) : String(c) {}
  StringSumHelper(unsigned char n) : String(n) {}
  StringSumHelper(int n) : String(n) {}
  StringSumHelper(unsigned int n) : String(n) {}
  StringSumHelper(long n) : String(n) {}
  StringSumHelper(unsigned long n) : String(n) {}
  StringSumHelper(float x) : String(x) {}
  StringSumHelper(double x) : String(x) {}

  /* This copy, invalid when something could not be appended to it. */
  StringSumHelper &sum(unsigned char isAppended) {
    if (!isAppended) invalidate();
    return *this;
  }
};

#define __STRING_SUM(type) \
  inline StringSumHelper &operator+(const StringSumHelper &left, type right) { \
    StringSumHelper &sum = const_cast<StringSumHelper &>(left); \
    return sum.sum(sum.concat(right)); \
  }
__STRING_SUM(const String &)
__STRING_SUM(const char *)
__STRING_SUM(const __FlashStringHelper *)
__STRING_SUM(char)
__STRING_SUM(unsigned char)
__STRING_SUM(int)
__STRING_SUM(unsigned int)
__STRING_SUM(long)
__STRING_SUM(unsigned long)
__STRING_SUM(float)
__STRING_SUM(double)
#undef __STRING_SUM
