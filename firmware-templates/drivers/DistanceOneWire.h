/*
 * DistanceOneWire - an ultrasonic sensor whose one wire is trigger and echo (Grove Ultrasonic
 * Ranger, PING)))). Otherwise like Distance: see there.
 *
 *   DistanceOneWire eyes(9);
 *   void setup() { Serial.begin(115200); eyes.begin(); }
 *   void loop() { Serial.println(eyes.centimetres()); delay(100); }
 *
 * Blocks: 26 ms at most, and only when it measures. RAM: 9 bytes.
 */
#ifndef DISTANCE_ONE_WIRE_H
#define DISTANCE_ONE_WIRE_H

#include "Distance.h"

class DistanceOneWire {
 public:
  constexpr DistanceOneWire(uint8_t pin) : sensor(pin, pin) {}
  void begin() { sensor.begin(); }
  /* 2 to 400; 400 also when no echo comes back. */
  int centimetres() { return sensor.centimetres(); }

 private:
  Distance sensor;
};

#endif
