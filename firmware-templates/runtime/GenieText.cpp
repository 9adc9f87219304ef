/* Text: see GenieText.h. */
#include "GenieText.h"

#include <string.h>

static bool isMiddleOfLetter(char letter) {
  return (letter & 0xC0) == 0x80;
}

/* Adds bytes from RAM or flash, whole letters only. */
void Text::append(const char *text, bool isInFlash) {
  if (letters[CAPACITY] != 0) return;
  uint8_t size = strlen(letters);
  while (true) {
    char next = isInFlash ? (char)pgm_read_byte(text) : *text;
    text++;
    if (next == 0) break;
    if (size == CAPACITY) {
      if (isMiddleOfLetter(next)) {
        while (size > 0 && isMiddleOfLetter(letters[size - 1])) size--;
        if (size > 0) size--;
        letters[CAPACITY] = 1;
      }
      break;
    }
    letters[size] = next;
    size++;
  }
  letters[size] = 0;
}

Text::Text(const Text &other) : letters() {
  append(other.letters, false);
}

Text::Text(const char *text) : letters() {
  append(text, false);
  letters[CAPACITY] = 0;
}

Text::Text(const __FlashStringHelper *text) : letters() {
  append((const char *)text, true);
  letters[CAPACITY] = 0;
}

Text::Text(int number) : letters() {
  long value = number;
  appendWhole(value < 0 ? -value : value, value < 0);
}

Text::Text(unsigned int number) : letters() {
  appendWhole(number, false);
}

Text::Text(long number) : letters() {
  appendWhole(number < 0 ? -(unsigned long)number : (unsigned long)number, number < 0);
}

Text::Text(unsigned long number) : letters() {
  appendWhole(number, false);
}

void Text::appendWhole(unsigned long magnitude, bool isNegative) {
  char digits[12];
  uint8_t at = 11;
  digits[at] = 0;
  do {
    at--;
    digits[at] = '0' + magnitude % 10;
    magnitude /= 10;
  } while (magnitude != 0);
  if (isNegative) {
    at--;
    digits[at] = '-';
  }
  append(digits + at, false);
}

Text::Text(double number) : letters() {
  addDecimals(number, 2);
  if (strchr(letters, '.') == 0) return;
  uint8_t size = strlen(letters);
  while (letters[size - 1] == '0') size--;
  if (letters[size - 1] == '.') size--;
  letters[size] = 0;
}

Text &Text::add(const Text &other) {
  /* Added to itself, the text would grow while it is read. */
  if (&other == this) return add(Text(other));
  append(other.letters, false);
  return *this;
}

/*
 * A float is a whole number of 24 bits shifted left or right. Here it stands in a row of bytes, lowest
 * first: 6 bytes behind the point (2^-48 is far below half of the fifth decimal), 16 bytes before it.
 */
static const uint8_t FRACTION_BYTES = 6;
static const uint8_t ALL_BYTES = 22;

Text &Text::addDecimals(double value, int digits) {
  if (digits < 0) digits = 0;
  if (digits > 5) digits = 5;
  uint32_t bits;
  memcpy(&bits, &value, sizeof(bits));
  bool isNegative = (bits & 0x80000000UL) != 0;
  uint8_t exponent = bits >> 23;
  uint32_t mantissa = bits & 0x7FFFFFUL;
  if (exponent == 255) {
    append(mantissa != 0 ? "nan" : isNegative ? "-inf" : "inf", false);
    return *this;
  }
  if (exponent != 0) mantissa |= 0x800000UL;

  uint8_t bytes[ALL_BYTES];
  memset(bytes, 0, sizeof(bytes));
  /* Where the mantissa's lowest bit stands in the row. */
  int shift = (int)exponent - 150 + 8 * FRACTION_BYTES;
  if (shift > -24) {
    for (; shift < 0; shift++) mantissa >>= 1;
    uint8_t at = shift >> 3;
    uint16_t carry = 0;
    shift &= 7;
    for (uint8_t i = 0; i < 4 && at < ALL_BYTES; i++, at++) {
      carry |= (uint16_t)(uint8_t)(mantissa >> (8 * i)) << shift;
      bytes[at] = carry;
      carry >>= 8;
    }
  }

  /* Digits before the point, written from the back, then those behind it. */
  char text[48];
  uint8_t start = 40;
  uint8_t top = ALL_BYTES;
  do {
    while (top > FRACTION_BYTES && bytes[top - 1] == 0) top--;
    uint16_t rest = 0;
    for (uint8_t i = top; i > FRACTION_BYTES; i--) {
      rest = rest << 8 | bytes[i - 1];
      bytes[i - 1] = rest / 10;
      rest %= 10;
    }
    start--;
    text[start] = '0' + rest;
  } while (top > FRACTION_BYTES);
  if (start < 39 && text[start] == '0') start++;

  uint8_t end = 40;
  for (int digit = 0; digit < digits; digit++) {
    uint16_t carry = 0;
    for (uint8_t i = 0; i < FRACTION_BYTES; i++) {
      carry += (uint16_t)bytes[i] * 10;
      bytes[i] = carry;
      carry >>= 8;
    }
    text[end] = '0' + carry;
    end++;
  }
  if (bytes[FRACTION_BYTES - 1] >= 0x80) {
    uint8_t at = end;
    while (at > start && text[at - 1] == '9') {
      at--;
      text[at] = '0';
    }
    if (at == start) {
      start--;
      text[start] = '1';
    } else {
      text[at - 1]++;
    }
  }

  bool isZero = true;
  for (uint8_t i = start; i < end; i++) {
    if (text[i] != '0') isZero = false;
  }
  if (digits > 0) {
    for (uint8_t i = end; i > 40; i--) text[i] = text[i - 1];
    text[40] = '.';
    end++;
  }
  text[end] = 0;
  if (isNegative && !isZero) {
    start--;
    text[start] = '-';
  }
  append(text + start, false);
  return *this;
}

