/*
 * DigitalSensor: a part that says yes or no with a level on one pin. Button, Switch, Touch, Motion,
 * LineSensor and Tilt are made of it.
 *
 *     DigitalSensor door(2, LOW);   // a contact to ground, with the chip's pull-up
 *     door.begin();                 // in setup()
 *     if (door.isActive()) Serial.println("open");
 *
 * `level` is the level that means yes; LOW switches the chip's pull-up on.
 * Contacts bounce: once the answer is known, another one counts only when 20 ms have passed since
 * the pin last agreed with it. Whoever asks less often than every 20 ms gets the pin as it is.
 * Blocks: never. RAM: 5 bytes each.
 */
#ifndef DIGITAL_SENSOR_H
#define DIGITAL_SENSOR_H

#include <Arduino.h>

class DigitalSensor {
 public:
  constexpr DigitalSensor(uint8_t pin, uint8_t level) : pin(pin), level(level), state(UNKNOWN), agreedAt(0) {}
  void begin();
  bool isActive();

 private:
  static const uint8_t UNKNOWN = 2;
  static const uint8_t BOUNCE_MS = 20;

  uint8_t pin;
  uint8_t level;
  uint8_t state;
  /* The low half of millis() when the pin last agreed with the state. */
  uint16_t agreedAt;
};

#endif
