/* Reading Strings from a Stream: see Stream.h. */
#include <Arduino.h>

String Stream::readString() {
  String text;
  int c;
  while ((c = timedRead()) >= 0) text += (char)c;
  return text;
}

String Stream::readStringUntil(char terminator) {
  String text;
  int c;
  while ((c = timedRead()) >= 0 && c != terminator) text += (char)c;
  return text;
}
