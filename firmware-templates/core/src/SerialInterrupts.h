/* What the interrupts of a USART do. A port's .cpp calls it with constants: they become its addresses. */
#pragma once

#include <Arduino.h>

/* Bits are the same in UCSRnA and UCSRnB of every USART. */
#define USART_RXCIE 7
#define USART_UDRIE 5
#define USART_RXEN 4
#define USART_TXEN 3
#define USART_TXC 6
#define USART_UDRE 5
#define USART_UPE 2
#define USART_U2X 1
#define USART_MPCM 0

struct __SerialInterrupts {
#if !defined(__SEVERAL_USARTS)
  __ALWAYS_INLINE static __SerialRings &rings() { return HardwareSerial::onlyRings; }
#endif

  /* A one clears TXC. */
  __ALWAYS_INLINE static void clearTransmitComplete(__UsartRegisters &usart) {
    usart.ucsra = (usart.ucsra & (_BV(USART_U2X) | _BV(USART_MPCM))) | _BV(USART_TXC);
  }

  /* A byte has come; one with a wrong parity is thrown away, and so is one for which there is no room. */
  __ALWAYS_INLINE static void receive(__UsartRegisters &usart, __SerialRings &ring) {
    bool isGood = (usart.ucsra & _BV(USART_UPE)) == 0;
    uint8_t c = usart.udr;
    if (!isGood) return;
    uint8_t head = ring.rxHead;
    uint8_t next = (uint8_t)(head + 1) % SERIAL_RX_BUFFER_SIZE;
    if (next == ring.rxTail) return;
    ring.rx[head] = c;
    ring.rxHead = next;
  }

  /* The USART can take the next byte, and there is one. */
  static void sendNext(__UsartRegisters &usart, __SerialRings &ring) {
    uint8_t tail = ring.txTail;
    usart.udr = ring.tx[tail];
    tail = (uint8_t)(tail + 1) % SERIAL_TX_BUFFER_SIZE;
    ring.txTail = tail;
    clearTransmitComplete(usart);
    if (ring.txHead == tail) usart.ucsrb &= (uint8_t)~_BV(USART_UDRIE);
  }
};
