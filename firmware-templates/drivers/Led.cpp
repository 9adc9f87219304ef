/* Led: see Led.h. */
#include "Led.h"

void Led::begin() {
  pinMode(pin, OUTPUT);
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
  percent = constrain(percent, 0, 100);
  lit = percent > 0;
  analogWrite(pin, (percent * 255 + 50) / 100);
}
