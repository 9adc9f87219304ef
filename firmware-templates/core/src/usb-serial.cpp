/* Serial over USB: see USBSerial.h. */
#include <Arduino.h>

#if defined(USBCON)
#include <avr/wdt.h>

#include "usb.h"

Serial_ Serial;

enum SerialRequest { SET_LINE_CODING = 0x20, GET_LINE_CODING = 0x21, SET_CONTROL_LINE_STATE = 0x22, SEND_BREAK = 0x23 };
/* Of the class, to or from an interface. */
static const uint8_t TO_INTERFACE = 0x21;
static const uint8_t FROM_INTERFACE = 0xA1;

/* As the class wants it. */
struct LineCoding {
  uint32_t baud;
  uint8_t stopBits;
  uint8_t parity;
  uint8_t dataBits;
};
static LineCoding coding = {57600, 0, 0, 0};
/* DTR and RTS. */
static volatile uint8_t lineState;
/* Plus 1; 0: none. */
static volatile int32_t lastBreak;

/*
 * Where the bootloader looks for the key that makes it stay: newer ones at the end of the RAM, which the stack
 * never takes away again, older ones in the middle of the variables.
 */
#define KEY 0x7777
#define KEY_WORD(address) (*(volatile uint16_t *)(address))
static const uint16_t OLD_PLACE = 0x0800;
static const uint16_t NEW_PLACE = RAMEND - 1;
static const uint16_t NEW_BOOTLOADER = 0xDCFB;

static uint8_t watchdogBefore;

/* The port was opened at 1200 baud and closed: restarts into the bootloader, unless it is opened again soon. */
static void checkRestart() {
  bool isNew = pgm_read_word(FLASHEND - 1) == NEW_BOOTLOADER;
  uint16_t place = isNew ? NEW_PLACE : OLD_PLACE;
  if (coding.baud == 1200 && (lineState & 1) == 0) {
    if (!isNew && KEY_WORD(place) != KEY) KEY_WORD(NEW_PLACE) = KEY_WORD(place);
    KEY_WORD(place) = KEY;
    watchdogBefore = WDTCSR;
    wdt_enable(WDTO_120MS);
  } else if (KEY_WORD(place) == KEY) {
    __setWatchdog(watchdogBefore);
    KEY_WORD(place) = isNew ? 0 : KEY_WORD(NEW_PLACE);
  }
}

bool usbSerialSetup(const UsbSetup &setup) {
  if (setup.index != 0) return false;
  if (setup.requestType == FROM_INTERFACE) {
    if (setup.request != GET_LINE_CODING) return false;
    usbAnswerBytes((const uint8_t *)&coding, sizeof(coding));
    return true;
  }
  if (setup.requestType != TO_INTERFACE) return false;
  switch (setup.request) {
    case SEND_BREAK:
      lastBreak = ((uint16_t)setup.valueHigh << 8 | setup.valueLow) + 1L;
      break;
    case SET_LINE_CODING:
      while ((UEINTX & _BV(RXOUTI)) == 0) {
      }
      usbReceive((uint8_t *)&coding, sizeof(coding));
      UEINTX = (uint8_t)~_BV(RXOUTI);
      break;
    case SET_CONTROL_LINE_STATE:
      lineState = setup.valueLow;
      checkRestart();
      break;
  }
  return true;
}

/* Room in the bank that is being filled. */
static uint8_t sendRoom() {
  UsbEndpoint endpoint(USB_TX);
  return UEINTX & _BV(RWAL) ? USB_PACKET - UEBCLX : 0;
}

/* Bytes sent; 0 when the computer does not fetch for 250 ms. */
static size_t send(const uint8_t *bytes, size_t count) {
  if (__usb.configuration == 0) return 0;
  if (__usb.isSuspended) UDCON |= _BV(RMWKUP);
  uint8_t patience = 250;
  size_t sent = 0;
  /* Behind a full last packet comes an empty one: only so it is the end. */
  bool needsEmpty = false;
  while (sent < count || needsEmpty) {
    if (sendRoom() == 0) {
      if (--patience == 0) return 0;
      delay(1);
      continue;
    }
    UsbEndpoint endpoint(USB_TX);
    /* The interrupt at the begin of a millisecond may have sent the bank away. */
    if ((UEINTX & _BV(RWAL)) == 0) continue;
    if (needsEmpty) {
      usbReleaseIn();
      break;
    }
    while (sent < count && (UEINTX & _BV(RWAL))) UEDATX = bytes[sent++];
    if ((UEINTX & _BV(RWAL)) == 0) {
      usbReleaseIn();
      needsEmpty = sent == count;
    }
  }
  TXLED1;
  __usb.txLight = USB_LIGHT_MS;
  return count;
}

/* -1: nothing has come. */
static int receive() {
  if (__usb.configuration == 0) return -1;
  UsbEndpoint endpoint(USB_RX);
  if (UEBCLX == 0) return -1;
  uint8_t c;
  usbReceive(&c, 1);
  if (UEBCLX == 0) usbReleaseOut();
  return c;
}

int Serial_::available() {
  UsbEndpoint endpoint(USB_RX);
  return UEBCLX + (peeked != 0 ? 1 : 0);
}

int Serial_::peek() {
  if (peeked == 0) peeked = receive() + 1;
  return peeked - 1;
}

int Serial_::read() {
  if (peeked == 0) return receive();
  int c = peeked - 1;
  peeked = 0;
  return c;
}

int Serial_::availableForWrite() { return sendRoom(); }

void Serial_::flush() {
  UsbEndpoint endpoint(USB_TX);
  if (UEBCLX != 0) usbReleaseIn();
}

size_t Serial_::write(const uint8_t *bytes, size_t count) {
  size_t sent = lineState != 0 ? send(bytes, count) : 0;
  if (sent == 0) setWriteError();
  return sent;
}

Serial_::operator bool() {
  bool isOpen = lineState != 0;
  delay(10);
  return isOpen;
}

int32_t Serial_::readBreak() {
  uint8_t before = SREG;
  cli();
  int32_t last = lastBreak - 1;
  lastBreak = 0;
  SREG = before;
  return last;
}

uint32_t Serial_::baud() {
  uint8_t before = SREG;
  cli();
  uint32_t baud = coding.baud;
  SREG = before;
  return baud;
}
uint8_t Serial_::stopbits() { return coding.stopBits; }
uint8_t Serial_::paritytype() { return coding.parity; }
uint8_t Serial_::numbits() { return coding.dataBits; }
bool Serial_::dtr() { return lineState & 1; }
bool Serial_::rts() { return lineState & 2; }

#endif
