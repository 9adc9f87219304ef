/* Relay: see Relay.h. */
#include "Relay.h"

void Relay::begin() {
  pinMode(pin, OUTPUT);
  off();
}

void Relay::set(bool isClosed) {
  closed = isClosed;
  digitalWrite(pin, closed ? HIGH : LOW);
}
