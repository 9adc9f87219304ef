/* What the parts of USB share. */
#pragma once

#include <Arduino.h>

/* Endpoints. */
#define USB_CONTROL 0
#define USB_NOTIFY 1
#define USB_RX 2
#define USB_TX 3
#define USB_PACKET 64

struct UsbSetup {
  uint8_t requestType;
  uint8_t request;
  uint8_t valueLow;
  uint8_t valueHigh;
  uint16_t index;
  uint16_t length;
};

struct UsbState {
  volatile uint8_t configuration;
  /* Bit 1: the computer may be woken up. */
  volatile uint8_t status;
  volatile bool isSuspended;
  /* Milliseconds that the LEDs are still on. */
  volatile uint8_t txLight;
  volatile uint8_t rxLight;
};
extern UsbState __usb;

#define USB_LIGHT_MS 100

/* The registers of one endpoint are visible at a time: an interrupt must not choose another one. */
struct UsbEndpoint {
  uint8_t before;
  inline UsbEndpoint(uint8_t number) : before(SREG) {
    cli();
    UENUM = number;
  }
  inline ~UsbEndpoint() { SREG = before; }
};

/* FIFOCON down gives the bank to the computer (IN) or frees it (OUT); the flags that are ones stay. */
inline void usbReleaseIn() { UEINTX = 0x3A; }
inline void usbReleaseOut() { UEINTX = 0x6B; }

/* Answers a control request, as much of it as was asked for. */
void usbAnswerBegin(uint16_t length);
bool usbAnswer(uint8_t value);
void usbAnswerBytes(const uint8_t *bytes, uint8_t count);
void usbReceive(uint8_t *bytes, uint8_t count);

/* A request to the serial port; false: not understood. */
bool usbSerialSetup(const UsbSetup &setup);
