/**
 * Plays a scenario on a program and says whether what was seen is what was expected.
 *
 * In: a way to start a bench, a scenario. Out: a verdict for each expectation and for all. Three runs: as
 * written, everything 37 ms later, and every input moved by up to 8 ms. When they disagree the verdict is
 * 'undecided': the scenario asks at a moment at which a right program may go either way.
 */
import type { Bench } from '../bricks/bench.ts';
import { channelOf, checkScenario, inputOf, SERIAL } from './check-scenario.ts';
import { judge, type Judgement, type RunView } from './judge.ts';
import type { Expectation, Scenario, ScenarioProblem } from './scenario.ts';

const PHASE_MS = 37;
const JITTER_MS = 8;

export type Verdict = 'pass' | 'fail' | 'undecided';

export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly verdict: Verdict;
  /** Of the run as written, or of the first that failed. */
  readonly judgement: Judgement;
}

export interface ScenarioResult {
  readonly verdict: Verdict;
  readonly results: readonly ExpectationResult[];
  /** The bench of the run as written. */
  readonly bench: Bench;
  readonly lines: readonly PrintedLine[];
  readonly problems: readonly ScenarioProblem[];
}

export interface PrintedLine {
  readonly ms: number;
  readonly text: string;
}

export interface Variation {
  readonly shift: number;
  readonly jitter: number;
  readonly seed: number;
}

const AS_WRITTEN: Variation = { shift: 0, jitter: 0, seed: 1 };

/** `start` makes a machine with its bricks at power on. */
export function runScenario(start: (seed: number) => Bench, scenario: Scenario): ScenarioResult {
  const seed = scenario.seed ?? 1;
  const problems = checkScenario(scenario, start(seed));
  const first = play(start(seed), scenario, AS_WRITTEN);
  const base = { bench: first.bench, lines: first.view.lines };
  const expectations = problems.length > 0 ? [] : (scenario.expect ?? []);
  if (expectations.length === 0) return { ...base, verdict: 'pass', results: [], problems };
  const runs = [
    first,
    play(start(seed), scenario, { shift: PHASE_MS, jitter: 0, seed }),
    play(start(seed), scenario, { shift: 0, jitter: JITTER_MS, seed: seed + 1 }),
  ];
  const results = expectations.map((expectation): ExpectationResult => {
    const judgements = runs.map(({ view }) => judge(expectation, view));
    const good = judgements.filter(({ ok }) => ok).length;
    const verdict = good === runs.length ? 'pass' : good === 0 ? 'fail' : 'undecided';
    const judgement = judgements.find(({ ok }) => !ok) ?? { ok: true };
    return { expectation, verdict, judgement };
  });
  const has = (verdict: Verdict): boolean => results.some((result) => result.verdict === verdict);
  return {
    ...base,
    verdict: has('fail') ? 'fail' : has('undecided') ? 'undecided' : 'pass',
    results,
    problems,
  };
}

/** One run. Inputs that nobody understands are left out. */
export function play(
  bench: Bench,
  scenario: Pick<Scenario, 'ms' | 'in'>,
  { shift, jitter, seed }: Variation = AS_WRITTEN,
): { bench: Bench; view: RunView } {
  const { machine } = bench;
  const lines = recordLines(bench);
  let state = seed | 1;
  const wobble = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return ((state / 0x7fffffff) * 2 - 1) * jitter;
  };
  const toCycle = (ms: number): number => Math.round((ms * machine.clockHz) / 1000);
  const events = (scenario.in ?? [])
    .map(([ms, word, value]) => ({ ms: ms === 0 ? 0 : Math.max(0, ms + shift + wobble()), word, value }))
    .toSorted((a, b) => a.ms - b.ms);
  const endMs = scenario.ms + shift;
  for (const { ms, word, value } of events) {
    machine.runUntil(toCycle(Math.min(ms, endMs)));
    const target = inputOf(bench, word);
    if (word === SERIAL) machine.serial?.send(new TextEncoder().encode(String(value)));
    else if (target !== undefined) bench.set(target.id, Number(value), target.input);
  }
  machine.runUntil(toCycle(endMs));
  const view: RunView = {
    trace: bench.trace,
    clockHz: machine.clockHz,
    endMs,
    shift,
    slack: jitter,
    lines,
    channel: (name) => channelOf(bench, name),
  };
  return { bench, view };
}

const MAX_LINES = 10_000;

/** Lines the program prints on its first serial port, filled in as it runs. */
export function recordLines(bench: Bench): PrintedLine[] {
  const lines: PrintedLine[] = [];
  const { machine } = bench;
  let bytes: number[] = [];
  let since = 0;
  machine.serial?.onByte.push((byte, cycle) => {
    if (bytes.length === 0) since = cycle;
    if (byte !== 0x0a && bytes.length < 1000) {
      bytes.push(byte);
      return;
    }
    const text = new TextDecoder().decode(Uint8Array.from(bytes)).replace(/\r$/, '');
    if (lines.length < MAX_LINES) lines.push({ ms: (since * 1000) / machine.clockHz, text });
    bytes = [];
  });
  return lines;
}
