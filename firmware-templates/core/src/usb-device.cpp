/*
 * The USB device of the ATmega32U4: enumeration and standard requests, in interrupts. Universal Serial Bus
 * Specification 2.0 chapter 9; ATmega32U4 datasheet chapters 21 and 22.
 */
#include <Arduino.h>

#if defined(USBCON)
#include "usb.h"

#ifndef USB_PRODUCT
#define USB_PRODUCT "USB IO Board"
#endif
#if USB_VID == 0x2341
#undef USB_MANUFACTURER
#define USB_MANUFACTURER "Arduino LLC"
#elif USB_VID == 0x1B4F
#undef USB_MANUFACTURER
#define USB_MANUFACTURER "SparkFun"
#elif !defined(USB_MANUFACTURER)
#define USB_MANUFACTURER "Unknown"
#endif

USBDevice_ USBDevice;
UsbState __usb;

enum Request {
  GET_STATUS = 0,
  CLEAR_FEATURE = 1,
  SET_FEATURE = 3,
  SET_ADDRESS = 5,
  GET_DESCRIPTOR = 6,
  SET_DESCRIPTOR = 7,
  GET_CONFIGURATION = 8,
  SET_CONFIGURATION = 9
};
/* Request types. */
static const uint8_t TO_HOST = 0x80;
static const uint8_t TYPE = 0x60;
static const uint8_t RECIPIENT = 0x1F;
static const uint8_t REMOTE_WAKEUP = 1;
static const uint8_t MAY_WAKE = 1 << 1;

#define BYTES_OF(word) (word) & 0xFF, (word) >> 8

/* Device: USB 2.0, a composite with interface associations, packets of 64. Texts 1, 2 and 3. */
static const uint8_t deviceDescriptor[] PROGMEM = {
    18, 1, BYTES_OF(0x200), 0xEF, 2, 1, 64, BYTES_OF(USB_VID), BYTES_OF(USB_PID), BYTES_OF(0x100), 1, 2, 3, 1};

/* Communications Class 1.2, PSTN subclass 1.2. */
static const uint8_t configurationDescriptor[] PROGMEM = {
    /* Configuration 1 with two interfaces: powered by the bus with 500 mA, can wake the computer up. */
    9, 2, BYTES_OF(75), 2, 1, 0, 0xA0, 250,
    /* Both interfaces are one function: communications, abstract control model. */
    8, 11, 0, 2, 2, 2, 0, 0,
    /* Interface 0, its properties, and its endpoint for notifications (16 bytes, every 64 ms). */
    9, 4, 0, 0, 1, 2, 2, 0, 0,
    5, 0x24, 0, BYTES_OF(0x110),
    5, 0x24, 1, 1, 1,
    4, 0x24, 2, 6,
    5, 0x24, 6, 0, 1,
    7, 5, 0x80 | USB_NOTIFY, 3, BYTES_OF(16), 64,
    /* Interface 1, data: one endpoint each way. */
    9, 4, 1, 0, 2, 10, 0, 0, 0,
    7, 5, USB_RX, 2, BYTES_OF(USB_PACKET), 0,
    7, 5, 0x80 | USB_TX, 2, BYTES_OF(USB_PACKET), 0};

static const char manufacturer[] PROGMEM = USB_MANUFACTURER;
static const char product[] PROGMEM = USB_PRODUCT;

/* How much of the answer is made, and how much of it was asked for. */
static uint16_t answered;
static uint16_t wanted;

void usbAnswerBegin(uint16_t length) {
  answered = 0;
  wanted = length;
}

/* False: the computer has had enough. */
bool usbAnswer(uint8_t value) {
  if (answered < wanted) {
    uint8_t flags;
    do {
      flags = UEINTX & (_BV(TXINI) | _BV(RXOUTI));
    } while (flags == 0);
    if (flags & _BV(RXOUTI)) return false;
    UEDATX = value;
    /* A full packet goes. */
    if (((answered + 1) & (USB_PACKET - 1)) == 0) UEINTX = (uint8_t)~_BV(TXINI);
  }
  answered++;
  return true;
}

