/*
 * Serial of the ATmega32U4: a serial port over its own USB, class CDC-ACM. Also makes the board restart into
 * its bootloader when a computer opens the port at 1200 baud and closes it. Datasheet chapters 21 and 22.
 *
 * Until a program on the computer has opened the port, what is printed is lost. print() waits up to 250 ms when
 * the computer does not fetch. The baud rate means nothing. RAM: 14 bytes, and 18.
 */
#pragma once

#include "Stream.h"

#define HAVE_CDCSERIAL

class USBDevice_ {
 public:
  void attach();
  void detach() {}
  void poll() {}
  /* The computer has chosen a configuration. */
  bool configured();
  bool isSuspended();
  /* False when the computer has not allowed it, or is not asleep. */
  bool wakeupHost();
};
extern USBDevice_ USBDevice;

class Serial_ : public Stream {
 public:
  constexpr Serial_() : peeked(0) {}

  void begin(unsigned long) { peeked = 0; }
  void begin(unsigned long, uint8_t) { peeked = 0; }
  void end() {}
  virtual int available();
  virtual int peek();
  virtual int read();
  virtual int availableForWrite();
  virtual void flush();
  virtual size_t write(uint8_t c) { return write(&c, 1); }
  virtual size_t write(const uint8_t *bytes, size_t count);
  using Print::write;
  /* A program has opened the port; takes 10 ms, because it may need them still. */
  operator bool();

  /* Milliseconds of the last break, once; -1: none. */
  int32_t readBreak();
  /* What the program on the computer asked for. */
  uint32_t baud();
  uint8_t stopbits();
  uint8_t paritytype();
  uint8_t numbits();
  bool dtr();
  bool rts();
  enum { ONE_STOP_BIT = 0, ONE_AND_HALF_STOP_BIT = 1, TWO_STOP_BITS = 2 };
  enum { NO_PARITY = 0, ODD_PARITY = 1, EVEN_PARITY = 2, MARK_PARITY = 3, SPACE_PARITY = 4 };

 private:
  /* The byte that peek() has taken, plus 1; 0: none. */
  int peeked;
};
extern Serial_ Serial;
