/*
 * GenieMemory: numbers that survive power off, kept by name in the chip's EEPROM.
 *
 *   saveWhole(F("best score"), 120);
 *   long best = loadWhole(F("best score"));   // 0 when it was never saved
 *
 * Up to 32 names; when all places are taken, a new name is not kept. Only bytes that differ are
 * written, so saving the same value again costs nothing. If power fails while a value is being written,
 * the value before, or "never saved", is found afterwards. A name is kept as a 16-bit CRC.
 * EEPROM: the first 256 bytes (ATmega328P datasheet section 8.4, "EEPROM Data Memory").
 * Blocks: 3.4 ms a byte that changes, 31 ms at most. RAM: none.
 */
#ifndef GENIE_MEMORY_H
#define GENIE_MEMORY_H

#include <Arduino.h>

void saveWhole(const __FlashStringHelper *name, long value);
void saveDecimal(const __FlashStringHelper *name, double value);
long loadWhole(const __FlashStringHelper *name);
double loadDecimal(const __FlashStringHelper *name);

#endif
