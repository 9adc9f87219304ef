/*
 * GenieTime: time since the base started, and a timer.
 * RAM: Chronometer 4 bytes. Never blocks.
 */
#ifndef GENIE_TIME_H
#define GENIE_TIME_H

#include <Arduino.h>

double secondsSinceStart();
/* Stays at 2147483647 after 24.8 days. */
long millisecondsSinceStart();

class Chronometer {
 public:
  void reset() { start = millis(); }
  /* Seconds since the last reset, or since the base started. */
  double seconds() const { return (millis() - start) / 1000.0; }

 private:
  unsigned long start;
};

#endif
