/* DigitalSensor: see DigitalSensor.h. */
#include "DigitalSensor.h"

void DigitalSensor::begin() {
  pinMode(pin, level == LOW ? INPUT_PULLUP : INPUT);
}

bool DigitalSensor::isActive() {
  uint8_t now = digitalRead(pin) == level;
  uint16_t time = millis();
  if (now == state || state == UNKNOWN || (uint16_t)(time - agreedAt) >= BOUNCE_MS) {
    state = now;
    agreedAt = time;
  }
  return state;
}
