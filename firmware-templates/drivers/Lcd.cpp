/* Lcd: see Lcd.h. */
#include "Lcd.h"

#include <Wire.h>

static const uint8_t RS = 0x01;
static const uint8_t E = 0x04;
static const uint8_t BACKLIGHT = 0x08;

static const uint8_t CLEAR_DISPLAY = 0x01;
static const uint8_t ENTRY_MODE_SET_INCREMENT = 0x06;
static const uint8_t DISPLAY_ON = 0x0C;
static const uint8_t FUNCTION_SET_8_BITS = 0x30;
static const uint8_t FUNCTION_SET_4_BITS = 0x20;
static const uint8_t FUNCTION_SET_2_LINES = 0x28;
static const uint8_t SET_DDRAM_ADDRESS = 0x80;
static const uint8_t SECOND_LINE = 0x40;

static const uint8_t COLUMNS = 16;
/* A letter takes 4 bytes, the beginning 1; Wire holds 32. */
static const uint8_t LETTERS_A_MESSAGE = 7;
static const unsigned long POWER_ON_MS = 50;

void Lcd::begin() {
  Wire.begin();
  /* Longer than the longest message: 3 ms. */
  Wire.setWireTimeout(5000, true);
  while (millis() < POWER_ON_MS) {
  }
  prepare();
}

/* RS is set before E rises, as the data sheet asks. */
void Lcd::openMessage(uint8_t registerSelect) {
  Wire.beginTransmission(address);
  Wire.write(backlight | registerSelect);
}

void Lcd::closeMessage() {
  if (Wire.endTransmission() != 0) isReady = false;
}

/* Four bits, taken when E falls. */
void Lcd::sendNibble(uint8_t bits) {
  Wire.write(bits | backlight | E);
  Wire.write(bits | backlight);
}

/* At 100 kHz the next byte comes late enough for all but the slow commands. */
void Lcd::sendByte(uint8_t value, uint8_t registerSelect) {
  sendNibble((value & 0xF0) | registerSelect);
  sendNibble((uint8_t)(value << 4) | registerSelect);
}

void Lcd::command(uint8_t value) {
  openMessage(0);
  sendByte(value, 0);
  closeMessage();
}

/* Sets the screen up if it is there and is not yet. */
bool Lcd::prepare() {
  if (isReady) return true;
  isReady = true;
  openMessage(0);
  closeMessage();
  if (!isReady) return false;
  /* Whatever it was doing before: three times 8 bits, then 4. */
  for (uint8_t i = 0; i < 4; i++) {
    openMessage(0);
    sendNibble(i < 3 ? FUNCTION_SET_8_BITS : FUNCTION_SET_4_BITS);
    closeMessage();
    if (i == 0) delay(5);
    delayMicroseconds(150);
  }
  command(FUNCTION_SET_2_LINES);
  command(DISPLAY_ON);
  clear();
  command(ENTRY_MODE_SET_INCREMENT);
  return isReady;
}

void Lcd::clear() {
  if (!prepare()) return;
  command(CLEAR_DISPLAY);
  delay(3);
}

void Lcd::setBacklight(bool isOn) {
  backlight = isOn ? BACKLIGHT : 0;
  openMessage(0);
  closeMessage();
}

/* U+00A0 to U+00FF. 0xDF is a small circle in ROM A00, 0xE4 a mu, 0xFD a division sign. */
static const char LATIN_1[] PROGMEM =
    " !c#*Y|S\"ca\"--R-\xDF+23'\xE4P.,1o\"///?"
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
    "aaaaaaaceeeeiiiidnooooo\xFDouuuuyty";

/* Reads one letter of UTF-8; gives its number and moves on. */
static uint32_t nextLetter(const char **text) {
  uint8_t first = **text;
  (*text)++;
  uint32_t letter = first;
  if (first >= 0xF0) {
    letter = first & 0x07;
  } else if (first >= 0xE0) {
    letter = first & 0x0F;
  } else if (first >= 0xC0) {
    letter = first & 0x1F;
  }
  for (; (**text & 0xC0) == 0x80; (*text)++) letter = letter << 6 | (**text & 0x3F);
  return letter;
}

/* The screen's codes for a letter, one after the other, lowest byte first: "..." is three of them. */
static uint32_t codesOf(uint32_t letter) {
  if (letter < 0x20) return ' ';
  if (letter == '\\') return '/';
  if (letter == '~') return '-';
  if (letter < 0x7F) return letter;
  if (letter == 0xC6) return 'A' | (uint32_t)'E' << 8;
  if (letter == 0xE6) return 'a' | (uint32_t)'e' << 8;
  if (letter == 0xDF) return 's' | (uint32_t)'s' << 8;
  if (letter >= 0xA0 && letter <= 0xFF) return (uint8_t)pgm_read_byte(LATIN_1 + (letter - 0xA0));
  if (letter > 0xFFFF) return '?';
  switch ((uint16_t)letter) {
    case 0x0152:
      return 'O' | (uint32_t)'E' << 8;
    case 0x0153:
      return 'o' | (uint32_t)'e' << 8;
    case 0x0178:
      return 'Y';
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return '-';
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x201C:
    case 0x201D:
      return '"';
    case 0x2026:
      return '.' | (uint32_t)'.' << 8 | (uint32_t)'.' << 16;
    case 0x202F:
      return ' ';
    case 0x20AC:
      return 'E';
    default:
      return '?';
  }
}

void Lcd::print(const Text &value, int line) {
  write(value, line, 1, true);
}

void Lcd::printAt(const Text &value, int line, int column) {
  write(value, line, column, false);
}

void Lcd::write(const Text &value, int line, int column, bool fillsLine) {
  if (!prepare()) return;
  uint8_t at = column < 1 ? 0 : column > COLUMNS ? COLUMNS - 1 : column - 1;
  openMessage(0);
  sendByte(SET_DDRAM_ADDRESS | (line >= 2 ? SECOND_LINE : 0) | at, 0);
  Wire.write(backlight | RS);
  const char *text = value.chars();
  uint32_t codes = 0;
  uint8_t inMessage = 1;
  for (; at < COLUMNS; at++) {
    if (codes == 0 && *text != 0) codes = codesOf(nextLetter(&text));
    if (codes == 0 && !fillsLine) break;
    if (inMessage == LETTERS_A_MESSAGE) {
      closeMessage();
      if (!isReady) return;
      openMessage(RS);
      inMessage = 0;
    }
    sendByte(codes == 0 ? ' ' : (uint8_t)codes, RS);
    codes >>= 8;
    inMessage++;
  }
  closeMessage();
}
