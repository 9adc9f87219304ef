/*
 * Servo: hobby servos, up to 12 (Mega 48). A pulse of 544 to 2400 us every 20 ms, for 0 to 180 degrees.
 *
 * Takes timer 1 from the first attach() on, so that analogWrite() no longer works on its pins (Uno 9 and 10);
 * on a Mega timer 5 for the first 12, then 1, 3 and 4. ATmega328P datasheet section 16.9.1.
 * RAM: 3 bytes each in the object, and 7.
 */
#pragma once

#include <Arduino.h>

#define SERVOS_PER_TIMER 12
#define MIN_PULSE_WIDTH 544
#define MAX_PULSE_WIDTH 2400
#define DEFAULT_PULSE_WIDTH 1500
#define REFRESH_INTERVAL 20000
#define INVALID_SERVO 255
#if defined(__AVR_ATmega2560__)
#define MAX_SERVOS (4 * SERVOS_PER_TIMER)
#else
#define MAX_SERVOS SERVOS_PER_TIMER
#endif

class Servo {
 public:
  Servo();
  /* Its number, or INVALID_SERVO (then 0). `shortest` and `longest` in microseconds, by fours. */
  uint8_t attach(int pin) { return attach(pin, MIN_PULSE_WIDTH, MAX_PULSE_WIDTH); }
  uint8_t attach(int pin, int shortest, int longest);
  void detach();
  /* Degrees; from 544 on microseconds. */
  void write(int value);
  void writeMicroseconds(int us);
  /* What was written last, in degrees or microseconds. */
  int read();
  int readMicroseconds();
  bool attached();

 private:
  uint8_t number;
  /* Less than the usual ones by so many times 4 us. */
  int8_t shorter;
  int8_t less;

  int shortest() const { return MIN_PULSE_WIDTH - shorter * 4; }
  int longest() const { return MAX_PULSE_WIDTH - less * 4; }
};
