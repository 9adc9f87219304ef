/* GenieMonitor: see GenieMonitor.h. */
#include "GenieMonitor.h"

void Monitor::print(const Text &value) {
  Serial.print(value.chars());
}

void Monitor::printLine(const Text &value) {
  Serial.println(value.chars());
}

void Monitor::plot(const Text &label, const Text &value) {
  print(label);
  Serial.print(':');
  printLine(value);
}

bool Monitor::hasLine() {
  while ((count & WHOLE_LINE) == 0) {
    int next = Serial.read();
    if (next < 0) return false;
    if (next == '\n') {
      if (count > 0 && line[count - 1] == '\r') count--;
      line[count] = 0;
      count |= WHOLE_LINE;
      lines++;
    } else if (next != 0 && count < MOST) {
      line[count] = next;
      count++;
    }
  }
  return true;
}

Text Monitor::readLine() {
  if (!hasLine()) return Text();
  count = 0;
  return Text(line);
}

double Monitor::readNumber() {
  return readLine().toNumber();
}

bool WatchLine::arrives(Monitor &monitor) {
  if (!monitor.hasLine() || monitor.lineNumber() == last) return false;
  last = monitor.lineNumber();
  return true;
}
