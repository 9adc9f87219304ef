/*
 * Touch: a capacitive touch pad (TTP223: HIGH while touched).
 *
 *     Touch pad(2, HIGH);   // before setup(); HIGH is the pin's level for yes
 *     pad.begin();     // in setup()
 *     if (pad.isTouched()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef TOUCH_H
#define TOUCH_H

#include "DigitalSensor.h"

class Touch {
 public:
  constexpr Touch(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isTouched() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
