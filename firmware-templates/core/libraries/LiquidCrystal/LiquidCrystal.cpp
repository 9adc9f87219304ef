/* LiquidCrystal: see LiquidCrystal.h. */
#include "LiquidCrystal.h"

void LiquidCrystal::setData(uint8_t d0, uint8_t d1, uint8_t d2, uint8_t d3, uint8_t d4, uint8_t d5, uint8_t d6,
                            uint8_t d7) {
  data[0] = d0;
  data[1] = d1;
  data[2] = d2;
  data[3] = d3;
  data[4] = d4;
  data[5] = d5;
  data[6] = d6;
  data[7] = d7;
}

/* Figures 23 and 24: three times "8 bits" reaches the display in whatever state it is. */
void LiquidCrystal::begin(uint8_t columns, uint8_t lines, uint8_t dots) {
  rows = lines;
  setRowOffsets(0x00, 0x40, columns, 0x40 + columns);
  uint8_t function = isWide ? LCD_8BITMODE : LCD_4BITMODE;
  if (lines > 1) function |= LCD_2LINE;
  if (dots != LCD_5x8DOTS && lines == 1) function |= LCD_5x10DOTS;

  pinMode(rs, OUTPUT);
  if (rw != 255) pinMode(rw, OUTPUT);
  pinMode(enable, OUTPUT);
  for (uint8_t i = 0; i < (isWide ? 8 : 4); i++) pinMode(data[i], OUTPUT);

  /* Its power may have come just now. */
  for (uint8_t i = 0; i < 5; i++) delayMicroseconds(10000);
  digitalWrite(rs, LOW);
  digitalWrite(enable, LOW);
  if (rw != 255) digitalWrite(rw, LOW);

  if (isWide) {
    command(LCD_FUNCTIONSET | function);
    delayMicroseconds(4500);
    command(LCD_FUNCTIONSET | function);
    delayMicroseconds(150);
    command(LCD_FUNCTIONSET | function);
  } else {
    put(0x03);
    delayMicroseconds(4500);
    put(0x03);
    delayMicroseconds(4500);
    put(0x03);
    delayMicroseconds(150);
    put(0x02);
  }
  command(LCD_FUNCTIONSET | function);
  control = LCD_DISPLAYON;
  display();
  clear();
  entry = LCD_ENTRYLEFT;
  command(LCD_ENTRYMODESET | entry);
}

void LiquidCrystal::setRowOffsets(int row0, int row1, int row2, int row3) {
  offsets[0] = row0;
  offsets[1] = row1;
  offsets[2] = row2;
  offsets[3] = row3;
}

void LiquidCrystal::clear() {
  command(LCD_CLEARDISPLAY);
  delayMicroseconds(2000);
}

void LiquidCrystal::home() {
  command(LCD_RETURNHOME);
  delayMicroseconds(2000);
}

void LiquidCrystal::setCursor(uint8_t column, uint8_t row) {
  if (row >= 4) row = 3;
  if (row >= rows) row = rows - 1;
  command(LCD_SETDDRAMADDR | (uint8_t)(column + offsets[row]));
}

void LiquidCrystal::createChar(uint8_t number, uint8_t lines[]) {
  command(LCD_SETCGRAMADDR | (number & 7) << 3);
  for (uint8_t i = 0; i < 8; i++) write(lines[i]);
}

void LiquidCrystal::setControl(uint8_t bit, bool isOn) {
  control = isOn ? control | bit : control & ~bit;
  command(LCD_DISPLAYCONTROL | control);
}

void LiquidCrystal::setEntry(uint8_t bit, bool isOn) {
  entry = isOn ? entry | bit : entry & ~bit;
  command(LCD_ENTRYMODESET | entry);
}

size_t LiquidCrystal::write(uint8_t c) {
  send(c, HIGH);
  return 1;
}

void LiquidCrystal::command(uint8_t value) { send(value, LOW); }

void LiquidCrystal::send(uint8_t value, uint8_t level) {
  digitalWrite(rs, level);
  if (rw != 255) digitalWrite(rw, LOW);
  if (!isWide) put(value >> 4);
  put(value);
}

/* Sets the data pins; the display takes them when enable falls, and needs 37 us for it. */
void LiquidCrystal::put(uint8_t value) {
  for (uint8_t i = 0; i < (isWide ? 8 : 4); i++) {
    digitalWrite(data[i], value & 1);
    value >>= 1;
  }
  digitalWrite(enable, LOW);
  delayMicroseconds(1);
  digitalWrite(enable, HIGH);
  delayMicroseconds(1);
  digitalWrite(enable, LOW);
  delayMicroseconds(100);
}
