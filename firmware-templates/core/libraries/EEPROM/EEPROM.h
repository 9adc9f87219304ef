/*
 * EEPROM: what stays when the board is off, 1 kB (Mega 4 kB). `EEPROM[5] = 42;` or read, write, update, get
 * and put. A byte takes 3.4 ms to write and lasts 100,000 times: update() and put() leave equal bytes alone.
 */
#pragma once

#include <avr/eeprom.h>
#include <avr/io.h>

/* A byte of the EEPROM. */
struct EERef {
  int index;

  EERef(const int index) : index(index) {}

  uint8_t operator*() const { return eeprom_read_byte((const uint8_t *)index); }
  operator uint8_t() const { return **this; }

  EERef &operator=(const EERef &other) { return *this = *other; }
  EERef &operator=(uint8_t value) {
    eeprom_write_byte((uint8_t *)index, value);
    return *this;
  }
  EERef &update(uint8_t value) {
    eeprom_update_byte((uint8_t *)index, value);
    return *this;
  }
  EERef &operator+=(uint8_t by) { return *this = (uint8_t)(**this + by); }
  EERef &operator-=(uint8_t by) { return *this = (uint8_t)(**this - by); }
  EERef &operator*=(uint8_t by) { return *this = (uint8_t)(**this * by); }
  EERef &operator/=(uint8_t by) { return *this = (uint8_t)(**this / by); }
  EERef &operator%=(uint8_t by) { return *this = (uint8_t)(**this % by); }
  EERef &operator&=(uint8_t by) { return *this = (uint8_t)(**this & by); }
  EERef &operator|=(uint8_t by) { return *this = (uint8_t)(**this | by); }
  EERef &operator^=(uint8_t by) { return *this = (uint8_t)(**this ^ by); }
  EERef &operator<<=(uint8_t by) { return *this = (uint8_t)(**this << by); }
  EERef &operator>>=(uint8_t by) { return *this = (uint8_t)(**this >> by); }
  EERef &operator++() { return *this += 1; }
  EERef &operator--() { return *this -= 1; }
  /* The new value, as the official one. */
  uint8_t operator++(int) { return ++*this; }
  uint8_t operator--(int) { return --*this; }
};

/* Goes through the EEPROM: `for (EERef cell : EEPROM)`. */
struct EEPtr {
  int index;

  EEPtr(const int index) : index(index) {}
  operator int() const { return index; }
  EEPtr &operator=(int to) {
    index = to;
    return *this;
  }
  bool operator!=(const EEPtr &other) { return index != other.index; }
  EERef operator*() { return EERef(index); }
  EEPtr &operator++() {
    ++index;
    return *this;
  }
  EEPtr &operator--() {
    --index;
    return *this;
  }
  EEPtr operator++(int) { return EEPtr(index++); }
  EEPtr operator--(int) { return EEPtr(index--); }
};

struct EEPROMClass {
  EERef operator[](const int index) { return EERef(index); }
  uint8_t read(int index) { return eeprom_read_byte((const uint8_t *)index); }
  void write(int index, uint8_t value) { eeprom_write_byte((uint8_t *)index, value); }
  void update(int index, uint8_t value) { eeprom_update_byte((uint8_t *)index, value); }
  EEPtr begin() { return EEPtr(0); }
  EEPtr end() { return EEPtr(E2END + 1); }
  uint16_t length() { return E2END + 1; }

  /* Any variable, byte by byte. */
  template <typename T>
  T &get(int index, T &value) {
    eeprom_read_block(&value, (const void *)index, sizeof(T));
    return value;
  }
  template <typename T>
  const T &put(int index, const T &value) {
    eeprom_update_block(&value, (void *)index, sizeof(T));
    return value;
  }
};

static EEPROMClass EEPROM;
