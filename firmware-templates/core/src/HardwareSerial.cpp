/* HardwareSerial: see HardwareSerial.h. The ports and their interrupts are in HardwareSerial0.cpp and so on. */
#include <Arduino.h>

#include "SerialInterrupts.h"

#if !defined(__SEVERAL_USARTS)
__SerialRings HardwareSerial::onlyRings;
#endif

void HardwareSerial::beginAny(unsigned long baud, uint8_t config) { start(dividerOf(baud), config); }

void HardwareSerial::start(uint16_t divider, uint8_t config) {
  __UsartRegisters &usart = this->usart();
  usart.ucsra = divider & DOUBLE ? _BV(USART_U2X) : 0;
  usart.ubrrh = (divider & 0xFFF) >> 8;
  usart.ubrrl = divider;
  ring().isUsed = false;
  usart.ucsrc = config;
  usart.ucsrb = (usart.ucsrb | _BV(USART_RXEN) | _BV(USART_TXEN) | _BV(USART_RXCIE)) & (uint8_t)~_BV(USART_UDRIE);
}

void HardwareSerial::end() {
  flush();
  usart().ucsrb &= (uint8_t) ~(_BV(USART_RXEN) | _BV(USART_TXEN) | _BV(USART_RXCIE) | _BV(USART_UDRIE));
  ring().rxHead = ring().rxTail;
}

int HardwareSerial::available() {
  __SerialRings &ring = this->ring();
  return (uint8_t)(ring.rxHead - ring.rxTail) % SERIAL_RX_BUFFER_SIZE;
}

int HardwareSerial::peek() {
  __SerialRings &ring = this->ring();
  uint8_t tail = ring.rxTail;
  return ring.rxHead == tail ? -1 : ring.rx[tail];
}

int HardwareSerial::read() {
  __SerialRings &ring = this->ring();
  uint8_t tail = ring.rxTail;
  if (ring.rxHead == tail) return -1;
  uint8_t c = ring.rx[tail];
  ring.rxTail = (uint8_t)(tail + 1) % SERIAL_RX_BUFFER_SIZE;
  return c;
}

int HardwareSerial::availableForWrite() {
  __SerialRings &ring = this->ring();
  return (uint8_t)(ring.txTail - ring.txHead - 1) % SERIAL_TX_BUFFER_SIZE;
}

/* With interrupts off, does by itself what the interrupt would do. */
static inline void sendWithoutInterrupt(__UsartRegisters &usart, __SerialRings &ring) {
  if ((SREG & _BV(SREG_I)) == 0 && (usart.ucsra & _BV(USART_UDRE))) __SerialInterrupts::sendNext(usart, ring);
}

void HardwareSerial::flush() {
  __UsartRegisters &usart = this->usart();
  /* TXC is set only by sending. */
  if (!ring().isUsed) return;
  while ((usart.ucsrb & _BV(USART_UDRIE)) || !(usart.ucsra & _BV(USART_TXC))) {
    if (usart.ucsrb & _BV(USART_UDRIE)) sendWithoutInterrupt(usart, ring());
  }
}

size_t HardwareSerial::write(uint8_t c) {
  __UsartRegisters &usart = this->usart();
  __SerialRings &ring = this->ring();
  ring.isUsed = true;
  uint8_t head = ring.txHead;
  if (head == ring.txTail && (usart.ucsra & _BV(USART_UDRE))) {
    /* Nothing waits: straight to the USART. TXC must be cleared before this byte can set it. */
    uint8_t before = SREG;
    cli();
    usart.udr = c;
    __SerialInterrupts::clearTransmitComplete(usart);
    SREG = before;
    return 1;
  }
  uint8_t next = (uint8_t)(head + 1) % SERIAL_TX_BUFFER_SIZE;
  while (next == ring.txTail) sendWithoutInterrupt(usart, ring);
  ring.tx[head] = c;
  uint8_t before = SREG;
  cli();
  ring.txHead = next;
  usart.ucsrb |= _BV(USART_UDRIE);
  SREG = before;
  return 1;
}
