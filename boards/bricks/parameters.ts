/**
 * Short makers for the parameters of brick blocks, so that a brick's file reads like its data sheet.
 *
 * In: a name and a range. Out: `Parameter` values of boards/types.ts.
 */
import type { Choice, LocalizedText, Parameter } from '../types.ts';

export const whole = (id: string, min: number, max: number, value: number): Parameter => ({
  id,
  type: { kind: 'whole', min, max, default: value },
});

/** A length of time in seconds, a tenth of a second at most precise to the millisecond. */
export const seconds = (id: string, value: number): Parameter => ({
  id,
  type: { kind: 'decimal', min: 0, max: 86_400, default: value },
});

export const decimal = (id: string, min: number, max: number, value: number): Parameter => ({
  id,
  type: { kind: 'decimal', min, max, default: value },
});

export const truth = (id: string, value: boolean): Parameter => ({
  id,
  type: { kind: 'truth', default: value },
});

export const anything = (id: string, value: string): Parameter => ({
  id,
  type: { kind: 'any', default: value },
});

export const colour = (id: string, value: string): Parameter => ({
  id,
  type: { kind: 'colour', default: value },
});

export const choice = (id: string, value: string, options: readonly Choice[]): Parameter => ({
  id,
  type: { kind: 'choice', default: value, options },
});

export const option = (value: string, number: number, cpp: string, name: LocalizedText): Choice => ({
  value,
  number,
  cpp,
  name,
});
