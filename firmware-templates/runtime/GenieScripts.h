/*
 * GenieScripts - several scripts at the same time on a chip that can do one thing: each script is a
 * function that loop() calls again and again. It does a bit, notes where it stopped, and returns.
 *
 *   Script blinking;
 *   void blink() {
 *     SCRIPT_BEGIN(blinking);
 *     while (true) {
 *       led.on();
 *       SCRIPT_WAIT(blinking, 1, 500);
 *       led.off();
 *       SCRIPT_WAIT(blinking, 2, 500);
 *     }
 *     SCRIPT_END_ONCE(blinking);
 *   }
 *   void loop() { blink(); otherScript(); }
 *
 * Rules: every step number (1 to 254) occurs once in a function; local variables that must outlive a
 * wait are `static`; no variable is declared between two steps at the level of the function. Each macro
 * is one statement. A sketch with a script of more than 254 steps uses LongScript (1 to 65534) instead of
 * Script for all of its scripts, so that own blocks can serve each of them.
 *
 * Rhythm: a wait counts from the moment the wait before was due, if that is less than 5 ms ago;
 * otherwise from now. So rhythms do not drift, and long work is not taken for waiting.
 * Blocks: never. RAM: 5 bytes a Script, 6 a LongScript, 1 a Watch, 5 a WatchNumber or WatchWhole,
 * 5 an Every, 2 a Mailbox.
 */
#ifndef GENIE_SCRIPTS_H
#define GENIE_SCRIPTS_H

#include <Arduino.h>

/* gcc 7 and later want to be told that a step runs on into the next. */
#if __GNUC__ >= 7
#define GENIE_NEXT_STEP __attribute__((fallthrough))
#else
#define GENIE_NEXT_STEP
#endif

/* Longest wait in ms: half of what millis() can tell apart. */
const unsigned long LONGEST_SLEEP = 2000000000UL;

/* Shared by Script and LongScript; see their methods. */
bool isScriptDue(unsigned long *wakeTime, bool isWaiting);
unsigned long laterThan(unsigned long wakeTime, unsigned long ms);

class Script {
 public:
  static const uint8_t DONE = 255;
  /* Set by stopEverything(): no script is ready any more until the next reset. */
  static bool everythingStopped;

  constexpr Script() : step(0), wakeTime(0) {}
  /*
   * May this script go on now? At step 0 it may always begin, however long ago its last wait was,
   * so it stays ready for months; in between, millis() must have reached wakeTime.
   */
  bool isReady() { return step != DONE && isScriptDue(&wakeTime, step != 0); }
  /* Not in the middle of a run. */
  bool isIdle() const { return step == 0; }
  /* Ends this run; the script may start again. */
  void finish() { step = 0; }
  /* Ends the script for good. */
  void retire() { step = DONE; }
  void sleep(unsigned long ms) { wakeTime = laterThan(wakeTime, ms); }

  uint8_t step;
  unsigned long wakeTime;
};

/* The same with more steps. */
class LongScript {
 public:
  static const uint16_t DONE = 65535;

  constexpr LongScript() : step(0), wakeTime(0) {}
  bool isReady() { return step != DONE && isScriptDue(&wakeTime, step != 0); }
  bool isIdle() const { return step == 0; }
  void finish() { step = 0; }
  void retire() { step = DONE; }
  void sleep(unsigned long ms) { wakeTime = laterThan(wakeTime, ms); }

  uint16_t step;
  unsigned long wakeTime;
};

void stopEverything();

/* --- A script's function ------------------------------------------------------------------ */

