/* Cyclic redundancy checks, a byte at a time. */
#pragma once

#include <stdint.h>

/* x^16 + x^15 + x^2 + 1, reflected; begins with 0xFFFF. */
inline uint16_t _crc16_update(uint16_t crc, uint8_t data) {
  crc ^= data;
  for (uint8_t i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
  return crc;
}
/* XMODEM: x^16 + x^12 + x^5 + 1; begins with 0. */
inline uint16_t _crc_xmodem_update(uint16_t crc, uint8_t data) {
  crc ^= (uint16_t)data << 8;
  for (uint8_t i = 0; i < 8; i++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
}
/* The same polynomial, reflected; begins with 0xFFFF. */
inline uint16_t _crc_ccitt_update(uint16_t crc, uint8_t data) {
  data ^= crc & 0xFF;
  data ^= data << 4;
  return ((uint16_t)data << 8 | crc >> 8) ^ (uint8_t)(data >> 4) ^ ((uint16_t)data << 3);
}
/* Dallas 1-Wire: x^8 + x^5 + x^4 + 1, reflected; begins with 0. */
inline uint8_t _crc_ibutton_update(uint8_t crc, uint8_t data) {
  crc ^= data;
  for (uint8_t i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0x8C : crc >> 1;
  return crc;
}
/* x^8 + x^2 + x + 1; begins with 0. */
inline uint8_t _crc8_ccitt_update(uint8_t crc, uint8_t data) {
  crc ^= data;
  for (uint8_t i = 0; i < 8; i++) crc = crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1;
  return crc;
}
