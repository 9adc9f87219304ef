/* RgbLed: see RgbLed.h. */
#include "RgbLed.h"
#include "Ws2812.h"

void RgbLed::begin() {
  pinMode(pin, OUTPUT);
  off();
}

void RgbLed::setColour(uint32_t colour) {
  uint8_t levels[3] = {(uint8_t)(colour >> 8), (uint8_t)(colour >> 16), (uint8_t)colour};
  sendPixels(pin, levels, 1, 255);
}
