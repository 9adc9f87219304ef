/**
 * Multiplication with the chip's 8 × 8 → 16 multiplier.
 *
 * Registers as in libgcc's AVR routines: 32-bit operands in r25:r22 and r21:r18, the result in r25:r22;
 * 16 × 16 → 32 takes r27:r26 and r19:r18, which stay; 64-bit in r25:r18 and r17:r10.
 * Each leaves r1 zero.
 */
import type { Routine } from './routine.ts';

export const MULTIPLY: readonly Routine[] = [
  {
    // r25:r24 × r23:r22 → r25:r24
    name: '__mulhi3',
    clobbers: 'r0 r20 r21 r24 r25',
    text: `
    mul r24, r22
    movw r20, r0
    mul r24, r23
    add r21, r0
    mul r25, r22
    add r21, r0
    movw r24, r20
    eor r1, r1
    ret`,
  },
  {
    // r27:r26 × r19:r18, unsigned → r25:r22
    name: '__umulhisi3',
    clobbers: 'r0 r22-r25',
    text: `
    mul r26, r18
    movw r22, r0
    mul r27, r19
    movw r24, r0
    mul r26, r19
    rcall .cross
    mul r27, r18
.cross:
    add r23, r0
    adc r24, r1
    eor r1, r1
    adc r25, r1
    ret`,
  },
  {
    // The same, signed: the product of a negative factor has 2^16 times the other too much.
    name: '__mulhisi3',
    clobbers: 'r0 r22-r25',
    text: `
    rcall __umulhisi3
    sbrs r19, 7
    rjmp .first
    sub r24, r26
    sbc r25, r27
.first:
    sbrs r27, 7
    ret
    sub r24, r18
    sbc r25, r19
    ret`,
  },
  {
    // r27:r26 (unsigned) × r21:r18 → r25:r22
    name: '__muluhisi3',
    clobbers: 'r0 r22-r25',
    text: `
    rcall __umulhisi3
    mul r26, r20
    add r24, r0
    adc r25, r1
    mul r27, r20
    add r25, r0
    mul r26, r21
    add r25, r0
    eor r1, r1
    ret`,
  },
  {
    // r27:r26 (signed) × r21:r18 → r25:r22
    name: '__mulshisi3',
    clobbers: 'r0 r22-r25',
    text: `
    rcall __muluhisi3
    sbrs r27, 7
    ret
    sub r24, r18
    sbc r25, r19
    ret`,
  },
  {
    // r25:r22 × r21:r18 → r25:r22. X gathers what only reaches the high half.
    name: '__mulsi3',
    clobbers: 'r0 r22-r27',
    text: `
    mul r24, r18
    movw r26, r0
    mul r24, r19
    add r27, r0
    mul r25, r18
    add r27, r0
    mul r22, r20
    add r26, r0
    adc r27, r1
    mul r22, r21
    add r27, r0
    mul r23, r20
    add r27, r0
    mul r23, r19
    movw r24, r0
    add r24, r26
    adc r25, r27
    movw r26, r22
    mul r26, r18
    movw r22, r0
    mul r26, r19
    rcall .cross
    mul r27, r18
.cross:
    add r23, r0
    adc r24, r1
    eor r1, r1
    adc r25, r1
    ret`,
  },
  {
    // r25:r18 × r17:r10 → r25:r18, column by column: Z goes up the first operand's bytes and X down the
    // second's, in the registers themselves, which are data addresses 0 … 31. The sum of a column is in
    // r8 r9 r28; its low byte is pushed, and all are popped as the result.
    name: '__muldi3',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    push r28
    push r29
    push r9
    push r8
    eor r27, r27
    eor r31, r31
    eor r28, r28
    eor r9, r9
    eor r8, r8
    ldi r29, 11
.column:
    mov r26, r29
    ldi r30, 18
.product:
    ld r0, Z+
    ld r1, -X
    mul r0, r1
    add r28, r0
    adc r9, r1
    adc r8, r27
    cpi r26, 10
    brne .product
    push r28
    mov r28, r9
    mov r9, r8
    eor r8, r8
    inc r29
    cpi r29, 19
    brne .column
    pop r25
    pop r24
    pop r23
    pop r22
    pop r21
    pop r20
    pop r19
    pop r18
    pop r8
    pop r9
    pop r29
    pop r28
    eor r1, r1
    ret`,
  },
];
