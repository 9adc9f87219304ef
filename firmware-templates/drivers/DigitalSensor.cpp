/* DigitalSensor: see DigitalSensor.h. */
#include "DigitalSensor.h"

static const uint16_t SETTLE_MS = 20;

void DigitalSensor::begin() {
  pinMode(pin, level == LOW ? INPUT_PULLUP : INPUT);
  accepted = digitalRead(pin) == level;
  lastRead = millis();
}

bool DigitalSensor::read() {
  uint16_t now = millis();
  bool raw = digitalRead(pin) == level;
  bool isLongAgo = (uint16_t)(now - lastRead) > SETTLE_MS;
  lastRead = now;
  if (raw == accepted) {
    isDiffering = false;
  } else if (isLongAgo || (isDiffering && (uint16_t)(now - differsSince) >= SETTLE_MS)) {
    accepted = raw;
    isDiffering = false;
  } else if (!isDiffering) {
    isDiffering = true;
    differsSince = now;
  }
  return accepted;
}
