/*
 * Relay: a relay module on one pin; HIGH closes the contact.
 *
 *     Relay relay(7);      // before setup()
 *     relay.begin();       // in setup()
 *     relay.on();
 *
 * Protocol: a level. Blocks: never. RAM: 2 bytes each.
 */
#ifndef RELAY_H
#define RELAY_H

#include <Arduino.h>

class Relay {
 public:
  constexpr Relay(uint8_t pin) : pin(pin), closed(false) {}
  void begin();
  void on() { set(true); }
  void off() { set(false); }
  void toggle() { set(!closed); }
  bool isOn() const { return closed; }

 private:
  uint8_t pin;
  bool closed;

  void set(bool on);
};

#endif
