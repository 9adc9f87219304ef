/**
 * Which instructions read and write the flags of SREG. Spec: DS40002198, the Status Register of each instruction.
 */

const KEEPS: ReadonlySet<string> = new Set(
  (
    'mov movw copy ldi ser ld ldd st std lds sts in out sbi cbi push pop lpm elpm nop sbrc sbrs sbic sbis cpse ' +
    'swap bld jmp rjmp ijmp ret reti wdr sleep cli sei breq brne brcs brcc brlo brsh brlt brge brmi brpl ' +
    'entry return undefined samePlace spill reload'
  ).split(' '),
);

/** Writes C, Z, N, V, S or H (or may: calls). */
export const changesFlags = (op: string): boolean => !KEEPS.has(op);

const READS_CARRY: ReadonlySet<string> = new Set(
  'adc sbc sbci cpc rol ror spread brcs brcc brlo brsh in'.split(' '),
);
const READS_OTHERS: ReadonlySet<string> = new Set('breq brne brlt brge brmi brpl'.split(' '));

export const readsCarry = (op: string): boolean => READS_CARRY.has(op);

/** sbci, sbc and cpc also take Z in. */
export const readsFlags = (op: string): boolean => READS_CARRY.has(op) || READS_OTHERS.has(op);
