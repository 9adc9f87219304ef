/*
 * Potentiometer - a knob that gives a voltage.
 *
 *   Potentiometer knob(A0);
 *   void setup() { Serial.begin(115200); knob.begin(); }
 *   void loop() { Serial.println(knob.percent()); delay(200); }
 *
 * See AnalogSensor.h. Blocks: 0.12 ms. RAM: 1 byte.
 */
#ifndef POTENTIOMETER_H
#define POTENTIOMETER_H

#include "AnalogSensor.h"

class Potentiometer {
 public:
  constexpr Potentiometer(uint8_t pin) : sensor(pin) {}
  void begin() { sensor.begin(); }
  /* Where the knob stands, 0 to 1023. */
  int read() { return sensor.read(); }
  /* The same, 0 to 100. */
  int percent() { return AnalogSensor::toPercent(sensor.read()); }

 private:
  AnalogSensor sensor;
};

#endif
