/* map(): from one range to another, cut towards 0. */
#include <Arduino.h>

long map(long x, long fromLow, long fromHigh, long toLow, long toHigh) {
  return (x - fromLow) * (toHigh - toLow) / (fromHigh - fromLow) + toLow;
}
