/**
 * Where each chip has the registers of its parts, by data address; the rest comes from boards/chips.
 *
 * In: a chip. Out: tables that the parts of the machine are made from. Register names are the
 * datasheets'. What is at the same place on all three chips is a constant in the part's own file.
 * Spec: register summaries of ATmega328P DS40002061, ATmega2560 DS40002211, ATmega32U4 Atmel-7766.
 */
import type { ChipId } from '../../../boards/types.ts';

/** PINx; DDRx and PORTx follow. */
type PortTable = Readonly<Record<string, number>>;

export interface TimerRegisters {
  readonly id: number;
  readonly kind: '8-bit' | '16-bit' | 'high-speed';
  /** By the clock select bits; 0 stopped, −1 falling and −2 rising edge of the T pin. */
  readonly dividers: readonly number[];
  /** TCCRnA, B, C, D follow from here. */
  readonly TCCRA: number;
  readonly TCNT: number;
  readonly ICR: number;
  readonly OCR: readonly number[];
  /** Letters of the channels, as in boards/chips. */
  readonly channels: readonly string[];
  readonly clockPin?: string;
  readonly capturePin?: string;
  /** Shares no prescaler with the others. */
  readonly hasOwnPrescaler: boolean;
}

export interface PinChangeGroup {
  readonly group: number;
  /** Pin of each bit of PCMSKn; undefined where there is none. */
  readonly pins: readonly (string | undefined)[];
}

export interface ChipRegisters {
  readonly ports: PortTable;
  readonly timers: readonly TimerRegisters[];
  /** UCSRnA; UCSRnB, UCSRnC, UBRRnL, UBRRnH, UDRn follow as on every AVR of this age. */
  readonly usarts: readonly { readonly id: number; readonly base: number }[];
  readonly adc: {
    /** MUX value → channel of one pin. */
    readonly channels: Readonly<Record<number, number>>;
    /** MUX value → volts of an inner source. */
    readonly inner: Readonly<Record<number, number>>;
    /** Bit of ADCSRB that is MUX5; 0: none. */
    readonly mux5: number;
    /** Volts by REFS1:0; 'AVCC' is the board's supply. */
    readonly references: readonly (number | 'AVCC')[];
    /** Auto trigger sources by ADTS2:0, as vector names. */
    readonly triggers: readonly string[];
  };
  /** Highest bit of SPMCSR's EEPROM write time and such are the same everywhere; the page is in boards/chips. */
  readonly bootSections: readonly number[];
}

const CLOCKS = [0, 1, 8, 64, 256, 1024, -1, -2] as const;
const CLOCKS_2 = [0, 1, 8, 32, 64, 128, 256, 1024] as const;

const timer0 = (clockPin?: string): TimerRegisters => ({
  id: 0,
  kind: '8-bit',
  dividers: CLOCKS,
  TCCRA: 0x44,
  TCNT: 0x46,
  ICR: 0,
  OCR: [0x47, 0x48],
  channels: ['A', 'B'],
  hasOwnPrescaler: false,
  ...(clockPin === undefined ? {} : { clockPin }),
});

const timer2: TimerRegisters = {
  id: 2,
  kind: '8-bit',
  dividers: CLOCKS_2,
  TCCRA: 0xb0,
  TCNT: 0xb2,
  ICR: 0,
  OCR: [0xb3, 0xb4],
  channels: ['A', 'B'],
  hasOwnPrescaler: true,
};

const timer16 = (
  id: number,
  base: number,
  channels: readonly string[],
  pins: { clockPin?: string; capturePin?: string },
): TimerRegisters => ({
  id,
  kind: '16-bit',
  dividers: CLOCKS,
  TCCRA: base,
  TCNT: base + 4,
  ICR: base + 6,
  OCR: [base + 8, base + 10, base + 12].slice(0, channels.length),
  channels,
  hasOwnPrescaler: false,
  ...pins,
});

