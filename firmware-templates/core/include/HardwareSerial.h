/*
 * Serial ports (USART): Serial, on a Mega also Serial1 to Serial3, on a Leonardo Serial1.
 *
 * Both ways through rings of 64 bytes that interrupts fill and empty: print() waits only when 63 bytes are
 * on their way, and what comes in when 63 bytes wait to be read is lost. ATmega328P datasheet chapter 20.
 * RAM: 133 bytes, and 12 (Mega 16), each.
 */
#pragma once

#include <avr/io.h>

#include "Stream.h"

#ifndef SERIAL_RX_BUFFER_SIZE
#define SERIAL_RX_BUFFER_SIZE 64
#endif
#ifndef SERIAL_TX_BUFFER_SIZE
#define SERIAL_TX_BUFFER_SIZE 64
#endif

/* `Serial.begin(9600, SERIAL_7E1)`: data bits, parity, stop bits. */
#define SERIAL_5N1 0x00
#define SERIAL_6N1 0x02
#define SERIAL_7N1 0x04
#define SERIAL_8N1 0x06
#define SERIAL_5N2 0x08
#define SERIAL_6N2 0x0A
#define SERIAL_7N2 0x0C
#define SERIAL_8N2 0x0E
#define SERIAL_5E1 0x20
#define SERIAL_6E1 0x22
#define SERIAL_7E1 0x24
#define SERIAL_8E1 0x26
#define SERIAL_5E2 0x28
#define SERIAL_6E2 0x2A
#define SERIAL_7E2 0x2C
#define SERIAL_8E2 0x2E
#define SERIAL_5O1 0x30
#define SERIAL_6O1 0x32
#define SERIAL_7O1 0x34
#define SERIAL_8O1 0x36
#define SERIAL_5O2 0x38
#define SERIAL_6O2 0x3A
#define SERIAL_7O2 0x3C
#define SERIAL_8O2 0x3E

/* The registers of a USART, from the address of its UCSRnA on; they lie alike in all chips. */
struct __UsartRegisters {
  volatile uint8_t ucsra;
  volatile uint8_t ucsrb;
  volatile uint8_t ucsrc;
  volatile uint8_t unused;
  volatile uint8_t ubrrl;
  volatile uint8_t ubrrh;
  volatile uint8_t udr;
};

/* What the interrupts share with the program. Head: where the next byte comes; tail: where the next one is taken. */
struct __SerialRings {
  volatile uint8_t rxHead;
  volatile uint8_t rxTail;
  volatile uint8_t txHead;
  volatile uint8_t txTail;
  /* Something was sent since begin(). */
  bool isUsed;
  uint8_t rx[SERIAL_RX_BUFFER_SIZE];
  uint8_t tx[SERIAL_TX_BUFFER_SIZE];
};

/* With one USART only, its addresses are constants. */
#if defined(__AVR_ATmega2560__)
#define __SEVERAL_USARTS 1
#elif defined(__AVR_ATmega32U4__)
#define __ONLY_USART 0xC8
#else
#define __ONLY_USART 0xC0
#endif

class HardwareSerial : public Stream {
 public:
#if defined(__SEVERAL_USARTS)
  constexpr HardwareSerial(uint16_t address, __SerialRings *rings) : address(address), rings(rings) {}
#else
  constexpr HardwareSerial() {}
#endif

  __attribute__((always_inline)) inline void begin(unsigned long baud, uint8_t config = SERIAL_8N1) {
    if (__builtin_constant_p(baud)) {
      start(dividerOf(baud), config);
    } else {
      beginAny(baud, config);
    }
  }
  /* Waits until everything is sent, then leaves the pins. */
  void end();
  virtual int available();
  virtual int peek();
  virtual int read();
  virtual int availableForWrite();
  /* Waits until everything is sent. */
  virtual void flush();
  virtual size_t write(uint8_t c);
  size_t write(unsigned long n) { return write((uint8_t)n); }
  size_t write(long n) { return write((uint8_t)n); }
  size_t write(unsigned int n) { return write((uint8_t)n); }
  size_t write(int n) { return write((uint8_t)n); }
  using Print::write;
  operator bool() { return true; }

 private:
#if defined(__SEVERAL_USARTS)
  uint16_t address;
  __SerialRings *rings;
  __SerialRings &ring() const { return *rings; }
  __UsartRegisters &usart() const { return *(__UsartRegisters *)address; }
#else
  static __SerialRings onlyRings;
  __SerialRings &ring() const { return onlyRings; }
  __UsartRegisters &usart() const { return *(__UsartRegisters *)__ONLY_USART; }
  friend struct __SerialInterrupts;
#endif

  /* UBRR, and above it the bit that asks for double speed. */
  static const uint16_t DOUBLE = 0x8000;
  /* Double speed when UBRR has room for it; 57600 without, because old bootloaders and USB chips do so. */
  static __attribute__((always_inline)) inline uint16_t dividerOf(unsigned long baud) {
    uint16_t divider = (F_CPU / 4 / baud - 1) / 2;
    if ((F_CPU == 16000000UL && baud == 57600) || divider > 4095) return (F_CPU / 8 / baud - 1) / 2;
    return divider | DOUBLE;
  }
  void beginAny(unsigned long baud, uint8_t config);
  void start(uint16_t divider, uint8_t config);
};

#if defined(UBRR0H)
extern HardwareSerial Serial;
#define HAVE_HWSERIAL0
#endif
#if defined(UBRR1H)
extern HardwareSerial Serial1;
#define HAVE_HWSERIAL1
#endif
#if defined(UBRR2H)
extern HardwareSerial Serial2;
#define HAVE_HWSERIAL2
#endif
#if defined(UBRR3H)
extern HardwareSerial Serial3;
#define HAVE_HWSERIAL3
#endif

/* After each loop(): calls serialEvent() and its kind when something has come. */
extern void serialEventRun(void);
