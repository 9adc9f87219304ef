/*
 * Something that also gives bytes, when they come: reading waits for up to a timeout, a second at first.
 *
 * RAM: 12 bytes.
 */
#pragma once

#include "Print.h"

/* What parseInt() and parseFloat() leave out in front of a number. */
enum LookaheadMode { SKIP_ALL, SKIP_NONE, SKIP_WHITESPACE };

/* No number has this character in it. */
#define __NOTHING_IGNORED '\x01'

class Stream : public Print {
 public:
  constexpr Stream() : _timeout(1000), _startMillis(0) {}

  virtual int available() = 0;
  virtual int read() = 0;
  virtual int peek() = 0;

  /* Milliseconds to wait for each byte. */
  void setTimeout(unsigned long timeout) { _timeout = timeout; }
  unsigned long getTimeout() { return _timeout; }

  /* Reads up to the end of the text; false when the time is over first. */
  bool find(const char *text) { return find(text, strlen(text)); }
  bool find(const uint8_t *text) { return find((const char *)text); }
  bool find(const char *text, size_t length) { return findUntil(text, length, NULL, 0); }
  bool find(const uint8_t *text, size_t length) { return find((const char *)text, length); }
  bool find(char c) { return find(&c, 1); }
  /* … or when `end` comes first. */
  bool findUntil(const char *text, const char *end) { return findUntil(text, strlen(text), end, strlen(end)); }
  bool findUntil(const uint8_t *text, const char *end) { return findUntil((const char *)text, end); }
  bool findUntil(const char *text, size_t length, const char *end, size_t endLength);
  bool findUntil(const uint8_t *text, size_t length, const char *end, size_t endLength) {
    return findUntil((const char *)text, length, end, endLength);
  }

  /* The next number; 0 when the time is over first. `ignore` may stand between its digits. */
  long parseInt(LookaheadMode lookahead = SKIP_ALL, char ignore = __NOTHING_IGNORED);
  float parseFloat(LookaheadMode lookahead = SKIP_ALL, char ignore = __NOTHING_IGNORED);

  /* Bytes read before the buffer was full, the time over, or the terminator came (which is taken away). */
  size_t readBytes(char *buffer, size_t length);
  size_t readBytes(uint8_t *buffer, size_t length) { return readBytes((char *)buffer, length); }
  size_t readBytesUntil(char terminator, char *buffer, size_t length);
  size_t readBytesUntil(char terminator, uint8_t *buffer, size_t length) {
    return readBytesUntil(terminator, (char *)buffer, length);
  }
  String readString();
  String readStringUntil(char terminator);

 protected:
  unsigned long _timeout;
  unsigned long _startMillis;

  struct MultiTarget {
    const char *str;
    size_t len;
    /* How much of it has just been read. */
    size_t index;
  };

  long parseInt(char ignore) { return parseInt(SKIP_ALL, ignore); }
  float parseFloat(char ignore) { return parseFloat(SKIP_ALL, ignore); }
  int timedRead();
  int timedPeek();
  int peekNextDigit(LookaheadMode lookahead, bool withPoint);
  /* Which of the texts was complete first, or -1. */
  int findMulti(struct MultiTarget *targets, int count);
};