void usbAnswerBytes(const uint8_t *bytes, uint8_t count) {
  while (count-- != 0 && usbAnswer(*bytes)) bytes++;
}

static void answerFlash(const uint8_t *bytes, uint8_t count) {
  while (count-- != 0 && usbAnswer(pgm_read_byte(bytes))) bytes++;
}

/* ASCII in flash, given as UTF-16. */
static void answerText(const char *text, uint8_t length) {
  usbAnswer(2 + 2 * length);
  usbAnswer(3);
  while (length-- != 0) {
    if (!usbAnswer(pgm_read_byte(text++)) || !usbAnswer(0)) return;
  }
}

void usbReceive(uint8_t *bytes, uint8_t count) {
  while (count-- != 0) *bytes++ = UEDATX;
  RXLED1;
  __usb.rxLight = USB_LIGHT_MS;
}

static bool answerDescriptor(const UsbSetup &setup) {
  usbAnswerBegin(setup.length);
  switch (setup.valueHigh) {
    case 1:
      answerFlash(deviceDescriptor, sizeof(deviceDescriptor));
      return true;
    case 2:
      answerFlash(configurationDescriptor, sizeof(configurationDescriptor));
      return true;
    case 3:
      switch (setup.valueLow) {
        case 0:
          /* Languages: English. */
          usbAnswer(4);
          usbAnswer(3);
          usbAnswer(0x09);
          usbAnswer(0x04);
          return true;
        case 1:
          answerText(manufacturer, sizeof(manufacturer) - 1);
          return true;
        case 2:
          answerText(product, sizeof(product) - 1);
          return true;
        case 3:
          answerText(NULL, 0);
          return true;
      }
  }
  return false;
}

/* Type and direction of an endpoint; two banks of 64 bytes. */
static void startEndpoint(uint8_t number, uint8_t kind) {
  UENUM = number;
  UECONX = _BV(EPEN);
  UECFG0X = kind;
  UECFG1X = 0x36;
}

static void startEndpoints() {
  startEndpoint(USB_NOTIFY, _BV(EPTYPE1) | _BV(EPTYPE0) | _BV(EPDIR));
  startEndpoint(USB_RX, _BV(EPTYPE1));
  startEndpoint(USB_TX, _BV(EPTYPE1) | _BV(EPDIR));
  UERST = 0x7E;
  UERST = 0;
}

static bool answerStandard(const UsbSetup &setup) {
  bool isWakeup = setup.requestType == 0 && setup.valueLow == REMOTE_WAKEUP && setup.valueHigh == 0;
  switch (setup.request) {
    case GET_STATUS:
      UEDATX = setup.requestType == TO_HOST ? __usb.status : 0;
      UEDATX = 0;
      return true;
    case CLEAR_FEATURE:
      if (isWakeup) __usb.status &= (uint8_t)~MAY_WAKE;
      return true;
    case SET_FEATURE:
      if (isWakeup) __usb.status |= MAY_WAKE;
      return true;
    case SET_ADDRESS:
      /* From behind this request on. */
      while ((UEINTX & _BV(TXINI)) == 0) {
      }
      UDADDR = setup.valueLow | _BV(ADDEN);
      return true;
    case GET_DESCRIPTOR:
      return answerDescriptor(setup);
    case SET_DESCRIPTOR:
      return false;
    case GET_CONFIGURATION:
      UEDATX = 1;
      return true;
    case SET_CONFIGURATION:
      if ((setup.requestType & RECIPIENT) != 0) return false;
      startEndpoints();
      __usb.configuration = setup.valueLow;
      return true;
    default:
      return true;
  }
}

