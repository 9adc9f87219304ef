/**
 * The loops of pulseIn(), in avr-gcc's ABI: register's address in r25:r24, mask r22, wanted level (0 or the mask)
 * r20, most turns r19:r16. Gives turns of the third wait in r25:r22, 0 when all took too many: each turn is 16
 * cycles.
 */
import type { Routine } from './routine.ts';

/** Counts a turn down, in r25:r24:r27:r26, and compares the level: 9 cycles without the branch, 14 with the padding. */
const turn = `
    subi r26, 1
    sbci r27, 0
    sbci r24, 0
    sbci r25, 0
    brcs .late
    ld r21, Z
    and r21, r22
    nop
    nop
    nop
    nop
    cp r21, r20`;

export const PULSE: readonly Routine[] = [
  {
    name: '__pulseTurns',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    movw r30, r24
    movw r26, r16
    movw r24, r18
.before:${turn}
    nop
    breq .before
.waiting:${turn}
    nop
    brne .waiting
    mov r18, r26
    mov r19, r27
    mov r23, r24
    mov r0, r25
.during:${turn}
    nop
    breq .during
    sub r18, r26
    sbc r19, r27
    sbc r23, r24
    sbc r0, r25
    mov r24, r23
    mov r25, r0
    movw r22, r18
    ret
.late:
    ldi r22, 0
    ldi r23, 0
    movw r24, r22
    ret`,
  },
];
