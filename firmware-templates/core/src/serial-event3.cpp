/* serialEvent3(): called after loop() while Serial3 has bytes to read. Here when the sketch names it. */
#include <Arduino.h>

#if defined(HAVE_HWSERIAL3)

__attribute__((weak)) void serialEvent3() {}

void __serialEvent3() {
  if (Serial3.available()) serialEvent3();
}

#endif
