/* USB of the ATmega32U4: see USBSerial.h. Other chips have none. */
#pragma once

#if defined(USBCON)
#include "USBSerial.h"
#endif
