/* Buzzer: see Buzzer.h. */
#include "Buzzer.h"

void Buzzer::play(int hertz) {
  if (hertz < 31) hertz = 31;
  if (hertz > 20000) hertz = 20000;
  tone(pin, hertz);
}
