/*
 * Display4 - four digits and a colon behind a TM1637, on two wires.
 *
 *   Display4 display(2, 3);
 *   void setup() { display.begin(); display.showNumber(42); }
 *   void loop() {}
 *
 * TM1637 datasheet V2.4, "Interface interpretation". The chip's acknowledge is given time but not looked
 * at: without a display nothing waits. Wires are let go, not driven high, and given time to rise, because
 * many modules have capacitors that are large for their pull-ups.
 * Blocks: 2.3 ms, with the slowest of such modules 20 ms. RAM: 3 bytes.
 */
#ifndef DISPLAY4_H
#define DISPLAY4_H

#include <Arduino.h>

class Display4 {
 public:
  constexpr Display4(uint8_t clockPin, uint8_t dataPin) : clockPin(clockPin), dataPin(dataPin), brightness(4) {}
  void begin();
  /* -999 to 9999, to the right. */
  void showNumber(int number);
  /* -99.9 to 999.9 with one decimal; displays for clocks have no point to show. */
  void showDecimal(double number);
  /* 0 to 99 on both sides of the colon. */
  void showTime(int left, int right);
  /* 1 to 8. */
  void setBrightness(int level);
  void clear();

 private:
  uint8_t clockPin;
  uint8_t dataPin;
  uint8_t brightness;

  void showDigits(int number, uint8_t fewest, uint8_t pointAt);
  void showSegments(const uint8_t *segments);
  void start();
  void stop();
  void sendByte(uint8_t value);
  void sendBrightness();
};

#endif
