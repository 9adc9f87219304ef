/* The EEPROM: see avr/eeprom.h. EEPE must be set within four cycles of EEMPE. */
#include <avr/eeprom.h>
#include <avr/interrupt.h>

extern "C" {

uint8_t eeprom_read_byte(const uint8_t *address) {
  eeprom_busy_wait();
  EEAR = (uint16_t)address;
  EECR |= _BV(EERE);
  return EEDR;
}

void eeprom_write_byte(uint8_t *address, uint8_t value) {
  eeprom_busy_wait();
  /* Erase and write in one. */
  EECR = 0;
  EEAR = (uint16_t)address;
  EEDR = value;
  uint8_t before = SREG;
  cli();
  EECR |= _BV(EEMPE);
  EECR |= _BV(EEPE);
  SREG = before;
}

void eeprom_update_byte(uint8_t *address, uint8_t value) {
  if (eeprom_read_byte(address) != value) eeprom_write_byte(address, value);
}

void eeprom_read_block(void *to, const void *address, size_t count) {
  uint8_t *next = (uint8_t *)to;
  const uint8_t *from = (const uint8_t *)address;
  while (count-- != 0) *next++ = eeprom_read_byte(from++);
}

void eeprom_write_block(const void *from, void *address, size_t count) {
  const uint8_t *next = (const uint8_t *)from;
  uint8_t *to = (uint8_t *)address;
  while (count-- != 0) eeprom_write_byte(to++, *next++);
}

void eeprom_update_block(const void *from, void *address, size_t count) {
  const uint8_t *next = (const uint8_t *)from;
  uint8_t *to = (uint8_t *)address;
  while (count-- != 0) eeprom_update_byte(to++, *next++);
}

uint16_t eeprom_read_word(const uint16_t *address) {
  uint16_t value;
  eeprom_read_block(&value, address, sizeof(value));
  return value;
}
uint32_t eeprom_read_dword(const uint32_t *address) {
  uint32_t value;
  eeprom_read_block(&value, address, sizeof(value));
  return value;
}
float eeprom_read_float(const float *address) {
  float value;
  eeprom_read_block(&value, address, sizeof(value));
  return value;
}

void eeprom_write_word(uint16_t *address, uint16_t value) { eeprom_write_block(&value, address, sizeof(value)); }
void eeprom_write_dword(uint32_t *address, uint32_t value) { eeprom_write_block(&value, address, sizeof(value)); }
void eeprom_write_float(float *address, float value) { eeprom_write_block(&value, address, sizeof(value)); }
void eeprom_update_word(uint16_t *address, uint16_t value) { eeprom_update_block(&value, address, sizeof(value)); }
void eeprom_update_dword(uint32_t *address, uint32_t value) { eeprom_update_block(&value, address, sizeof(value)); }
void eeprom_update_float(float *address, float value) { eeprom_update_block(&value, address, sizeof(value)); }
}
