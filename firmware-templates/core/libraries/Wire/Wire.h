/*
 * Wire: I2C as master or as slave, 100 kHz at first, through the chip's two-wire interface. Datasheet chapter
 * 22.
 *
 * A transmission has at most 32 bytes. endTransmission() and requestFrom() wait for the bus, for ever unless
 * setWireTimeout() was called. Inside onReceive() and onRequest() handlers interrupts are off.
 * RAM: 92 bytes, as a slave 71 more.
 */
#pragma once

#include <Arduino.h>

#define BUFFER_LENGTH 32
#define WIRE_HAS_END 1
#define WIRE_HAS_TIMEOUT 1

class TwoWire : public Stream {
 public:
  constexpr TwoWire() {}

  void begin();
  /* As a slave with this address, 7 bits. */
  void begin(uint8_t address);
  void begin(int address) { begin((uint8_t)address); }
  void end();
  void setClock(uint32_t hertz);
  /* Microseconds, 0 for ever. Afterwards the interface may be started anew. */
  void setWireTimeout(uint32_t timeout = 25000, bool resetsInterface = false);
  bool getWireTimeoutFlag();
  void clearWireTimeoutFlag();

  void beginTransmission(uint8_t address);
  void beginTransmission(int address) { beginTransmission((uint8_t)address); }
  /* 0: done; 2: nobody has this address; 3: a byte was refused; 4: something else; 5: timeout. */
  uint8_t endTransmission(uint8_t isStopped = true);

  /* Bytes received. */
  uint8_t requestFrom(uint8_t address, uint8_t count, uint8_t isStopped = true);
  uint8_t requestFrom(int address, int count) { return requestFrom((uint8_t)address, (uint8_t)count); }
  uint8_t requestFrom(int address, int count, int isStopped) {
    return requestFrom((uint8_t)address, (uint8_t)count, (uint8_t)isStopped);
  }
  /* Sends the address of a register first, of up to 3 bytes. */
  uint8_t requestFrom(uint8_t address, uint8_t count, uint32_t reg, uint8_t regBytes, uint8_t isStopped);

  virtual size_t write(uint8_t value);
  virtual size_t write(const uint8_t *bytes, size_t count);
  size_t write(unsigned long n) { return write((uint8_t)n); }
  size_t write(long n) { return write((uint8_t)n); }
  size_t write(unsigned int n) { return write((uint8_t)n); }
  size_t write(int n) { return write((uint8_t)n); }
  using Print::write;
  virtual int available();
  virtual int read();
  virtual int peek();
  virtual void flush() {}

  /* Slave: so many bytes have come; bytes are wanted, to be given with write(). */
  void onReceive(void (*handler)(int));
  void onRequest(void (*handler)());
};

extern TwoWire Wire;
