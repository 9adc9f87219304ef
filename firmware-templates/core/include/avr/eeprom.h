/*
 * The EEPROM, by address: a byte takes 3.4 ms to write, and lasts 100,000 times. `update` writes only what
 * changes. ATmega328P datasheet section 8.4. Each call waits for the write before it.
 */
#pragma once

#include <avr/io.h>
#include <stddef.h>

#define EEMEM __attribute__((section(".eeprom")))
#define eeprom_is_ready() bit_is_clear(EECR, EEPE)
#define eeprom_busy_wait() \
  do { \
  } while (!eeprom_is_ready())

extern "C" {
uint8_t eeprom_read_byte(const uint8_t *address);
uint16_t eeprom_read_word(const uint16_t *address);
uint32_t eeprom_read_dword(const uint32_t *address);
float eeprom_read_float(const float *address);
void eeprom_read_block(void *to, const void *address, size_t count);

void eeprom_write_byte(uint8_t *address, uint8_t value);
void eeprom_write_word(uint16_t *address, uint16_t value);
void eeprom_write_dword(uint32_t *address, uint32_t value);
void eeprom_write_float(float *address, float value);
void eeprom_write_block(const void *from, void *address, size_t count);

void eeprom_update_byte(uint8_t *address, uint8_t value);
void eeprom_update_word(uint16_t *address, uint16_t value);
void eeprom_update_dword(uint32_t *address, uint32_t value);
void eeprom_update_float(float *address, float value);
void eeprom_update_block(const void *from, void *address, size_t count);
}
