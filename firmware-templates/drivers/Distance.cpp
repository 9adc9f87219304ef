/* Distance: see Distance.h. */
#include "Distance.h"

static const unsigned long PAUSE_MS = 60;
static const uint8_t US_PER_CM = 58;
static const int FARTHEST_CM = 400;
static const int NEAREST_CM = 2;
/* The echo's pulse begins 0.5 ms after the trigger, a little later on slow copies. */
static const uint16_t BEGINS_WITHIN_US = 2000;
static const uint16_t FARTHEST_US = 23400;

void Distance::begin() {
  pinMode(triggerPin, OUTPUT);
  digitalWrite(triggerPin, LOW);
  if (echoPin != triggerPin) pinMode(echoPin, INPUT);
}

int Distance::centimetres() {
  unsigned long now = millis();
  if (!hasMeasured || now - measuredAt >= PAUSE_MS) {
    hasMeasured = true;
    last = measure();
    measuredAt = now;
  }
  return last;
}

/* The same wire may carry trigger and echo: it is let go in between. */
int Distance::measure() {
  volatile uint8_t *port = portInputRegister(digitalPinToPort(echoPin));
  uint8_t mask = digitalPinToBitMask(echoPin);
  /* Some sensors still wait for the echo before. */
  if ((*port & mask) != 0) return FARTHEST_CM;
  pinMode(triggerPin, OUTPUT);
  delayMicroseconds(2);
  digitalWrite(triggerPin, HIGH);
  delayMicroseconds(10);
  digitalWrite(triggerPin, LOW);
  pinMode(echoPin, INPUT);

  uint16_t start = micros();
  while ((*port & mask) == 0) {
    if ((uint16_t)((uint16_t)micros() - start) > BEGINS_WITHIN_US) return FARTHEST_CM;
  }
  start = micros();
  while ((*port & mask) != 0) {
    if ((uint16_t)((uint16_t)micros() - start) > FARTHEST_US) return FARTHEST_CM;
  }
  uint16_t length = (uint16_t)micros() - start;
  int distance = (length + US_PER_CM / 2) / US_PER_CM;
  if (distance < NEAREST_CM) return NEAREST_CM;
  return distance > FARTHEST_CM ? FARTHEST_CM : distance;
}
