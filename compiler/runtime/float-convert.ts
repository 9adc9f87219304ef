/**
 * Between single precision and integers.
 *
 * Floats in r25:r22; 16-bit integers in r25:r24, 32-bit in r25:r22, 64-bit in r25:r18. To integers:
 * towards zero, saturating, NaN gives 0 (compiler/ir/ir.ts). From integers: to nearest even.
 */
import { negate } from './negate.ts';
import type { Routine } from './routine.ts';

const FROM_INTEGER = 'r0 r21-r27 r30 r31';

export const FLOAT_CONVERT: readonly Routine[] = [
  {
    // `__float_from_u32`: the same with the sign in T.
    name: '__floatunsisf',
    also: ['__float_from_u32'],
    clobbers: FROM_INTEGER,
    text: `
    clt
__float_from_u32:
    mov r21, r22
    mov r22, r23
    mov r23, r24
    mov r24, r25
    eor r26, r26
    eor r27, r27
    eor r31, r31
    ldi r30, 158
.bytes:
    cpse r24, r1
    rjmp __float_round
    mov r24, r23
    mov r23, r22
    mov r22, r21
    eor r21, r21
    subi r30, 8
    cpi r30, 126
    brne .bytes
    rjmp __float_round`,
  },
  {
    name: '__floatsisf',
    clobbers: FROM_INTEGER,
    text: `
    bst r25, 7
    brtc .positive
    ${negate(22, 25)}
.positive:
    rjmp __float_from_u32`,
  },
  {
    name: '__floatunhisf',
    clobbers: FROM_INTEGER,
    text: `
    movw r22, r24
    eor r24, r24
    eor r25, r25
    rjmp __floatunsisf`,
  },
  {
    name: '__floathisf',
    clobbers: FROM_INTEGER,
    text: `
    movw r22, r24
    lsl r25
    sbc r24, r24
    mov r25, r24
    rjmp __floatsisf`,
  },
  {
    // `__float_from_u64`: the same with the sign in T. Normalised first: rounding takes 48 bits.
    name: '__floatundisf',
    also: ['__float_from_u64'],
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    clt
__float_from_u64:
    ldi r30, 190
    eor r31, r31
.next:
    sbrc r25, 7
    rjmp .normal
    lsl r18
    rol r19
    rol r20
    rol r21
    rol r22
    rol r23
    rol r24
    rol r25
    dec r30
    cpi r30, 126
    brne .next
.normal:
    or r18, r19
    cpse r18, r1
    ori r20, 1
    movw r26, r20
    mov r21, r22
    mov r22, r23
    mov r23, r24
    mov r24, r25
    rjmp __float_round`,
  },
  {
    name: '__floatdisf',
    clobbers: 'r0 r18-r27 r30 r31',
    text: `
    bst r25, 7
    brtc .positive
    rcall __negdi2
.positive:
    rjmp __float_from_u64`,
  },
  {
    // |A| without its fraction → r25:r22, T its sign; C when it is 2^32 or more. NaN gives 0.
    name: '__float_to_u32',
    clobbers: 'r22-r26',
    text: `
    bst r25, 7
    lsl r24
    rol r25
    cp r1, r25
    ror r24
    ldi r26, 158
    sub r26, r25
    brcs .big
    mov r25, r24
    mov r24, r23
    mov r23, r22
    eor r22, r22
.bytes:
    cpi r26, 8
    brlo .bits
    mov r22, r23
    mov r23, r24
    mov r24, r25
    eor r25, r25
    subi r26, 8
    rjmp .bytes
.shift:
    lsr r25
    ror r24
    ror r23
    ror r22
.bits:
    subi r26, 1
    brcc .shift
    clc
    ret
.big:
    ; NaN: exponent 255 and more than the hidden bit
    subi r25, 255
    brne .over
    lsl r24
    or r24, r23
    or r24, r22
    breq .over
    eor r22, r22
    eor r23, r23
    movw r24, r22
    clc
    ret
.over:
    sec
    ret`,
  },
  {
    name: '__fixunssfsi',
    clobbers: 'r22-r26',
    text: `
    rcall __float_to_u32
    brts .negative
    brcc .end
    ldi r22, 255
    rjmp .all
.negative:
    ldi r22, 0
.all:
    mov r23, r22
    movw r24, r22
.end:
    ret`,
  },
  {
    name: '__fixsfsi',
    clobbers: 'r22-r26',
    text: `
    rcall __float_to_u32
    brcs .saturate
    sbrc r25, 7
    rjmp .saturate
    brtc .end
    ${negate(22, 25)}
.end:
    ret
.saturate:
    ldi r22, 255
    brtc .all
    ldi r22, 0
.all:
    mov r23, r22
    movw r24, r22
    subi r25, 0x80
    ret`,
  },
  {
    // |A| without its fraction → r25:r18, T its sign; C when it is 2^64 or more, then all ones. NaN gives 0.
    name: '__float_to_u64',
    clobbers: 'r18-r26',
    text: `
    bst r25, 7
    lsl r24
    rol r25
    cp r1, r25
    ror r24
    ldi r26, 190
    sub r26, r25
    brcs .big
    mov r25, r24
    mov r24, r23
    mov r23, r22
    eor r22, r22
    eor r21, r21
    eor r20, r20
    movw r18, r20
.bytes:
    cpi r26, 8
    brlo .bits
    mov r18, r19
    mov r19, r20
    mov r20, r21
    mov r21, r22
    mov r22, r23
    mov r23, r24
    mov r24, r25
    eor r25, r25
    subi r26, 8
    rjmp .bytes
.shift:
    lsr r25
    ror r24
    ror r23
    ror r22
    ror r21
    ror r20
    ror r19
    ror r18
.bits:
    subi r26, 1
    brcc .shift
    clc
    ret
.big:
    subi r25, 255
    brne .over
    lsl r24
    or r24, r23
    or r24, r22
    breq .over
    clc
    ldi r22, 0
    rjmp .fill
.over:
    sec
    ldi r22, 255
.fill:
    mov r23, r22
    movw r24, r22
    movw r20, r22
    movw r18, r22
    ret`,
  },
  {
    name: '__fixunssfdi',
    clobbers: 'r18-r26',
    text: `
    rcall __float_to_u64
    brtc .end
    eor r18, r18
    eor r19, r19
    movw r20, r18
    movw r22, r18
    movw r24, r18
.end:
    ret`,
  },
  {
    name: '__fixsfdi',
    clobbers: 'r18-r26',
    text: `
    rcall __float_to_u64
    brcs .saturate
    sbrc r25, 7
    rjmp .saturate
    brtc .end
    rjmp __negdi2
.saturate:
    ldi r18, 255
    brtc .all
    ldi r18, 0
.all:
    mov r19, r18
    movw r20, r18
    movw r22, r18
    movw r24, r18
    subi r25, 0x80
.end:
    ret`,
  },
];
