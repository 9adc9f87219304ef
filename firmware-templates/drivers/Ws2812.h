/*
 * Ws2812 - the wire to addressable pixels (WS2812, WS2812B, SK6812): the part that RgbLed and LedStrip
 * share. 800 kHz, green first, highest bit first, on any pin of a 16 MHz chip.
 *
 * WS2812B datasheet V5, "Data transfer time". At 16 MHz a 0 is high for 6 cycles (375 ns) and a 1 for 12
 * (750 ns), whatever the pin: the port is written through a pointer, 2 cycles each time.
 * Interrupts are off for one byte at a time, 12 us; between two bytes they may run and make the low time
 * longer by theirs (millis(): 6 us), which the pixels accept: a WS2812B latches after 280 us, its
 * predecessor after 50 us.
 * Blocks: 40 us a pixel, and up to 0.3 ms when the frame before was sent just now. RAM: 4 bytes and 2.
 */
#ifndef WS2812_H
#define WS2812_H

#include <Arduino.h>

class Ws2812 {
 public:
  constexpr Ws2812(uint8_t pin) : pin(pin), mask(0), port(0) {}
  void begin();
  /* Waits until the pixels have taken over the frame before. */
  void startFrame();
  /* Levels 0 to 255. */
  void sendPixel(uint8_t red, uint8_t green, uint8_t blue);
  void endFrame();

 private:
  uint8_t pin;
  uint8_t mask;
  volatile uint8_t *port;

  void sendByte(uint8_t value);
  /* When the last frame of any strip ended, low half of micros(). */
  static uint16_t frameEnd;
};

#endif
