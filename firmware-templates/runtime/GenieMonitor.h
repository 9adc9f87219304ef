/*
 * GenieMonitor: whole lines from the computer over the serial cable, 115200 baud.
 *
 * A line ends with \n or \r\n; its first 40 bytes are kept. Never blocks.
 * RAM: 42 bytes.
 */
#ifndef GENIE_MONITOR_H
#define GENIE_MONITOR_H

#include "GenieText.h"

class Monitor {
 public:
  void begin();
  /* Is a whole line waiting? */
  bool hasLine();
  /* Takes the line that waits, or an empty text. */
  Text readLine();
  double readNumber();

 private:
  char letters[Text::CAPACITY + 1];
  byte count;
  bool isWhole;
};

#endif
