/* Whole parts, remainders, roots: exact or correctly rounded. See math.h. */
#include <math.h>
#include <stdint.h>

static const unsigned long SIGN = 0x80000000UL;
static const unsigned long MANTISSA = 0x7FFFFFUL;
static const unsigned long ONE = 0x3F800000UL;

static inline int exponentOf(unsigned long bits) { return (int)(bits >> 23 & 0xFF) - 127; }

extern "C" {

double trunc(double x) {
  unsigned long bits = __bitsOf(x);
  int exponent = exponentOf(bits);
  if (exponent < 0) return __fromBits(bits & SIGN);
  if (exponent >= 23) return x;
  return __fromBits(bits & ~(MANTISSA >> exponent));
}

double floor(double x) {
  double whole = trunc(x);
  return whole > x ? whole - 1.0 : whole;
}

double ceil(double x) {
  double whole = trunc(x);
  return whole < x ? whole + 1.0 : whole;
}

/* Half away from zero. */
double round(double x) {
  double whole = trunc(x);
  if (fabs(x - whole) < 0.5) return whole;
  return whole + copysign(1.0, x);
}

/* What does not fit, and no number, give the lowest long. */
long lround(double x) {
  double whole = round(x);
  return whole >= -2147483648.0 && whole < 2147483648.0 ? (long)whole : -2147483647L - 1;
}

/* Half to even. */
long lrint(double x) {
  long whole = (long)x;
  double rest = fabs(x - (double)whole);
  if (rest < 0.5 || (rest == 0.5 && (whole & 1) == 0)) return whole;
  return x < 0.0 ? whole - 1 : whole + 1;
}

double modf(double x, double *whole) {
  *whole = trunc(x);
  return copysign(isinf(x) ? 0.0 : x - *whole, x);
}

double frexp(double x, int *exponent) {
  *exponent = 0;
  if (x == 0.0 || !isfinite(x)) return x;
  unsigned long bits = __bitsOf(x);
  if ((bits & 0x7F800000UL) == 0) {
    /* Subnormal: 2^23 times as much is not. */
    bits = __bitsOf(x * 8388608.0);
    *exponent = -23;
  }
  *exponent += exponentOf(bits) + 1;
  return __fromBits((bits & ~0x7F800000UL) | 0x3F000000UL);
}

double ldexp(double x, int exponent) {
  while (exponent > 127) {
    x *= 1.7014118346046923e38;
    exponent -= 127;
    if (x == 0.0 || !isfinite(x)) return x;
  }
  while (exponent < -126) {
    /* Twice at most counts, so that it is rounded once. */
    if (exponent < -300) return x * 0.0;
    x *= 5.9604644775390625e-8;
    exponent += 24;
  }
  return x * __fromBits(ONE + ((unsigned long)exponent << 23));
}

double fmod(double x, double y) {
  unsigned long dividend = __bitsOf(x) & ~SIGN;
  unsigned long divisor = __bitsOf(y) & ~SIGN;
  if (divisor == 0 || dividend >= 0x7F800000UL || divisor > 0x7F800000UL) return NAN;
  if (dividend < divisor) return x;
  int exponent = dividend >> 23;
  int lowest = divisor >> 23;
  unsigned long rest = dividend & MANTISSA;
  unsigned long part = divisor & MANTISSA;
  if (exponent != 0) {
    rest |= MANTISSA + 1;
  } else {
    exponent = 1;
  }
  if (lowest != 0) {
    part |= MANTISSA + 1;
  } else {
    lowest = 1;
  }
  /* A subnormal divisor is shorter: the long division goes on until both have the same weight. */
  for (;; exponent--) {
    while (rest >= part && exponent == lowest) rest -= part;
    if (exponent == lowest) break;
    while (rest >= part) rest -= part;
    rest <<= 1;
  }
  if (rest == 0) return __fromBits(__bitsOf(x) & SIGN);
  while ((rest & (MANTISSA + 1)) == 0 && exponent > 1) {
    rest <<= 1;
    exponent--;
  }
  unsigned long bits = rest & (MANTISSA + 1) ? (rest & MANTISSA) | (unsigned long)exponent << 23 : rest;
  return __fromBits(bits | (__bitsOf(x) & SIGN));
}

/* A bit at a time: the largest root whose square is not above x, then one more bit to round. */
double sqrt(double x) {
  if (x == 0.0 || isnan(x)) return x;
  if (x < 0.0) return NAN;
  if (isinf(x)) return x;
  int exponent;
  frexp(x, &exponent);
  /* x = rest * 2^(exponent - 25), exponent odd: the root of rest has 25 bits. */
  if ((exponent & 1) == 0) exponent--;
  unsigned long rest = (unsigned long)ldexp(x, 25 - exponent);
  unsigned long root = 0;
  unsigned long left = 0;
  /* Two bits of rest make one of the root; behind its 26 come zeros. */
  rest <<= 6;
  for (uint8_t i = 0; i < 25; i++) {
    left = left << 2 | rest >> 30;
    rest <<= 2;
    unsigned long trial = root << 2 | 1;
    root <<= 1;
    if (left >= trial) {
      left -= trial;
      root |= 1;
    }
  }
  /* 24 bits and one to round by; it cannot be a tie. */
  root = (root + 1) >> 1;
  return ldexp(root, (exponent - 25) / 2 - 11);
}

/* Newton's method from an estimate by the exponent. */
double cbrt(double x) {
  if (x == 0.0 || !isfinite(x)) return x;
  int exponent;
  double mantissa = fabs(frexp(x, &exponent));
  /* Down to a multiple of 3: mantissa from 0.5 to below 4. */
  while (exponent % 3 != 0) {
    mantissa *= 2.0;
    exponent--;
  }
  double root = 0.7 + 0.25 * mantissa;
  for (uint8_t i = 0; i < 5; i++) root -= (root - mantissa / (root * root)) * (1.0 / 3.0);
  return copysign(ldexp(root, exponent / 3), x);
}

double hypot(double x, double y) {
  x = fabs(x);
  y = fabs(y);
  if (isinf(x) || isinf(y)) return INFINITY;
  if (x < y) {
    double larger = y;
    y = x;
    x = larger;
  }
  if (x == 0.0 || isnan(x)) return x;
  /* Squares neither too large nor too small. */
  int exponent;
  x = frexp(x, &exponent);
  y = ldexp(y, -exponent);
  return ldexp(sqrt(x * x + y * y), exponent);
}

/* Rounded twice. */
double fma(double x, double y, double z) { return x * y + z; }
}
