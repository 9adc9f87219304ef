/* serialEvent2(): called after loop() while Serial2 has bytes to read. Here when the sketch names it. */
#include <Arduino.h>

#if defined(HAVE_HWSERIAL2)

__attribute__((weak)) void serialEvent2() {}

void __serialEvent2() {
  if (Serial2.available()) serialEvent2();
}

#endif
