/*
 * Button: a push button.
 *
 *     Button button(2, LOW);   // before setup(); LOW is the pin's level for yes
 *     button.begin();     // in setup()
 *     if (button.isPressed()) Serial.println("yes");
 *
 * With LOW the chip's pull-up is on. Changes count after 20 ms: see DigitalSensor.h.
 * Protocol: a level. Blocks: never. RAM: 5 bytes each.
 */
#ifndef BUTTON_H
#define BUTTON_H

#include "DigitalSensor.h"

class Button {
 public:
  constexpr Button(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  bool isPressed() { return sensor.isActive(); }

 private:
  DigitalSensor sensor;
};

#endif
