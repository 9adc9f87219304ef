/* GenieLists: see GenieLists.h. */
#include "GenieLists.h"

#include <string.h>

void *ListCore::open(long at) {
  if (at < 1 || at > count + 1 || isFull()) return 0;
  uint8_t *place = items + (uint16_t)(at - 1) * itemBytes;
  memmove(place + itemBytes, place, (uint16_t)(count + 1 - at) * itemBytes);
  count++;
  return place;
}

void *ListCore::find(long at) const {
  if (at < 1 || at > count) return 0;
  return items + (uint16_t)(at - 1) * itemBytes;
}

void ListCore::remove(long at) {
  uint8_t *place = (uint8_t *)find(at);
  if (place == 0) return;
  memmove(place, place + itemBytes, (uint16_t)(count - at) * itemBytes);
  count--;
}

void ListOfBytes::add(uint8_t value) {
  insert(core.count + 1L, value);
}

void ListOfBytes::insert(long at, uint8_t value) {
  uint8_t *place = (uint8_t *)core.open(at);
  if (place != 0) *place = value;
}

void ListOfBytes::set(long at, uint8_t value) {
  uint8_t *place = (uint8_t *)core.find(at);
  if (place != 0) *place = value;
}

uint8_t ListOfBytes::get(long at) const {
  const uint8_t *place = (const uint8_t *)core.find(at);
  return place == 0 ? 0 : *place;
}

int ListOfBytes::indexOf(uint8_t value) const {
  const uint8_t *items = (const uint8_t *)core.items;
  for (uint8_t i = 0; i < core.count; i++) {
    if (items[i] == value) return i + 1;
  }
  return 0;
}

long ListOfBytes::sum() const {
  const uint8_t *items = (const uint8_t *)core.items;
  long total = 0;
  for (uint8_t i = 0; i < core.count; i++) total = addSafely(total, items[i]);
  return total;
}

uint8_t ListOfBytes::smallest() const {
  const uint8_t *items = (const uint8_t *)core.items;
  uint8_t found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] < found) found = items[i];
  }
  return found;
}

uint8_t ListOfBytes::largest() const {
  const uint8_t *items = (const uint8_t *)core.items;
  uint8_t found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] > found) found = items[i];
  }
  return found;
}

double ListOfBytes::average() const {
  return divide(sum(), core.count);
}

void ListOfInts::add(int value) {
  insert(core.count + 1L, value);
}

void ListOfInts::insert(long at, int value) {
  int *place = (int *)core.open(at);
  if (place != 0) *place = value;
}

void ListOfInts::set(long at, int value) {
  int *place = (int *)core.find(at);
  if (place != 0) *place = value;
}

int ListOfInts::get(long at) const {
  const int *place = (const int *)core.find(at);
  return place == 0 ? 0 : *place;
}

int ListOfInts::indexOf(int value) const {
  const int *items = (const int *)core.items;
  for (uint8_t i = 0; i < core.count; i++) {
    if (items[i] == value) return i + 1;
  }
  return 0;
}

long ListOfInts::sum() const {
  const int *items = (const int *)core.items;
  long total = 0;
  for (uint8_t i = 0; i < core.count; i++) total = addSafely(total, items[i]);
  return total;
}

int ListOfInts::smallest() const {
  const int *items = (const int *)core.items;
  int found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] < found) found = items[i];
  }
  return found;
}

int ListOfInts::largest() const {
  const int *items = (const int *)core.items;
  int found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] > found) found = items[i];
  }
  return found;
}

double ListOfInts::average() const {
  return divide(sum(), core.count);
}

void ListOfLongs::add(long value) {
  insert(core.count + 1L, value);
}

void ListOfLongs::insert(long at, long value) {
  long *place = (long *)core.open(at);
  if (place != 0) *place = value;
}

void ListOfLongs::set(long at, long value) {
  long *place = (long *)core.find(at);
  if (place != 0) *place = value;
}

long ListOfLongs::get(long at) const {
  const long *place = (const long *)core.find(at);
  return place == 0 ? 0 : *place;
}

int ListOfLongs::indexOf(long value) const {
  const long *items = (const long *)core.items;
  for (uint8_t i = 0; i < core.count; i++) {
    if (items[i] == value) return i + 1;
  }
  return 0;
}

long ListOfLongs::sum() const {
  const long *items = (const long *)core.items;
  long total = 0;
  for (uint8_t i = 0; i < core.count; i++) total = addSafely(total, items[i]);
  return total;
}

long ListOfLongs::smallest() const {
  const long *items = (const long *)core.items;
  long found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] < found) found = items[i];
  }
  return found;
}

long ListOfLongs::largest() const {
  const long *items = (const long *)core.items;
  long found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] > found) found = items[i];
  }
  return found;
}

double ListOfLongs::average() const {
  return divide(sum(), core.count);
}

void ListOfDecimals::add(double value) {
  insert(core.count + 1L, value);
}

void ListOfDecimals::insert(long at, double value) {
  double *place = (double *)core.open(at);
  if (place != 0) *place = value;
}

void ListOfDecimals::set(long at, double value) {
  double *place = (double *)core.find(at);
  if (place != 0) *place = value;
}

double ListOfDecimals::get(long at) const {
  const double *place = (const double *)core.find(at);
  return place == 0 ? 0 : *place;
}

int ListOfDecimals::indexOf(double value) const {
  const double *items = (const double *)core.items;
  for (uint8_t i = 0; i < core.count; i++) {
    if (items[i] == value) return i + 1;
  }
  return 0;
}

double ListOfDecimals::sum() const {
  const double *items = (const double *)core.items;
  double total = 0;
  for (uint8_t i = 0; i < core.count; i++) total += items[i];
  return total;
}

double ListOfDecimals::smallest() const {
  const double *items = (const double *)core.items;
  double found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] < found) found = items[i];
  }
  return found;
}

double ListOfDecimals::largest() const {
  const double *items = (const double *)core.items;
  double found = get(1);
  for (uint8_t i = 1; i < core.count; i++) {
    if (items[i] > found) found = items[i];
  }
  return found;
}

double ListOfDecimals::average() const {
  return divide(sum(), core.count);
}

void ListOfTexts::add(const Text &value) {
  insert(core.count + 1L, value);
}

void ListOfTexts::insert(long at, const Text &value) {
  /* The value may be an item of this very list, and about to move. */
  Text copy = value;
  Text *place = (Text *)core.open(at);
  if (place != 0) *place = copy;
}

void ListOfTexts::set(long at, const Text &value) {
  Text *place = (Text *)core.find(at);
  if (place != 0) *place = value;
}

Text ListOfTexts::get(long at) const {
  const Text *place = (const Text *)core.find(at);
  return place == 0 ? Text() : *place;
}

int ListOfTexts::indexOf(const Text &value) const {
  const Text *items = (const Text *)core.items;
  for (uint8_t i = 0; i < core.count; i++) {
    if (items[i].equals(value)) return i + 1;
  }
  return 0;
}
