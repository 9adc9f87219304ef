/*
 * attachInterrupt(): the chip's external interrupts by Arduino's numbers. A mode is what ISCn1 and ISCn0 want:
 * LOW 0, CHANGE 1, FALLING 2, RISING 3. ATmega328P datasheet section 13.2.
 */
#include <Arduino.h>

/* Number n is INT<line>; lines 4 to 7 have their modes in EICRB. */
#if defined(__AVR_ATmega2560__)
static const uint8_t lines[] PROGMEM = {4, 5, 0, 1, 2, 3, 6, 7};
#elif defined(__AVR_ATmega32U4__)
static const uint8_t lines[] PROGMEM = {0, 1, 2, 3, 6};
#else
static const uint8_t lines[] PROGMEM = {0, 1};
#endif
static const uint8_t COUNT = sizeof(lines);

static void (*volatile handlers[COUNT])();

extern "C" {

void attachInterrupt(uint8_t number, void (*handler)(), int mode) {
  if (number >= COUNT) return;
  handlers[number] = handler;
  uint8_t line = pgm_read_byte(&lines[number]);
  uint8_t shift = (line & 3) * 2;
  uint8_t cleared = ~(3 << shift);
  uint8_t asked = mode << shift;
#if defined(EICRB)
  if (line >= 4) {
    EICRB = (EICRB & cleared) | asked;
  } else
#endif
  {
    EICRA = (EICRA & cleared) | asked;
  }
  EIMSK |= 1 << line;
}

void detachInterrupt(uint8_t number) {
  if (number >= COUNT) return;
  EIMSK &= (uint8_t) ~(1 << pgm_read_byte(&lines[number]));
  handlers[number] = NULL;
}
}

/* It may have been detached while its interrupt was waiting. */
static inline void run(uint8_t number) {
  void (*handler)() = handlers[number];
  if (handler != NULL) handler();
}

#if defined(__AVR_ATmega2560__)
ISR(INT4_vect) { run(0); }
ISR(INT5_vect) { run(1); }
ISR(INT0_vect) { run(2); }
ISR(INT1_vect) { run(3); }
ISR(INT2_vect) { run(4); }
ISR(INT3_vect) { run(5); }
ISR(INT6_vect) { run(6); }
ISR(INT7_vect) { run(7); }
#else
ISR(INT0_vect) { run(0); }
ISR(INT1_vect) { run(1); }
#if defined(__AVR_ATmega32U4__)
ISR(INT2_vect) { run(2); }
ISR(INT3_vect) { run(3); }
ISR(INT6_vect) { run(4); }
#endif
#endif
