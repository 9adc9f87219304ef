/*
 * Motion: a passive infrared motion detector (HC-SR501: HIGH while someone moves).
 *
 *     Motion motion(2, HIGH);   // before setup(); HIGH is the pin's level for yes
 *     motion.begin();     // in setup()
 *     if (motion.isMoving()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef MOTION_H
#define MOTION_H

#include "DigitalSensor.h"

class Motion {
 public:
  constexpr Motion(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isMoving() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
