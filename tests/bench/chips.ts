/**
 * Register tables of the three chips, for the bench's machine.
 *
 * In: nothing. Out: addresses, vectors and pins as data. Vectors are word addresses (2 words each).
 * Spec: ATmega328P DS40002061, ATmega2560 DS40002211, ATmega32U4 DS 7766; Arduino pin numbers from
 * the official core's variants standard, mega and leonardo.
 */
import {
  type ADCConfig as AdcConfig,
  ADCMuxInputType,
  ADCReference,
  adcConfig,
  atmega328Channels,
  type AVRExternalInterrupt as Interrupt,
  type AVRPortConfig as PortConfig,
  INT0,
  INT1,
  PCINT0,
  PCINT1,
  PCINT2,
} from 'avr8js';
import type { TimerConfig } from './timer.ts';

export type BenchChipId = 'atmega328p' | 'atmega2560' | 'atmega32u4';

export interface BenchChip {
  readonly flashBytes: number;
  /** First SRAM address, and how many bytes. */
  readonly ram: { readonly start: number; readonly bytes: number };
  readonly eepromBytes: number;
  /** Port letter → registers. */
  readonly ports: Readonly<Record<string, PortConfig>>;
  readonly timers: readonly TimerConfig[];
  readonly adc: AdcConfig;
  /** Chip pin → ADC channel. */
  readonly adcPins: Readonly<Record<string, number>>;
  readonly usart: { readonly base: number; readonly vector: number };
  readonly vectors: {
    readonly watchdog: number;
    readonly spi: number;
    readonly eeprom: number;
    readonly twi: number;
  };
  /** Index: Arduino pin number. Value: chip pin. */
  readonly pins: readonly string[];
}

/** "PD0..7" → PD0, PD1 … PD7; also downwards; "PE4" stays one. */
const pinList = (...ranges: readonly string[]): string[] =>
  ranges.flatMap((range) => {
    const [port, from, to] = [range.slice(0, 2), Number(range[2]), Number(range.slice(5) || range[2])];
    const step = to < from ? -1 : 1;
    return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => `${port}${from + i * step}`);
  });

const channels = (pins: readonly string[], first = 0): Record<string, number> =>
  Object.fromEntries(pins.map((pin, i) => [pin, first + i]));

const port = (base: number, rest: Partial<PortConfig> = {}): PortConfig => ({
  PIN: base,
  DDR: base + 1,
  PORT: base + 2,
  externalInterrupts: [],
  ...rest,
});

/** INT4…INT7 are configured in EICRB, the others in EICRA. */
const int = (index: number): Interrupt => ({
  ...INT0,
  EICR: index < 4 ? 0x69 : 0x6a,
  index,
  iscOffset: (index % 4) * 2,
  interrupt: 2 + index * 2,
});

type Outputs = TimerConfig['outputs'];
const CLOCKS = [0, 1, 8, 64, 256, 1024, 0, 0] as const;
const CLOCKS_2 = [0, 1, 8, 32, 64, 128, 256, 1024] as const;

/** Vectors in the order compare A, compare B, compare C, overflow; 0 where there is none. */
type TimerVectors = readonly [number, number, number, number];

const timer8 = (id: 0 | 2, vectors: TimerVectors, outputs: Outputs): TimerConfig => {
  const base = id === 0 ? 0x44 : 0xb0;
  return {
    id,
    kind: '8-bit',
    dividers: id === 0 ? CLOCKS : CLOCKS_2,
    vectors,
    outputs,
    TCCRA: base,
    TCCRB: base + 1,
    TCCRC: 0,
    TCCRD: 0,
    TCNT: base + 2,
    ICR: 0,
    OCR: [base + 3, base + 4],
    TIFR: 0x35 + id,
    TIMSK: 0x6e + id,
  };
};

