/**
 * Our own bootloader for the virtual board's ATmega328P: STK500v1 at 115200 baud, in a boot section of 512 bytes.
 *
 * Written from Atmel's application note AVR061 and the chip's datasheet (DS40002061, chapters 11, 20 and 27).
 * After a reset from outside it listens, and starts the program when nothing sensible comes for a second; after
 * any other reset it starts the program at once. A page is erased only when it has arrived whole and is below
 * the bootloader; a wrong end of a command starts the program, as Optiboot does.
 */
import { assembleAt } from '../../compiler/asm/assemble-at.ts';
import { InternalError } from '../../compiler/diagnostics/internal-error.ts';

export interface BootImage {
  /** Byte address of the boot section. */
  readonly start: number;
  readonly bytes: Uint8Array;
}

const START = 0x7e00;
const SECTION_BYTES = 512;

// I/O addresses: 0x34 MCUSR, 0x37 SPMCSR. Data addresses: 0x60 WDTCSR, 0xc0 UCSR0A, 0xc1 UCSR0B, 0xc4 UBRR0L,
// 0xc6 UDR0; UCSR0C is 8N1 after a reset. r28 r29: the address in bytes. 0x100 to 0x1ff: the page.
const TEXT = `
.code boot
    eor r1, r1
    in r16, 0x34
    out 0x34, r1
    sbrs r16, 1
    rjmp .start
    ldi r24, 0x0e
    rcall .watchdog          ; 1 s
.listen:
    ldi r24, 0x02
    sts 0xc0, r24            ; U2X
    ldi r24, 16              ; 117,647 baud, 2 % above
    sts 0xc4, r24
    ldi r24, 0x18
    sts 0xc1, r24
.command:
    rcall .get
    eor r20, r20
    cpi r24, 0x55
    breq .address
    cpi r24, 0x64
    brne .notProgram
    rjmp .program
.notProgram:
    cpi r24, 0x74
    breq .read
    cpi r24, 0x75
    breq .signature
    cpi r24, 0x51
    breq .leave
    cpi r24, 0x41
    breq .parameter
    cpi r24, 0x56
    breq .universal
    cpi r24, 0x42            ; SET_DEVICE: 20 bytes that mean nothing here
    brne .extended
    ldi r20, 20
.extended:
    cpi r24, 0x45            ; SET_DEVICE_EXT: 5
    brne .simple
    ldi r20, 5
.simple:                     ; GET_SYNC and everything else: agreed to
    rcall .skip
.ok:
    ldi r24, 0x10
    rcall .put
    rjmp .command

.universal:                  ; an instruction for another programmer: answered with 0
    ldi r20, 4
    rcall .skip
    eor r24, r24
    rjmp .answer

.parameter:                  ; version 1.0
    rcall .get
    mov r20, r24
    rcall .end
    eor r24, r24
    cpi r20, 0x81
    brne .answer
    ldi r24, 1
.answer:
    rcall .put
    rjmp .ok

.address:
    rcall .get
    mov r28, r24
    rcall .get
    mov r29, r24
    lsl r28
    rol r29
    rcall .end
    rjmp .ok

.read:
    rcall .length
    rcall .end
    movw r30, r28
.nextRead:
    lpm r24, Z+
    rcall .put
    subi r18, 1
    sbci r19, 0
    brne .nextRead
    rjmp .ok

.signature:
    rcall .end
    ldi r30, 0
    ldi r31, 0
.nextSignature:
    ldi r24, 0x21            ; SIGRD
    out 0x37, r24
    lpm r24, Z
    rcall .put
    adiw r30, 2
    cpi r30, 6
    brne .nextSignature
    rjmp .ok

.leave:
    rcall .end
    rcall .soon
    ldi r24, 0x10
    rcall .put
.forever:
    rjmp .forever

.program:
    rcall .length
    ldi r26, 0
.nextByte:
    ldi r27, 1               ; what is too long begins again, and spoils no other RAM
    rcall .get
    st X+, r24
    subi r18, 1
    sbci r19, 0
    brne .nextByte
    rcall .end
    cpi r20, 0x46
    brne .unwritten
    cpi r29, 0x7e
    brsh .unwritten
    movw r30, r28
    ldi r24, 0x03            ; PGERS
    rcall .spm
    ldi r26, 0
    ldi r27, 1
.nextWord:
    ld r0, X+
    ld r1, X+
    ldi r24, 0x01
    rcall .spm
    adiw r30, 2
    cpi r26, 128
    brne .nextWord
    movw r30, r28
    ldi r24, 0x05            ; PGWRT
    rcall .spm
    ldi r24, 0x11            ; RWWSRE
    rcall .spm
    eor r1, r1
.unwritten:
    rjmp .ok

.spm:
    out 0x37, r24
    spm
.wait:
    in r24, 0x37
    sbrc r24, 0
    rjmp .wait
    ret

.length:                     ; r19 r18, and the kind of memory in r20
    rcall .get
    mov r19, r24
    rcall .get
    mov r18, r24
    rcall .get
    mov r20, r24
    ret

.skip:                       ; r20 bytes, and the end
    tst r20
    breq .end
    rcall .get
    dec r20
    rjmp .skip

.end:
    rcall .get
    cpi r24, 0x20
    brne .wrong
    ldi r24, 0x14
.put:
    lds r25, 0xc0
    sbrs r25, 5
    rjmp .put
    sts 0xc6, r24
    ret

.wrong:
    rcall .soon
    rjmp .forever

.get:
    lds r24, 0xc0
    sbrs r24, 7
    rjmp .get
    sbrs r24, 4              ; a byte at a wrong speed does not count
    wdr
    lds r24, 0xc6
    ret

.soon:
    ldi r24, 0x08            ; 16 ms
.watchdog:
    wdr
    ldi r25, 0x18
    sts 0x60, r25
    sts 0x60, r24
    ret

.start:
    eor r24, r24
    rcall .watchdog
    eor r30, r30
    eor r31, r31
    lpm r24, Z+
    lpm r25, Z
    and r24, r25
    cpi r24, 0xff
    breq .noProgram
    eor r30, r30
    ijmp
.noProgram:
    rjmp .listen
`;

export function bootProgram(): BootImage {
  const bytes = assembleAt(TEXT, START);
  if (bytes.length > SECTION_BYTES) throw new InternalError(`the bootloader takes ${bytes.length} bytes`);
  return { start: START, bytes };
}
