/*
 * Single instructions in simavr: the judge of our processor.
 *
 * Usage: simavr-steps MCU PATTERN_SEED < CASES > RESULTS
 * CASE (48 bytes): r0…r31, SREG, SPL, SPH, RAMPZ, EIND, 3 unused, three words of flash, 2 unused.
 * RESULT (48 bytes): r0…r31, SREG, SPL, SPH, RAMPZ, EIND, cycles, 2 unused, word address of PC (4),
 * hash of the SRAM (4). The SRAM and the flash hold a pattern; the SRAM is restored before each case.
 */
#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASE_BYTES 48
#define CODE_AT 0x4000

static uint8_t pattern(uint32_t i) { return (uint8_t)((i * 2654435761u) >> 13); }

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  avr_t *avr = avr_make_mcu_by_name(argv[1]);
  if (!avr || avr_init(avr)) return 3;
  avr->log = LOG_NONE;
  avr->frequency = 16000000;
  uint32_t start = (uint32_t)avr->ioend + 1, end = (uint32_t)avr->ramend + 1;
  for (uint32_t i = 0; i <= avr->flashend; i++) avr->flash[i] = pattern(i);
  avr->codeend = avr->flashend;
  uint8_t *ram = malloc(end);
  for (uint32_t i = start; i < end; i++) ram[i] = pattern(i);
  uint8_t in[CASE_BYTES], out[CASE_BYTES];
  while (fread(in, CASE_BYTES, 1, stdin) == 1) {
    memcpy(avr->data + start, ram + start, end - start);
    memcpy(avr->data, in, 32);
    for (int bit = 0; bit < 8; bit++) avr->sreg[bit] = in[32] >> bit & 1;
    avr->data[0x5d] = in[33];
    avr->data[0x5e] = in[34];
    if (avr->rampz) avr->data[avr->rampz] = in[35];
    if (avr->eind) avr->data[avr->eind] = in[36];
    memcpy(avr->flash + CODE_AT, in + 40, 6);
    avr->pc = CODE_AT;
    avr->state = cpu_Running;
    avr->interrupt_state = 0;
    avr_cycle_count_t before = avr->cycle;
    uint32_t pc = avr_run_one(avr);
    memset(out, 0, CASE_BYTES);
    memcpy(out, avr->data, 32);
    for (int bit = 0; bit < 8; bit++) out[32] |= (uint8_t)(avr->sreg[bit] << bit);
    out[33] = avr->data[0x5d];
    out[34] = avr->data[0x5e];
    out[35] = avr->rampz ? avr->data[avr->rampz] : 0;
    out[36] = avr->eind ? avr->data[avr->eind] : 0;
    /* simavr counts one cycle of each instruction in the run loop. */
    out[37] = (uint8_t)(avr->cycle - before);
    uint32_t word = pc / 2, hash = 2166136261u;
    for (uint32_t i = start; i < end; i += 4) {
      uint32_t four;
      memcpy(&four, avr->data + i, 4);
      hash = (hash ^ four) * 16777619u;
    }
    memcpy(out + 40, &word, 4);
    memcpy(out + 44, &hash, 4);
    fwrite(out, CASE_BYTES, 1, stdout);
  }
  return 0;
}
