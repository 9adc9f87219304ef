/*
 * `ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { … }`: no interrupt in there, and none afterwards either if they were
 * off before. Leaving it by return or break restores too.
 */
#pragma once

#include <avr/interrupt.h>

struct __AtomicBlock {
  uint8_t before;
  bool isFirst;
  inline __AtomicBlock(uint8_t after) : before(after), isFirst(true) { __builtin_avr_cli(); }
  inline ~__AtomicBlock() {
    SREG = before;
    __builtin_memory_barrier();
  }
};
struct __NonatomicBlock {
  uint8_t before;
  bool isFirst;
  inline __NonatomicBlock(uint8_t after) : before(after), isFirst(true) { __builtin_avr_sei(); }
  inline ~__NonatomicBlock() {
    SREG = before;
    __builtin_memory_barrier();
  }
};

#define ATOMIC_RESTORESTATE __AtomicBlock __block(SREG)
#define ATOMIC_FORCEON __AtomicBlock __block(SREG | _BV(SREG_I))
#define NONATOMIC_RESTORESTATE __NonatomicBlock __block(SREG)
#define NONATOMIC_FORCEOFF __NonatomicBlock __block(SREG & ~_BV(SREG_I))
#define ATOMIC_BLOCK(type) for (type; __block.isFirst; __block.isFirst = false)
#define NONATOMIC_BLOCK(type) for (type; __block.isFirst; __block.isFirst = false)
