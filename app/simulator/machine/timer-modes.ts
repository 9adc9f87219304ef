/**
 * What the waveform bits of a timer mean: how it counts, up to where, and when a written compare value counts.
 * Spec: ATmega328P DS40002061 tables 15-8 and 16-4; ATmega32U4 Atmel-7766 table 15-19.
 */
export interface TimerMode {
  readonly slope: 'normal' | 'ctc' | 'fast' | 'dual';
  /** A fixed number, or the register that holds the top. */
  readonly top: number | 'OCRA' | 'ICR';
  /** When a written OCR value becomes the one compared with. */
  readonly buffering: 'now' | 'top' | 'bottom';
}

const mode = (
  slope: TimerMode['slope'],
  top: TimerMode['top'],
  buffering: TimerMode['buffering'],
): TimerMode => ({ slope, top, buffering });

const NORMAL_8 = mode('normal', 0xff, 'now');
const NORMAL_16 = mode('normal', 0xffff, 'now');

const MODES_8: readonly TimerMode[] = [
  NORMAL_8,
  mode('dual', 0xff, 'top'),
  mode('ctc', 'OCRA', 'now'),
  mode('fast', 0xff, 'bottom'),
  NORMAL_8,
  mode('dual', 'OCRA', 'top'),
  NORMAL_8,
  mode('fast', 'OCRA', 'bottom'),
];
const MODES_16: readonly TimerMode[] = [
  NORMAL_16,
  mode('dual', 0xff, 'top'),
  mode('dual', 0x1ff, 'top'),
  mode('dual', 0x3ff, 'top'),
  mode('ctc', 'OCRA', 'now'),
  mode('fast', 0xff, 'bottom'),
  mode('fast', 0x1ff, 'bottom'),
  mode('fast', 0x3ff, 'bottom'),
  mode('dual', 'ICR', 'bottom'),
  mode('dual', 'OCRA', 'bottom'),
  mode('dual', 'ICR', 'top'),
  mode('dual', 'OCRA', 'top'),
  mode('ctc', 'ICR', 'now'),
  NORMAL_16,
  mode('fast', 'ICR', 'bottom'),
  mode('fast', 'OCRA', 'bottom'),
];
/** Timer 4 of the 32U4: bits WGM41:40 of TCCR4D; the top is OCR4C, kept in the ICR slot. */
const MODES_HIGH_SPEED: readonly TimerMode[] = [mode('fast', 'ICR', 'bottom'), mode('dual', 'ICR', 'bottom')];

export function timerMode(
  kind: '8-bit' | '16-bit' | 'high-speed',
  a: number,
  b: number,
  d: number,
): TimerMode {
  if (kind === 'high-speed') return MODES_HIGH_SPEED[d & 1] ?? NORMAL_8;
  if (kind === '8-bit') return MODES_8[(a & 3) | ((b >> 1) & 4)] ?? NORMAL_8;
  return MODES_16[(a & 3) | ((b >> 1) & 0xc)] ?? NORMAL_16;
}
