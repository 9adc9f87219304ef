/* SoundSensor: see SoundSensor.h. */
#include "SoundSensor.h"

/* The last conversion begun in this time still ends within 8 ms. */
static const uint16_t LISTEN_US = 7800;

int SoundSensor::read() {
  uint16_t start = micros();
  int lowest = 1023;
  int highest = 0;
  do {
    int now = sensor.read();
    if (now < lowest) lowest = now;
    if (now > highest) highest = now;
  } while ((uint16_t)((uint16_t)micros() - start) < LISTEN_US);
  return highest - lowest;
}
