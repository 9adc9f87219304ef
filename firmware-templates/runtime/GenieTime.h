/*
 * GenieTime: time since the base started, and a timer.
 *
 *   Chronometer timer;
 *   timer.reset();
 *   Serial.println(timer.seconds());
 *
 * Blocks: never. RAM: 4 bytes a Chronometer; 1 byte when millisecondsSinceStart() is used.
 */
#ifndef GENIE_TIME_H
#define GENIE_TIME_H

#include <Arduino.h>

double secondsSinceStart();
/* Stays at 2147483647 after 24.8 days. */
long millisecondsSinceStart();

class Chronometer {
 public:
  constexpr Chronometer() : start(0) {}
  void reset() { start = millis(); }
  /* Seconds since the last reset, or since the base started. */
  double seconds() const { return (millis() - start) / 1000.0; }

 private:
  unsigned long start;
};

#endif
