/*
 * Joystick - a stick with two potentiometers. Left and down are negative; what is within 5 of
 * the middle, where no stick comes to rest exactly, counts as 0.
 *
 *   Joystick stick(A0, A1);
 *   void setup() { Serial.begin(115200); stick.begin(); }
 *   void loop() { Serial.println(stick.x()); delay(100); }
 *
 * See AnalogSensor.h. Blocks: 0.12 ms for each. RAM: 2 bytes.
 */
#ifndef JOYSTICK_H
#define JOYSTICK_H

#include "AnalogSensor.h"

class Joystick {
 public:
  enum Direction { UP, DOWN, LEFT, RIGHT };

  constexpr Joystick(uint8_t xPin, uint8_t yPin) : xSensor(xPin), ySensor(yPin) {}
  void begin();
  /* -100 (left) to 100 (right). */
  int x() { return toPosition(xSensor.read()); }
  /* -100 (down) to 100 (up). */
  int y() { return toPosition(ySensor.read()); }
  /* Pushed more than half the way? */
  bool isPushed(uint8_t direction);

 private:
  AnalogSensor xSensor;
  AnalogSensor ySensor;
  static int toPosition(int value);
};

#endif
