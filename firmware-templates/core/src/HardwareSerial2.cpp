/* Serial2 and its interrupts. */
#include <Arduino.h>

#include "SerialInterrupts.h"

#if defined(HAVE_HWSERIAL2)

#define USART (*(__UsartRegisters *)&UCSR2A)

#if defined(__SEVERAL_USARTS)
static __SerialRings rings;
HardwareSerial Serial2((uint16_t)&UCSR2A, &rings);
#else
#define rings __SerialInterrupts::rings()
HardwareSerial Serial2;
#endif

ISR(USART2_RX_vect) { __SerialInterrupts::receive(USART, rings); }
ISR(USART2_UDRE_vect) { __SerialInterrupts::sendNext(USART, rings); }

#endif
