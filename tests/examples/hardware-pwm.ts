/**
 * Pins that a timer switches, compared: the wire in our machine, the timer's registers in simavr.
 *
 * In: both traces and a pin. Out: the first difference in words. simavr reports no edges of hardware
 * PWM, so the share of high time on our wire must be what its compare register says at that time.
 */
import { BENCH_CHIPS, type BenchChipId } from '../bench/chips.ts';
import { duty, edges, type Traces } from '../bench/observe.ts';
import type { SimavrTraces } from '../bench/simavr.ts';

interface Channel {
  readonly control: number;
  /** Of the bits COMnx1:0 in the control register. */
  readonly shift: number;
  readonly compare: number;
}

function channelOf(chip: BenchChipId, pin: number): Channel {
  const { timers, pins } = BENCH_CHIPS[chip];
  for (const { kind, outputs, OCR, TCCRA } of timers) {
    const channel = outputs.indexOf(pins[pin] ?? '');
    const compare = OCR[channel];
    if (kind !== 'high-speed' && compare !== undefined)
      return { control: TCCRA, shift: 6 - 2 * channel, compare };
  }
  throw new Error(`no timer switches pin ${pin} of ${chip}`);
}

/** The registers that simavr must write down. */
export function pwmRegisters(chip: BenchChipId, pin: number): readonly number[] {
  const { control, compare } = channelOf(chip, pin);
  return [control, compare];
}

interface Share {
  readonly ms: number;
  readonly percent: number;
}

/** What simavr's pin shows from each moment on: the timer's share while it is connected, else the level. */
function shares(traces: SimavrTraces, chip: BenchChipId, pin: number): readonly Share[] {
  const { control, shift, compare } = channelOf(chip, pin);
  const found: Share[] = [{ ms: 0, percent: 0 }];
  let [connected, value, level] = [false, 0, 0];
  const changes = [
    ...traces.registers.map(({ cycle, address, value }) => ({ cycle, address, value })),
    ...traces.edges(pin).map(({ cycle, level }) => ({ cycle, address: 0, value: level })),
  ].toSorted((a, b) => a.cycle - b.cycle);
  for (const change of changes) {
    if (change.address === 0) level = change.value;
    if (change.address === control) connected = ((change.value >> shift) & 3) !== 0;
    if (change.address === compare) value = change.value;
    const percent = connected ? (100 * value) / 255 : 100 * level;
    if (percent !== found.at(-1)?.percent)
      found.push({ ms: (change.cycle * 1000) / traces.clockHz, percent });
  }
  return found;
}

const EVERY_MS = 10;
/** Four periods of the slowest PWM, 490 Hz. */
const WINDOW_MS = 4 * ((510 * 64) / 16e3);
/** A period that begins while a value changes, and fast PWM's one step more. */
const TOLERANCE_PERCENT = 1.5;

export function pwmDifference(
  ours: Traces,
  theirs: SimavrTraces,
  question: {
    readonly chip: BenchChipId;
    readonly pin: number;
    readonly untilMs: number;
    readonly toleranceMs: number;
  },
): string | undefined {
  const { chip, pin, untilMs, toleranceMs } = question;
  const all = shares(theirs, chip, pin);
  for (let ms = EVERY_MS; ms + WINDOW_MS + toleranceMs < untilMs; ms += EVERY_MS) {
    const [from, to] = [ms - toleranceMs, ms + WINDOW_MS + toleranceMs];
    const near = all.filter((share, i) => share.ms < to && (all[i + 1]?.ms ?? untilMs) > from);
    const percents = near.map(({ percent }) => percent);
    const seen = duty(ours, pin, ms, ms + WINDOW_MS);
    const [least, most] = [Math.min(...percents), Math.max(...percents)];
    if (seen < least - TOLERANCE_PERCENT || seen > most + TOLERANCE_PERCENT)
      return `high for ${seen.toFixed(1)} % at ${ms} ms against ${least.toFixed(1)} to ${most.toFixed(1)} %`;
  }
  // The pin's own edges, so that nothing at all is no agreement.
  const isUsed = all.length > 1;
  const isSeen = edges(ours, pin).length > 0;
  return isUsed === isSeen ? undefined : `${isSeen ? 'switched' : 'never switched'} by our machine only`;
}
