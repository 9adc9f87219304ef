/*
 * GenieMemory: numbers that survive power off, by name.
 *
 * Up to 32 names, in the first 256 bytes of the EEPROM: 8 bytes each (hash of the name, kind, value,
 * checksum). A name keeps its value when the program around it changes. A name never kept is 0; a
 * value half written when the power failed counts as never kept.
 * Blocks up to 28 ms when a new value is written (3.4 ms a byte that differs). RAM: none.
 */
#ifndef GENIE_MEMORY_H
#define GENIE_MEMORY_H

#include <Arduino.h>

void saveWhole(const __FlashStringHelper *name, long value);
void saveDecimal(const __FlashStringHelper *name, double value);
long loadWhole(const __FlashStringHelper *name);
double loadDecimal(const __FlashStringHelper *name);

#endif
