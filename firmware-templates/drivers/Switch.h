/*
 * Switch: a switch that stays where it is put.
 *
 *     Switch lamp(2, LOW);   // before setup(); LOW is the pin's level for yes
 *     lamp.begin();     // in setup()
 *     if (lamp.isOn()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef SWITCH_H
#define SWITCH_H

#include "DigitalSensor.h"

class Switch {
 public:
  constexpr Switch(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isOn() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
