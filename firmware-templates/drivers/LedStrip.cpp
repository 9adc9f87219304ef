/* LedStrip: see LedStrip.h. */
#include "LedStrip.h"
#include "Ws2812.h"

static int limited(int value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

void LedStrip::begin() {
  pinMode(pin, OUTPUT);
  off();
}

void LedStrip::put(uint8_t index, uint32_t colour) {
  uint8_t *pixel = pixels + (uint16_t)index * 3;
  pixel[0] = colour >> 8;
  pixel[1] = colour >> 16;
  pixel[2] = colour;
}

void LedStrip::show() {
  sendPixels(pin, pixels, count, brightness);
}

void LedStrip::fill(uint32_t colour) {
  for (uint8_t i = 0; i < count; i++) put(i, colour);
  show();
}

void LedStrip::setPixel(int index, uint32_t colour) {
  if (index < 1 || index > count) return;
  put(index - 1, colour);
  show();
}

/* Turns the pixels from...to round: first last, last first. */
void LedStrip::swapPixels(uint8_t from, uint8_t to) {
  for (; from + 1 < to; from++) {
    to--;
    uint8_t *a = pixels + (uint16_t)from * 3;
    uint8_t *b = pixels + (uint16_t)to * 3;
    for (uint8_t i = 0; i < 3; i++) {
      uint8_t level = a[i];
      a[i] = b[i];
      b[i] = level;
    }
  }
}

void LedStrip::rotate(int steps) {
  if (count == 0) return;
  int shift = steps % count;
  if (shift < 0) shift += count;
  /* Reversed as a whole and then in two parts, the row has moved; it needs no second row. */
  swapPixels(0, count);
  swapPixels(0, shift);
  swapPixels(shift, count);
  show();
}

/* A colour of the rainbow: red fades into green into blue into red. */
static uint32_t colourOfHue(uint8_t hue) {
  uint8_t third = hue / 85;
  if (third == 3) third = 0;
  uint8_t rising = hue == 255 ? 0 : (hue - third * 85) * 3;
  uint32_t falling = 255 - rising;
  if (third == 0) return falling << 16 | (uint16_t)rising << 8;
  if (third == 1) return falling << 8 | rising;
  return falling | (uint32_t)rising << 16;
}

void LedStrip::rainbow(int start) {
  uint8_t hue = limited(start, 0, 255);
  for (uint8_t i = 0; i < count; i++) put(i, colourOfHue(hue + (uint16_t)i * 256 / count));
  show();
}

void LedStrip::showGauge(int percent, uint32_t colour) {
  uint8_t lit = ((uint16_t)limited(percent, 0, 100) * count + 50) / 100;
  for (uint8_t i = 0; i < count; i++) put(i, i < lit ? colour : 0);
  show();
}

void LedStrip::setBrightness(int percent) {
  brightness = (limited(percent, 0, 100) * 51 + 10) / 20;
  show();
}
