/* GenieNumbers: see GenieNumbers.h. */
#include "GenieNumbers.h"

static const long LIMIT = 2147483647L;

long addSafely(long a, long b) {
  if (b > 0 && a > LIMIT - b) return LIMIT;
  if (b < 0 && a < -LIMIT - b) return -LIMIT;
  return a + b;
}

long subtractSafely(long a, long b) {
  return addSafely(a, -b);
}

long multiplySafely(long a, long b) {
  if (a == 0 || b == 0) return 0;
  bool negative = (a < 0) != (b < 0);
  long x = absoluteWhole(a);
  long y = absoluteWhole(b);
  if (x > LIMIT / y) return negative ? -LIMIT : LIMIT;
  return a * b;
}

double divide(double a, double b) {
  return b == 0 ? 0 : a / b;
}

long remainderOf(long a, long b) {
  if (b == 0) return 0;
  long rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

double decimalRemainderOf(double a, double b) {
  if (b == 0) return 0;
  double rest = fmod(a, b);
  if (isnan(rest)) return 0;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

bool isDivisible(long a, long b) {
  return b != 0 && a % b == 0;
}

static long limited(double value) {
  if (isnan(value)) return 0;
  if (value >= 2147483648.0) return LIMIT;
  if (value <= -2147483648.0) return -LIMIT;
  return (long)value;
}

/* Halves: the fraction is exact, while value + 0.5 might be rounded. */
long toWhole(double value) {
  long whole = limited(value);
  double fraction = value - whole;
  if (fraction >= 0.5 && whole < LIMIT) return whole + 1;
  if (fraction <= -0.5 && whole > -LIMIT) return whole - 1;
  return whole;
}

long roundUp(double value) {
  return limited(ceil(value));
}

long roundDown(double value) {
  return limited(floor(value));
}

long absoluteWhole(long value) {
  return value < 0 ? -value : value;
}

double absoluteDecimal(double value) {
  return fabs(value);
}

long smallestWhole(long a, long b) {
  return a < b ? a : b;
}

long largestWhole(long a, long b) {
  return a > b ? a : b;
}

double smallestDecimal(double a, double b) {
  return a < b ? a : b;
}

double largestDecimal(double a, double b) {
  return a > b ? a : b;
}

long limitWhole(long value, long a, long b) {
  if (a > b) return limitWhole(value, b, a);
  return value < a ? a : value > b ? b : value;
}

double limitDecimal(double value, double a, double b) {
  if (a > b) return limitDecimal(value, b, a);
  return value < a ? a : value > b ? b : value;
}

bool isBetweenWhole(long value, long a, long b) {
  return (a <= value && value <= b) || (b <= value && value <= a);
}

bool isBetweenDecimal(double value, double a, double b) {
  return (a <= value && value <= b) || (b <= value && value <= a);
}

double remapDecimal(double value, double a, double b, double c, double d) {
  if (a == b) return c;
  return (value - a) * (d - c) / (b - a) + c;
}

long remapWhole(long value, long a, long b, long c, long d) {
  return toWhole(remapDecimal(value, a, b, c, d));
}

static double orZero(double value) {
  return isnan(value) ? 0 : value;
}

double power(double base, double exponent) {
  return orZero(pow(base, exponent));
}

double squareRoot(double value) {
  return value > 0 ? sqrt(value) : 0;
}

double naturalLog(double value) {
  return value > 0 ? log(value) : 0;
}

double log10Of(double value) {
  return value > 0 ? log10(value) : 0;
}

double sinDegrees(double angle) {
  return orZero(sin(angle * DEG_TO_RAD));
}

double cosDegrees(double angle) {
  return orZero(cos(angle * DEG_TO_RAD));
}

double tanDegrees(double angle) {
  return orZero(tan(angle * DEG_TO_RAD));
}

double asinDegrees(double value) {
  return asin(limitDecimal(value, -1, 1)) * RAD_TO_DEG;
}

double acosDegrees(double value) {
  return acos(limitDecimal(value, -1, 1)) * RAD_TO_DEG;
}

double atanDegrees(double value) {
  return atan(value) * RAD_TO_DEG;
}

/* Marsaglia's xorshift32: every number but 0 comes once in 2^32 - 1 draws. Smaller than random(). */
static uint32_t chance = 2463534242UL;

static uint32_t nextChance() {
  chance ^= chance << 13;
  chance ^= chance >> 17;
  chance ^= chance << 5;
  return chance;
}

long randomWhole(long a, long b) {
  if (a > b) return randomWhole(b, a);
  unsigned long span = (unsigned long)b - (unsigned long)a + 1;
  unsigned long any = nextChance();
  return (long)((unsigned long)a + (span == 0 ? any : any % span));
}

double randomDecimal(double a, double b) {
  if (a > b) return randomDecimal(b, a);
  return a + (b - a) * ((double)(nextChance() >> 8) / 16777215.0);
}

void seedRandom() {
  for (uint8_t i = 0; i < 16; i++) {
    chance ^= (uint32_t)analogRead(i % NUM_ANALOG_INPUTS);
    if (chance == 0) chance = 1;
    nextChance();
  }
}

static unsigned long colourPart(long value) {
  return limitWhole(value, 0, 255);
}

long mixColour(long red, long green, long blue) {
  return colourPart(red) << 16 | colourPart(green) << 8 | colourPart(blue);
}

unsigned long toMilliseconds(double seconds) {
  return limitWhole(toWhole(seconds * 1000), 0, 2000000000L);
}

long stepTowards(long from, long to, long by) {
  long size = by == 0 ? 1 : absoluteWhole(by);
  return from <= to ? size : -size;
}

double decimalStepTowards(double from, double to, double by) {
  double size = by == 0 ? 1 : fabs(by);
  return from <= to ? size : -size;
}

double Smoother::add(double value) {
  smooth = hasBegun && samples > 1 ? smooth + (value - smooth) / samples : value;
  hasBegun = true;
  return smooth;
}
