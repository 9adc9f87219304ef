/* GenieMemory: see GenieMemory.h. */
#include "GenieMemory.h"
#include "GenieNumbers.h"

#include <avr/eeprom.h>
#include <string.h>

/* An entry: name (2 bytes), kind, value (4 bytes), checksum. Any other kind: the place is free. */
static const uint8_t ENTRIES = 32;
static const uint8_t ENTRY_BYTES = 8;
static const uint8_t KIND = 2;
static const uint8_t VALUE = 3;
static const uint8_t CHECKSUM = 7;
static const uint8_t WHOLE = 'W';
static const uint8_t DECIMAL = 'D';
/* As after erasing. */
static const uint8_t FREE = 0xFF;

/* CRC-16 (polynomial 0xA001): names that differ in one or two neighbouring letters never share it. */
static uint16_t hashOf(const __FlashStringHelper *name) {
  const char *at = (const char *)name;
  uint16_t crc = 0xFFFF;
  for (uint8_t letter = pgm_read_byte(at); letter != 0; letter = pgm_read_byte(at)) {
    at++;
    crc ^= letter;
    for (uint8_t bit = 0; bit < 8; bit++) {
      bool isOdd = (crc & 1) != 0;
      crc >>= 1;
      if (isOdd) crc ^= 0xA001;
    }
  }
  return crc == 0xFFFF ? 0 : crc;
}

static uint8_t checksumOf(const uint8_t *entry) {
  uint8_t sum = 0x5A;
  for (uint8_t i = 0; i < CHECKSUM; i++) sum = (uint8_t)(sum << 1 | sum >> 7) ^ entry[i];
  return sum;
}

/* Reads the entry of a name. Gives its place, or that of the first free entry, or -1. */
static int find(uint16_t hash, uint8_t *entry, bool *isFound) {
  int firstFree = -1;
  for (int at = 0; at < ENTRIES * ENTRY_BYTES; at += ENTRY_BYTES) {
    eeprom_read_block(entry, (const void *)at, ENTRY_BYTES);
    bool isValid = (entry[KIND] == WHOLE || entry[KIND] == DECIMAL) && checksumOf(entry) == entry[CHECKSUM];
    if (!isValid) {
      if (firstFree < 0) firstFree = at;
    } else if (entry[0] == (uint8_t)hash && entry[1] == hash >> 8) {
      *isFound = true;
      return at;
    }
  }
  *isFound = false;
  return firstFree;
}

static void save(const __FlashStringHelper *name, uint8_t kind, const void *value) {
  uint16_t hash = hashOf(name);
  uint8_t entry[ENTRY_BYTES];
  bool isFound;
  int at = find(hash, entry, &isFound);
  if (at < 0) return;
  if (isFound && entry[KIND] == kind && memcmp(entry + VALUE, value, 4) == 0) return;
  entry[0] = hash;
  entry[1] = hash >> 8;
  entry[KIND] = kind;
  memcpy(entry + VALUE, value, 4);
  entry[CHECKSUM] = checksumOf(entry);
  /* The kind goes first and comes back last: an entry half written is a free one. */
  eeprom_update_byte((uint8_t *)(at + KIND), FREE);
  for (uint8_t i = 0; i < ENTRY_BYTES; i++) {
    if (i != KIND) eeprom_update_byte((uint8_t *)(at + i), entry[i]);
  }
  eeprom_update_byte((uint8_t *)(at + KIND), kind);
}

/* The kind of what was saved, FREE when there is nothing. */
static uint8_t load(const __FlashStringHelper *name, void *value) {
  uint8_t entry[ENTRY_BYTES];
  bool isFound;
  find(hashOf(name), entry, &isFound);
  if (!isFound) return FREE;
  memcpy(value, entry + VALUE, 4);
  return entry[KIND];
}

void saveWhole(const __FlashStringHelper *name, long value) {
  save(name, WHOLE, &value);
}

void saveDecimal(const __FlashStringHelper *name, double value) {
  save(name, DECIMAL, &value);
}

long loadWhole(const __FlashStringHelper *name) {
  uint32_t bits = 0;
  uint8_t kind = load(name, &bits);
  if (kind != DECIMAL) return (long)bits;
  double decimal;
  memcpy(&decimal, &bits, 4);
  return toWhole(decimal);
}

double loadDecimal(const __FlashStringHelper *name) {
  uint32_t bits = 0;
  uint8_t kind = load(name, &bits);
  if (kind != DECIMAL) return (long)bits;
  double decimal;
  memcpy(&decimal, &bits, 4);
  return decimal;
}
