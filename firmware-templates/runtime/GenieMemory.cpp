#include "GenieMemory.h"

#include <avr/eeprom.h>

static const byte ENTRIES = 32;
static const byte WHOLE = 1;
static const byte DECIMAL = 2;

struct MemoryEntry {
  uint16_t name;
  byte kind;
  byte value[4];
  byte checksum;
};

/* FNV-1a folded to 16 bits; the values of an empty EEPROM are kept free. */
static uint16_t hashOf(const __FlashStringHelper *name) {
  const char *at = (const char *)name;
  uint32_t hash = 2166136261UL;
  for (char letter = pgm_read_byte(at); letter; letter = pgm_read_byte(++at)) {
    hash = (hash ^ (byte)letter) * 16777619UL;
  }
  uint16_t folded = (uint16_t)(hash >> 16) ^ (uint16_t)hash;
  return folded == 0xFFFF || folded == 0 ? 1 : folded;
}

static byte checksumOf(const MemoryEntry &entry) {
  byte sum = 0xA5 ^ entry.kind ^ (byte)entry.name ^ (byte)(entry.name >> 8);
  for (byte i = 0; i < 4; i++) sum = (byte)(sum << 1 | sum >> 7) ^ entry.value[i];
  return sum;
}

static MemoryEntry *place(byte index) {
  return (MemoryEntry *)(index * sizeof(MemoryEntry));
}

static MemoryEntry read(byte index) {
  MemoryEntry entry;
  eeprom_read_block(&entry, place(index), sizeof(entry));
  return entry;
}

static bool isSound(const MemoryEntry &entry) {
  return (entry.kind == WHOLE || entry.kind == DECIMAL) && entry.checksum == checksumOf(entry);
}

/* The entry of a name, or else the first place that can take it; ENTRIES when there is none. */
static byte find(uint16_t name, bool &isKnown) {
  byte room = ENTRIES;
  isKnown = false;
  for (byte i = 0; i < ENTRIES; i++) {
    MemoryEntry entry = read(i);
    if (!isSound(entry)) {
      if (room == ENTRIES) room = i;
    } else if (entry.name == name) {
      isKnown = true;
      return i;
    }
  }
  return room;
}

static void save(const __FlashStringHelper *name, byte kind, const void *value) {
  MemoryEntry entry;
  entry.name = hashOf(name);
  entry.kind = kind;
  memcpy(entry.value, value, sizeof(entry.value));
  entry.checksum = checksumOf(entry);
  bool isKnown;
  byte index = find(entry.name, isKnown);
  if (index < ENTRIES) eeprom_update_block(&entry, place(index), sizeof(entry));
}

void saveWhole(const __FlashStringHelper *name, long value) {
  save(name, WHOLE, &value);
}

void saveDecimal(const __FlashStringHelper *name, double value) {
  save(name, DECIMAL, &value);
}

long loadWhole(const __FlashStringHelper *name) {
  bool isKnown;
  byte index = find(hashOf(name), isKnown);
  if (!isKnown) return 0;
  MemoryEntry entry = read(index);
  long whole;
  memcpy(&whole, entry.value, sizeof(whole));
  if (entry.kind == WHOLE) return whole;
  double decimal;
  memcpy(&decimal, entry.value, sizeof(decimal));
  if (isnan(decimal)) return 0;
  if (decimal >= 2147483648.0) return 2147483647L;
  if (decimal <= -2147483648.0) return -2147483647L;
  return lround(decimal);
}

double loadDecimal(const __FlashStringHelper *name) {
  bool isKnown;
  byte index = find(hashOf(name), isKnown);
  if (!isKnown) return 0;
  MemoryEntry entry = read(index);
  if (entry.kind == WHOLE) {
    long whole;
    memcpy(&whole, entry.value, sizeof(whole));
    return whole;
  }
  double decimal;
  memcpy(&decimal, entry.value, sizeof(decimal));
  return decimal;
}
