/* Stepper: see Stepper.h. */
#include "Stepper.h"

/* Levels of the wires in each phase, the first pin highest. */
static const uint8_t TWO[] PROGMEM = {0b01, 0b11, 0b10, 0b00};
static const uint8_t FOUR[] PROGMEM = {0b1010, 0b0110, 0b0101, 0b1001};
static const uint8_t FIVE[] PROGMEM = {0b01101, 0b01001, 0b01011, 0b01010, 0b11010,
                                       0b10010, 0b10110, 0b10100, 0b10101, 0b00101};

Stepper::Stepper(int steps, int pin1, int pin2) : stepsARound(steps), position(0), stepTime(0), lastStep(0) {
  setPins(2, pin1, pin2, 0, 0, 0);
}
Stepper::Stepper(int steps, int pin1, int pin2, int pin3, int pin4)
    : stepsARound(steps), position(0), stepTime(0), lastStep(0) {
  setPins(4, pin1, pin2, pin3, pin4, 0);
}
Stepper::Stepper(int steps, int pin1, int pin2, int pin3, int pin4, int pin5)
    : stepsARound(steps), position(0), stepTime(0), lastStep(0) {
  setPins(5, pin1, pin2, pin3, pin4, pin5);
}

void Stepper::setPins(uint8_t count, int pin1, int pin2, int pin3, int pin4, int pin5) {
  wires = count;
  pins[0] = pin1;
  pins[1] = pin2;
  pins[2] = pin3;
  pins[3] = pin4;
  pins[4] = pin5;
  for (uint8_t i = 0; i < count; i++) pinMode(pins[i], OUTPUT);
}

void Stepper::setSpeed(long rounds) { stepTime = 60L * 1000L * 1000L / stepsARound / rounds; }

void Stepper::step(int count) {
  bool isForward = count > 0;
  for (int left = abs(count); left > 0;) {
    unsigned long now = micros();
    if (now - lastStep < stepTime) continue;
    lastStep = now;
    if (isForward) {
      position++;
      if (position == stepsARound) position = 0;
    } else {
      if (position == 0) position = stepsARound;
      position--;
    }
    left--;
    show(position % (wires == 5 ? 10 : 4));
  }
}

void Stepper::show(uint8_t phase) {
  uint8_t levels = pgm_read_byte((wires == 2 ? TWO : wires == 4 ? FOUR : FIVE) + phase);
  for (uint8_t i = wires; i-- > 0;) {
    digitalWrite(pins[i], levels & 1);
    levels >>= 1;
  }
}
