/* Pins of an Uno: 0 to 13 digital, 14 to 19 also analog A0 to A5. */
#pragma once

#include <stdint.h>

#define NUM_DIGITAL_PINS 20
#define NUM_ANALOG_INPUTS 6
#define analogInputToDigitalPin(channel) ((channel) < 6 ? (channel) + 14 : -1)
#define digitalPinHasPWM(pin) \
  ((pin) == 3 || (pin) == 5 || (pin) == 6 || (pin) == 9 || (pin) == 10 || (pin) == 11)

#define LED_BUILTIN 13
#define PIN_SPI_SS 10
#define PIN_SPI_MOSI 11
#define PIN_SPI_MISO 12
#define PIN_SPI_SCK 13
#define PIN_WIRE_SDA 18
#define PIN_WIRE_SCL 19

static const uint8_t SS = PIN_SPI_SS;
static const uint8_t MOSI = PIN_SPI_MOSI;
static const uint8_t MISO = PIN_SPI_MISO;
static const uint8_t SCK = PIN_SPI_SCK;
static const uint8_t SDA = PIN_WIRE_SDA;
static const uint8_t SCL = PIN_WIRE_SCL;

#define PIN_A0 14
#define PIN_A1 15
#define PIN_A2 16
#define PIN_A3 17
#define PIN_A4 18
#define PIN_A5 19
#define PIN_A6 20
#define PIN_A7 21

static const uint8_t A0 = PIN_A0;
static const uint8_t A1 = PIN_A1;
static const uint8_t A2 = PIN_A2;
static const uint8_t A3 = PIN_A3;
static const uint8_t A4 = PIN_A4;
static const uint8_t A5 = PIN_A5;
static const uint8_t A6 = PIN_A6;
static const uint8_t A7 = PIN_A7;

#define digitalPinToInterrupt(pin) ((pin) == 2 ? 0 : (pin) == 3 ? 1 : NOT_AN_INTERRUPT)
/* Pin change interrupts: port D is group 2, B 0, C 1. */
#define digitalPinToPCICR(pin) ((pin) >= 0 && (pin) <= 21 ? &PCICR : (volatile uint8_t *)0)
#define digitalPinToPCICRbit(pin) ((pin) <= 7 ? 2 : (pin) <= 13 ? 0 : 1)
#define digitalPinToPCMSK(pin) \
  ((pin) <= 7 ? &PCMSK2 : (pin) <= 13 ? &PCMSK0 : (pin) <= 21 ? &PCMSK1 : (volatile uint8_t *)0)
#define digitalPinToPCMSKbit(pin) ((pin) <= 7 ? (pin) : (pin) <= 13 ? (pin)-8 : (pin)-14)

#define SERIAL_PORT_MONITOR Serial
#define SERIAL_PORT_HARDWARE Serial
