/*
 * LineSensor: a reflective line sensor with a comparator (TCRT5000: HIGH above black).
 *
 *     LineSensor line(2, HIGH);   // before setup(); HIGH is the pin's level for yes
 *     line.begin();     // in setup()
 *     if (line.isOnLine()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef LINE_SENSOR_H
#define LINE_SENSOR_H

#include "DigitalSensor.h"

class LineSensor {
 public:
  constexpr LineSensor(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isOnLine() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
