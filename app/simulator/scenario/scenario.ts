/**
 * A scenario: what is done to the bricks over time, and what must be seen. docs/scenarios.md explains it.
 *
 * In: JSON from anywhere. Out: the scenario, or what is wrong with it and where. Whether the bricks exist is
 * check-scenario.ts's affair.
 */
import * as v from 'valibot';
import { schemaProblems } from '../../../boards/schema-problems.ts';
import type { LocalizedText } from '../../../boards/types.ts';

/** What a value is compared with: numbers within a tolerance, colours "#rrggbb" by their parts. */
export type Wanted = number | string | readonly string[];

/** A window of time, in milliseconds of the scenario; the boot's 300 ms and the end without. */
interface Window {
  readonly from?: number;
  readonly to?: number;
}
interface Seen {
  /** A brick's id, or "id.output". */
  readonly o: string;
}
interface Close {
  readonly tol?: number;
}

export type Expectation =
  | ({
      readonly p: 'tracks';
      readonly plan: readonly (readonly [number, Wanted])[];
      readonly lag?: number;
    } & Seen &
      Close)
  | ({ readonly p: 'becomes'; readonly v: Wanted; readonly by: number; readonly from?: number } & Seen &
      Close)
  | ({ readonly p: 'stays' | 'always' | 'never'; readonly v: Wanted } & Seen & Close & Window)
  | ({ readonly p: 'between'; readonly min: number; readonly max: number } & Seen & Window)
  | ({ readonly p: 'order'; readonly v: readonly Wanted[]; readonly loose?: boolean } & Seen & Close & Window)
  | ({
      readonly p: 'count';
      readonly v: Wanted;
      readonly min: number;
      readonly max: number;
    } & Seen &
      Close &
      Window)
  | ({
      readonly p: 'blinks';
      readonly hz: number;
      readonly duty?: number;
      readonly cycles?: number;
    } & Seen &
      Close &
      Window)
  | ({ readonly p: 'plays'; readonly notes: readonly number[] } & Seen & Close & Window)
  | ({ readonly p: 'silent' } & Seen & Window)
  | ({ readonly p: 'shows'; readonly text?: string; readonly number?: number; readonly by?: number } & Seen &
      Close &
      Window)
  | ({ readonly p: 'colour'; readonly v: string; readonly by?: number } & Seen & Close & Window)
  | ({ readonly p: 'pixels'; readonly v: readonly string[]; readonly by?: number } & Seen & Close & Window)
  | ({ readonly p: 'moves'; readonly min: number } & Seen & Window)
  | ({
      readonly p: 'follows';
      readonly i: string;
      readonly map: readonly (readonly [number, number])[];
      readonly lag?: number;
    } & Seen &
      Close)
  | { readonly p: 'any' | 'all'; readonly of: readonly Expectation[] };

export interface Scenario {
  readonly format: 1;
  /** How long it lasts. */
  readonly ms: number;
  readonly seed?: number;
  /** When, to which brick ("id", "id.input", or "serial" for a line typed), what. */
  readonly in?: readonly (readonly [number, string, number | string])[];
  readonly expect?: readonly Expectation[];
}

export interface ScenarioProblem {
  /** "expect[2].lag" */
  readonly path: string;
  readonly message: LocalizedText;
}

const LONGEST_MS = 600_000;
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS));
const number = v.pipe(v.number(), v.finite());
const positive = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(200));
const wanted = v.union([number, text, v.pipe(v.array(text), v.maxLength(300))]);
const list = <T extends v.GenericSchema>(schema: T) =>
  v.pipe(v.array(schema), v.minLength(1), v.maxLength(200));
const seen = { o: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) };
const close = { tol: v.exactOptional(positive) };
const window = { from: v.exactOptional(time), to: v.exactOptional(time) };
const by = { by: v.exactOptional(time) };

export const expectationSchema: v.GenericSchema<Expectation> = v.lazy(() =>
  v.variant('p', [
    v.strictObject({
      p: v.literal('tracks'),
      ...seen,
      ...close,
      plan: list(v.strictTuple([time, wanted])),
      lag: v.exactOptional(time),
    }),
    v.strictObject({
      p: v.literal('becomes'),
      ...seen,
      ...close,
      v: wanted,
      by: time,
      from: v.exactOptional(time),
    }),
    v.strictObject({ p: v.picklist(['stays', 'always', 'never']), ...seen, ...close, ...window, v: wanted }),
    v.strictObject({ p: v.literal('between'), ...seen, ...window, min: number, max: number }),
    v.strictObject({
      p: v.literal('order'),
      ...seen,
      ...close,
      ...window,
      v: list(wanted),
      loose: v.exactOptional(v.boolean()),
    }),
    v.strictObject({
      p: v.literal('count'),
      ...seen,
      ...close,
      ...window,
      v: wanted,
      min: positive,
      max: positive,
    }),
    v.strictObject({
      p: v.literal('blinks'),
      ...seen,
      ...close,
      ...window,
      hz: v.pipe(v.number(), v.minValue(0.01), v.maxValue(20)),
      duty: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      cycles: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
    }),
    v.strictObject({ p: v.literal('plays'), ...seen, ...close, ...window, notes: list(positive) }),
    v.strictObject({ p: v.literal('silent'), ...seen, ...window }),
    v.strictObject({
      p: v.literal('shows'),
      ...seen,
      ...close,
      ...window,
      ...by,
      text: v.exactOptional(text),
      number: v.exactOptional(number),
    }),
    v.strictObject({ p: v.literal('colour'), ...seen, ...close, ...window, ...by, v: text }),
    v.strictObject({ p: v.literal('pixels'), ...seen, ...close, ...window, ...by, v: list(text) }),
    v.strictObject({ p: v.literal('moves'), ...seen, ...window, min: positive }),
    v.strictObject({
      p: v.literal('follows'),
      ...seen,
      ...close,
      i: v.pipe(v.string(), v.minLength(1)),
      map: v.pipe(v.array(v.strictTuple([number, number])), v.minLength(2), v.maxLength(50)),
      lag: v.exactOptional(time),
    }),
    v.strictObject({ p: v.picklist(['any', 'all']), of: list(expectationSchema) }),
  ]),
);

export const scenarioSchema: v.GenericSchema<Scenario> = v.strictObject({
  format: v.literal(1),
  ms: v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST_MS)),
  seed: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff))),
  in: v.exactOptional(
    v.pipe(
      v.array(v.strictTuple([time, v.pipe(v.string(), v.minLength(1)), v.union([number, text])])),
      v.maxLength(2000),
    ),
  ),
  expect: v.exactOptional(v.pipe(v.array(expectationSchema), v.maxLength(200))),
});

/** Exactly one of the two: the scenario, or at least one problem. */
export function readScenario(value: unknown): { scenario?: Scenario; problems: readonly ScenarioProblem[] } {
  const problems = schemaProblems(scenarioSchema, value);
  if (problems.length > 0) return { problems };
  return { scenario: value as Scenario, problems };
}
