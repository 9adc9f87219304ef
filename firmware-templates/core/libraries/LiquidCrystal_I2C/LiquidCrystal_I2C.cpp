/* LiquidCrystal_I2C: see LiquidCrystal_I2C.h. */
#include "LiquidCrystal_I2C.h"

/* Bits of the expander. */
static const uint8_t RS = 0x01;
static const uint8_t ENABLE = 0x04;

void LiquidCrystal_I2C::init() {
  Wire.begin();
  begin(columns, rows);
}

/* HD44780U datasheet, figure 24. */
void LiquidCrystal_I2C::begin(uint8_t newColumns, uint8_t lines, uint8_t dots) {
  columns = newColumns;
  rows = lines;
  uint8_t function = LCD_4BITMODE;
  if (lines > 1) function |= LCD_2LINE;
  if (dots != LCD_5x8DOTS && lines == 1) function |= LCD_5x10DOTS;

  delay(50);
  expand(0);
  delay(1000);
  put(0x30);
  delayMicroseconds(4500);
  put(0x30);
  delayMicroseconds(4500);
  put(0x30);
  delayMicroseconds(150);
  put(0x20);
  command(LCD_FUNCTIONSET | function);
  control = LCD_DISPLAYON;
  display();
  clear();
  entry = LCD_ENTRYLEFT;
  command(LCD_ENTRYMODESET | entry);
  home();
}

void LiquidCrystal_I2C::clear() {
  command(LCD_CLEARDISPLAY);
  delayMicroseconds(2000);
}

void LiquidCrystal_I2C::home() {
  command(LCD_RETURNHOME);
  delayMicroseconds(2000);
}

/* The third and fourth line go on where the first two end, at 20 characters. */
void LiquidCrystal_I2C::setCursor(uint8_t column, uint8_t row) {
  if (row >= rows) row = rows - 1;
  uint8_t offset = row & 1 ? 0x40 : 0x00;
  if (row & 2) offset += 20;
  command(LCD_SETDDRAMADDR | (uint8_t)(column + offset));
}

void LiquidCrystal_I2C::createChar(uint8_t number, uint8_t lines[]) {
  command(LCD_SETCGRAMADDR | (number & 7) << 3);
  for (uint8_t i = 0; i < 8; i++) write(lines[i]);
}

void LiquidCrystal_I2C::setBacklight(uint8_t isOn) {
  light = isOn ? LCD_BACKLIGHT : LCD_NOBACKLIGHT;
  expand(0);
}

void LiquidCrystal_I2C::setControl(uint8_t bit, bool isOn) {
  control = isOn ? control | bit : control & ~bit;
  command(LCD_DISPLAYCONTROL | control);
}

void LiquidCrystal_I2C::setEntry(uint8_t bit, bool isOn) {
  entry = isOn ? entry | bit : entry & ~bit;
  command(LCD_ENTRYMODESET | entry);
}

size_t LiquidCrystal_I2C::write(uint8_t c) {
  send(c, RS);
  return 1;
}

void LiquidCrystal_I2C::command(uint8_t value) { send(value, 0); }

void LiquidCrystal_I2C::send(uint8_t value, uint8_t mode) {
  put((value & 0xF0) | mode);
  put(value << 4 | mode);
}

/* The display takes the nibble when enable falls, and needs 37 us for it. */
void LiquidCrystal_I2C::put(uint8_t nibble) {
  expand(nibble);
  expand(nibble | ENABLE);
  delayMicroseconds(1);
  expand(nibble);
  delayMicroseconds(50);
}

void LiquidCrystal_I2C::expand(uint8_t bits) {
  Wire.beginTransmission(address);
  Wire.write(bits | light);
  Wire.endTransmission();
}
