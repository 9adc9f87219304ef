/*
 * Something that takes bytes one by one, and makes texts of numbers: Serial, displays, clients.
 *
 * Numbers in any base from 2 to 36 (bytes as they are with base 0), floats with any number of digits, 2 by
 * default. All results are bytes written. RAM: 4 bytes.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "Printable.h"
#include "WString.h"

#define DEC 10
#define HEX 16
#define OCT 8
#define BIN 2

class Print {
 public:
  constexpr Print() : writeError(0) {}

  virtual size_t write(uint8_t c) = 0;
  virtual size_t write(const uint8_t *bytes, size_t count);
  size_t write(const char *text) { return text == NULL ? 0 : write((const uint8_t *)text, strlen(text)); }
  size_t write(const char *bytes, size_t count) { return write((const uint8_t *)bytes, count); }
  /* 0: a write may wait. */
  virtual int availableForWrite() { return 0; }
  virtual void flush() {}

  int getWriteError() { return writeError; }
  void clearWriteError() { writeError = 0; }

  size_t print(const __FlashStringHelper *text);
  size_t print(const String &text) { return write(text.c_str(), text.length()); }
  size_t print(const char text[]) { return write(text); }
  size_t print(char c) { return write((uint8_t)c); }
  size_t print(unsigned char n, int base = DEC) { return print((unsigned long)n, base); }
  size_t print(int n, int base = DEC) { return print((long)n, base); }
  size_t print(unsigned int n, int base = DEC) { return print((unsigned long)n, base); }
  size_t print(long n, int base = DEC);
  size_t print(unsigned long n, int base = DEC);
  size_t print(double x, int digits = 2);
  size_t print(const Printable &object) { return object.printTo(*this); }

  size_t println();
  size_t println(const __FlashStringHelper *text) { return print(text) + println(); }
  size_t println(const String &text) { return print(text) + println(); }
  size_t println(const char text[]) { return print(text) + println(); }
  size_t println(char c) { return print(c) + println(); }
  size_t println(unsigned char n, int base = DEC) { return print((unsigned long)n, base) + println(); }
  size_t println(int n, int base = DEC) { return print((long)n, base) + println(); }
  size_t println(unsigned int n, int base = DEC) { return print((unsigned long)n, base) + println(); }
  size_t println(long n, int base = DEC) { return print(n, base) + println(); }
  size_t println(unsigned long n, int base = DEC) { return print(n, base) + println(); }
  size_t println(double x, int digits = 2) { return print(x, digits) + println(); }
  size_t println(const Printable &object) { return print(object) + println(); }

 protected:
  void setWriteError(int error = 1) { writeError = error; }

 private:
  int writeError;

  size_t printDigits(unsigned long n, uint8_t base);
};
