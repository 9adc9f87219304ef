/* The chip's registers, bits and vectors. `PORTB |= _BV(5);` */
#pragma once

#include <stdint.h>

#define _MMIO_BYTE(address) (*(volatile uint8_t *)(address))
#define _MMIO_WORD(address) (*(volatile uint16_t *)(address))
#define __SFR_OFFSET 0x20
#define _SFR_IO8(address) (*(volatile uint8_t *)((address) + 0x20))
#define _SFR_IO16(address) (*(volatile uint16_t *)((address) + 0x20))
#define _SFR_MEM8(address) (*(volatile uint8_t *)(address))
#define _SFR_MEM16(address) (*(volatile uint16_t *)(address))
#define _SFR_MEM_ADDR(reg) ((uint16_t) & (reg))
#define _SFR_ADDR(reg) _SFR_MEM_ADDR(reg)
#define _SFR_IO_ADDR(reg) (_SFR_MEM_ADDR(reg) - 0x20)
#define _SFR_IO_REG_P(reg) (_SFR_MEM_ADDR(reg) < 0x60)
#define _SFR_BYTE(reg) _MMIO_BYTE(_SFR_ADDR(reg))
#define _SFR_WORD(reg) _MMIO_WORD(_SFR_ADDR(reg))
#define _VECTOR(number) __vector_##number
#define _BV(bit) (1 << (bit))

#define bit_is_set(reg, bit) (_SFR_BYTE(reg) & _BV(bit))
#define bit_is_clear(reg, bit) (!(_SFR_BYTE(reg) & _BV(bit)))
#define loop_until_bit_is_set(reg, bit) \
  do { \
  } while (bit_is_clear(reg, bit))
#define loop_until_bit_is_clear(reg, bit) \
  do { \
  } while (bit_is_set(reg, bit))

#define SREG_C 0
#define SREG_Z 1
#define SREG_N 2
#define SREG_V 3
#define SREG_S 4
#define SREG_H 5
#define SREG_T 6
#define SREG_I 7
#define XRAMEND RAMEND

#if defined(__AVR_ATmega328P__)
#include <avr/io/atmega328p.h>
#elif defined(__AVR_ATmega2560__)
#include <avr/io/atmega2560.h>
#elif defined(__AVR_ATmega32U4__)
#include <avr/io/atmega32u4.h>
#else
#error "this chip is not one of ours: ATmega328P, ATmega2560, ATmega32U4"
#endif
