/*
 * LedStrip - a row of addressable pixels (WS2812B). Pixels are numbered from 1; every method shows its
 * result at once. Brightness changes what is sent, not the colours that are kept.
 *
 *   uint8_t pixels[3 * 8];
 *   LedStrip strip(5, 8, pixels);
 *   void setup() { strip.begin(); strip.rainbow(0); }
 *   void loop() { strip.rotate(1); delay(100); }
 *
 * See Ws2812.h. Blocks: 0.3 ms and 0.031 ms a pixel (8: 0.6 ms), with more than 32 pixels up to 1 ms more
 * (60: 4 ms). RAM: 5 bytes and 3 bytes a pixel.
 */
#ifndef LED_STRIP_H
#define LED_STRIP_H

#include <Arduino.h>

class LedStrip {
 public:
  /* `pixels` holds 3 bytes a pixel. */
  constexpr LedStrip(uint8_t pin, uint8_t count, uint8_t *pixels)
      : pin(pin), count(count), brightness(255), pixels(pixels) {}
  void begin();
  void fill(uint32_t colour);
  /* A number outside the strip changes nothing. */
  void setPixel(int index, uint32_t colour);
  /* Moves all colours by some pixels, those at the end come in at the other side. */
  void rotate(int steps);
  /* The colours of the rainbow once round the strip, beginning at a hue of 0 (red) to 255. */
  void rainbow(int start);
  /* The first pixels in a colour, as many as the percentage says, the others off. */
  void showGauge(int percent, uint32_t colour);
  /* 0 to 100 percent. */
  void setBrightness(int percent);
  void off() { fill(0); }

 private:
  uint8_t pin;
  uint8_t count;
  /* 0 to 255. */
  uint8_t brightness;
  /* Green, red, blue of each. */
  uint8_t *pixels;

  void put(uint8_t index, uint32_t colour);
  void swapPixels(uint8_t from, uint8_t to);
  void show();
};

#endif
