/* Serial1 and its interrupts. */
#include <Arduino.h>

#include "SerialInterrupts.h"

#if defined(HAVE_HWSERIAL1)

#define USART (*(__UsartRegisters *)&UCSR1A)

#if defined(__SEVERAL_USARTS)
static __SerialRings rings;
HardwareSerial Serial1((uint16_t)&UCSR1A, &rings);
#else
#define rings __SerialInterrupts::rings()
HardwareSerial Serial1;
#endif

ISR(USART1_RX_vect) { __SerialInterrupts::receive(USART, rings); }
ISR(USART1_UDRE_vect) { __SerialInterrupts::sendNext(USART, rings); }

#endif