/* clang-format off */
#define SCRIPT_BEGIN(script) \
  if (!(script).isReady()) return; \
  switch ((script).step) { case 0:

#define SCRIPT_END(script) } (script).finish()
/* For scripts that run once after power-on. */
#define SCRIPT_END_ONCE(script) } (script).retire()

#define SCRIPT_WAIT(script, n, ms) \
  do { (script).sleep(ms); (script).step = (n); return; case (n):; } while (0)

/* Lets the other scripts go on, then continues. */
#define SCRIPT_TURN(script, n) \
  do { (script).step = (n); return; case (n):; } while (0)

#define SCRIPT_WAIT_UNTIL(script, n, condition) \
  do { (script).step = (n); GENIE_NEXT_STEP; case (n): if (!(condition)) return; } while (0)

/* Calls an own block until it is over. Its frame's step must be 0 when the call begins. */
#define SCRIPT_CALL(script, n, call) \
  do { (script).step = (n); GENIE_NEXT_STEP; case (n): if (!(call)) return; } while (0)
/* The same in a script that runs once: an own block may have stopped it for good. */
#define SCRIPT_CALL_ONCE(script, n, call) \
  do { (script).step = (n); GENIE_NEXT_STEP; \
    case (n): if (!(call)) { if ((script).isIdle()) (script).retire(); return; } } while (0)

#define SCRIPT_STOP(script) \
  do { (script).finish(); return; } while (0)
#define SCRIPT_STOP_ONCE(script) \
  do { (script).retire(); return; } while (0)

/* --- An own block that waits --------------------------------------------------------------
 * bool walk(Script &script, WalkFrame &me): true when it is over. WalkFrame is a struct with an
 * integer `step`, the parameters and what must outlive a wait. The caller sets step to 0 first.
 */

#define BLOCK_BEGIN(me) switch ((me).step) { case 0:
#define BLOCK_END(me) } (me).step = 0; return true
#define BLOCK_RETURN(me) \
  do { (me).step = 0; return true; } while (0)

#define BLOCK_WAIT(script, me, n, ms) \
  do { (script).sleep(ms); (me).step = (n); return false; case (n):; } while (0)

#define BLOCK_TURN(me, n) \
  do { (me).step = (n); return false; case (n):; } while (0)

#define BLOCK_WAIT_UNTIL(me, n, condition) \
  do { (me).step = (n); GENIE_NEXT_STEP; case (n): if (!(condition)) return false; } while (0)

#define BLOCK_CALL(me, n, call) \
  do { (me).step = (n); GENIE_NEXT_STEP; case (n): if (!(call)) return false; } while (0)

/* Ends the run of the script that called; SCRIPT_CALL_ONCE makes it final for those that run once. */
#define BLOCK_STOP_SCRIPT(script) \
  do { (script).finish(); return false; } while (0)
/* Ends the calling script for good. */
#define BLOCK_STOP_SCRIPT_ONCE(script) \
  do { (script).retire(); return false; } while (0)
/* clang-format on */

/* --- What starts scripts ------------------------------------------------------------------ */

/* Notices when a truth turns. The first look only remembers. 1 byte. */
class Watch {
 public:
  constexpr Watch() : before(NEVER) {}
  /* True once when `now` has turned from false to true. */
  bool rises(bool now);
  /* True once when `now` has turned from true to false. */
  bool falls(bool now);

 private:
  static const uint8_t NEVER = 2;
  uint8_t before;
};

/* Notices when a number has moved away from where it was at the last notice. 5 bytes. */
class WatchNumber {
 public:
  constexpr WatchNumber() : hasLooked(false), last(0) {}
  /* True when `now` is `by` or more away (and not equal). The first look only remembers. */
  bool changes(double now, double by);

 private:
  bool hasLooked;
  double last;
};

/* The same for whole numbers, of which a decimal would forget the last digits. 5 bytes. */
class WatchWhole {
 public:
  constexpr WatchWhole() : hasLooked(false), last(0) {}
  bool changes(long now, long by);

 private:
  bool hasLooked;
  long last;
};

/* Beats in a steady rhythm that does not drift. 5 bytes. */
class Every {
 public:
  constexpr Every() : hasStarted(false), lastBeat(0) {}
  /* True at the first call and then every `period` ms (0 counts as 1). Missed beats are skipped. */
  bool isDue(unsigned long period);
  /* Leaves out the beats that have fallen up to now: for as long as the script is busy. */
  void skipMissed(unsigned long period);

 private:
  bool hasStarted;
  unsigned long lastBeat;
};

/* Messages for one script: how many were asked and answered, up to 127 waiting. 2 bytes. */
class Mailbox {
 public:
  constexpr Mailbox() : asked(0), done(0) {}
  bool hasMail() const { return asked != done; }
  bool isFull() const { return (uint8_t)(asked - done) >= MOST; }
  /* One message more (unless full). The ticket tells its answer apart from others'. */
  uint8_t send();
  /* The run for the oldest message is over. */
  void finish();
  bool isAnswered(uint8_t ticket) const { return (int8_t)(done - ticket) >= 0; }
  /* Runs a function that is over at once, if there is a message. */
  void deliver(void (*run)());
  /* Gives a script its turn, if it is at work on a message or there is one. */
  void deliver(Script &script, void (*run)());
  void deliver(LongScript &script, void (*run)());

 private:
  static const uint8_t MOST = 127;
  uint8_t asked;
  uint8_t done;
};

#endif
