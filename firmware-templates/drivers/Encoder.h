/*
 * Encoder - an endless wheel with two contacts (KY-040, EC11). Every click is a whole cycle of both
 * contacts; an external interrupt on A watches its two changes: only a click that ends as it
 * began counts, and a bouncing contact, which goes forth and back, does not.
 *
 *   Encoder wheel(2, 4);   // A must be a pin with an external interrupt
 *   void setup() { Serial.begin(115200); wheel.begin(); }
 *   void loop() { Serial.println(wheel.position()); delay(100); }
 *
 * At most two in a sketch. ATmega328P datasheet chapter 13, "External Interrupts".
 * Blocks: never; its interrupt takes 10 us. RAM: 11 bytes each and 4 bytes.
 */
#ifndef ENCODER_H
#define ENCODER_H

#include <Arduino.h>

class Encoder {
 public:
  constexpr Encoder(uint8_t aPin, uint8_t bPin)
      : aPin(aPin), bPin(bPin), aMask(0), bMask(0), aPort(0), bPort(0), clicks(0), begun(0) {}
  void begin();
  /* Clicks since the start, forwards minus backwards; stays between -32000 and 32000. */
  int position();
  void setPosition(int newPosition);

 private:
  static Encoder *instances[2];
  static void onChange0();
  static void onChange1();
  void onChange();

  uint8_t aPin;
  uint8_t bPin;
  uint8_t aMask;
  uint8_t bMask;
  volatile uint8_t *aPort;
  volatile uint8_t *bPort;
  volatile int clicks;
  /* The direction in which a click has begun: 1, -1, or 0. */
  int8_t begun;
};

#endif
