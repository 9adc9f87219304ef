/*
 * Distance - an ultrasonic sensor with trigger and echo (HC-SR04).
 *
 *   Distance eyes(9, 8);
 *   void setup() { Serial.begin(115200); eyes.begin(); }
 *   void loop() { Serial.println(eyes.centimetres()); delay(100); }
 *
 * Sound takes 58 us there and back for each centimetre. A new measurement is made at most every 60 ms, so
 * that old echoes have died away; in between, the last one is given.
 * HC-SR04 user manual. Blocks: 26 ms at most (3 ms at 40 cm), and only when it measures. RAM: 9 bytes.
 */
#ifndef DISTANCE_H
#define DISTANCE_H

#include <Arduino.h>

class Distance {
 public:
  constexpr Distance(uint8_t triggerPin, uint8_t echoPin)
      : triggerPin(triggerPin), echoPin(echoPin), hasMeasured(false), last(400), measuredAt(0) {}
  void begin();
  /* 2 to 400; 400 also when no echo comes back. */
  int centimetres();

 private:
  uint8_t triggerPin;
  uint8_t echoPin;
  bool hasMeasured;
  int last;
  unsigned long measuredAt;

  int measure();
};

#endif
