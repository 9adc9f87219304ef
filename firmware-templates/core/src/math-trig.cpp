/*
 * Angles, in radians, to about one unit in the last place; sin, cos and tan of more than 50,000 lose digits.
 * See math.h. The polynomials are those of Cephes, single precision.
 */
#include <math.h>
#include <stdint.h>

/* Quarter turns of x, modulo 4; `rest` from -pi/4 to pi/4. */
static uint8_t reduce(double x, double *rest) {
  double quarters = floor(x * M_2_PI + 0.5);
  /* pi/2 in three parts; the first two have few bits, so that their multiples are exact. */
  x -= quarters * 1.5703125;
  x -= quarters * 4.8375129699707031e-4;
  x -= quarters * 7.5497899548918821e-8;
  *rest = x;
  return (uint8_t)(long)fmod(quarters, 4.0) & 3;
}

static double sineOf(double x) {
  double square = x * x;
  double y = -1.9515295891e-4;
  y = y * square + 8.3321608736e-3;
  y = y * square - 1.6666654611e-1;
  return y * square * x + x;
}

static double cosineOf(double x) {
  double square = x * x;
  double y = 2.443315711809948e-5;
  y = y * square - 1.388731625493765e-3;
  y = y * square + 4.166664568298827e-2;
  return y * square * square - 0.5 * square + 1.0;
}

/* From -0.42 to 0.42. */
static double arcTangentOf(double x) {
  double square = x * x;
  double y = 8.05374449538e-2;
  y = y * square - 1.38776856032e-1;
  y = y * square + 1.99777106478e-1;
  y = y * square - 3.33329491539e-1;
  return y * square * x + x;
}

/* From 0 to 0.5. */
static double arcSineOf(double x) {
  double square = x * x;
  double y = 4.2163199048e-2;
  y = y * square + 2.4181311049e-2;
  y = y * square + 4.5470025998e-2;
  y = y * square + 7.4953002686e-2;
  y = y * square + 1.6666752422e-1;
  return y * square * x + x;
}

static double sineOfQuarters(uint8_t quarters, double rest) {
  double y = quarters & 1 ? cosineOf(rest) : sineOf(rest);
  return quarters & 2 ? -y : y;
}

extern "C" {

double sin(double x) {
  if (!isfinite(x)) return NAN;
  double rest;
  uint8_t quarters = reduce(x, &rest);
  return sineOfQuarters(quarters, rest);
}

double cos(double x) {
  if (!isfinite(x)) return NAN;
  double rest;
  uint8_t quarters = reduce(x, &rest);
  return sineOfQuarters(quarters + 1, rest);
}

double tan(double x) {
  if (!isfinite(x)) return NAN;
  double rest;
  uint8_t quarters = reduce(x, &rest);
  double tangent = sineOf(rest) / cosineOf(rest);
  return quarters & 1 ? -1.0 / tangent : tangent;
}

double atan(double x) {
  double size = fabs(x);
  double y;
  if (size > 2.414213562373095) {
    y = M_PI_2 + arcTangentOf(-1.0 / size);
  } else if (size > 0.4142135623730950) {
    y = M_PI_4 + arcTangentOf((size - 1.0) / (size + 1.0));
  } else {
    y = arcTangentOf(size);
  }
  return copysign(y, x);
}

double atan2(double y, double x) {
  if (isnan(x) || isnan(y)) return NAN;
  double angle;
  if (isinf(x) && isinf(y)) {
    angle = x > 0.0 ? M_PI_4 : 3.0 * M_PI_4;
  } else if (x == 0.0 && y == 0.0) {
    angle = signbit(x) ? M_PI : 0.0;
  } else if (fabs(y) > fabs(x)) {
    angle = M_PI_2 - atan(x / fabs(y));
  } else {
    angle = atan(fabs(y) / x);
    if (signbit(x)) angle += M_PI;
  }
  return copysign(angle, y);
}

double asin(double x) {
  double size = fabs(x);
  if (!(size <= 1.0)) return NAN;
  double y = size > 0.5 ? M_PI_2 - 2.0 * arcSineOf(sqrt(0.5 * (1.0 - size))) : arcSineOf(size);
  return copysign(y, x);
}

double acos(double x) {
  double size = fabs(x);
  if (!(size <= 1.0)) return NAN;
  if (size <= 0.5) return M_PI_2 - copysign(arcSineOf(size), x);
  double y = 2.0 * arcSineOf(sqrt(0.5 * (1.0 - size)));
  return x < 0.0 ? M_PI - y : y;
}
}
