/*
 * AnalogSensor - one wire with a voltage: the part that Potentiometer, LightSensor, SoundSensor,
 * Temperature and Joystick share.
 *
 *   AnalogSensor wire(A0);
 *   void setup() { Serial.begin(115200); wire.begin(); }
 *   void loop() { Serial.println(wire.read()); delay(200); }
 *
 * ATmega328P datasheet chapter 24, "Analog-to-Digital Converter". Blocks: 0.12 ms. RAM: 1 byte.
 */
#ifndef ANALOG_SENSOR_H
#define ANALOG_SENSOR_H

#include <Arduino.h>

class AnalogSensor {
 public:
  constexpr AnalogSensor(uint8_t pin) : pin(pin) {}
  /* Nothing to set: pins are inputs after a reset, and some can only be analog (A6 of a Nano). */
  void begin() {}
  /* 0 V gives 0, the supply 1023. */
  int read() { return analogRead(pin); }
  /* 0...1023 as 0...100, to the nearest. */
  static int toPercent(int value) { return (value * 100L + 511) / 1023; }

 private:
  uint8_t pin;
};

#endif
