/* analogRead(): one conversion of 13 ticks of 8 us, against the reference asked for. Datasheet chapter 24. */
#include <Arduino.h>

/* Differs from DEFAULT by these bits. */
static uint8_t reference = 0;

void __initAdc() { ADCSRA |= _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0); }

extern "C" {

/* Takes effect with the next analogRead(): what is wired to AREF must not meet the supply before. */
void analogReference(uint8_t asked) { reference = asked ^ DEFAULT; }

int analogRead(uint8_t pin) {
#if defined(__AVR_ATmega32U4__)
  if (pin >= PIN_A0) pin -= PIN_A0;
  uint8_t channel = analogPinToChannel(pin);
#else
  uint8_t channel = pin >= PIN_A0 ? pin - PIN_A0 : pin;
#endif
#if defined(MUX5)
  if (channel & 8) {
    ADCSRB |= _BV(MUX5);
  } else {
    ADCSRB &= (uint8_t)~_BV(MUX5);
  }
#endif
  ADMUX = (reference ^ DEFAULT) << 6 | (channel & 7);
  ADCSRA |= _BV(ADSC);
  while (ADCSRA & _BV(ADSC)) {
  }
  return ADC;
}
}
