/* GenieTime: see GenieTime.h. */
#include "GenieTime.h"

double secondsSinceStart() {
  return millis() / 1000.0;
}

long millisecondsSinceStart() {
  /* Once past the limit, it stays there even when millis() begins anew after 49.7 days. */
  static bool isPast = false;
  unsigned long now = millis();
  if (now > 2147483647UL) isPast = true;
  return isPast ? 2147483647L : (long)now;
}