int Text::length() const {
  int count = 0;
  for (const char *at = letters; *at != 0; at++) {
    if (!isMiddleOfLetter(*at)) count++;
  }
  return count;
}

Text Text::letter(long position) const {
  Text found;
  uint8_t size = 0;
  for (const char *at = letters; *at != 0; at++) {
    if (!isMiddleOfLetter(*at)) position--;
    if (position < 0) break;
    if (position == 0) {
      found.letters[size] = *at;
      size++;
    }
  }
  return found;
}

bool Text::contains(const Text &part) const {
  return strstr(letters, part.letters) != 0;
}

bool Text::equals(const Text &other) const {
  return strcmp(letters, other.letters) == 0;
}

int Text::compare(const Text &other) const {
  return strcmp(letters, other.letters);
}

Text Text::upper() const {
  Text copy = *this;
  for (char *at = copy.letters; *at != 0; at++) {
    if (*at >= 'a' && *at <= 'z') *at -= 'a' - 'A';
  }
  return copy;
}

Text Text::lower() const {
  Text copy = *this;
  for (char *at = copy.letters; *at != 0; at++) {
    if (*at >= 'A' && *at <= 'Z') *at += 'a' - 'A';
  }
  return copy;
}

bool Text::isNumber() const {
  return parse(letters, 0);
}

double Text::toNumber() const {
  double number = 0;
  parse(letters, &number);
  return number;
}

/*
 * The digits stand in a row of bytes, lowest first, 20 bytes behind the point and 17 before it, and
 * are divided by ten for every decimal: the result is the nearest float, exactly.
 */
bool Text::parse(const char *text, double *result) {
  const uint8_t BEHIND = 20;
  const uint8_t ALL = 37;
  while (*text == ' ') text++;
  bool isNegative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  const char *from = text;
  uint8_t digits = 0;
  bool hasPoint = false;
  for (; true; text++) {
    if (*text >= '0' && *text <= '9') {
      digits++;
    } else if ((*text == '.' || *text == ',') && !hasPoint) {
      hasPoint = true;
    } else {
      break;
    }
  }
  const char *end = text;
  while (*text == ' ') text++;
  if (*text != 0 || digits == 0) return false;
  if (result == 0) return true;

  uint8_t bytes[ALL];
  memset(bytes, 0, sizeof(bytes));
  uint8_t decimals = 0;
  hasPoint = false;
  for (; from < end; from++) {
    if (*from < '0') {
      hasPoint = true;
      continue;
    }
    if (hasPoint) decimals++;
    uint16_t carry = *from - '0';
    for (uint8_t i = BEHIND; i < ALL; i++) {
      carry += (uint16_t)bytes[i] * 10;
      bytes[i] = carry;
      carry >>= 8;
    }
  }
  /* Anything below the last bit only matters for a tie. */
  bool isMore = false;
  uint8_t top = ALL;
  for (; decimals > 0; decimals--) {
    while (top > 0 && bytes[top - 1] == 0) top--;
    uint16_t rest = 0;
    for (uint8_t i = top; i > 0; i--) {
      rest = rest << 8 | bytes[i - 1];
      bytes[i - 1] = rest / 10;
      rest %= 10;
    }
    if (rest != 0) isMore = true;
  }

  while (top > 0 && bytes[top - 1] == 0) top--;
  uint16_t highest = 8 * top;
  while (highest > 0 && (bytes[(highest - 1) >> 3] >> ((highest - 1) & 7) & 1) == 0) highest--;
  /* The lowest bit that is kept: 24 bits, but none below 2^-149. */
  uint16_t lowest = highest > 24 + 11 ? highest - 24 : 11;
  uint32_t mantissa = 0;
  for (uint16_t i = highest; i > lowest; i--) {
    mantissa = mantissa << 1 | (bytes[(i - 1) >> 3] >> ((i - 1) & 7) & 1);
  }
  uint8_t whole = (lowest - 1) >> 3;
  for (uint8_t i = 0; i < whole; i++) {
    if (bytes[i] != 0) isMore = true;
  }
  if ((bytes[whole] & ((1 << ((lowest - 1) & 7)) - 1)) != 0) isMore = true;
  bool isHalf = (bytes[(lowest - 1) >> 3] >> ((lowest - 1) & 7) & 1) != 0;
  if (isHalf && (isMore || (mantissa & 1) != 0)) mantissa++;
  /* A carry out of the mantissa raises the exponent, as it should; below 2^-126 there is none. */
  uint32_t exponent = lowest - 11;
  uint32_t bits = mantissa;
  if (mantissa >= 0x800000UL) bits += exponent << 23;
  if (bits >= 0x7F800000UL) bits = 0x7F800000UL;
  if (isNegative) bits |= 0x80000000UL;
  memcpy(result, &bits, sizeof(bits));
  return true;
}
