/* InfraredRemote: see InfraredRemote.h. */
#include "InfraredRemote.h"

static const unsigned long HELD_MS = 150;
/* Borders between the lengths of the protocol, in us. */
static const unsigned long SHORTEST_BIT = 700;
static const unsigned long BETWEEN_0_AND_1 = 1690;
static const unsigned long LONGEST_BIT = 3000;
static const unsigned long SHORTEST_REPEAT = 10300;
static const unsigned long BETWEEN_REPEAT_AND_FRAME = 12400;
static const unsigned long LONGEST_FRAME = 15000;
static const uint8_t BITS = 32;
static const uint8_t NO_FRAME = 255;

volatile uint8_t InfraredRemote::code = 0;
volatile bool InfraredRemote::isFresh = false;
volatile unsigned long InfraredRemote::frameAt = 0;

/* Only the interrupt uses these. */
static unsigned long lastFall = 0;
static uint32_t frame = 0;
static uint8_t received = NO_FRAME;

void InfraredRemote::begin() {
  pinMode(pin, INPUT_PULLUP);
  attachInterrupt(digitalPinToInterrupt(pin), onFall, FALLING);
}

void InfraredRemote::onFall() {
  unsigned long now = micros();
  unsigned long since = now - lastFall;
  lastFall = now;
  if (since >= SHORTEST_REPEAT) {
    received = NO_FRAME;
    if (since > LONGEST_FRAME) return;
    if (since > BETWEEN_REPEAT_AND_FRAME) {
      received = 0;
    } else if (isFresh && millis() - frameAt < HELD_MS) {
      frameAt = millis();
    }
    return;
  }
  if (received == NO_FRAME) return;
  if (since < SHORTEST_BIT || since > LONGEST_BIT) {
    received = NO_FRAME;
    return;
  }
  /* Lowest bit first: address, its inverse, command, its inverse. */
  frame >>= 1;
  if (since > BETWEEN_0_AND_1) frame |= 0x80000000UL;
  received++;
  if (received < BITS) return;
  received = NO_FRAME;
  uint8_t command = frame >> 16;
  uint8_t inverse = frame >> 24;
  if ((command ^ inverse) != 0xFF) {
    /* Its repeats must not prolong the key before. */
    isFresh = false;
    return;
  }
  code = command;
  isFresh = true;
  frameAt = millis();
}

bool InfraredRemote::isHeld(uint8_t key) {
  noInterrupts();
  if (isFresh && millis() - frameAt >= HELD_MS) isFresh = false;
  bool isIt = isFresh && code == key;
  interrupts();
  return isIt;
}
