/* Serial and its interrupts. */
#include <Arduino.h>

#include "SerialInterrupts.h"

#if defined(HAVE_HWSERIAL0)

#define USART (*(__UsartRegisters *)&UCSR0A)

#if defined(__SEVERAL_USARTS)
static __SerialRings rings;
HardwareSerial Serial((uint16_t)&UCSR0A, &rings);
#else
#define rings __SerialInterrupts::rings()
HardwareSerial Serial;
#endif

#if defined(USART_RX_vect)
ISR(USART_RX_vect) { __SerialInterrupts::receive(USART, rings); }
ISR(USART_UDRE_vect) { __SerialInterrupts::sendNext(USART, rings); }
#else
ISR(USART0_RX_vect) { __SerialInterrupts::receive(USART, rings); }
ISR(USART0_UDRE_vect) { __SerialInterrupts::sendNext(USART, rings); }
#endif

#endif
