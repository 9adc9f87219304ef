/*
 * LightSensor - a light-dependent resistor or photodiode that gives more voltage in more light.
 *
 *   LightSensor light(A0);
 *   void setup() { Serial.begin(115200); light.begin(); }
 *   void loop() { Serial.println(light.percent()); delay(200); }
 *
 * See AnalogSensor.h. Blocks: 0.12 ms. RAM: 1 byte.
 */
#ifndef LIGHT_SENSOR_H
#define LIGHT_SENSOR_H

#include "AnalogSensor.h"

class LightSensor {
 public:
  constexpr LightSensor(uint8_t pin) : sensor(pin) {}
  void begin() { sensor.begin(); }
  /* How bright it is, 0 to 1023. */
  int read() { return sensor.read(); }
  /* The same, 0 to 100. */
  int percent() { return AnalogSensor::toPercent(sensor.read()); }

 private:
  AnalogSensor sensor;
};

#endif
