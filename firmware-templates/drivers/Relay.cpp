/* Relay: see Relay.h. */
#include "Relay.h"

void Relay::begin() {
  pinMode(pin, OUTPUT);
}

void Relay::set(bool on) {
  closed = on;
  digitalWrite(pin, on ? HIGH : LOW);
}