/** The 32U4's 10-bit timer: the top is OCR4C, kept in the ICR slot. */
const timer4of32u4: TimerRegisters = {
  id: 4,
  kind: 'high-speed',
  dividers: [0, ...Array.from({ length: 15 }, (_, i) => 2 ** i)],
  TCCRA: 0xc0,
  TCNT: 0xbe,
  ICR: 0xd1,
  OCR: [0xcf, 0xd0, 0xd2],
  channels: ['A', 'B', 'D'],
  hasOwnPrescaler: true,
};

const inOrder = (count: number): Record<number, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, c) => [c < 8 ? c : 0x20 + c - 8, c]));

const TRIGGERS = (last: string): readonly string[] => [
  '',
  'ANALOG_COMP_vect',
  'INT0_vect',
  'TIMER0_COMPA_vect',
  'TIMER0_OVF_vect',
  'TIMER1_COMPB_vect',
  'TIMER1_OVF_vect',
  last,
];

const LARGE_ADC = {
  inner: { 0x1e: 1.1, 0x1f: 0 },
  references: [5, 'AVCC', 1.1, 2.56],
  triggers: TRIGGERS('TIMER1_CAPT_vect'),
} as const;

export const CHIP_REGISTERS: Readonly<Record<ChipId, ChipRegisters>> = {
  atmega328p: {
    ports: { B: 0x23, C: 0x26, D: 0x29 },
    timers: [timer0('PD4'), timer16(1, 0x80, ['A', 'B'], { clockPin: 'PD5', capturePin: 'PB0' }), timer2],
    usarts: [{ id: 0, base: 0xc0 }],
    adc: {
      channels: Object.fromEntries(Array.from({ length: 8 }, (_, c) => [c, c])),
      // The temperature sensor gives 314 mV at 25 °C.
      inner: { 8: 0.314, 14: 1.1, 15: 0 },
      mux5: 0,
      references: [5, 'AVCC', 5, 1.1],
      triggers: TRIGGERS('TIMER1_CAPT_vect'),
    },
    bootSections: [512, 1024, 2048, 4096],
  },
  atmega2560: {
    ports: {
      A: 0x20,
      B: 0x23,
      C: 0x26,
      D: 0x29,
      E: 0x2c,
      F: 0x2f,
      G: 0x32,
      H: 0x100,
      J: 0x103,
      K: 0x106,
      L: 0x109,
    },
    timers: [
      timer0('PD7'),
      timer16(1, 0x80, ['A', 'B', 'C'], { clockPin: 'PD6', capturePin: 'PD4' }),
      timer2,
      timer16(3, 0x90, ['A', 'B', 'C'], { clockPin: 'PE6', capturePin: 'PE7' }),
      timer16(4, 0xa0, ['A', 'B', 'C'], { clockPin: 'PH7', capturePin: 'PL0' }),
      timer16(5, 0x120, ['A', 'B', 'C'], { clockPin: 'PL2', capturePin: 'PL1' }),
    ],
    usarts: [
      { id: 0, base: 0xc0 },
      { id: 1, base: 0xc8 },
      { id: 2, base: 0xd0 },
      { id: 3, base: 0x130 },
    ],
    adc: { ...LARGE_ADC, channels: inOrder(16), mux5: 0x08 },
    bootSections: [1024, 2048, 4096, 8192],
  },
  atmega32u4: {
    ports: { B: 0x23, C: 0x26, D: 0x29, E: 0x2c, F: 0x2f },
    timers: [
      timer0('PD7'),
      timer16(1, 0x80, ['A', 'B', 'C'], { clockPin: 'PD6', capturePin: 'PD4' }),
      timer16(3, 0x90, ['A'], { capturePin: 'PC7' }),
      timer4of32u4,
    ],
    usarts: [{ id: 1, base: 0xc8 }],
    adc: { ...LARGE_ADC, channels: inOrder(14), mux5: 0x20, references: [5, 'AVCC', 5, 2.56] },
    bootSections: [512, 1024, 2048, 4096],
  },
};
