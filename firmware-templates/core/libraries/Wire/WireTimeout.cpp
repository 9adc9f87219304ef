/* Wire's timeouts: in the program when it calls setWireTimeout(). */
#include "WireBus.h"

/* Microseconds; 0: for ever. */
static volatile uint32_t timeout;
static volatile bool isExpired;
static bool resetsInterface;

static void expire() {
  isExpired = true;
  if (!resetsInterface) return;
  uint8_t address = TWAR;
  uint8_t clock = TWBR;
  Wire.end();
  __wireInit();
  TWAR = address;
  TWBR = clock;
}

/* Waits while the state is that, or while it is not. */
static bool wait(uint8_t state, bool isThat) {
  uint32_t start = micros();
  while ((__wireBus.state == state) == isThat) {
    if (timeout != 0 && micros() - start > timeout) {
      expire();
      return false;
    }
  }
  return true;
}

bool __wireWaitWhile(uint8_t state) { return wait(state, true); }
bool __wireWaitReady() { return wait(WIRE_READY, false); }

/* Inside the interrupt, where micros() stands still. */
bool __wireWaitStop() {
  uint32_t left = timeout / 8 + 1;
  while (TWCR & _BV(TWSTO)) {
    if (timeout == 0) continue;
    if (left-- == 0) {
      expire();
      return false;
    }
    delayMicroseconds(8);
  }
  return true;
}

void TwoWire::setWireTimeout(uint32_t us, bool resets) {
  isExpired = false;
  timeout = us;
  resetsInterface = resets;
}
bool TwoWire::getWireTimeoutFlag() { return isExpired; }
void TwoWire::clearWireTimeoutFlag() { isExpired = false; }
