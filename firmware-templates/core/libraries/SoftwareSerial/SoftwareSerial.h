/*
 * SoftwareSerial: a serial port on two pins of your choice, 300 to 57600 baud, 8 bits, no parity.
 *
 * Only one of them listens at a time: the one that began or listened last. While a byte is sent or received
 * interrupts are off, so that neither disturbs the other, nor millis() by more than a byte.
 * The receiving pin needs a pin change interrupt: all pins of the ATmega328P; 10 to 15, 50 to 53 and A8 to A15
 * of the 2560; 8 to 11 and 14 to 16 of the 32U4. Their interrupts (PCINTn_vect) are taken.
 * RAM: 21 bytes each, 68 for all together.
 */
#pragma once

#include <Arduino.h>

#ifndef _SS_MAX_RX_BUFF
#define _SS_MAX_RX_BUFF 64
#endif

class SoftwareSerial : public Stream {
 public:
  /* `isInverse`: the line rests low and a 1 is low. */
  SoftwareSerial(uint8_t receivePin, uint8_t transmitPin, bool isInverse = false);
  ~SoftwareSerial() { end(); }

  void begin(long speed);
  void end() { stopListening(); }
  /* True when it did not listen before; what was received and not read is forgotten. */
  bool listen();
  bool stopListening();
  bool isListening() { return _listener == this; }
  /* Whether bytes came and found no room since it was last asked. */
  bool overflow();

  virtual size_t write(uint8_t value);
  using Print::write;
  virtual int available();
  virtual int read();
  virtual int peek();
  virtual void flush() {}
  operator bool() { return true; }

  /* For the interrupts alone. */
  static inline void handle_interrupt() __attribute__((always_inline));

 private:
  static SoftwareSerial *volatile _listener;

  inline void receive() __attribute__((always_inline));
  void setInterrupt(bool isOn);

  uint8_t _receivePin;
  uint8_t _receiveMask;
  uint8_t _transmitMask;
  bool _isInverse;
  bool _isFull;
  volatile uint8_t *_receiveInput;
  volatile uint8_t *_transmitOutput;
  /* Loops of four cycles, less what the code around them takes. */
  uint16_t _toMiddle;
  uint16_t _receiveBit;
  uint16_t _transmitBit;
};
