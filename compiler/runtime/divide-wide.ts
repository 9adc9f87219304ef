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
const DIVIDEND = [18, 19, 20, 21, 22, 23, 24, 25];
const REMAINDER = [8, 9, 26, 27, 28, 29, 30, 31];

export const DIVIDE_WIDE: readonly Routine[] = [
  {
    // Remainder in r31 r30 r29 r28 r27 r26 r9 r8. While the remainder with the dividend's highest byte behind
    // it is smaller than the divisor, eight bits of the quotient are zero at once. The count in r1, of bytes
    // and then of bits, ends at zero, as r1 must.
    name: '__udivmod64',
    clobbers: 'r8 r9 r18-r31',
    text: `
    ldi r26, 8
    mov r1, r26
    eor r26, r26
    eor r27, r27
    movw r8, r26
    movw r28, r26
    movw r30, r26
.byte:
    cp r25, r10
    ${REMAINDER.slice(0, 7)
      .map((r, i) => `cpc r${r}, r${11 + i}`)
      .join('\n')}
    brsh .bits
    ${[...REMAINDER.toReversed(), ...DIVIDEND.toReversed()]
      .slice(0, -1)
      .map((r, i, all) => `mov r${r}, r${all[i + 1] ?? 18}`)
      .join('\n')}
    eor r18, r18
    dec r1
    brne .byte
    ret
.bits:
    lsl r1
    lsl r1
    lsl r1
.next:
    lsl r18
    ${[...DIVIDEND.slice(1), ...REMAINDER].map((r) => `rol r${r}`).join('\n')}
    ${REMAINDER.map((r, i) => `${i === 0 ? 'cp' : 'cpc'} r${r}, r${10 + i}`).join('\n')}
    brcs .less
    ${REMAINDER.map((r, i) => `${i === 0 ? 'sub' : 'sbc'} r${r}, r${10 + i}`).join('\n')}
    inc r18
.less:
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
