/*
 * LineSensor - an infrared sensor that tells black floor from white (TCRT5000 and alike). The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   LineSensor line(2, HIGH);
 *   void setup() { Serial.begin(115200); line.begin(); }
 *   void loop() { if (line.isOnLine()) Serial.println("black"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef LINE_SENSOR_H
#define LINE_SENSOR_H

#include "DigitalSensor.h"

class LineSensor {
 public:
  constexpr LineSensor(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Is it above the black line? */
  bool isOnLine() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
