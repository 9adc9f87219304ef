/*
 * Lcd - a screen of two lines of sixteen letters: HD44780 behind a PCF8574 on I2C, address 0x27 or 0x3F.
 * Wired as on all common backpacks: P0 RS, P1 RW, P2 E, P3 backlight, P4...P7 D4...D7.
 *
 *   Lcd screen(0x27);
 *   void setup() { screen.begin(); screen.print("Bonjour !", 1); }
 *   void loop() {}
 *
 * Letters that the screen does not have become plain ones: é becomes e, œ oe. A screen that is not
 * plugged answers nothing, which costs 0.2 ms; plugged later, it is set up at the next writing.
 * HD44780U datasheet figure 24 (4-bit initialisation) and table 6; NXP PCF8574; 100 kHz.
 * Blocks: 8 ms a line, 4 ms to clear; 15 ms more when the screen has to be set up; the first time after
 * power-on until 50 ms have passed. A bus that hangs is given up after 5 ms; this needs version 1.8.3
 * of the Arduino AVR core, of 2020, or a later one.
 * RAM: 3 bytes, beside the Wire library's 200.
 */
#ifndef LCD_H
#define LCD_H

#include <Arduino.h>
#include "GenieText.h"

class Lcd {
 public:
  constexpr Lcd(uint8_t address) : address(address), backlight(0x08), isReady(false) {}
  void begin();
  /* Fills line 1 or 2: the rest of it becomes empty. */
  void print(const Text &value, int line);
  /* Writes from a column (1 to 16) on; the rest of the line stays. */
  void printAt(const Text &value, int line, int column);
  void clear();
  void setBacklight(bool isOn);

 private:
  uint8_t address;
  uint8_t backlight;
  bool isReady;

  bool prepare();
  void write(const Text &value, int line, int column, bool fillsLine);
  void openMessage(uint8_t registerSelect);
  void closeMessage();
  void sendNibble(uint8_t bits);
  void sendByte(uint8_t value, uint8_t registerSelect);
  void command(uint8_t value);
};

#endif
