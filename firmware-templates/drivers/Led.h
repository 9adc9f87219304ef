/*
 * Led - a lamp on one wire.
 *
 *   Led lamp(5);
 *   void setup() { lamp.begin(); }
 *   void loop() { lamp.toggle(); delay(500); }
 *
 * Brightness needs a pin with PWM (ATmega328P datasheet section 15.7); other pins are on from 50 %.
 * Blocks: never. RAM: 2 bytes.
 */
#ifndef LED_H
#define LED_H

#include <Arduino.h>

class Led {
 public:
  constexpr Led(uint8_t pin) : pin(pin), lit(false) {}
  void begin();
  void on();
  void off();
  /* Off when it shines, however little; else fully on. */
  void toggle();
  /* 0 to 100 percent; what is beyond counts as the nearest. */
  void setBrightness(int percent);
  bool isOn() const { return lit; }

 private:
  uint8_t pin;
  bool lit;
};

#endif
