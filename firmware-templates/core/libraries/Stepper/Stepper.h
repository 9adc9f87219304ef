/*
 * Stepper: stepper motors on 2, 4 or 5 wires. step() waits until the steps are done. RAM: 21 bytes.
 */
#pragma once

#include <Arduino.h>

class Stepper {
 public:
  Stepper(int stepsARound, int pin1, int pin2);
  Stepper(int stepsARound, int pin1, int pin2, int pin3, int pin4);
  Stepper(int stepsARound, int pin1, int pin2, int pin3, int pin4, int pin5);
  /* Rounds a minute. */
  void setSpeed(long rounds);
  /* Below 0: the other way. */
  void step(int count);
  int version() { return 5; }

 private:
  uint8_t wires;
  uint8_t pins[5];
  int stepsARound;
  /* From 0 to below stepsARound. */
  int position;
  /* Microseconds. */
  unsigned long stepTime;
  unsigned long lastStep;

  void setPins(uint8_t count, int pin1, int pin2, int pin3, int pin4, int pin5);
  void show(uint8_t phase);
};
