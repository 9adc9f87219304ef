/* serialEvent(): called after loop() while Serial has bytes to read. Here when the sketch names it. */
#include <Arduino.h>

#if defined(HAVE_HWSERIAL0)

__attribute__((weak)) void serialEvent() {}

void __serialEvent0() {
  if (Serial.available()) serialEvent();
}

#endif
