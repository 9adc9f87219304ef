/* Joystick: see Joystick.h. */
#include "Joystick.h"

static const int MIDDLE = 512;
static const int DEAD_ZONE = 5;

void Joystick::begin() {
  xSensor.begin();
  ySensor.begin();
}

int Joystick::toPosition(int value) {
  int off = value - MIDDLE;
  /* 25 / 128 = 100 / 512, to the nearest. */
  int position = (off * 25 + (off < 0 ? -64 : 64)) / 128;
  return abs(position) <= DEAD_ZONE ? 0 : position;
}

bool Joystick::isPushed(uint8_t direction) {
  int position = direction == LEFT || direction == RIGHT ? x() : y();
  if (direction == LEFT || direction == DOWN) position = -position;
  return position > 50;
}