/* A request has come to endpoint 0. */
ISR(USB_COM_vect) {
  UENUM = USB_CONTROL;
  if ((UEINTX & _BV(RXSTPI)) == 0) return;
  UsbSetup setup;
  usbReceive((uint8_t *)&setup, sizeof(setup));
  UEINTX = (uint8_t) ~(_BV(RXSTPI) | _BV(RXOUTI) | _BV(TXINI));
  if (setup.requestType & TO_HOST) {
    while ((UEINTX & _BV(TXINI)) == 0) {
    }
  } else {
    UEINTX = (uint8_t)~_BV(TXINI);
  }
  bool isUnderstood;
  if ((setup.requestType & TYPE) == 0) {
    isUnderstood = answerStandard(setup);
  } else {
    usbAnswerBegin(setup.length);
    isUnderstood = usbSerialSetup(setup);
  }
  if (isUnderstood) {
    UEINTX = (uint8_t)~_BV(TXINI);
  } else {
    UECONX = _BV(STALLRQ) | _BV(EPEN);
  }
}

/* The bus was reset, a millisecond has begun, the computer went to sleep or woke up. */
ISR(USB_GEN_vect) {
  uint8_t flags = UDINT;
  UDINT &= (uint8_t) ~(_BV(EORSTI) | _BV(SOFI));

  if (flags & _BV(EORSTI)) {
    UENUM = USB_CONTROL;
    UECONX = _BV(EPEN);
    UECFG0X = 0;
    /* One bank of 64 bytes. */
    UECFG1X = 0x32;
    __usb.configuration = 0;
    UEIENX = _BV(RXSTPE);
  }
  if (flags & _BV(SOFI)) {
    /* What was printed meanwhile goes. */
    UENUM = USB_TX;
    if (UEBCLX != 0) usbReleaseIn();
    uint8_t light = __usb.txLight;
    if (light != 0) {
      __usb.txLight = --light;
      if (light == 0) TXLED0;
    }
    light = __usb.rxLight;
    if (light != 0) {
      __usb.rxLight = --light;
      if (light == 0) RXLED0;
    }
  }
  if (flags & _BV(WAKEUPI)) {
    UDIEN = (UDIEN & (uint8_t)~_BV(WAKEUPE)) | _BV(SUSPE);
    UDINT &= (uint8_t)~_BV(WAKEUPI);
    __usb.isSuspended = false;
  } else if (flags & _BV(SUSPI)) {
    UDIEN = (UDIEN & (uint8_t)~_BV(SUSPE)) | _BV(WAKEUPE);
    UDINT &= (uint8_t) ~(_BV(WAKEUPI) | _BV(SUSPI));
    __usb.isSuspended = true;
  }
}

static void startClock() {
  UHWCON |= _BV(UVREGE);
  USBCON = _BV(USBE) | _BV(FRZCLK);
  /* The PLL makes 48 MHz of 16. */
  PLLCSR |= _BV(PINDIV);
  PLLCSR |= _BV(PLLE);
  while ((PLLCSR & _BV(PLOCK)) == 0) {
  }
  /* Some computers miss a board that comes back at once. */
  delay(1);
  USBCON = (USBCON & (uint8_t)~_BV(FRZCLK)) | _BV(OTGPADE);
  UDCON &= (uint8_t) ~(_BV(RSTCPU) | _BV(LSM) | _BV(RMWKUP) | _BV(DETACH));
}

void USBDevice_::attach() {
  __usb.configuration = 0;
  __usb.status = 0;
  __usb.isSuspended = false;
  startClock();
  UDINT &= (uint8_t) ~(_BV(WAKEUPI) | _BV(SUSPI));
  UDIEN = _BV(EORSTE) | _BV(SOFE) | _BV(SUSPE);
  TX_RX_LED_INIT;
}

bool USBDevice_::configured() { return __usb.configuration != 0; }
bool USBDevice_::isSuspended() { return __usb.isSuspended; }

bool USBDevice_::wakeupHost() {
  UDCON &= (uint8_t)~_BV(RMWKUP);
  if (!__usb.isSuspended || (__usb.status & MAY_WAKE) == 0) return false;
  startClock();
  UDCON |= _BV(RMWKUP);
  return true;
}

#endif