const timer16 = (id: 1 | 3 | 4 | 5, base: number, vectors: TimerVectors, outputs: Outputs): TimerConfig => ({
  id,
  kind: '16-bit',
  dividers: CLOCKS,
  vectors,
  outputs,
  TCCRA: base,
  TCCRB: base + 1,
  TCCRC: base + 2,
  TCCRD: 0,
  TCNT: base + 4,
  ICR: base + 6,
  OCR: [base + 8, base + 10, base + 12].slice(0, vectors[2] === 0 ? 2 : 3),
  TIFR: 0x35 + id,
  TIMSK: 0x6e + id,
});

/** The 32U4's 10-bit timer, used with 8 bits as Arduino does. Channels A, B, D; the top is OCR4C. */
const timer4of32u4: TimerConfig = {
  id: 4,
  kind: 'high-speed',
  dividers: [0, ...Array.from({ length: 15 }, (_, i) => 2 ** i)],
  vectors: [0x4c, 0x4e, 0x50, 0x52],
  outputs: ['PC7', 'PB6', 'PD7'],
  TCCRA: 0xc0,
  TCCRB: 0xc1,
  TCCRC: 0xc2,
  TCCRD: 0xc3,
  TCNT: 0xbe,
  ICR: 0xd1,
  OCR: [0xcf, 0xd0, 0xd2],
  TIFR: 0x39,
  TIMSK: 0x72,
};

const singleEnded = (pairs: readonly (readonly [mux: number, channel: number])[]): AdcConfig['muxChannels'] =>
  Object.fromEntries(
    pairs.map(([mux, channel]) => [mux, { type: ADCMuxInputType.SingleEnded as const, channel }]),
  );

const ADC_2560: AdcConfig = {
  ...adcConfig,
  adcInterrupt: 0x3a,
  numChannels: 16,
  muxInputMask: 0x3f,
  muxChannels: singleEnded(Array.from({ length: 16 }, (_, c) => [c < 8 ? c : 0x20 + c - 8, c] as const)),
  adcReferences: [ADCReference.AREF, ADCReference.AVCC, ADCReference.Internal1V1, ADCReference.Internal2V56],
};

const ADC_32U4: AdcConfig = {
  ...adcConfig,
  adcInterrupt: 0x3a,
  numChannels: 14,
  muxInputMask: 0x3f,
  muxChannels: singleEnded(Array.from({ length: 14 }, (_, c) => [c < 8 ? c : 0x20 + c - 8, c] as const)),
  adcReferences: [ADCReference.AREF, ADCReference.AVCC, ADCReference.Reserved, ADCReference.Internal2V56],
};

