/* Functions of single precision: double is float. */
#pragma once

#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440
#define INFINITY (1.0F / 0.0F)
#define NAN (0.0F / 0.0F)
#define HUGE_VAL INFINITY

extern "C" {
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
double exp(double x);
double log(double x);
double log10(double x);
double pow(double x, double y);
double sqrt(double x);
double cbrt(double x);
double hypot(double x, double y);
double fmod(double x, double y);
double modf(double x, double *whole);
double frexp(double x, int *exponent);
double ldexp(double x, int exponent);
double floor(double x);
double ceil(double x);
double round(double x);
double trunc(double x);
long lround(double x);
long lrint(double x);
double fma(double x, double y, double z);

union __FloatBits {
  float value;
  unsigned long bits;
};
inline unsigned long __bitsOf(double x) {
  union __FloatBits u;
  u.value = x;
  return u.bits;
}
inline double __fromBits(unsigned long bits) {
  union __FloatBits u;
  u.bits = bits;
  return u.value;
}

inline int isnan(double x) { return (__bitsOf(x) & 0x7FFFFFFFUL) > 0x7F800000UL; }
/* 1, -1 for minus infinity, otherwise 0. */
inline int isinf(double x) {
  unsigned long bits = __bitsOf(x);
  return (bits & 0x7FFFFFFFUL) != 0x7F800000UL ? 0 : bits >> 31 ? -1 : 1;
}
inline int isfinite(double x) { return (__bitsOf(x) & 0x7F800000UL) != 0x7F800000UL; }
inline int signbit(double x) { return __bitsOf(x) >> 31; }
inline double fabs(double x) { return __fromBits(__bitsOf(x) & 0x7FFFFFFFUL); }
inline double copysign(double x, double sign) {
  return __fromBits((__bitsOf(x) & 0x7FFFFFFFUL) | (__bitsOf(sign) & 0x80000000UL));
}
inline double square(double x) { return x * x; }
inline double fdim(double x, double y) { return x <= y ? 0.0 : x - y; }
inline double fmax(double x, double y) { return x >= y || isnan(y) ? x : y; }
inline double fmin(double x, double y) { return x <= y || isnan(y) ? x : y; }
}

#define sinf sin
#define cosf cos
#define tanf tan
#define asinf asin
#define acosf acos
#define atanf atan
#define atan2f atan2
#define sinhf sinh
#define coshf cosh
#define tanhf tanh
#define expf exp
#define logf log
#define log10f log10
#define powf pow
#define sqrtf sqrt
#define cbrtf cbrt
#define hypotf hypot
#define fmodf fmod
#define modff modf
#define frexpf frexp
#define ldexpf ldexp
#define floorf floor
#define ceilf ceil
#define roundf round
#define truncf trunc
#define lroundf lround
#define lrintf lrint
#define fmaf fma
#define isnanf isnan
#define isinff isinf
#define isfinitef isfinite
#define signbitf signbit
#define fabsf fabs
#define copysignf copysign
#define squaref square
#define fdimf fdim
#define fmaxf fmax
#define fminf fmin
