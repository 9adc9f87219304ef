/* Temperature: see Temperature.h. */
#include "Temperature.h"

#include <math.h>

static const double B = 3975;
static const double KELVIN_AT_0 = 273.15;
static const double KELVIN_AT_25 = 298.15;

double Temperature::celsius() {
  int value = sensor.read();
  if (value <= 0) return -40;
  if (value >= 1023) return 125;
  double ratio = (double)(1023 - value) / value;
  double result = 1 / (1 / KELVIN_AT_25 + log(ratio) / B) - KELVIN_AT_0;
  if (result < -40) return -40;
  if (result > 125) return 125;
  return result;
}
