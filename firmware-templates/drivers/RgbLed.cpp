/* RgbLed: see RgbLed.h. */
#include "RgbLed.h"

void RgbLed::begin() {
  wire.begin();
  off();
}

void RgbLed::setColour(uint32_t colour) {
  wire.startFrame();
  wire.sendPixel(colour >> 16, colour >> 8, colour);
  wire.endFrame();
}
