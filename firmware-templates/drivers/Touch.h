/*
 * Touch - a pad that feels a finger (TTP223 and alike). The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   Touch pad(2, HIGH);
 *   void setup() { Serial.begin(115200); pad.begin(); }
 *   void loop() { if (pad.isTouched()) Serial.println("touched"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef TOUCH_H
#define TOUCH_H

#include "DigitalSensor.h"

class Touch {
 public:
  constexpr Touch(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Does a finger touch it? */
  bool isTouched() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
