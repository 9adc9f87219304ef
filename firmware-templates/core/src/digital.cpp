/* Digital pins whose number or mode is only known when running. */
#include <Arduino.h>

extern "C" {

void __pinModeAny(uint8_t pin, uint8_t mode) {
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return;
  volatile uint8_t *direction = portModeRegister(place >> 3);
  volatile uint8_t *output = direction + 1;
  uint8_t mask = __maskOf(place & 7);
  uint8_t before = SREG;
  cli();
  if (mode == INPUT || mode == INPUT_PULLUP) {
    *direction &= (uint8_t)~mask;
    if (mode == INPUT) {
      *output &= (uint8_t)~mask;
    } else {
      *output |= mask;
    }
  } else {
    *direction |= mask;
  }
  SREG = before;
}

void __digitalWriteAny(uint8_t pin, uint8_t value) {
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return;
  __pwmOff(__timerOf(pin));
  volatile uint8_t *output = portOutputRegister(place >> 3);
  uint8_t mask = __maskOf(place & 7);
  uint8_t before = SREG;
  cli();
  if (value == LOW) {
    *output &= (uint8_t)~mask;
  } else {
    *output |= mask;
  }
  SREG = before;
}

int __digitalReadAny(uint8_t pin) {
  uint8_t place = __placeOf(pin);
  if (place == NOT_A_PIN) return LOW;
  __pwmOff(__timerOf(pin));
  return *portInputRegister(place >> 3) & __maskOf(place & 7) ? HIGH : LOW;
}

/* A turn takes a microsecond: four of its cycles count down. The call and the return take the first one. */
void __delayAny(unsigned int us) {
  if (us <= 1) return;
  us--;
  do {
    __builtin_avr_delay_cycles(F_CPU / 1000000UL - 4);
  } while (--us != 0);
}

void shiftOut(uint8_t dataPin, uint8_t clockPin, uint8_t bitOrder, uint8_t value) {
  for (uint8_t i = 0; i < 8; i++) {
    if (bitOrder == LSBFIRST) {
      digitalWrite(dataPin, value & 1);
      value >>= 1;
    } else {
      digitalWrite(dataPin, value >> 7);
      value <<= 1;
    }
    digitalWrite(clockPin, HIGH);
    digitalWrite(clockPin, LOW);
  }
}

uint8_t shiftIn(uint8_t dataPin, uint8_t clockPin, uint8_t bitOrder) {
  uint8_t value = 0;
  for (uint8_t i = 0; i < 8; i++) {
    digitalWrite(clockPin, HIGH);
    uint8_t one = digitalRead(dataPin);
    if (bitOrder == LSBFIRST) {
      value = value >> 1 | (one ? 0x80 : 0);
    } else {
      value = value << 1 | one;
    }
    digitalWrite(clockPin, LOW);
  }
  return value;
}
}
