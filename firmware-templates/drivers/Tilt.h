/*
 * Tilt: a ball tilt switch (SW-520D).
 *
 *     Tilt tilt(2, LOW);   // before setup(); LOW is the pin's level for yes
 *     tilt.begin();     // in setup()
 *     if (tilt.isTilted()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef TILT_H
#define TILT_H

#include "DigitalSensor.h"

class Tilt {
 public:
  constexpr Tilt(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isTilted() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
