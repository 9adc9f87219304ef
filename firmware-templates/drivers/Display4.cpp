/* Display4: see Display4.h. */
#include "Display4.h"

static const uint8_t DATA_COMMAND = 0x40;
static const uint8_t ADDRESS_COMMAND = 0xC0;
static const uint8_t DISPLAY_ON = 0x88;
static const uint8_t MINUS = 0x40;
static const uint8_t POINT = 0x80;
static const uint8_t DIGITS[] PROGMEM = {0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F};
static const uint8_t NO_POINT = 255;
/* How often to look whether a wire has risen, 5 us each: large capacitors take 100 us. */
static const uint8_t LOOKS = 30;

static int limited(int value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

/* A wire is pulled low or let go, never driven high: the chip answers on the same wire. */
static void pull(uint8_t pin) {
  digitalWrite(pin, LOW);
  pinMode(pin, OUTPUT);
}

static void letGo(uint8_t pin) {
  pinMode(pin, INPUT_PULLUP);
}

static void letRise(uint8_t pin) {
  letGo(pin);
  for (uint8_t i = 0; i < LOOKS && digitalRead(pin) == LOW; i++) {
  }
}

void Display4::begin() {
  letRise(clockPin);
  letRise(dataPin);
  clear();
}

/* The data wire falls, or rises, while the clock is high. */
void Display4::start() {
  pull(dataPin);
  pull(clockPin);
}

void Display4::stop() {
  pull(dataPin);
  letRise(clockPin);
  letRise(dataPin);
}

/* Lowest bit first; a ninth clock for the acknowledge, during which the chip pulls the data wire. */
void Display4::sendByte(uint8_t value) {
  for (uint8_t bit = 0; bit < 8; bit++) {
    if (value & 1) {
      letRise(dataPin);
    } else {
      pull(dataPin);
    }
    letRise(clockPin);
    pull(clockPin);
    value >>= 1;
  }
  letGo(dataPin);
  letRise(clockPin);
  pull(clockPin);
}

void Display4::showSegments(const uint8_t *segments) {
  start();
  sendByte(DATA_COMMAND);
  stop();
  start();
  sendByte(ADDRESS_COMMAND);
  for (uint8_t i = 0; i < 4; i++) sendByte(segments[i]);
  stop();
  sendBrightness();
}

void Display4::sendBrightness() {
  start();
  sendByte(DISPLAY_ON | (brightness - 1));
  stop();
}

/* A number to the right, with zeros up to `fewest` digits and a point or colon behind a place. */
void Display4::showDigits(int number, uint8_t fewest, uint8_t pointAt) {
  uint8_t segments[4] = {0, 0, 0, 0};
  bool isNegative = number < 0;
  unsigned int rest = isNegative ? -number : number;
  uint8_t place = 4;
  do {
    place--;
    segments[place] = pgm_read_byte(DIGITS + rest % 10);
    rest /= 10;
  } while (place > 0 && (rest != 0 || 4 - place < fewest));
  if (isNegative && place > 0) segments[place - 1] = MINUS;
  if (pointAt != NO_POINT) segments[pointAt] |= POINT;
  showSegments(segments);
}

void Display4::showNumber(int number) {
  showDigits(limited(number, -999, 9999), 1, NO_POINT);
}

void Display4::showDecimal(double number) {
  if (!(number > -99.9)) number = number < 0 ? -99.9 : 0;
  if (number > 999.9) number = 999.9;
  int tenths = number * 10 + (number < 0 ? -0.5 : 0.5);
  showDigits(tenths, 2, 2);
}

void Display4::showTime(int left, int right) {
  showDigits(limited(left, 0, 99) * 100 + limited(right, 0, 99), 4, 1);
}

void Display4::setBrightness(int level) {
  brightness = limited(level, 1, 8);
  sendBrightness();
}

void Display4::clear() {
  uint8_t segments[4] = {0, 0, 0, 0};
  showSegments(segments);
}
