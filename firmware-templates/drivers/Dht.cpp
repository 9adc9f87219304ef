/* Dht: see Dht.h. */
#include "Dht.h"

static const unsigned long PAUSE_MS = 2000;
static const unsigned long WARM_UP_MS = 1000;
/* The longest level of an answer is 80 us; the bits 0 and 1 are high for 27 and 70 us. */
static const uint8_t LONGEST_LEVEL_US = 130;
static const uint8_t BETWEEN_0_AND_1_US = 48;

void Dht::begin() {
  pinMode(pin, INPUT_PULLUP);
  askedAt = millis() - (PAUSE_MS - WARM_UP_MS);
}

double Dht::celsius() {
  refresh();
  return celsiusTenths / 10.0;
}

double Dht::humidity() {
  refresh();
  return humidityTenths / 10.0;
}

static int limited(int value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

void Dht::refresh() {
  unsigned long now = millis();
  if (now - askedAt < PAUSE_MS) return;
  askedAt = now;
  uint8_t answer[5] = {0, 0, 0, 0, 0};
  if (!ask(answer)) return;
  if ((uint8_t)(answer[0] + answer[1] + answer[2] + answer[3]) != answer[4]) return;
  int humidity;
  int celsius;
  bool isBelowZero;
  if (model == DHT22) {
    humidity = answer[0] << 8 | answer[1];
    celsius = (answer[2] & 0x7F) << 8 | answer[3];
    isBelowZero = (answer[2] & 0x80) != 0;
  } else {
    humidity = answer[0] * 10 + answer[1];
    celsius = answer[2] * 10 + (answer[3] & 0x7F);
    isBelowZero = (answer[3] & 0x80) != 0;
  }
  humidityTenths = limited(humidity, 0, 1000);
  celsiusTenths = limited(isBelowZero ? -celsius : celsius, -400, 1250);
}

/* How long the wire stays at a level, in us; LONGEST_LEVEL_US when it is too long. */
static uint8_t timeLevel(volatile uint8_t *port, uint8_t mask, uint8_t level) {
  uint16_t start = micros();
  while ((*port & mask) == level) {
    if ((uint16_t)((uint16_t)micros() - start) >= LONGEST_LEVEL_US) return LONGEST_LEVEL_US;
  }
  uint16_t length = (uint16_t)micros() - start;
  return length < LONGEST_LEVEL_US ? length : LONGEST_LEVEL_US - 1;
}

/* Start signal, then 40 bits. False when the sensor falls silent. */
bool Dht::ask(uint8_t *answer) {
  volatile uint8_t *port = portInputRegister(digitalPinToPort(pin));
  uint8_t mask = digitalPinToBitMask(pin);
  digitalWrite(pin, LOW);
  pinMode(pin, OUTPUT);
  if (model == DHT22) {
    delayMicroseconds(1200);
  } else {
    /* 18 ms at least. */
    delay(19);
  }
  pinMode(pin, INPUT_PULLUP);
  /* The pull-up takes a moment to raise a long wire; the sensor waits 20 us at least. */
  delayMicroseconds(5);
  if (timeLevel(port, mask, mask) == LONGEST_LEVEL_US) return false;
  if (timeLevel(port, mask, 0) == LONGEST_LEVEL_US) return false;
  if (timeLevel(port, mask, mask) == LONGEST_LEVEL_US) return false;
  for (uint8_t bit = 0; bit < 40; bit++) {
    if (timeLevel(port, mask, 0) == LONGEST_LEVEL_US) return false;
    uint8_t high = timeLevel(port, mask, mask);
    if (high == LONGEST_LEVEL_US) return false;
    uint8_t *byte = answer + (bit >> 3);
    *byte = *byte << 1 | (high > BETWEEN_0_AND_1_US ? 1 : 0);
  }
  return true;
}
