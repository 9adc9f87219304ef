/*
 * analogWrite(): connects a pin to its timer. A table says, for TIMER0A and so on, which bit of which register
 * connects it, and where its duty goes.
 */
#include <Arduino.h>

struct Output {
  /* Address of TCCRnA; 0: no such output. */
  uint16_t control;
  /* COMnx1. */
  uint8_t connect;
  /* OCRnx has 16 bits. */
  uint8_t isWide;
  /* Address of OCRnx. */
  uint16_t duty;
};

#define NO_OUTPUT \
  { 0, 0, 0, 0 }
#define OUTPUT_OF(control, bit, isWide, duty) \
  { (uint16_t) & control, _BV(bit), isWide, (uint16_t) & duty }

static const Output outputs[] PROGMEM = {
    NO_OUTPUT,
    OUTPUT_OF(TCCR0A, COM0A1, 0, OCR0A),
    OUTPUT_OF(TCCR0A, COM0B1, 0, OCR0B),
    OUTPUT_OF(TCCR1A, COM1A1, 1, OCR1A),
    OUTPUT_OF(TCCR1A, COM1B1, 1, OCR1B),
#if defined(COM1C1)
    OUTPUT_OF(TCCR1A, COM1C1, 1, OCR1C),
#else
    NO_OUTPUT,
#endif
    NO_OUTPUT,
#if defined(TCCR2A)
    OUTPUT_OF(TCCR2A, COM2A1, 0, OCR2A),
    OUTPUT_OF(TCCR2A, COM2B1, 0, OCR2B),
#endif
#if defined(TCCR3A)
#if !defined(TCCR2A)
    NO_OUTPUT,
    NO_OUTPUT,
#endif
    OUTPUT_OF(TCCR3A, COM3A1, 1, OCR3A),
    OUTPUT_OF(TCCR3A, COM3B1, 1, OCR3B),
    OUTPUT_OF(TCCR3A, COM3C1, 1, OCR3C),
#endif
#if defined(TCCR4D)
    OUTPUT_OF(TCCR4A, COM4A1, 0, OCR4A),
    OUTPUT_OF(TCCR4A, COM4B1, 0, OCR4B),
    NO_OUTPUT,
    OUTPUT_OF(TCCR4C, COM4D1, 0, OCR4D),
#elif defined(TCCR4A)
    OUTPUT_OF(TCCR4A, COM4A1, 1, OCR4A),
    OUTPUT_OF(TCCR4A, COM4B1, 1, OCR4B),
    OUTPUT_OF(TCCR4A, COM4C1, 1, OCR4C),
    NO_OUTPUT,
#endif
#if defined(TCCR5A)
    OUTPUT_OF(TCCR5A, COM5A1, 1, OCR5A),
    OUTPUT_OF(TCCR5A, COM5B1, 1, OCR5B),
    OUTPUT_OF(TCCR5A, COM5C1, 1, OCR5C),
#endif
};

extern "C" {

void __pwmOff(uint8_t timer) {
  if (timer == NOT_ON_TIMER) return;
  *(volatile uint8_t *)pgm_read_word(&outputs[timer].control) &=
      (uint8_t)~pgm_read_byte(&outputs[timer].connect);
}

void analogWrite(uint8_t pin, int value) {
  pinMode(pin, OUTPUT);
  uint8_t timer = digitalPinToTimer(pin);
  if (value == 0 || value == 255 || timer == NOT_ON_TIMER) {
    digitalWrite(pin, value < 128 ? LOW : HIGH);
    return;
  }
  volatile uint8_t *control = (volatile uint8_t *)pgm_read_word(&outputs[timer].control);
  uint8_t connect = pgm_read_byte(&outputs[timer].connect);
  *control |= connect;
#if defined(TCCR4D)
  /* With COM4x0 the inverse would go to a second pin. */
  if (timer >= TIMER4A) *control &= (uint8_t) ~(connect >> 1);
#endif
  uint16_t duty = pgm_read_word(&outputs[timer].duty);
  if (pgm_read_byte(&outputs[timer].isWide)) {
    *(volatile uint16_t *)duty = value;
  } else {
    *(volatile uint8_t *)duty = value;
  }
}
}
