/* Serial3 and its interrupts. */
#include <Arduino.h>

#include "SerialInterrupts.h"

#if defined(HAVE_HWSERIAL3)

#define USART (*(__UsartRegisters *)&UCSR3A)

#if defined(__SEVERAL_USARTS)
static __SerialRings rings;
HardwareSerial Serial3((uint16_t)&UCSR3A, &rings);
#else
#define rings __SerialInterrupts::rings()
HardwareSerial Serial3;
#endif

ISR(USART3_RX_vect) { __SerialInterrupts::receive(USART, rings); }
ISR(USART3_UDRE_vect) { __SerialInterrupts::sendNext(USART, rings); }

#endif
