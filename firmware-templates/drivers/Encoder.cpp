/* Encoder: see Encoder.h. */
#include "Encoder.h"

static const int LIMIT = 32000;

Encoder *Encoder::instances[2];

void Encoder::begin() {
  pinMode(aPin, INPUT_PULLUP);
  pinMode(bPin, INPUT_PULLUP);
  aMask = digitalPinToBitMask(aPin);
  bMask = digitalPinToBitMask(bPin);
  aPort = portInputRegister(digitalPinToPort(aPin));
  bPort = portInputRegister(digitalPinToPort(bPin));
  if (instances[0] == 0 || instances[0] == this) {
    instances[0] = this;
    attachInterrupt(digitalPinToInterrupt(aPin), onChange0, CHANGE);
  } else {
    instances[1] = this;
    attachInterrupt(digitalPinToInterrupt(aPin), onChange1, CHANGE);
  }
}

void Encoder::onChange0() {
  instances[0]->onChange();
}

void Encoder::onChange1() {
  instances[1]->onChange();
}

/*
 * A closes (falls) at the beginning of a click and opens (rises) at its end; forwards B is open first and
 * closed then, backwards the other way round. Each rest between two clicks starts anew.
 */
void Encoder::onChange() {
  bool a = (*aPort & aMask) != 0;
  bool b = (*bPort & bMask) != 0;
  if (!a) {
    begun = b ? 1 : -1;
    return;
  }
  if (begun == 1 && !b && clicks < LIMIT) clicks++;
  if (begun == -1 && b && clicks > -LIMIT) clicks--;
  begun = 0;
}

int Encoder::position() {
  noInterrupts();
  int now = clicks;
  interrupts();
  return now;
}

void Encoder::setPosition(int newPosition) {
  if (newPosition < -LIMIT) newPosition = -LIMIT;
  if (newPosition > LIMIT) newPosition = LIMIT;
  noInterrupts();
  clicks = newPosition;
  interrupts();
}
