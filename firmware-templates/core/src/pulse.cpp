/*
 * pulseIn(): counts turns of a loop of 16 cycles, so that a microsecond is a turn. Interrupts that come while
 * a pulse lasts make it seem shorter. pulseInLong() asks micros() instead and goes by fours.
 */
#include <Arduino.h>

/*
 * In the runtime, in assembler: waits while the level is already `state`, until it becomes that, and until it is
 * over. Turns of the third wait, or 0 when all three took more than `most`.
 */
extern "C" unsigned long __pulseTurns(volatile uint8_t *input, uint8_t mask, uint8_t state, unsigned long most);

unsigned long pulseIn(uint8_t pin, uint8_t state, unsigned long timeout) {
  volatile uint8_t *input = portInputRegister(digitalPinToPort(pin));
  uint8_t mask = digitalPinToBitMask(pin);
  unsigned long most = timeout * (F_CPU / 1000000UL) / 16;
  unsigned long turns = __pulseTurns(input, mask, state != 0 ? mask : 0, most);
  return turns == 0 ? 0 : (turns * 16 + 16) / (F_CPU / 1000000UL);
}

unsigned long pulseInLong(uint8_t pin, uint8_t state, unsigned long timeout) {
  volatile uint8_t *input = portInputRegister(digitalPinToPort(pin));
  uint8_t mask = digitalPinToBitMask(pin);
  uint8_t wanted = state != 0 ? mask : 0;
  unsigned long called = micros();
  while ((*input & mask) == wanted) {
    if (micros() - called > timeout) return 0;
  }
  while ((*input & mask) != wanted) {
    if (micros() - called > timeout) return 0;
  }
  unsigned long start = micros();
  while ((*input & mask) == wanted) {
    if (micros() - called > timeout) return 0;
  }
  return micros() - start;
}
