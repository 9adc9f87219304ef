/**
 * Comparison of floats in r25:r22 and r21:r18: r24 below, at or above zero as in libgcc.
 *
 * Without order (a NaN): 1 from __cmpsf2, __eqsf2, __nesf2, __ltsf2, __lesf2 and −1 from __gesf2, __gtsf2,
 * so that all but "not equal" are false. Both zeros are equal.
 */
import type { Routine } from './routine.ts';

export const FLOAT_COMPARE: readonly Routine[] = [
  {
    // r24 = −1, 0 or 1 as A is below, equal to or above B; C when they have no order.
    name: '__float_compare',
    clobbers: 'r24-r27',
    text: `
    ; NaN: more than infinity once the sign is gone
    ldi r26, 0x80
    mov r27, r25
    andi r27, 0x7f
    cp r1, r22
    cpc r1, r23
    cpc r26, r24
    ldi r26, 0x7f
    cpc r26, r27
    brcs .end
    ldi r26, 0x80
    mov r27, r21
    andi r27, 0x7f
    cp r1, r18
    cpc r1, r19
    cpc r26, r20
    ldi r26, 0x7f
    cpc r26, r27
    brcs .end
    ; both zero, of whatever sign
    mov r26, r25
    or r26, r21
    mov r27, r26
    lsl r27
    or r27, r24
    or r27, r23
    or r27, r22
    or r27, r20
    or r27, r19
    or r27, r18
    breq .equal
    cp r22, r18
    cpc r23, r19
    cpc r24, r20
    cpc r25, r21
    breq .equal
    ; the unsigned order, the other way round once a sign is set
    sbc r24, r24
    sbrc r26, 7
    com r24
    ori r24, 1
    clc
    ret
.equal:
    eor r24, r24
    clc
.end:
    ret`,
  },
  {
    name: '__cmpsf2',
    also: ['__eqsf2', '__nesf2', '__ltsf2', '__lesf2'],
    clobbers: 'r24-r27',
    text: `
__eqsf2:
__nesf2:
__ltsf2:
__lesf2:
    rcall __float_compare
    brcc .end
    ldi r24, 1
.end:
    ret`,
  },
  {
    name: '__gesf2',
    also: ['__gtsf2'],
    clobbers: 'r24-r27',
    text: `
__gtsf2:
    rcall __float_compare
    brcc .end
    ldi r24, 255
.end:
    ret`,
  },
  {
    name: '__unordsf2',
    clobbers: 'r24-r27',
    text: `
    rcall __float_compare
    sbc r24, r24
    ret`,
  },
];
