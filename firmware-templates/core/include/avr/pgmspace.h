/*
 * Constants that stay in flash: `const uint8_t table[] PROGMEM = {…};`, read with `pgm_read_byte(&table[i])`.
 * `PSTR("…")` is a text in flash. Addresses are 16 bits: everything lies in the first 64 kB.
 */
#pragma once

#include <inttypes.h>
#include <stddef.h>

#define PROGMEM __attribute__((__progmem__))
#define PGM_P const char *
#define PGM_VOID_P const void *
#define PSTR(text) __builtin_flash_string(text)

#define pgm_read_byte(address) __builtin_flash_read_byte((uint16_t)(address))
#define pgm_read_word(address) __builtin_flash_read_word((uint16_t)(address))
#define pgm_read_dword(address) __builtin_flash_read_dword((uint16_t)(address))
#define pgm_read_float(address) __builtin_flash_read_float((uint16_t)(address))
#define pgm_read_ptr(address) __builtin_flash_read_ptr((uint16_t)(address))
#define pgm_read_byte_near(address) pgm_read_byte(address)
#define pgm_read_word_near(address) pgm_read_word(address)
#define pgm_read_dword_near(address) pgm_read_dword(address)
#define pgm_read_float_near(address) pgm_read_float(address)
#define pgm_read_ptr_near(address) pgm_read_ptr(address)
#define pgm_read_byte_far(address) __builtin_flash_read_byte_far((uint32_t)(address))
#define pgm_read_word_far(address) __builtin_flash_read_word_far((uint32_t)(address))
#define pgm_read_dword_far(address) __builtin_flash_read_dword_far((uint32_t)(address))
#define pgm_get_far_address(variable) ((uint_farptr_t)(uint16_t) & (variable))

extern "C" {
void *memcpy_P(void *to, const void *from, size_t count);
int memcmp_P(const void *a, const void *b, size_t count);
const void *memchr_P(const void *bytes, int value, size_t count);
size_t strlen_P(const char *text);
size_t strnlen_P(const char *text, size_t most);
char *strcpy_P(char *to, const char *from);
char *strncpy_P(char *to, const char *from, size_t count);
size_t strlcpy_P(char *to, const char *from, size_t size);
char *strcat_P(char *to, const char *from);
char *strncat_P(char *to, const char *from, size_t count);
int strcmp_P(const char *a, const char *b);
int strncmp_P(const char *a, const char *b, size_t count);
int strcasecmp_P(const char *a, const char *b);
int strncasecmp_P(const char *a, const char *b, size_t count);
const char *strchr_P(const char *text, int c);
const char *strrchr_P(const char *text, int c);
char *strstr_P(const char *text, const char *part);
}
