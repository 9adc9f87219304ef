/*
 * Tilt - a tilt switch (SW-520D and alike). The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   Tilt tilt(2, LOW);
 *   void setup() { Serial.begin(115200); tilt.begin(); }
 *   void loop() { if (tilt.isTilted()) Serial.println("tipped over"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef TILT_H
#define TILT_H

#include "DigitalSensor.h"

class Tilt {
 public:
  constexpr Tilt(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Is it tipped over? */
  bool isTilted() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
