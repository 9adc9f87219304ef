#include "GenieMonitor.h"

void Monitor::begin() {
  Serial.begin(115200);
}

bool Monitor::hasLine() {
  while (!isWhole && Serial.available() > 0) {
    char letter = Serial.read();
    if (letter == '\n') {
      if (count > 0 && letters[count - 1] == '\r') count--;
      letters[count] = 0;
      isWhole = true;
    } else if (letter != 0 && count < Text::CAPACITY) {
      letters[count++] = letter;
    }
  }
  return isWhole;
}

Text Monitor::readLine() {
  if (!hasLine()) return Text();
  Text line(letters);
  count = 0;
  isWhole = false;
  return line;
}

double Monitor::readNumber() {
  return readLine().toNumber();
}
