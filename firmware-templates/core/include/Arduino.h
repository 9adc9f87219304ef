/*
 * The Arduino language: pins, time, sound, chance, texts, Serial. Every sketch begins with this file.
 *
 * What a sketch does not use costs nothing: functions that are never called are not in the program, and a
 * pin whose number is known when compiling is one or two instructions.
 */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>

#include "binary.h"

#define HIGH 1
#define LOW 0
#define INPUT 0
#define OUTPUT 1
#define INPUT_PULLUP 2
#define CHANGE 1
#define FALLING 2
#define RISING 3
#define LSBFIRST 0
#define MSBFIRST 1
#define SERIAL 0
#define DISPLAY 1

/* What analogRead() compares with; DEFAULT is the supply. */
#define EXTERNAL 0
#define DEFAULT 1
#if defined(__AVR_ATmega2560__)
#define INTERNAL1V1 2
#define INTERNAL2V56 3
#else
#define INTERNAL 3
#endif

#define PI 3.1415926535897932384626433832795
#define HALF_PI 1.5707963267948966192313216916398
#define TWO_PI 6.283185307179586476925286766559
#define DEG_TO_RAD 0.017453292519943295769236907684886
#define RAD_TO_DEG 57.295779513082320876798154814105
#define EULER 2.718281828459045235360287471352

#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define abs(x) ((x) > 0 ? (x) : -(x))
#define constrain(x, low, high) ((x) < (low) ? (low) : ((x) > (high) ? (high) : (x)))
#define round(x) ((x) >= 0 ? (long)((x) + 0.5) : (long)((x)-0.5))
#define radians(degrees) ((degrees)*DEG_TO_RAD)
#define degrees(radians) ((radians)*RAD_TO_DEG)
#define sq(x) ((x) * (x))

#define lowByte(w) ((uint8_t)((w)&0xFF))
#define highByte(w) ((uint8_t)((w) >> 8))
#define bit(n) (1UL << (n))
#define bitRead(value, n) (((value) >> (n)) & 1)
#define bitSet(value, n) ((value) |= (1UL << (n)))
#define bitClear(value, n) ((value) &= ~(1UL << (n)))
#define bitToggle(value, n) ((value) ^= (1UL << (n)))
#define bitWrite(value, n, one) ((one) ? bitSet(value, n) : bitClear(value, n))

#define interrupts() sei()
#define noInterrupts() cli()
#define _NOP() __builtin_avr_nop()

#define clockCyclesPerMicrosecond() (F_CPU / 1000000L)
#define clockCyclesToMicroseconds(cycles) ((cycles) / clockCyclesPerMicrosecond())
#define microsecondsToClockCycles(us) ((us)*clockCyclesPerMicrosecond())

typedef bool boolean;
typedef uint8_t byte;
typedef unsigned int word;

extern "C" {
/* The sketch's own. */
void setup(void);
void loop(void);
/* Called while delay() waits; a sketch may define its own. */
void yield(void);
void init(void);
void initVariant(void);
int atexit(void (*)(void));

/* Milliseconds and microseconds since reset; micros() goes by fours. */
unsigned long millis(void);
unsigned long micros(void);
void delay(unsigned long ms);

/* `pin`: a channel 0… or a pin A0…; 0 to 1023, 112 us. */
int analogRead(uint8_t pin);
void analogReference(uint8_t reference);
/* Dims a PWM pin, 0 to 255; 490 Hz, 980 Hz on timer 0's pins. Other pins go low below 128. */
void analogWrite(uint8_t pin, int value);

void shiftOut(uint8_t dataPin, uint8_t clockPin, uint8_t bitOrder, uint8_t value);
uint8_t shiftIn(uint8_t dataPin, uint8_t clockPin, uint8_t bitOrder);

void attachInterrupt(uint8_t number, void (*handler)(void), int mode);
void detachInterrupt(uint8_t number);
}

/* Square wave on one pin at a time, for a number of milliseconds or until noTone(). Takes timer 2 (32U4: 3). */
void tone(uint8_t pin, unsigned int frequency, unsigned long duration = 0);
void noTone(uint8_t pin);

/* Length of the next pulse in microseconds, 0 when none ends within `timeout` microseconds. */
unsigned long pulseIn(uint8_t pin, uint8_t state, unsigned long timeout = 1000000UL);
unsigned long pulseInLong(uint8_t pin, uint8_t state, unsigned long timeout = 1000000UL);

/* From 0, or from `low`, to below `high`. */
long random(long high);
long random(long low, long high);
void randomSeed(unsigned long seed);
long map(long x, long fromLow, long fromHigh, long toLow, long toHigh);

inline unsigned int makeWord(unsigned int w) { return w; }
inline unsigned int makeWord(unsigned char high, unsigned char low) { return high << 8 | low; }
#define word(...) makeWord(__VA_ARGS__)

#include "pins_arduino.h"

#include "ArduinoPins.h"
#include "new.h"
#include "WCharacter.h"
#include "WString.h"
#include "HardwareSerial.h"
#include "USBAPI.h"
