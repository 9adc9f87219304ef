/*
 * Button - a push button, calmed. The second argument is the level of the wire that
 * means yes: HIGH, or LOW for a contact to ground (the chip's pull-up is then on).
 *
 *   Button button(2, HIGH);
 *   void setup() { Serial.begin(115200); button.begin(); }
 *   void loop() { if (button.isPressed()) Serial.println("pressed"); }
 *
 * See DigitalSensor.h for how bouncing contacts are calmed. Blocks: never. RAM: 8 bytes.
 */
#ifndef BUTTON_H
#define BUTTON_H

#include "DigitalSensor.h"

class Button {
 public:
  constexpr Button(uint8_t pin, uint8_t level) : sensor(pin, level) {}
  void begin() { sensor.begin(); }
  /* Is it pressed? */
  bool isPressed() { return sensor.read(); }

 private:
  DigitalSensor sensor;
};

#endif
