/**
 * A scenario: what a class does with an example, act by act, and what it must see.
 *
 * In: nothing. Out: types, and questions that many scenarios ask. Each act begins with power on.
 */
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Buzzer, Note } from '../bench/bricks/actuators.ts';
import type { Stage } from './stage.ts';

export interface Act {
  /** What must be observed, as a sentence. */
  readonly title: string;
  readonly play: (stage: Stage) => void;
}

export interface Scenario {
  /** Folder below examples/. */
  readonly example: string;
  readonly acts: readonly Act[];
  /** How far apart an effect may be there, where the program looks at the time in rounds. */
  readonly toleranceMs?: number;
}

export const act = (title: string, play: Act['play']): Act => ({ title, play });

/** The NEC command of a key of the remote, from the catalogue. */
export function remoteKey(value: string): number {
  const infrared = BRICK_TYPES.find(({ id }) => id === 'infrared');
  const parameter = infrared?.readings.find(({ id }) => id === 'held')?.parameters[0];
  const options = parameter?.type.kind === 'choice' ? parameter.type.options : [];
  const option = options.find((candidate) => candidate.value === value);
  if (option === undefined) throw new Error(`the remote has no key ${value}`);
  return option.number;
}

/** The note that sounds at a moment. */
export const noteAt = (buzzer: Buzzer, ms: number): Note | undefined =>
  buzzer.notes().find(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs);

/** Whole hertz of every note, in order. */
export const melody = (buzzer: Buzzer): readonly number[] => buzzer.notes().map(({ hz }) => Math.round(hz));

export const isNear = (value: number | undefined, expected: number, by: number): boolean =>
  value !== undefined && Math.abs(value - expected) <= by;

/** The text without what the screen leaves empty at its end. */
export const trimmed = (lines: readonly [string, string]): readonly [string, string] => [
  lines[0].trimEnd(),
  lines[1].trimEnd(),
];
