/*
 * Motor - a DC motor behind an H-bridge with two inputs (L9110, DRV8833, half an L298N): PWM on the first,
 * direction on the second. Both low: the motor is free. Backwards the PWM counts from the top.
 *
 *   Motor wheel(5, 4);
 *   void setup() { wheel.begin(); wheel.run(60); }
 *   void loop() {}
 *
 * ATmega328P datasheet section 15.7 (PWM). Blocks: never. RAM: 2 bytes.
 */
#ifndef MOTOR_H
#define MOTOR_H

#include <Arduino.h>

class Motor {
 public:
  constexpr Motor(uint8_t speedPin, uint8_t directionPin) : speedPin(speedPin), directionPin(directionPin) {}
  void begin();
  /* -100 (full speed backwards) to 100. */
  void run(int percent);
  void stop() { run(0); }

 private:
  uint8_t speedPin;
  uint8_t directionPin;
};

#endif
