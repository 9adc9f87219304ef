/*
 * InfraredRemote - a 38 kHz receiver (TSOP38238, VS1838B) and a remote control that speaks NEC.
 *
 *   InfraredRemote remote(2);   // a pin with an external interrupt
 *   void setup() { Serial.begin(115200); remote.begin(); }
 *   void loop() { if (remote.isHeld(InfraredRemote::KEY_OK)) Serial.println("OK"); }
 *
 * An interrupt measures from one fall of the wire to the next: 13.5 ms begin a frame, 11.25 ms repeat the
 * last one, 1.125 ms are a 0 and 2.25 ms a 1. Any address is accepted, the command only with its inverse.
 * One receiver in a sketch. ATmega328P datasheet chapter 13, "External Interrupts".
 * Blocks: never; its interrupt takes 10 us. RAM: 1 byte and 16 bytes.
 */
#ifndef INFRARED_REMOTE_H
#define INFRARED_REMOTE_H

#include <Arduino.h>

class InfraredRemote {
 public:
  /* The commands of the 17 keys of the remote sold with most kits. */
  enum Key {
    KEY_0 = 0x19,
    KEY_1 = 0x45,
    KEY_2 = 0x46,
    KEY_3 = 0x47,
    KEY_4 = 0x44,
    KEY_5 = 0x40,
    KEY_6 = 0x43,
    KEY_7 = 0x07,
    KEY_8 = 0x15,
    KEY_9 = 0x09,
    KEY_STAR = 0x16,
    KEY_HASH = 0x0D,
    KEY_UP = 0x18,
    KEY_DOWN = 0x52,
    KEY_LEFT = 0x08,
    KEY_RIGHT = 0x5A,
    KEY_OK = 0x1C
  };

  constexpr InfraredRemote(uint8_t pin) : pin(pin) {}
  void begin();
  /* Is this key held, or was it let go less than 150 ms ago? */
  bool isHeld(uint8_t key);
  /* The command received last, 0 to 255; 0 before the first. */
  int lastCode() { return code; }

 private:
  uint8_t pin;

  static void onFall();
  static volatile uint8_t code;
  static volatile bool isFresh;
  static volatile unsigned long frameAt;
};

#endif
