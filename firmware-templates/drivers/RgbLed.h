/*
 * RgbLed - one addressable pixel (WS2812B) that takes any colour.
 *
 *   RgbLed lamp(5);
 *   void setup() { lamp.begin(); lamp.setColour(0xFF8000); }
 *   void loop() {}
 *
 * See Ws2812.h. Blocks: 0.4 ms. RAM: 4 bytes and 2 bytes.
 */
#ifndef RGB_LED_H
#define RGB_LED_H

#include "Ws2812.h"

class RgbLed {
 public:
  constexpr RgbLed(uint8_t pin) : wire(pin) {}
  void begin();
  /* 0xRRGGBB. */
  void setColour(uint32_t colour);
  void off() { setColour(0); }

 private:
  Ws2812 wire;
};

#endif
