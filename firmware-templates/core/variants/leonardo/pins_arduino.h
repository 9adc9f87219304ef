/* Pins of a Leonardo: 0 to 13 digital, 14 to 17 SPI and the RX LED, 18 to 29 analog A0 to A11, 30 the TX LED. */
#pragma once

#include <stdint.h>

#define NUM_DIGITAL_PINS 31
#define NUM_ANALOG_INPUTS 12
#define analogInputToDigitalPin(channel) ((channel) < 12 ? (channel) + 18 : -1)
#define digitalPinHasPWM(pin) \
  ((pin) == 3 || (pin) == 5 || (pin) == 6 || (pin) == 9 || (pin) == 10 || (pin) == 11 || (pin) == 13)

#define LED_BUILTIN 13
#define LED_BUILTIN_RX 17
#define LED_BUILTIN_TX 30
/* Both are on while their pin is low. */
#define TX_RX_LED_INIT DDRD |= (1 << 5), DDRB |= (1 << 0)
#define TXLED0 PORTD |= (1 << 5)
#define TXLED1 PORTD &= ~(1 << 5)
#define RXLED0 PORTB |= (1 << 0)
#define RXLED1 PORTB &= ~(1 << 0)

#define PIN_SPI_SS 17
#define PIN_SPI_MOSI 16
#define PIN_SPI_MISO 14
#define PIN_SPI_SCK 15
#define PIN_WIRE_SDA 2
#define PIN_WIRE_SCL 3

static const uint8_t SS = PIN_SPI_SS;
static const uint8_t MOSI = PIN_SPI_MOSI;
static const uint8_t MISO = PIN_SPI_MISO;
static const uint8_t SCK = PIN_SPI_SCK;
static const uint8_t SDA = PIN_WIRE_SDA;
static const uint8_t SCL = PIN_WIRE_SCL;

#define PIN_A0 18
#define PIN_A1 19
#define PIN_A2 20
#define PIN_A3 21
#define PIN_A4 22
#define PIN_A5 23
#define PIN_A6 24
#define PIN_A7 25
#define PIN_A8 26
#define PIN_A9 27
#define PIN_A10 28
#define PIN_A11 29

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

/* Channels of the ADC behind A0 to A11. */
extern const uint8_t __analogChannels[];
#define analogPinToChannel(input) pgm_read_byte(&__analogChannels[input])

#define digitalPinToInterrupt(pin) \
  ((pin) == 0 ? 2 : (pin) == 1 ? 3 : (pin) == 2 ? 1 : (pin) == 3 ? 0 : (pin) == 7 ? 4 : NOT_AN_INTERRUPT)
/* Pin change interrupts: port B only. */
#define __HAS_PCINT(pin) (((pin) >= 8 && (pin) <= 11) || ((pin) >= 14 && (pin) <= 17) || ((pin) >= 26 && (pin) <= 28))
#define digitalPinToPCICR(pin) (__HAS_PCINT(pin) ? &PCICR : (volatile uint8_t *)0)
#define digitalPinToPCICRbit(pin) 0
#define digitalPinToPCMSK(pin) (__HAS_PCINT(pin) ? &PCMSK0 : (volatile uint8_t *)0)
#define digitalPinToPCMSKbit(pin) \
  ((pin) >= 8 && (pin) <= 11 \
       ? (pin)-4 \
       : (pin) == 14 ? 3 : (pin) == 15 ? 1 : (pin) == 16 ? 2 : (pin) == 17 ? 0 : (pin)-26 + 4)

#define SERIAL_PORT_MONITOR Serial
#define SERIAL_PORT_USBVIRTUAL Serial
#define SERIAL_PORT_HARDWARE Serial1
#define SERIAL_PORT_HARDWARE_OPEN Serial1
#define SerialUSB SERIAL_PORT_USBVIRTUAL
