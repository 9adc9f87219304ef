/*
 * Chance: 16807 * x modulo 2^31 - 1 (Park and Miller, "Random number generators: good ones are hard to find",
 * 1988), from 1 on. rand() and random() each have their own state.
 */
#include <Arduino.h>

static const unsigned long MODULUS = 0x7FFFFFFFUL;
static unsigned long randState = 1;
static unsigned long randomState = 1;

/* The state after it, from 0 to MODULUS - 1. */
static unsigned long nextOf(unsigned long state) {
  if (state == 0) state = 123459876UL;
  /* As a signed number, into the range. */
  if (state & 0x80000000UL) state += MODULUS;
  if (state & 0x80000000UL) state += MODULUS;
  /* The product has 46 bits: those from bit 31 on count once more, since 2^31 is 1 here. */
  unsigned long low = 16807UL * (uint16_t)state;
  unsigned long high = 16807UL * (uint16_t)(state >> 16);
  low += (high & 0x7FFF) << 16;
  low = (low & MODULUS) + (low >> 31) + (high >> 15);
  return low >= MODULUS ? low - MODULUS : low;
}

extern "C" {

long random_r(unsigned long *state) { return *state = nextOf(*state); }
long random() { return random_r(&randomState); }
void srandom(unsigned long seed) { randomState = seed; }
int rand_r(unsigned long *state) { return random_r(state) & RAND_MAX; }
int rand() { return rand_r(&randState); }
void srand(unsigned int seed) { randState = seed; }
}

long random(long high) { return high == 0 ? 0 : random() % high; }

long random(long low, long high) { return low >= high ? low : random(high - low) + low; }

void randomSeed(unsigned long seed) {
  if (seed != 0) srandom(seed);
}
