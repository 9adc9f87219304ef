/*
 * GenieLists: lists of fixed capacity over an array of yours, without dynamic memory.
 *
 *     int scoresItems[10];
 *     ListOfInts scores(scoresItems, 10);
 *
 * Positions count from 1. Adding to a full list and changing what is outside do nothing; reading
 * outside gives 0 or an empty text. Capacity 1 to 255.
 * RAM: 4 bytes a list and the array. Never blocks.
 */
#ifndef GENIE_LISTS_H
#define GENIE_LISTS_H

#include "GenieText.h"

/* What all lists share: how many items there are, and moving them. */
class ListItems {
 public:
  ListItems(void *items, byte itemSize, byte capacity)
      : items((byte *)items), itemSize(itemSize), capacity(capacity), count(0) {}
  /* Makes room for an item before `position`; gives its place, or nothing. */
  void *open(long position);
  void remove(long position);
  /* The place of an item, or nothing outside. */
  void *at(long position) const;
  void clear() { count = 0; }
  int length() const { return count; }
  bool isFull() const { return count >= capacity; }

 private:
  byte *items;
  byte itemSize;
  byte capacity;
  byte count;
};

class ListOfBytes {
 public:
  ListOfBytes(byte *items, byte capacity) : items(items, sizeof(byte), capacity) {}
  void add(byte value) { insert(items.length() + 1, value); }
  void insert(long position, byte value);
  void set(long position, byte value);
  void remove(long position) { items.remove(position); }
  void clear() { items.clear(); }
  byte get(long position) const;
  int length() const { return items.length(); }
  bool isFull() const { return items.isFull(); }
  bool contains(byte value) const { return indexOf(value) > 0; }
  int indexOf(byte value) const;
  long sum() const;
  byte smallest() const;
  byte largest() const;
  double average() const;

 private:
  ListItems items;
};

class ListOfInts {
 public:
  ListOfInts(int *items, byte capacity) : items(items, sizeof(int), capacity) {}
  void add(int value) { insert(items.length() + 1, value); }
  void insert(long position, int value);
  void set(long position, int value);
  void remove(long position) { items.remove(position); }
  void clear() { items.clear(); }
  int get(long position) const;
  int length() const { return items.length(); }
  bool isFull() const { return items.isFull(); }
  bool contains(int value) const { return indexOf(value) > 0; }
  int indexOf(int value) const;
  long sum() const;
  int smallest() const;
  int largest() const;
  double average() const;

 private:
  ListItems items;
};

class ListOfLongs {
 public:
  ListOfLongs(long *items, byte capacity) : items(items, sizeof(long), capacity) {}
  void add(long value) { insert(items.length() + 1, value); }
  void insert(long position, long value);
  void set(long position, long value);
  void remove(long position) { items.remove(position); }
  void clear() { items.clear(); }
  long get(long position) const;
  int length() const { return items.length(); }
  bool isFull() const { return items.isFull(); }
  bool contains(long value) const { return indexOf(value) > 0; }
  int indexOf(long value) const;
  /* Stays at the limits of whole numbers. */
  long sum() const;
  long smallest() const;
  long largest() const;
  double average() const;

 private:
  ListItems items;
};

class ListOfDecimals {
 public:
  ListOfDecimals(double *items, byte capacity) : items(items, sizeof(double), capacity) {}
  void add(double value) { insert(items.length() + 1, value); }
  void insert(long position, double value);
  void set(long position, double value);
  void remove(long position) { items.remove(position); }
  void clear() { items.clear(); }
  double get(long position) const;
  int length() const { return items.length(); }
  bool isFull() const { return items.isFull(); }
  bool contains(double value) const { return indexOf(value) > 0; }
  int indexOf(double value) const;
  double sum() const;
  double smallest() const;
  double largest() const;
  double average() const;

 private:
  ListItems items;
};

class ListOfTexts {
 public:
  ListOfTexts(Text *items, byte capacity) : items(items, sizeof(Text), capacity) {}
  void add(const Text &value) { insert(items.length() + 1, value); }
  void insert(long position, const Text &value);
  void set(long position, const Text &value);
  void remove(long position) { items.remove(position); }
  void clear() { items.clear(); }
  Text get(long position) const;
  int length() const { return items.length(); }
  bool isFull() const { return items.isFull(); }
  bool contains(const Text &value) const { return indexOf(value) > 0; }
  int indexOf(const Text &value) const;

 private:
  ListItems items;
};

#endif
