/**
 * Division of 64 bits: r25:r18 ÷ r17:r10 → r25:r18, as divide.ts does it.
 *
 * The divisor's registers belong to the caller: where they are negated, they are negated back.
 */
import { negate } from './negate.ts';
import type { Routine } from './routine.ts';

const pushAll = 'push r8\npush r9\npush r28\npush r29';
const popAll = 'pop r29\npop r28\npop r9\npop r8';

const DIVISOR = [10, 11, 12, 13, 14, 15, 16, 17];

export const DIVIDE_WIDE: readonly Routine[] = [
  {
    // Remainder in r31 r30 r29 r28 r27 r26 r9 r8. The count in r1 ends at zero, as r1 must.
    name: '__udivmod64',
    clobbers: 'r8 r9 r18-r31',
    text: `
    ldi r26, 64
    mov r1, r26
    eor r26, r26
    eor r27, r27
    movw r8, r26
    movw r28, r26
    movw r30, r26
.next:
    lsl r18
    rol r19
    rol r20
    rol r21
    rol r22
    rol r23
    rol r24
    rol r25
    rol r8
    rol r9
    rol r26
    rol r27
    rol r28
    rol r29
    rol r30
    rol r31
    cp r8, r10
    cpc r9, r11
    cpc r26, r12
    cpc r27, r13
    cpc r28, r14
    cpc r29, r15
    cpc r30, r16
    cpc r31, r17
    brlo .small
    sub r8, r10
    sbc r9, r11
    sbc r26, r12
    sbc r27, r13
    sbc r28, r14
    sbc r29, r15
    sbc r30, r16
    sbc r31, r17
    inc r18
.small:
    dec r1
    brne .next
    ret`,
  },
  {
    name: '__udivdi3',
    clobbers: 'r18-r27 r30 r31',
    text: `
    ${pushAll}
    rcall __udivmod64
    ${popAll}
    ret`,
  },
  {
    name: '__umoddi3',
    clobbers: 'r18-r27 r30 r31',
    text: `
    ${pushAll}
    rcall __udivmod64
    movw r18, r8
    movw r20, r26
    movw r22, r28
    movw r24, r30
    ${popAll}
    ret`,
  },
  {
    name: '__divdi3',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    mov r0, r25
    eor r0, r17
    bst r0, 7
    mov r0, r17
    sbrc r25, 7
    rcall __negdi2
    sbrc r0, 7
    rcall __negate_divisor64
    rcall __udivdi3
    sbrc r0, 7
    rcall __negate_divisor64
    brtc .end
    rjmp __negdi2
.end:
    ret`,
  },
  {
    name: '__moddi3',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    bst r25, 7
    mov r0, r17
    sbrc r25, 7
    rcall __negdi2
    sbrc r0, 7
    rcall __negate_divisor64
    rcall __umoddi3
    sbrc r0, 7
    rcall __negate_divisor64
    brtc .end
    rjmp __negdi2
.end:
    ret`,
  },
  {
    // com leaves C set: the first adc adds the one.
    name: '__negate_divisor64',
    clobbers: 'r10-r17',
    text: `
    ${DIVISOR.map((r) => `com r${r}`).join('\n')}
    ${DIVISOR.map((r) => `adc r${r}, r1`).join('\n')}
    ret`,
  },
  { name: '__negdi2', clobbers: 'r18-r25', text: `${negate(18, 25)}\nret` },
];
