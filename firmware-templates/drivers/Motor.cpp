/* Motor: see Motor.h. */
#include "Motor.h"

void Motor::begin() {
  pinMode(speedPin, OUTPUT);
  pinMode(directionPin, OUTPUT);
  stop();
}

void Motor::run(int percent) {
  if (percent < -100) percent = -100;
  if (percent > 100) percent = 100;
  bool isBackwards = percent < 0;
  if (isBackwards) percent = -percent;
  /* 51 / 20 = 255 / 100, to the nearest. */
  uint8_t pwm = (percent * 51 + 10) / 20;
  digitalWrite(directionPin, isBackwards ? HIGH : LOW);
  analogWrite(speedPin, isBackwards ? 255 - pwm : pwm);
}
