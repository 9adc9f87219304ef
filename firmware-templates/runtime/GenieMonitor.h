/*
 * GenieMonitor: talks with the computer over the USB cable, 115200 baud, line by line.
 *
 *   Monitor monitor;
 *   void setup() { monitor.begin(); }
 *   void loop() {
 *     if (monitor.hasLine()) monitor.printLine(monitor.readLine());
 *   }
 *
 * plot() writes "label:value", which the Arduino IDE's serial plotter draws.
 * A line ends with \n or \r\n; at most 40 bytes of it are kept. The next one waits in Serial (64 bytes).
 * Blocks: reading never; printing only while Serial's 64 bytes are full (87 us a byte).
 * RAM: 44 bytes (WatchLine 1), beside Serial's own 157.
 */
#ifndef GENIE_MONITOR_H
#define GENIE_MONITOR_H

#include <Arduino.h>
#include "GenieText.h"

const unsigned long SERIAL_BAUD = 115200;

class Monitor {
 public:
  constexpr Monitor() : line(), count(0), lines(0) {}
  void begin() { Serial.begin(SERIAL_BAUD); }
  void print(const Text &value);
  void printLine(const Text &value);
  /* Texts in flash may be longer than 40 bytes. */
  void print(const __FlashStringHelper *text) { Serial.print(text); }
  void printLine(const __FlashStringHelper *text) { Serial.println(text); }
  void plot(const Text &label, const Text &value);
  /* Has a whole line come that was not taken yet? */
  bool hasLine();
  /* Counts the lines that have come, modulo 256: tells one line from the next. */
  uint8_t lineNumber() const { return lines; }
  /* Takes the line; "" when there is none. */
  Text readLine();
  /* Takes the line as a number; 0 when there is none or it is no number. */
  double readNumber();

 private:
  /* One byte more than is kept tells whether a letter was cut in half. */
  static const uint8_t MOST = Text::CAPACITY + 1;
  static const uint8_t WHOLE_LINE = 0x80;
  char line[MOST + 1];
  /* Bytes so far; WHOLE_LINE is added when the line is complete. */
  uint8_t count;
  uint8_t lines;
};

/* Notices every line that waits to be taken, once. 1 byte. */
class WatchLine {
 public:
  constexpr WatchLine() : last(0) {}
  bool arrives(Monitor &monitor);

 private:
  uint8_t last;
};

#endif
