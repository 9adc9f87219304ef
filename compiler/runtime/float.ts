/**
 * Single precision IEEE 754 arithmetic: round to nearest even, subnormals, infinities, NaN, −0.
 *
 * Operands in r25:r22 and r21:r18, the result in r25:r22, as avr-gcc has them. Every NaN result is
 * 0x7fc00000. Between the routines a number is taken apart: exponent in one byte (1 for subnormals),
 * 24 bits of significand with the hidden bit. `__float_round` ends them all: it takes
 * - a significand r24 r23 r22 . r21 r27 r26 (48 bits, the first is worth 1; r26 may hold any "rest" bits),
 * - its biased exponent as a signed 16-bit number in Z, and the sign in T.
 * Spec: IEEE 754-2019, chapters 3, 4.3.1, 5, 6. Where avr-libc differs, IEEE wins.
 */
import type { Routine } from './routine.ts';

const CALL_USED = 'r0 r18-r27 r30 r31';

export const FLOAT: readonly Routine[] = [
  {
    name: '__float_round',
    also: ['__float_nan', '__float_infinity', '__float_zero'],
    clobbers: 'r0 r21-r27 r30 r31',
    text: `
    mov r0, r21
    or r0, r22
    or r0, r23
    or r0, r24
    breq __float_zero
.normalise:
    sbrc r24, 7
    rjmp .gather
    cpi r30, 2
    cpc r31, r1
    brlt .gather
    sbiw r30, 1
    lsl r26
    rol r27
    rol r21
    rol r22
    rol r23
    rol r24
    rjmp .normalise
.gather:
    or r27, r26
    cpse r27, r1
    ori r21, 1
.underflow:
    cpi r30, 1
    cpc r31, r1
    brge .inRange
    adiw r30, 1
    lsr r24
    ror r23
    ror r22
    ror r21
    brcc .underflow
    ori r21, 1
    rjmp .underflow
.inRange:
    cpi r30, 255
    cpc r31, r1
    brge __float_infinity
    mov r25, r30
    lsl r24
    brcs .pack
    dec r25
.pack:
    lsr r25
    ror r24
    lsl r21
    brcc .sign
    brne .up
    sbrs r22, 0
    rjmp .sign
.up:
    subi r22, 255
    sbci r23, 255
    sbci r24, 255
    sbci r25, 255
.sign:
    bld r25, 7
    ret
__float_nan:
    clt
    ldi r24, 0xc0
    rjmp .allOnes
__float_infinity:
    ldi r24, 0x80
.allOnes:
    ldi r25, 0x7f
    rjmp .clear
__float_zero:
    eor r24, r24
    eor r25, r25
.clear:
    eor r22, r22
    eor r23, r23
    rjmp .sign`,
  },
  {
    // Takes both operands apart: exponents r25 and r21, significands r24:r22 and r20:r18, T the product's
    // sign; Z when one of them is infinite or NaN.
    name: '__float_split',
    clobbers: 'r0 r20 r21 r24 r25',
    text: `
    mov r0, r25
    eor r0, r21
    bst r0, 7
    lsl r24
    rol r25
    cp r1, r25
    ror r24
    cpi r25, 1
    adc r25, r1
    lsl r20
    rol r21
    cp r1, r21
    ror r20
    cpi r21, 1
    adc r21, r1
    cpi r25, 255
    breq .end
    cpi r21, 255
.end:
    ret`,
  },
  {
    // After __float_split: C when one of them is NaN.
    name: '__float_is_nan',
    clobbers: 'r26',
    text: `
    ldi r26, 0x80
    cpi r25, 255
    brne .second
    cp r1, r22
    cpc r1, r23
    cpc r26, r24
    brcs .end
.second:
    cpi r21, 255
    brne .no
    cp r1, r18
    cpc r1, r19
    cpc r26, r20
    ret
.no:
    clc
.end:
    ret`,
  },
  {
    // The larger magnitude goes to A; B is shifted to A's exponent, the bits that fall out into r21.
    // 26 places are as good as more: what is left rounds the same.
    name: '__subsf3',
    also: ['__addsf3'],
    clobbers: CALL_USED,
    text: `
    subi r21, 0x80
__addsf3:
    mov r27, r25
    mov r26, r21
    rcall __float_split
    cp r22, r18
    cpc r23, r19
    cpc r24, r20
    cpc r25, r21
    brsh .ordered
    mov r27, r26
    movw r30, r22
    movw r22, r18
    movw r18, r30
    movw r30, r24
    movw r24, r20
    movw r20, r30
.ordered:
    cpi r25, 255
    breq .special
    mov r30, r25
    eor r31, r31
    sub r25, r21
    eor r21, r21
    cpi r25, 26
    brlo .align
    ldi r25, 26
    rjmp .align
.shift:
    lsr r20
    ror r19
    ror r18
    ror r21
    brcc .align
    ori r21, 1
.align:
    subi r25, 1
    brcc .shift
    brts .subtract
    add r22, r18
    adc r23, r19
    adc r24, r20
    brcc .sum
    ror r24
    ror r23
    ror r22
    ror r21
    brcc .carried
    ori r21, 1
.carried:
    adiw r30, 1
    rjmp .sum
.subtract:
    neg r21
    sbc r22, r18
    sbc r23, r19
    sbc r24, r20
    brne .sum
    ; x − x is +0
    eor r27, r27
.sum:
    bst r27, 7
    eor r26, r26
    eor r27, r27
    rjmp __float_round
.special:
    rcall __float_is_nan
    brcs .nan
    cpi r21, 255
    brne .infinity
    brts .nan
.infinity:
    bst r27, 7
    rjmp __float_infinity
.nan:
    rjmp __float_nan`,
  },
  {
    // Product of the significands in r19 r25 r18 r21 r27 r26, row by row; registers become free on the way.
    name: '__mulsf3',
    clobbers: CALL_USED,
    text: `
    rcall __float_split
    breq .special
    mov r30, r25
    eor r25, r25
    eor r31, r31
    add r30, r21
    adc r31, r31
    subi r30, 126
    sbci r31, 0
    mul r22, r18
    movw r26, r0
    mul r23, r18
    mov r21, r1
    add r27, r0
    adc r21, r25
    mul r24, r18
    mov r18, r1
    add r21, r0
    adc r18, r25
    mul r22, r19
    add r27, r0
    adc r21, r1
    adc r18, r25
    mul r23, r19
    add r21, r0
    adc r18, r1
    adc r25, r25
    mul r24, r19
    add r18, r0
    adc r25, r1
    eor r19, r19
    mul r22, r20
    add r21, r0
    adc r18, r1
    adc r25, r19
    rol r19
    mul r23, r20
    add r18, r0
    adc r25, r1
    brcc .last
    inc r19
.last:
    mul r24, r20
    add r25, r0
    adc r19, r1
    mov r24, r19
    mov r23, r25
    mov r22, r18
    eor r1, r1
    rjmp __float_round
.special:
    rcall __float_is_nan
    brcs .nan
    or r24, r23
    or r24, r22
    breq .nan
    or r20, r19
    or r20, r18
    breq .nan
    rjmp __float_infinity
.nan:
    rjmp __float_nan`,
  },
  {
    // 24 bits of quotient, the first of them 1, in r25 r21 r26. The remainder decides the rest byte r27:
    // half or more, and not exact. (A normal quotient is never exactly between two floats.) What is special
    // stands in the middle, where branches reach it.
    name: '__divsf3',
    clobbers: CALL_USED,
    text: `
    rcall __float_split
    breq .special
    mov r0, r18
    or r0, r19
    or r0, r20
    breq .byZero
    mov r0, r22
    or r0, r23
    or r0, r24
    breq .zero
    mov r30, r25
    eor r31, r31
    sub r30, r21
    sbc r31, r1
    subi r30, 129
    sbci r31, 255
    rjmp .left
.byZero:
    or r24, r23
    or r24, r22
    breq .nan
.infinity:
    rjmp __float_infinity
.special:
    rcall __float_is_nan
    brcs .nan
    cpi r25, 255
    brne .zero
    cpi r21, 255
    brne .infinity
.nan:
    rjmp __float_nan
.zero:
    rjmp __float_zero
.shiftLeft:
    sbiw r30, 1
    lsl r22
    rol r23
    rol r24
.left:
    sbrs r24, 7
    rjmp .shiftLeft
    rjmp .right
.shiftRight:
    adiw r30, 1
    lsl r18
    rol r19
    rol r20
.right:
    sbrs r20, 7
    rjmp .shiftRight
    ldi r26, 24
    mov r0, r26
    cp r22, r18
    cpc r23, r19
    cpc r24, r20
    brsh .fits
    sbiw r30, 1
.next:
    lsl r26
    rol r21
    rol r25
    lsl r22
    rol r23
    rol r24
    brcs .fits
    cp r22, r18
    cpc r23, r19
    cpc r24, r20
    brlo .small
.fits:
    sub r22, r18
    sbc r23, r19
    sbc r24, r20
    ori r26, 1
.small:
    dec r0
    brne .next
    mov r27, r22
    or r27, r23
    or r27, r24
    breq .exact
    ldi r27, 1
.exact:
    lsl r22
    rol r23
    rol r24
    brcs .half
    cp r22, r18
    cpc r23, r19
    cpc r24, r20
    brlo .less
.half:
    ori r27, 0x80
.less:
    mov r24, r25
    mov r23, r21
    mov r22, r26
    mov r21, r27
    eor r26, r26
    eor r27, r27
    rjmp __float_round`,
  },
];
