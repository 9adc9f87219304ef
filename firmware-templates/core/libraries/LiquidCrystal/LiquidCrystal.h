/*
 * LiquidCrystal: displays with an HD44780, on 4 or 8 data pins. HD44780U datasheet pages 24 to 46.
 *
 *   LiquidCrystal lcd(12, 11, 5, 4, 3, 2);
 *   void setup() { lcd.begin(16, 2); lcd.print("Salut"); }
 *
 * A character takes 0.2 ms, clear() and home() 2 ms, begin() 65 ms. RAM: 24 bytes.
 */
#pragma once

#include <Arduino.h>

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

class LiquidCrystal : public Print {
 public:
  /* rs, (rw,) enable, data pins. */
  LiquidCrystal(uint8_t rs, uint8_t enable, uint8_t d4, uint8_t d5, uint8_t d6, uint8_t d7)
      : rs(rs), rw(255), enable(enable), isWide(false), control(LCD_DISPLAYON), entry(LCD_ENTRYLEFT), rows(1) {
    setData(d4, d5, d6, d7, 255, 255, 255, 255);
  }
  LiquidCrystal(uint8_t rs, uint8_t rw, uint8_t enable, uint8_t d4, uint8_t d5, uint8_t d6, uint8_t d7)
      : rs(rs), rw(rw), enable(enable), isWide(false), control(LCD_DISPLAYON), entry(LCD_ENTRYLEFT), rows(1) {
    setData(d4, d5, d6, d7, 255, 255, 255, 255);
  }
  LiquidCrystal(uint8_t rs, uint8_t enable, uint8_t d0, uint8_t d1, uint8_t d2, uint8_t d3, uint8_t d4, uint8_t d5,
                uint8_t d6, uint8_t d7)
      : rs(rs), rw(255), enable(enable), isWide(true), control(LCD_DISPLAYON), entry(LCD_ENTRYLEFT), rows(1) {
    setData(d0, d1, d2, d3, d4, d5, d6, d7);
  }
  LiquidCrystal(uint8_t rs, uint8_t rw, uint8_t enable, uint8_t d0, uint8_t d1, uint8_t d2, uint8_t d3, uint8_t d4,
                uint8_t d5, uint8_t d6, uint8_t d7)
      : rs(rs), rw(rw), enable(enable), isWide(true), control(LCD_DISPLAYON), entry(LCD_ENTRYLEFT), rows(1) {
    setData(d0, d1, d2, d3, d4, d5, d6, d7);
  }

  void begin(uint8_t columns, uint8_t rows, uint8_t dots = LCD_5x8DOTS);
  void clear();
  void home();
  void setCursor(uint8_t column, uint8_t row);
  /* One of 8 characters of 5 x 8 dots. */
  void createChar(uint8_t number, uint8_t rows[]);
  /* Where the lines begin in the display's memory. */
  void setRowOffsets(int row0, int row1, int row2, int row3);

  void display() { setControl(LCD_DISPLAYON, true); }
  void noDisplay() { setControl(LCD_DISPLAYON, false); }
  void cursor() { setControl(LCD_CURSORON, true); }
  void noCursor() { setControl(LCD_CURSORON, false); }
  void blink() { setControl(LCD_BLINKON, true); }
  void noBlink() { setControl(LCD_BLINKON, false); }
  void scrollDisplayLeft() { command(LCD_CURSORSHIFT | LCD_DISPLAYMOVE | LCD_MOVELEFT); }
  void scrollDisplayRight() { command(LCD_CURSORSHIFT | LCD_DISPLAYMOVE | LCD_MOVERIGHT); }
  void leftToRight() { setEntry(LCD_ENTRYLEFT, true); }
  void rightToLeft() { setEntry(LCD_ENTRYLEFT, false); }
  void autoscroll() { setEntry(LCD_ENTRYSHIFTINCREMENT, true); }
  void noAutoscroll() { setEntry(LCD_ENTRYSHIFTINCREMENT, false); }

  virtual size_t write(uint8_t c);
  using Print::write;
  void command(uint8_t value);

 private:
  uint8_t rs;
  /* 255: wired to ground. */
  uint8_t rw;
  uint8_t enable;
  bool isWide;
  /* Lowest first; four of them when not wide. */
  uint8_t data[8];
  uint8_t control;
  uint8_t entry;
  uint8_t rows;
  uint8_t offsets[4];

  void setData(uint8_t d0, uint8_t d1, uint8_t d2, uint8_t d3, uint8_t d4, uint8_t d5, uint8_t d6, uint8_t d7);
  void setControl(uint8_t bit, bool isOn);
  void setEntry(uint8_t bit, bool isOn);
  void send(uint8_t value, uint8_t level);
  void put(uint8_t value);
};
