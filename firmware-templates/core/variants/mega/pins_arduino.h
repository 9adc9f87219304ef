/* Pins of a Mega 2560: 0 to 53 digital, 54 to 69 also analog A0 to A15. */
#pragma once

#include <stdint.h>

#define NUM_DIGITAL_PINS 70
#define NUM_ANALOG_INPUTS 16
#define analogInputToDigitalPin(channel) ((channel) < 16 ? (channel) + 54 : -1)
#define digitalPinHasPWM(pin) (((pin) >= 2 && (pin) <= 13) || ((pin) >= 44 && (pin) <= 46))

#define LED_BUILTIN 13
#define PIN_SPI_SS 53
#define PIN_SPI_MOSI 51
#define PIN_SPI_MISO 50
#define PIN_SPI_SCK 52
#define PIN_WIRE_SDA 20
#define PIN_WIRE_SCL 21

static const uint8_t SS = PIN_SPI_SS;
static const uint8_t MOSI = PIN_SPI_MOSI;
static const uint8_t MISO = PIN_SPI_MISO;
static const uint8_t SCK = PIN_SPI_SCK;
static const uint8_t SDA = PIN_WIRE_SDA;
static const uint8_t SCL = PIN_WIRE_SCL;

#define PIN_A0 54
#define PIN_A1 55
#define PIN_A2 56
#define PIN_A3 57
#define PIN_A4 58
#define PIN_A5 59
#define PIN_A6 60
#define PIN_A7 61
#define PIN_A8 62
#define PIN_A9 63
#define PIN_A10 64
#define PIN_A11 65
#define PIN_A12 66
#define PIN_A13 67
#define PIN_A14 68
#define PIN_A15 69

static const uint8_t A0 = PIN_A0;
static const uint8_t A1 = PIN_A1;
static const uint8_t A2 = PIN_A2;
static const uint8_t A3 = PIN_A3;
static const uint8_t A4 = PIN_A4;
static const uint8_t A5 = PIN_A5;
static const uint8_t A6 = PIN_A6;
static const uint8_t A7 = PIN_A7;
static const uint8_t A8 = PIN_A8;
static const uint8_t A9 = PIN_A9;
static const uint8_t A10 = PIN_A10;
static const uint8_t A11 = PIN_A11;
static const uint8_t A12 = PIN_A12;
static const uint8_t A13 = PIN_A13;
static const uint8_t A14 = PIN_A14;
static const uint8_t A15 = PIN_A15;

#define digitalPinToInterrupt(pin) \
  ((pin) == 2 ? 0 : (pin) == 3 ? 1 : (pin) >= 18 && (pin) <= 21 ? 23 - (pin) : NOT_AN_INTERRUPT)
/* Pin change interrupts: 10 to 13 and 50 to 53 are group 0 (port B), A8 to A15 group 2 (port K). */
#define __IS_ON_B(pin) (((pin) >= 10 && (pin) <= 13) || ((pin) >= 50 && (pin) <= 53))
#define __IS_ON_K(pin) ((pin) >= 62 && (pin) <= 69)
#define digitalPinToPCICR(pin) (__IS_ON_B(pin) || __IS_ON_K(pin) ? &PCICR : (volatile uint8_t *)0)
#define digitalPinToPCICRbit(pin) (__IS_ON_K(pin) ? 2 : 0)
#define digitalPinToPCMSK(pin) (__IS_ON_B(pin) ? &PCMSK0 : __IS_ON_K(pin) ? &PCMSK2 : (volatile uint8_t *)0)
#define digitalPinToPCMSKbit(pin) \
  (__IS_ON_K(pin) ? (pin)-62 : (pin) >= 50 && (pin) <= 53 ? 53 - (pin) : (pin) >= 10 && (pin) <= 13 ? (pin)-6 : 0)

#define SERIAL_PORT_MONITOR Serial
#define SERIAL_PORT_HARDWARE Serial
#define SERIAL_PORT_HARDWARE1 Serial1
#define SERIAL_PORT_HARDWARE2 Serial2
#define SERIAL_PORT_HARDWARE3 Serial3
#define SERIAL_PORT_HARDWARE_OPEN Serial1
#define SERIAL_PORT_HARDWARE_OPEN1 Serial2
#define SERIAL_PORT_HARDWARE_OPEN2 Serial3
