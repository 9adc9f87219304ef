/**
 * Division of 8, 16 and 32 bits by shifting and subtracting.
 *
 * Registers as in libgcc's AVR routines. By zero: the quotient is all ones and the remainder the dividend.
 * Signed: magnitudes are divided so, then the quotient is negative when signs differ and the remainder
 * has the dividend's sign (compiler/ir/ir.ts). The remainder never needs a bit more than the divisor:
 * after k steps it is below 2^k.
 */
import { negate } from './negate.ts';
import type { Routine } from './routine.ts';

export const DIVIDE: readonly Routine[] = [
  {
    // r24 ÷ r22 → quotient r24, remainder r25
    name: '__udivmodqi4',
    clobbers: 'r23-r25',
    text: `
    ldi r23, 8
    eor r25, r25
.next:
    lsl r24
    rol r25
    cp r25, r22
    brlo .small
    sub r25, r22
    inc r24
.small:
    dec r23
    brne .next
    ret`,
  },
  {
    name: '__divmodqi4',
    clobbers: 'r0 r22-r25',
    text: `
    mov r0, r24
    eor r0, r22
    bst r24, 7
    sbrc r24, 7
    neg r24
    sbrc r22, 7
    neg r22
    rcall __udivmodqi4
    sbrc r0, 7
    neg r24
    brtc .end
    neg r25
.end:
    ret`,
  },
  {
    // r25:r24 ÷ r23:r22 → quotient r23:r22, remainder r25:r24
    name: '__udivmodhi4',
    clobbers: 'r21-r27',
    text: `
    ldi r21, 16
    eor r26, r26
    eor r27, r27
.next:
    lsl r24
    rol r25
    rol r26
    rol r27
    cp r26, r22
    cpc r27, r23
    brlo .small
    sub r26, r22
    sbc r27, r23
    inc r24
.small:
    dec r21
    brne .next
    movw r22, r24
    movw r24, r26
    ret`,
  },
  {
    name: '__divmodhi4',
    clobbers: 'r0 r21-r27',
    text: `
    mov r0, r25
    eor r0, r23
    bst r25, 7
    sbrc r25, 7
    rcall .negate24
    sbrc r23, 7
    rcall .negate22
    rcall __udivmodhi4
    sbrc r0, 7
    rcall .negate22
    brtc .end
.negate24:
    ${negate(24, 25)}
.end:
    ret
.negate22:
    ${negate(22, 23)}
    ret`,
  },
  {
    // r25:r22 ÷ r21:r18 → quotient r21:r18, remainder r25:r22. The count in r1 ends at zero, as r1 must.
    name: '__udivmodsi4',
    clobbers: 'r18-r27 r30 r31',
    text: `
    ldi r26, 32
    mov r1, r26
    eor r26, r26
    eor r27, r27
    movw r30, r26
.next:
    lsl r22
    rol r23
    rol r24
    rol r25
    rol r26
    rol r27
    rol r30
    rol r31
    cp r26, r18
    cpc r27, r19
    cpc r30, r20
    cpc r31, r21
    brlo .small
    sub r26, r18
    sbc r27, r19
    sbc r30, r20
    sbc r31, r21
    inc r22
.small:
    dec r1
    brne .next
    movw r18, r22
    movw r20, r24
    movw r22, r26
    movw r24, r30
    ret`,
  },
  {
    name: '__divmodsi4',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    mov r0, r25
    eor r0, r21
    bst r25, 7
    sbrc r25, 7
    rcall .negate22
    sbrc r21, 7
    rcall .negate18
    rcall __udivmodsi4
    sbrc r0, 7
    rcall .negate18
    brtc .end
.negate22:
    ${negate(22, 25)}
.end:
    ret
.negate18:
    ${negate(18, 21)}
    ret`,
  },
];
