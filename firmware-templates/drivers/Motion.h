/*
 * Motion - a passive infrared motion sensor (HC-SR501 and alike). The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   Motion motion(2, HIGH);
 *   void setup() { Serial.begin(115200); motion.begin(); }
 *   void loop() { if (motion.isMoving()) Serial.println("someone moves"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef MOTION_H
#define MOTION_H

#include "DigitalSensor.h"

class Motion {
 public:
  constexpr Motion(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Does someone move in front of it? The sensor itself holds its answer for some seconds. */
  bool isMoving() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
