/* Joystick: see Joystick.h. */
#include "Joystick.h"

static const int MIDDLE = 512;
static const int DEAD_ZONE = 40;
/* The shorter side, 512 to 1023, reaches 100. */
static const int REACH = 511 - DEAD_ZONE;

void Joystick::begin() {
  xSensor.begin();
  ySensor.begin();
}

int Joystick::toPosition(int value) {
  int off = value - MIDDLE;
  bool isNegative = off < 0;
  if (isNegative) off = -off;
  if (off <= DEAD_ZONE) return 0;
  int position = ((off - DEAD_ZONE) * 100L + REACH / 2) / REACH;
  if (position > 100) position = 100;
  return isNegative ? -position : position;
}

bool Joystick::isPushed(uint8_t direction) {
  int position = direction == LEFT || direction == RIGHT ? x() : y();
  if (direction == LEFT || direction == DOWN) position = -position;
  return position > 50;
}
