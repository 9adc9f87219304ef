/* Stream: see Stream.h. */
#include <Arduino.h>

/* What has come within the timeout, or -1. */
int Stream::timedRead() {
  _startMillis = millis();
  do {
    int c = read();
    if (c >= 0) return c;
  } while (millis() - _startMillis < _timeout);
  return -1;
}

int Stream::timedPeek() {
  _startMillis = millis();
  do {
    int c = peek();
    if (c >= 0) return c;
  } while (millis() - _startMillis < _timeout);
  return -1;
}

/* Takes away what may be skipped; the first character of a number stays. -1: none. */
int Stream::peekNextDigit(LookaheadMode lookahead, bool withPoint) {
  for (;;) {
    int c = timedPeek();
    if (c < 0 || c == '-' || isdigit(c) || (withPoint && c == '.')) return c;
    if (lookahead == SKIP_NONE) return -1;
    if (lookahead == SKIP_WHITESPACE && c != ' ' && c != '\t' && c != '\r' && c != '\n') return -1;
    read();
  }
}

long Stream::parseInt(LookaheadMode lookahead, char ignore) {
  int c = peekNextDigit(lookahead, false);
  if (c < 0) return 0;
  bool isNegative = false;
  long value = 0;
  do {
    if (c == ignore) {
    } else if (c == '-') {
      isNegative = true;
    } else {
      value = value * 10 + (c - '0');
    }
    read();
    c = timedPeek();
  } while (isdigit(c) || c == ignore);
  return isNegative ? -value : value;
}

float Stream::parseFloat(LookaheadMode lookahead, char ignore) {
  int c = peekNextDigit(lookahead, true);
  if (c < 0) return 0;
  bool isNegative = false;
  bool isBehindPoint = false;
  /* All digits, and what the last one is worth. */
  long value = 0;
  float worth = 1.0;
  do {
    if (c == ignore) {
    } else if (c == '-') {
      isNegative = true;
    } else if (c == '.') {
      isBehindPoint = true;
    } else {
      value = value * 10 + (c - '0');
      if (isBehindPoint) worth *= 0.1f;
    }
    read();
    c = timedPeek();
  } while (isdigit(c) || (c == '.' && !isBehindPoint) || c == ignore);
  if (isNegative) value = -value;
  return isBehindPoint ? value * worth : value;
}

size_t Stream::readBytes(char *buffer, size_t length) {
  size_t count = 0;
  while (count < length) {
    int c = timedRead();
    if (c < 0) break;
    buffer[count++] = c;
  }
  return count;
}

size_t Stream::readBytesUntil(char terminator, char *buffer, size_t length) {
  size_t count = 0;
  while (count < length) {
    int c = timedRead();
    if (c < 0 || c == terminator) break;
    buffer[count++] = c;
  }
  return count;
}

bool Stream::findUntil(const char *text, size_t length, const char *end, size_t endLength) {
  MultiTarget targets[2];
  targets[0].str = text;
  targets[0].len = length;
  targets[0].index = 0;
  targets[1].str = end;
  targets[1].len = endLength;
  targets[1].index = 0;
  return findMulti(targets, end == NULL ? 1 : 2) == 0;
}

/* How much of the text is read, when `c` comes behind its first `matched` characters. */
static size_t matchedWith(const char *text, size_t matched, char c) {
  for (size_t length = matched + 1; length > 0; length--) {
    /* Do the last `length` characters read begin the text? */
    if (text[length - 1] != c) continue;
    size_t shift = matched + 1 - length;
    size_t i = 0;
    while (i < length - 1 && text[i] == text[i + shift]) i++;
    if (i == length - 1) return length;
  }
  return 0;
}

int Stream::findMulti(struct MultiTarget *targets, int count) {
  for (int i = 0; i < count; i++) {
    if (targets[i].len == 0) return i;
  }
  for (;;) {
    int c = timedRead();
    if (c < 0) return -1;
    for (int i = 0; i < count; i++) {
      MultiTarget &target = targets[i];
      target.index = matchedWith(target.str, target.index, c);
      if (target.index == target.len) return i;
    }
  }
}
