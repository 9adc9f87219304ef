/*
 * DigitalSensor - one wire that says yes or no: the part that Button, Switch, Touch, Motion, LineSensor
 * and Tilt share. Contacts that bounce are calmed when the sensor is read; nothing runs in between.
 *
 * A change counts when the wire has differed for 20 ms over several readings, or at once when the
 * last reading was more than 20 ms ago. With level LOW the chip's pull-up is on (contact to ground).
 * ATmega328P datasheet section 14.2.3, "Configuring the pin". Blocks: never. RAM: 8 bytes.
 */
#ifndef DIGITAL_SENSOR_H
#define DIGITAL_SENSOR_H

#include <Arduino.h>

class DigitalSensor {
 public:
  constexpr DigitalSensor(uint8_t pin, uint8_t level)
      : pin(pin), level(level), accepted(false), isDiffering(false), lastRead(0), differsSince(0) {}
  void begin();
  /* Is the wire at the level that means yes? */
  bool read();

 private:
  uint8_t pin;
  uint8_t level;
  bool accepted;
  bool isDiffering;
  /* Low halves of millis(): enough for 20 ms. */
  uint16_t lastRead;
  uint16_t differsSince;
};

#endif
