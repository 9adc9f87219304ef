/*
 * SoundSensor - a microphone with an amplifier. Loudness is how far the voltage swings in 8 ms,
 * which holds one whole wave of any tone above 125 Hz.
 *
 *   SoundSensor microphone(A0);
 *   void setup() { Serial.begin(115200); microphone.begin(); }
 *   void loop() { Serial.println(microphone.percent()); }
 *
 * See AnalogSensor.h. Blocks: 8 ms. RAM: 1 byte.
 */
#ifndef SOUND_SENSOR_H
#define SOUND_SENSOR_H

#include "AnalogSensor.h"

class SoundSensor {
 public:
  constexpr SoundSensor(uint8_t pin) : sensor(pin) {}
  void begin() { sensor.begin(); }
  /* Highest minus lowest voltage, 0 to 1023. */
  int read();
  /* The same, 0 to 100. */
  int percent() { return AnalogSensor::toPercent(read()); }

 private:
  AnalogSensor sensor;
};

#endif
