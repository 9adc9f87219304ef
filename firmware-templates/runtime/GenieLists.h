/*
 * GenieLists: lists of fixed capacity over an array that the sketch gives. Nothing is allocated.
 *
 *   int scoresItems[10];
 *   ListOfInts scores(scoresItems, 10);
 *   scores.add(12);
 *   int first = scores.get(1);
 *
 * Positions start at 1. Adding to a full list does nothing, nor does changing a place outside; reading
 * outside gives 0 or "". Sums of whole numbers stay within -2147483647...2147483647 after every item.
 * Blocks: never. RAM: 5 bytes a list beside its array of at most 255 items.
 */
#ifndef GENIE_LISTS_H
#define GENIE_LISTS_H

#include <Arduino.h>
#include "GenieNumbers.h"
#include "GenieText.h"

/* What all lists share: items of some bytes in a row. For the lists below, not for sketches. */
class ListCore {
 public:
  constexpr ListCore(void *items, uint8_t capacity, uint8_t itemBytes)
      : items((uint8_t *)items), capacity(capacity), itemBytes(itemBytes), count(0) {}
  /* Makes room before a place 1...count + 1; 0 when there is none. */
  void *open(long at);
  /* A place 1...count; 0 outside. */
  void *find(long at) const;
  void remove(long at);
  bool isFull() const { return count >= capacity; }

  uint8_t *items;
  uint8_t capacity;
  uint8_t itemBytes;
  uint8_t count;
};

class ListOfBytes {
 public:
  constexpr ListOfBytes(uint8_t *items, uint8_t capacity) : core(items, capacity, sizeof(uint8_t)) {}
  void add(uint8_t value);
  void insert(long at, uint8_t value);
  void set(long at, uint8_t value);
  void remove(long at) { core.remove(at); }
  void clear() { core.count = 0; }
  uint8_t get(long at) const;
  int length() const { return core.count; }
  bool isFull() const { return core.isFull(); }
  bool contains(uint8_t value) const { return indexOf(value) != 0; }
  int indexOf(uint8_t value) const;
  long sum() const;
  uint8_t smallest() const;
  uint8_t largest() const;
  double average() const;

 private:
  ListCore core;
};

class ListOfInts {
 public:
  constexpr ListOfInts(int *items, uint8_t capacity) : core(items, capacity, sizeof(int)) {}
  void add(int value);
  void insert(long at, int value);
  void set(long at, int value);
  void remove(long at) { core.remove(at); }
  void clear() { core.count = 0; }
  int get(long at) const;
  int length() const { return core.count; }
  bool isFull() const { return core.isFull(); }
  bool contains(int value) const { return indexOf(value) != 0; }
  int indexOf(int value) const;
  long sum() const;
  int smallest() const;
  int largest() const;
  double average() const;

 private:
  ListCore core;
};

class ListOfLongs {
 public:
  constexpr ListOfLongs(long *items, uint8_t capacity) : core(items, capacity, sizeof(long)) {}
  void add(long value);
  void insert(long at, long value);
  void set(long at, long value);
  void remove(long at) { core.remove(at); }
  void clear() { core.count = 0; }
  long get(long at) const;
  int length() const { return core.count; }
  bool isFull() const { return core.isFull(); }
  bool contains(long value) const { return indexOf(value) != 0; }
  int indexOf(long value) const;
  long sum() const;
  long smallest() const;
  long largest() const;
  double average() const;

 private:
  ListCore core;
};

class ListOfDecimals {
 public:
  constexpr ListOfDecimals(double *items, uint8_t capacity) : core(items, capacity, sizeof(double)) {}
  void add(double value);
  void insert(long at, double value);
  void set(long at, double value);
  void remove(long at) { core.remove(at); }
  void clear() { core.count = 0; }
  double get(long at) const;
  int length() const { return core.count; }
  bool isFull() const { return core.isFull(); }
  bool contains(double value) const { return indexOf(value) != 0; }
  int indexOf(double value) const;
  double sum() const;
  double smallest() const;
  double largest() const;
  double average() const;

 private:
  ListCore core;
};

class ListOfTexts {
 public:
  constexpr ListOfTexts(Text *items, uint8_t capacity) : core(items, capacity, sizeof(Text)) {}
  void add(const Text &value);
  void insert(long at, const Text &value);
  void set(long at, const Text &value);
  void remove(long at) { core.remove(at); }
  void clear() { core.count = 0; }
  Text get(long at) const;
  int length() const { return core.count; }
  bool isFull() const { return core.isFull(); }
  bool contains(const Text &value) const { return indexOf(value) != 0; }
  int indexOf(const Text &value) const;

 private:
  ListCore core;
};

#endif
