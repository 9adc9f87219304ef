/*
 * Led: a light-emitting diode behind a resistor, on one pin. Brightness needs a pin with PWM (~).
 *
 *     Led led(9);          // before setup()
 *     led.begin();         // in setup()
 *     led.setBrightness(30);
 *
 * Protocol: the pin is HIGH for on; PWM of about 490 or 980 Hz for brightness (Arduino analogWrite).
 * Blocks: never. RAM: 2 bytes each.
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
  void toggle();
  /* 0 to 100 percent. */
  void setBrightness(int percent);
  /* Also true while it is dimmed. */
  bool isOn() const { return lit; }

 private:
  uint8_t pin;
  bool lit;
};

#endif
