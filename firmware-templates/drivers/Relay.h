/*
 * Relay - a switch that the sketch commands; HIGH closes it.
 *
 *   Relay pump(5);
 *   void setup() { pump.begin(); pump.on(); }
 *   void loop() {}
 *
 * Blocks: never. RAM: 2 bytes.
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
  void set(bool isClosed);
};

#endif
