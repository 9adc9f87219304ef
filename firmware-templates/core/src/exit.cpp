/* The end of a program: interrupts off, and for ever nothing. */
#include <avr/interrupt.h>
#include <stdlib.h>

extern "C" {
void abort() {
  cli();
  for (;;) {
  }
}
void exit(int) { abort(); }
}
