/* Led: see Led.h. */
#include "Led.h"

void Led::begin() {
  pinMode(pin, OUTPUT);
  off();
}

void Led::on() {
  lit = true;
  digitalWrite(pin, HIGH);
}

void Led::off() {
  lit = false;
  digitalWrite(pin, LOW);
}

void Led::toggle() {
  if (lit) {
    off();
  } else {
    on();
  }
}

void Led::setBrightness(int percent) {
  if (percent < 0) percent = 0;
  if (percent > 100) percent = 100;
  lit = percent > 0;
  /* 51 / 20 = 255 / 100, to the nearest. */
  analogWrite(pin, (percent * 51 + 10) / 20);
}
