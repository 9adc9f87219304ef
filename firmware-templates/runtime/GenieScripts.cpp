/* GenieScripts: see GenieScripts.h. */
#include "GenieScripts.h"

/* A script that is at most this late keeps its rhythm, in ms. */
static const unsigned long KEEPS_RHYTHM = 4;
/* From here on, in ms, it does not matter how long ago a wait was due; millis() must not come round to it. */
static const unsigned long LONG_AGO = 60000;

bool Script::everythingStopped = false;

void stopEverything() {
  Script::everythingStopped = true;
}

bool isScriptDue(unsigned long *wakeTime, bool isWaiting) {
  if (Script::everythingStopped) return false;
  unsigned long now = millis();
  unsigned long late = now - *wakeTime;
  if (isWaiting && (long)late < 0) return false;
  if (late > LONG_AGO) *wakeTime = now - LONG_AGO;
  return true;
}

unsigned long laterThan(unsigned long wakeTime, unsigned long ms) {
  if (ms > LONGEST_SLEEP) ms = LONGEST_SLEEP;
  unsigned long now = millis();
  if (now - wakeTime > KEEPS_RHYTHM) wakeTime = now;
  return wakeTime + ms;
}

bool Watch::rises(bool now) {
  bool turned = before == 0 && now;
  before = now;
  return turned;
}

bool Watch::falls(bool now) {
  bool turned = before == 1 && !now;
  before = now;
  return turned;
}

bool WatchNumber::changes(double now, double by) {
  if (!hasLooked) {
    hasLooked = true;
    last = now;
    return false;
  }
  double moved = now > last ? now - last : last - now;
  if (now == last || !(moved >= by)) return false;
  last = now;
  return true;
}

bool WatchWhole::changes(long now, long by) {
  if (!hasLooked) {
    hasLooked = true;
    last = now;
    return false;
  }
  /* Unsigned, so that the way from the least to the largest whole fits. */
  unsigned long moved = now > last ? (unsigned long)now - last : (unsigned long)last - now;
  if (moved == 0 || (by > 0 && moved < (unsigned long)by)) return false;
  last = now;
  return true;
}

bool Every::isDue(unsigned long period) {
  unsigned long now = millis();
  if (!hasStarted) {
    hasStarted = true;
    lastBeat = now;
    return true;
  }
  if (period == 0) period = 1;
  if (now - lastBeat < period) return false;
  skipMissed(period);
  return true;
}

void Every::skipMissed(unsigned long period) {
  if (period == 0) period = 1;
  unsigned long passed = millis() - lastBeat;
  /* The usual case needs no division. */
  if (passed < period) return;
  lastBeat += passed < 2 * period ? period : passed - passed % period;
}

uint8_t Mailbox::send() {
  if (!isFull()) asked++;
  return asked;
}

void Mailbox::finish() {
  if (hasMail()) done++;
}

void Mailbox::deliver(void (*run)()) {
  if (!hasMail()) return;
  run();
  finish();
}

void Mailbox::deliver(Script &script, void (*run)()) {
  if (!hasMail()) return;
  run();
  if (script.isIdle()) finish();
}

void Mailbox::deliver(LongScript &script, void (*run)()) {
  if (!hasMail()) return;
  run();
  if (script.isIdle()) finish();
}
