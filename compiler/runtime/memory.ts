/** memcpy and memset in avr-gcc's ABI: destination in r25:r24 (also the result), then r23:r22, count in r21:r20. */
import type { Routine } from './routine.ts';

export const MEMORY: readonly Routine[] = [
  {
    name: 'memcpy',
    clobbers: 'r0 r20 r21 r26 r27 r30 r31',
    text: `
    movw r26, r22
    movw r30, r24
    rjmp .count
.next:
    ld r0, X+
    st Z+, r0
.count:
    subi r20, 1
    sbci r21, 0
    brcc .next
    ret`,
  },
  {
    name: 'memset',
    clobbers: 'r20 r21 r30 r31',
    text: `
    movw r30, r24
    rjmp .count
.next:
    st Z+, r22
.count:
    subi r20, 1
    sbci r21, 0
    brcc .next
    ret`,
  },
];
