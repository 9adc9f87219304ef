/*
 * Floats to texts and back: see stdlib.h.
 *
 * A text has at most 8 digits that mean something, rounded from the exact value, half away from zero; what
 * comes behind them is zeros.
 */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const int8_t MEANT = 8;

/*
 * x times a power of ten, rounded; the result must have less than 10 digits. Works on 64 bits of mantissa,
 * of which the 36 below a float's make the result exact.
 */
static unsigned long scaled(unsigned long bits, int8_t tens) {
  int exponent = (int)(bits >> 23 & 0xFF);
  unsigned long long mantissa = bits & 0x7FFFFFUL;
  if (exponent != 0) {
    mantissa |= 0x800000UL;
  } else {
    exponent = 1;
  }
  exponent -= 150;
  for (; tens > 0; tens--) {
    if (mantissa >> 60) {
      mantissa >>= 4;
      exponent += 4;
    }
    mantissa *= 10;
  }
  for (; tens < 0; tens++) {
    while (mantissa >> 56 == 0) {
      mantissa <<= 8;
      exponent -= 8;
    }
    mantissa /= 10;
  }
  if (exponent >= 0) return mantissa << exponent;
  if (exponent < -63) return 0;
  return ((mantissa >> (-exponent - 1)) + 1) >> 1;
}

/* Power of ten of the first digit; 0 for zero. */
static int8_t exponentOf(unsigned long bits) {
  if ((bits & 0x7FFFFFFFUL) == 0) return 0;
  /* log10(2) is 77 / 256; one too small at most, or for tiny numbers a few too large. */
  int8_t power = ((int)(bits >> 23 & 0xFF) - 127) * 77L >> 8;
  for (;;) {
    unsigned long digits = scaled(bits, MEANT - 1 - power);
    if (digits >= 100000000UL) {
      power++;
    } else if (digits < 10000000UL) {
      power--;
    } else {
      return power;
    }
  }
}

/* "nan" or "inf"; NULL for numbers. */
static const char *nameOf(double x) { return isnan(x) ? "nan" : isinf(x) ? "inf" : NULL; }

/* 10 to the 32, 16, 8, 4, 2, 1, and to their negatives. */
static const double LARGE[] = {1e32, 1e16, 1e8, 1e4, 1e2, 1e1};
static const double SMALL[] = {1e-32, 1e-16, 1e-8, 1e-4, 1e-2, 1e-1};

extern "C" {

char *dtostrf(double x, signed char width, unsigned char digits, char *text) {
  unsigned long bits = __bitsOf(x);
  char *end = text;
  const char *name = nameOf(x);
  if (bits >> 31 && !isnan(x)) *end++ = '-';
  if (name != NULL) {
    strcpy(end, name);
    end += 3;
  } else {
    /* Digits behind the point that mean something; below 0: zeros in front of it. */
    int meant = MEANT - 1 - exponentOf(bits);
    if (meant > digits) meant = digits;
    char number[11];
    ultoa(scaled(bits, meant), number, 10);
    uint8_t length = strlen(number);
    int8_t i = 0;
    int8_t whole = (int)length - meant;
    if (whole <= 0) {
      *end++ = '0';
    } else {
      while (i < whole) *end++ = i < (int8_t)length ? number[i++] : (i++, '0');
    }
    if (digits != 0) *end++ = '.';
    for (uint8_t place = 0; place < digits; place++) {
      if (whole < 0) {
        *end++ = '0';
        whole++;
      } else {
        *end++ = i < (int8_t)length ? number[i++] : '0';
      }
    }
    *end = 0;
  }
  /* Blanks to the right, or in front. */
  uint8_t length = end - text;
  uint8_t wanted = width < 0 ? -width : width;
  if (length >= wanted) return text;
  uint8_t blanks = wanted - length;
  if (width < 0) {
    memset(end, ' ', blanks);
    end[blanks] = 0;
  } else {
    memmove(text + blanks, text, length + 1);
    memset(text, ' ', blanks);
  }
  return text;
}

char *dtostre(double x, char *text, unsigned char digits, unsigned char flags) {
  unsigned long bits = __bitsOf(x);
  char *end = text;
  const char *name = nameOf(x);
  if (digits > MEANT - 1) digits = MEANT - 1;
  if (bits >> 31 && !isnan(x)) {
    *end++ = '-';
  } else if (flags & DTOSTR_PLUS_SIGN) {
    *end++ = '+';
  } else if (flags & DTOSTR_ALWAYS_SIGN) {
    *end++ = ' ';
  }
  if (name != NULL) {
    strcpy(end, name);
  } else {
    int8_t power = exponentOf(bits);
    char number[11];
    ultoa(scaled(bits, (int8_t)digits - power), number, 10);
    /* Rounded up to a power of ten. */
    if (strlen(number) > (size_t)digits + 1) power++;
    *end++ = number[0];
    if (digits != 0) *end++ = '.';
    for (uint8_t i = 1; i <= digits; i++) *end++ = (bits & 0x7FFFFFFFUL) == 0 ? '0' : number[i];
    *end++ = 'e';
    *end++ = power < 0 ? '-' : '+';
    if (power < 0) power = -power;
    *end++ = power / 10 + '0';
    *end++ = power % 10 + '0';
    *end = 0;
  }
  return flags & DTOSTR_UPPERCASE ? strupr(text) : text;
}

double strtod(const char *text, char **end) {
  const char *next = text;
  if (end != NULL) *end = (char *)text;
  while (isspace(*next)) next++;
  bool isNegative = *next == '-';
  if (isNegative || *next == '+') next++;

  if (strncasecmp(next, "inf", 3) == 0 || strncasecmp(next, "nan", 3) == 0) {
    double special = tolower(*next) == 'i' ? INFINITY : NAN;
    next += strncasecmp(next, "infinity", 8) == 0 ? 8 : 3;
    if (end != NULL) *end = (char *)next;
    return isNegative ? -special : special;
  }

  /* As many digits as fit; the others only count. */
  unsigned long digits = 0;
  int power = 0;
  bool hasDigits = false;
  bool isBehindPoint = false;
  for (;; next++) {
    if (*next == '.' && !isBehindPoint) {
      isBehindPoint = true;
      continue;
    }
    if (!isdigit(*next)) break;
    hasDigits = true;
    if (digits < 429496729UL) {
      digits = digits * 10 + (*next - '0');
      if (isBehindPoint) power--;
    } else if (!isBehindPoint) {
      power++;
    }
  }
  if (!hasDigits) return 0.0;

  if ((*next | 0x20) == 'e') {
    const char *sign = next + 1;
    bool isMinus = *sign == '-';
    if (isMinus || *sign == '+') sign++;
    if (isdigit(*sign)) {
      int written = 0;
      for (; isdigit(*sign); sign++) {
        if (written < 1000) written = written * 10 + (*sign - '0');
      }
      power += isMinus ? -written : written;
      next = sign;
    }
  }
  if (end != NULL) *end = (char *)next;

  double value = digits;
  const double *factors = power < 0 ? SMALL : LARGE;
  if (power < 0) power = -power;
  if (power > 127) power = 127;
  for (; power >= 64; power -= 32) value *= factors[0];
  for (uint8_t i = 0; i < 6; i++) {
    if (power & (32 >> i)) value *= factors[i];
  }
  return isNegative ? -value : value;
}

double atof(const char *text) { return strtod(text, NULL); }
}
