/*
 * ServoMotor - hobby servos: a pulse of 544 to 2400 us every 20 ms for 0 to 180 degrees. Needs no Servo
 * library and works on any pin, up to 8 servos.
 *
 *   ServoMotor arm(9);
 *   void setup() { arm.begin(); arm.moveTo(90); }
 *   void loop() {}
 *
 * Takes timer 1 from the first moveTo() on (timer 5 on an ATmega2560), so that analogWrite() no longer works
 * on that timer's pins. The servos' pulses follow one another in a round of 20 ms.
 * ATmega328P datasheet section 16.9.1, "Normal Mode". Blocks: never; its interrupt takes 6 us, another
 * interrupt may lengthen a pulse by its own time (5 us for millis()). RAM: 8 bytes each and 20 bytes.
 */
#ifndef SERVO_MOTOR_H
#define SERVO_MOTOR_H

#include <Arduino.h>

class ServoMotor {
 public:
  constexpr ServoMotor(uint8_t pin) : pin(pin), asked(0), isAttached(false), mask(0), port(0), ticks(0) {}
  void begin();
  /* 0 to 180 degrees. */
  void moveTo(int newAngle);
  /* No more pulses: the servo can be turned by hand. */
  void release();
  /* The angle asked for last; 0 before the first. */
  int angle() const { return asked; }

  /* For the timer's interrupt only. */
  static void onCompareMatch();

 private:
  uint8_t pin;
  /* Degrees. */
  uint8_t asked;
  bool isAttached;
  uint8_t mask;
  volatile uint8_t *port;
  /* Length of the pulse in half microseconds; 0 while released. */
  volatile uint16_t ticks;

  void attach();
};

#endif
