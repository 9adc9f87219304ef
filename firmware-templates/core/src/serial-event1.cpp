/* serialEvent1(): called after loop() while Serial1 has bytes to read. Here when the sketch names it. */
#include <Arduino.h>

#if defined(HAVE_HWSERIAL1)

__attribute__((weak)) void serialEvent1() {}

void __serialEvent1() {
  if (Serial1.available()) serialEvent1();
}

#endif
