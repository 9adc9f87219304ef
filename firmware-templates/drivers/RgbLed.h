/*
 * RgbLed - one addressable pixel (WS2812B) that takes any colour.
 *
 *   RgbLed lamp(5);
 *   void setup() { lamp.begin(); lamp.setColour(0xFF8000); }
 *   void loop() {}
 *
 * See Ws2812.h. Blocks: 0.4 ms. RAM: 1 byte.
 */
#ifndef RGB_LED_H
#define RGB_LED_H

#include <Arduino.h>

class RgbLed {
 public:
  constexpr RgbLed(uint8_t pin) : pin(pin) {}
  void begin();
  /* 0xRRGGBB. */
  void setColour(uint32_t colour);
  void off() { setColour(0); }

 private:
  uint8_t pin;
};

#endif