export const BENCH_CHIPS: Readonly<Record<BenchChipId, BenchChip>> = {
  atmega328p: {
    flashBytes: 32_768,
    ram: { start: 0x100, bytes: 2048 },
    eepromBytes: 1024,
    ports: {
      B: port(0x23, { pinChange: PCINT0 }),
      C: port(0x26, { pinChange: PCINT1 }),
      D: port(0x29, { pinChange: PCINT2, externalInterrupts: [null, null, INT0, INT1] }),
    },
    timers: [
      timer8(0, [0x1c, 0x1e, 0, 0x20], ['PD6', 'PD5']),
      timer16(1, 0x80, [0x16, 0x18, 0, 0x1a], ['PB1', 'PB2']),
      timer8(2, [0x0e, 0x10, 0, 0x12], ['PB3', 'PD3']),
    ],
    adc: { ...adcConfig, muxChannels: atmega328Channels },
    adcPins: channels([...pinList('PC0..5'), 'ADC6', 'ADC7']),
    usart: { base: 0xc0, vector: 0x24 },
    vectors: { watchdog: 0x0c, spi: 0x22, eeprom: 0x2c, twi: 0x30 },
    pins: [...pinList('PD0..7', 'PB0..5', 'PC0..5'), 'ADC6', 'ADC7'],
  },
  atmega2560: {
    flashBytes: 262_144,
    ram: { start: 0x200, bytes: 8192 },
    eepromBytes: 4096,
    ports: {
      A: port(0x20),
      B: port(0x23, { pinChange: PCINT0 }),
      C: port(0x26),
      D: port(0x29, { externalInterrupts: [int(0), int(1), int(2), int(3)] }),
      E: port(0x2c, {
        pinChange: { ...PCINT1, pinChangeInterrupt: 0x14, mask: 0x01 },
        externalInterrupts: [null, null, null, null, int(4), int(5), int(6), int(7)],
      }),
      F: port(0x2f),
      G: port(0x32),
      H: port(0x100),
      J: port(0x103, { pinChange: { ...PCINT1, pinChangeInterrupt: 0x14, mask: 0x7f, offset: 1 } }),
      K: port(0x106, { pinChange: { ...PCINT2, pinChangeInterrupt: 0x16 } }),
      L: port(0x109),
    },
    timers: [
      timer8(0, [0x2a, 0x2c, 0, 0x2e], ['PB7', 'PG5']),
      timer16(1, 0x80, [0x22, 0x24, 0x26, 0x28], ['PB5', 'PB6', 'PB7']),
      timer8(2, [0x1a, 0x1c, 0, 0x1e], ['PB4', 'PH6']),
      timer16(3, 0x90, [0x40, 0x42, 0x44, 0x46], ['PE3', 'PE4', 'PE5']),
      timer16(4, 0xa0, [0x54, 0x56, 0x58, 0x5a], ['PH3', 'PH4', 'PH5']),
      timer16(5, 0x120, [0x5e, 0x60, 0x62, 0x64], ['PL3', 'PL4', 'PL5']),
    ],
    adc: ADC_2560,
    adcPins: { ...channels(pinList('PF0..7')), ...channels(pinList('PK0..7'), 8) },
    usart: { base: 0xc0, vector: 0x32 },
    vectors: { watchdog: 0x18, spi: 0x30, eeprom: 0x3c, twi: 0x4e },
    pins: pinList(
      'PE0..1',
      'PE4..5',
      'PG5',
      'PE3',
      'PH3..6',
      'PB4..7',
      'PJ1..0',
      'PH1..0',
      'PD3..0',
      'PA0..7',
      'PC7..0',
      'PD7',
      'PG2..0',
      'PL7..0',
      'PB3..0',
      'PF0..7',
      'PK0..7',
    ),
  },
  atmega32u4: {
    flashBytes: 32_768,
    ram: { start: 0x100, bytes: 2560 },
    eepromBytes: 1024,
    ports: {
      B: port(0x23, { pinChange: { ...PCINT0, pinChangeInterrupt: 0x12 } }),
      C: port(0x26),
      D: port(0x29, { externalInterrupts: [int(0), int(1), int(2), int(3)] }),
      E: port(0x2c, { externalInterrupts: [null, null, null, null, null, null, int(6)] }),
      F: port(0x2f),
    },
    timers: [
      timer8(0, [0x2a, 0x2c, 0, 0x2e], ['PB7', 'PD0']),
      timer16(1, 0x80, [0x22, 0x24, 0x26, 0x28], ['PB5', 'PB6', 'PB7']),
      timer16(3, 0x90, [0x40, 0x42, 0x44, 0x46], ['PC6']),
      timer4of32u4,
    ],
    adc: ADC_32U4,
    adcPins: {
      ...channels(['PF0', 'PF1']),
      ...channels(pinList('PF4..7'), 4),
      ...channels(['PD4', 'PD6', 'PD7', 'PB4', 'PB5', 'PB6'], 8),
    },
    usart: { base: 0xc8, vector: 0x32 },
    vectors: { watchdog: 0x18, spi: 0x30, eeprom: 0x3c, twi: 0x48 },
    pins: pinList(
      'PD2..3',
      'PD1..0',
      'PD4',
      'PC6',
      'PD7',
      'PE6',
      'PB4..7',
      'PD6',
      'PC7',
      'PB3',
      'PB1..2',
      'PB0',
      'PF7..4',
      'PF1..0',
      'PD4',
      'PD7',
      'PB4..6',
      'PD6',
      'PD5',
    ),
  },
};
