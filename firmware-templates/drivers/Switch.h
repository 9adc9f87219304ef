/*
 * Switch - a switch that stays where it is put. The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   Switch power(2, HIGH);
 *   void setup() { Serial.begin(115200); power.begin(); }
 *   void loop() { if (power.isOn()) Serial.println("on"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef SWITCH_H
#define SWITCH_H

#include "DigitalSensor.h"

class Switch {
 public:
  constexpr Switch(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Is it on? */
  bool isOn() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
