/*
 * Temperature - a 10 kOhm thermistor (B = 3975 K, at 25 degrees) between the supply and the wire, with
 * 10 kOhm from the wire to ground, as on the Grove Temperature Sensor 1.2.
 *
 *   Temperature thermometer(A0);
 *   void setup() { Serial.begin(115200); thermometer.begin(); }
 *   void loop() { Serial.println(thermometer.celsius()); delay(500); }
 *
 * 1/T = 1/298.15 K + ln(R / 10 kOhm) / B. See AnalogSensor.h. Blocks: 0.4 ms. RAM: 1 byte.
 */
#ifndef TEMPERATURE_H
#define TEMPERATURE_H

#include "AnalogSensor.h"

class Temperature {
 public:
  constexpr Temperature(uint8_t pin) : sensor(pin) {}
  void begin() { sensor.begin(); }
  /* Degrees Celsius, -40 to 125; a cable that is cut or shorted gives an end of this range. */
  double celsius();

 private:
  AnalogSensor sensor;
};

#endif
