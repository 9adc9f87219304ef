#include "GenieLists.h"

void *ListItems::at(long position) const {
  if (position < 1 || position > count) return 0;
  return items + (position - 1) * itemSize;
}

void *ListItems::open(long position) {
  if (isFull() || position < 1 || position > count + 1) return 0;
  byte *place = items + (position - 1) * itemSize;
  memmove(place + itemSize, place, (count + 1 - position) * itemSize);
  count++;
  return place;
}

void ListItems::remove(long position) {
  byte *place = (byte *)at(position);
  if (place == 0) return;
  memmove(place, place + itemSize, (count - position) * itemSize);
  count--;
}

/* The four lists of numbers differ in their item alone. */
#define GENIE_LIST_OF(List, Item)                                          \
  void List::insert(long position, Item value) {                           \
    Item *place = (Item *)items.open(position);                            \
    if (place != 0) *place = value;                                        \
  }                                                                        \
  void List::set(long position, Item value) {                              \
    Item *place = (Item *)items.at(position);                              \
    if (place != 0) *place = value;                                        \
  }                                                                        \
  Item List::get(long position) const {                                    \
    Item *place = (Item *)items.at(position);                              \
    return place == 0 ? 0 : *place;                                        \
  }                                                                        \
  int List::indexOf(Item value) const {                                    \
    for (int i = 1; i <= items.length(); i++) {                            \
      if (*(Item *)items.at(i) == value) return i;                         \
    }                                                                      \
    return 0;                                                              \
  }                                                                        \
  Item List::smallest() const {                                            \
    Item best = get(1);                                                    \
    for (int i = 2; i <= items.length(); i++) {                            \
      if (get(i) < best) best = get(i);                                    \
    }                                                                      \
    return best;                                                           \
  }                                                                        \
  Item List::largest() const {                                             \
    Item best = get(1);                                                    \
    for (int i = 2; i <= items.length(); i++) {                            \
      if (get(i) > best) best = get(i);                                    \
    }                                                                      \
    return best;                                                           \
  }                                                                        \
  double List::average() const {                                           \
    double total = 0;                                                      \
    for (int i = 1; i <= items.length(); i++) total += get(i);             \
    return items.length() == 0 ? 0 : total / items.length();               \
  }

GENIE_LIST_OF(ListOfBytes, byte)
GENIE_LIST_OF(ListOfInts, int)
GENIE_LIST_OF(ListOfLongs, long)
GENIE_LIST_OF(ListOfDecimals, double)

long ListOfBytes::sum() const {
  long total = 0;
  for (int i = 1; i <= items.length(); i++) total += get(i);
  return total;
}

long ListOfInts::sum() const {
  long total = 0;
  for (int i = 1; i <= items.length(); i++) total += get(i);
  return total;
}

long ListOfLongs::sum() const {
  const long limit = 2147483647L;
  long total = 0;
  for (int i = 1; i <= items.length(); i++) {
    long value = get(i);
    if (value > 0 && total > limit - value) {
      total = limit;
    } else if (value < 0 && total < -limit - value) {
      total = -limit;
    } else {
      total += value;
    }
  }
  return total;
}

double ListOfDecimals::sum() const {
  double total = 0;
  for (int i = 1; i <= items.length(); i++) total += get(i);
  return total;
}

void ListOfTexts::insert(long position, const Text &value) {
  Text copy(value); /* value may be an item that is about to move */
  Text *place = (Text *)items.open(position);
  if (place != 0) *place = copy;
}

void ListOfTexts::set(long position, const Text &value) {
  Text *place = (Text *)items.at(position);
  if (place != 0) *place = value;
}

Text ListOfTexts::get(long position) const {
  Text *place = (Text *)items.at(position);
  return place == 0 ? Text() : *place;
}

int ListOfTexts::indexOf(const Text &value) const {
  for (int i = 1; i <= items.length(); i++) {
    if (((Text *)items.at(i))->equals(value)) return i;
  }
  return 0;
}
