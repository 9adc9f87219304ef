/*
 * Powers and logarithms, to about one unit in the last place. See math.h.
 *
 * The polynomials are those of Cephes (S. L. Moshier, "Methods and Programs for Mathematical Functions"),
 * single precision.
 */
#include <math.h>
#include <stdint.h>

/* Two parts of log(2); the first has few bits, so that its small multiples are exact. */
static const double LOG2_HIGH = 0.693359375;
static const double LOG2_LOW = -2.12194440e-4;

extern "C" {

double exp(double x) {
  if (isnan(x)) return x;
  if (x > 88.72283935) return INFINITY;
  if (x < -103.9720840) return 0.0;
  double twos = floor(x * M_LOG2E + 0.5);
  x -= twos * LOG2_HIGH;
  x -= twos * LOG2_LOW;
  double y = 1.9875691500e-4;
  y = y * x + 1.3981999507e-3;
  y = y * x + 8.3334519073e-3;
  y = y * x + 4.1665795894e-2;
  y = y * x + 1.6666665459e-1;
  y = y * x + 5.0000001201e-1;
  return ldexp(y * (x * x) + x + 1.0, (int)twos);
}

double log(double x) {
  if (isnan(x) || (isinf(x) && x > 0.0)) return x;
  if (x == 0.0) return -INFINITY;
  if (x < 0.0) return NAN;
  int twos;
  x = frexp(x, &twos);
  if (x < M_SQRT1_2) {
    twos--;
    x = x + x - 1.0;
  } else {
    x -= 1.0;
  }
  double square = x * x;
  double y = 7.0376836292e-2;
  y = y * x - 1.1514610310e-1;
  y = y * x + 1.1676998740e-1;
  y = y * x - 1.2420140846e-1;
  y = y * x + 1.4249322787e-1;
  y = y * x - 1.6668057665e-1;
  y = y * x + 2.0000714765e-1;
  y = y * x - 2.4999993993e-1;
  y = y * x + 3.3333331174e-1;
  y *= x * square;
  double n = twos;
  y += n * LOG2_LOW;
  y -= 0.5 * square;
  return x + y + n * LOG2_HIGH;
}

double log10(double x) { return log(x) * M_LOG10E; }

double pow(double x, double y) {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (isnan(x) || isnan(y)) return NAN;
  bool isWhole = trunc(y) == y;
  if (isWhole && fabs(y) < 256.0) {
    /* By squares, exact as long as the result is. */
    uint8_t count = (uint8_t)fabs(y);
    double power = 1.0;
    for (double factor = x; count != 0; count >>= 1) {
      if (count & 1) power *= factor;
      if (count > 1) factor *= factor;
    }
    return y < 0.0 ? 1.0 / power : power;
  }
  /* A whole number of 2^24 or more is even. */
  bool isOdd = isWhole && fabs(y) < 16777216.0 && ((long)y & 1);
  if (x == 0.0) {
    double result = y < 0.0 ? INFINITY : 0.0;
    return isOdd ? copysign(result, x) : result;
  }
  if (x < 0.0) {
    if (!isWhole) return NAN;
    double result = exp(y * log(-x));
    return isOdd ? -result : result;
  }
  return exp(y * log(x));
}

/* exp(x) / 2, also where exp(x) is infinite. */
static double halfExp(double x) { return x < 88.0 ? 0.5 * exp(x) : exp(x - M_LN2); }

double sinh(double x) {
  double size = fabs(x);
  if (size > 1.0) {
    double half = halfExp(size);
    return copysign(half - 0.25 / half, x);
  }
  double square = x * x;
  double y = 2.03721912945e-4;
  y = y * square + 8.33028376239e-3;
  y = y * square + 1.66667160211e-1;
  return y * square * x + x;
}

double cosh(double x) {
  double half = halfExp(fabs(x));
  return half + 0.25 / half;
}

double tanh(double x) {
  double size = fabs(x);
  if (size > 9.1) return copysign(1.0, x);
  if (size >= 0.625) return copysign(1.0 - 2.0 / (exp(size + size) + 1.0), x);
  double square = x * x;
  double y = -5.70498872745e-3;
  y = y * square + 2.06390887954e-2;
  y = y * square - 5.37397155531e-2;
  y = y * square + 1.33314422036e-1;
  y = y * square - 3.33332819422e-1;
  return y * square * x + x;
}
}
