/**
 * The same act in simavr, as a second opinion.
 *
 * In: a stage whose act is over. Out: a promise of what differs, and how much was compared. Compared: what the
 * program drives, by brick (edges, tones, bits of coloured pixels, bytes to a display, the share of
 * hardware PWM), the serial bytes, the I2C bytes. Bricks that answer are replayed, each answer as long
 * after its question as it came here. Left out: USB.
 */
import { signalsOf } from '../../boards/placement/signals-of.ts';
import type { PluggedBrick } from '../../boards/types.ts';
import { edges, pulses, type Traces } from '../bench/observe.ts';
import { compareTraces, runInSimavr, type ScriptedInput } from '../bench/simavr.ts';
import type { BuiltExample } from './build-examples.ts';
import { pwmDifference, pwmRegisters } from './hardware-pwm.ts';
import type { Stage } from './stage.ts';

/** A round of the program's loop, and a step of millis(). */
const TOLERANCE_MS = 5;
/** simavr sends I2C bytes, and writes EEPROM bytes, faster than the chip. */
const SLOW_PARTS_TOLERANCE_MS = 60;
/** No known I2C device: it makes simavr/run.c take an empty script of inputs. */
const NOBODY = 0x01;
/** simavr runs slower than our machine: by default the beginning of an act is enough. */
const LONGEST_MS = process.env['GENIE_LONG'] === '1' ? Number.POSITIVE_INFINITY : 6000;
/** A serial character at 115200 baud takes 87 µs. */
const CHARACTER_MS = 0.1;

/** Bricks whose first pin has hardware PWM. */
const withPwm = ({ file, text }: BuiltExample): readonly PluggedBrick[] =>
  file.bricks.filter(({ id, type }) => type === 'motor' || (type === 'led' && usesBrightness(text, id)));

/** Looks into the file's text, which prints a small object on one line. */
const usesBrightness = (text: string, id: string): boolean =>
  new RegExp(`"type": "led_brightness"[^{]*"fields": \\{ "BRICK": "${id}"`).test(text);

export interface CrossCheck {
  /** The first difference in words. */
  readonly difference?: string;
  /** How many effects, bytes and shares of PWM simavr showed too. */
  readonly compared: number;
  readonly untilMs: number;
  readonly leftOut: readonly string[];
}

export async function crossCheck(stage: Stage, usual = TOLERANCE_MS): Promise<CrossCheck> {
  const { built, machine } = stage;
  const { kit, file, hex, text } = built;
  const hasScreen = file.bricks.some(({ type }) => type === 'lcd');
  const untilMs = Math.min(machine.ms, LONGEST_MS);
  const seen = upTo(machine, untilMs);
  const pwmPins = withPwm(built).map((plugged) => signalsOf(kit, plugged)[0] ?? 0);
  const theirs = await runInSimavr({
    chip: kit.board.chip,
    hex,
    untilMs,
    inputs: machine.inputs.flatMap(characters),
    twiAddresses: [hasScreen ? 0x27 : NOBODY],
    registers: pwmPins.flatMap((pin) => pwmRegisters(kit.board.chip, pin)),
  });
  const slow = hasScreen || text.includes('"memory_remember"');
  const toleranceMs = slow ? SLOW_PARTS_TOLERANCE_MS : usual;
  const serial = compareTraces(seen, theirs, { pins: [], toleranceUs: toleranceMs * 1000, serial: true });
  const leftOut = kit.board.chip === 'atmega32u4' ? ['its monitor (simavr has no USB host)'] : [];
  let compared = theirs.serial.sent.length;
  const result = (found?: string): CrossCheck => ({
    ...(found === undefined ? {} : { difference: found }),
    compared,
    untilMs,
    leftOut,
  });
  if (serial !== undefined) return result(serial);
  for (const plugged of file.bricks) {
    const pins = signalsOf(kit, plugged);
    const [ours, others] = [seen, theirs].map((traces) => effects(plugged, traces, pins));
    const pwm = pins.find((pin) => pwmPins.includes(pin));
    const question = { chip: kit.board.chip, pin: pwm ?? 0, untilMs, toleranceMs };
    const found =
      pwm === undefined
        ? difference(ours ?? [], others ?? [], toleranceMs)
        : pwmDifference(seen, theirs, question);
    compared += pwm === undefined ? (others ?? []).length : theirs.registers.length;
    if (found !== undefined) return result(`${plugged.id} (pins ${pins.join(', ')}): ${found}`);
  }
  // Hundredths of seconds on a screen may differ: then only the number of transactions counts.
  const isTimed = text.includes('"timer_seconds"');
  const [sent, received] = [transactions(seen, isTimed), transactions(theirs, isTimed)];
  compared += received.length;
  return result(difference(sent, received, Number.POSITIVE_INFINITY));
}

function characters(input: ScriptedInput): readonly ScriptedInput[] {
  if (!('serial' in input)) return [input];
  return Array.from(input.serial, (serial, i) => ({ ms: input.ms + i * CHARACTER_MS, serial }));
}

interface Effect {
  readonly ms: number;
  readonly what: string;
  /** The length of a pulse or period in µs: it may differ a little. */
  readonly us?: number;
}

/** What a brick on this pin shows over time; nothing for bricks that only listen. */
function effects(
  { type, settings }: PluggedBrick,
  traces: Traces,
  pins: readonly number[],
): readonly Effect[] {
  const [pin = 0, second = 0] = pins;
  switch (type) {
    case 'led':
    case 'relay':
      return edges(traces, pin).map(({ ms, level }) => ({ ms, what: `level ${level}` }));
    case 'servo':
      return pulses(traces, pin).map(({ ms, widthUs }) => ({
        ms,
        what: 'pulse',
        us: widthUs,
      }));
    case 'buzzer':
      return tones(traces, pin);
    case 'rgb-led':
      return frames(traces, pin, 1);
    case 'led-strip':
      return frames(traces, pin, Number(settings?.['COUNT'] ?? USUAL_PIXELS));
    case 'display':
      return displayed(traces, pin, second);
    default:
      return [];
  }
}

const LENGTH_TOLERANCE_US = 40;
const LONGEST_GAP_MS = 20;

/** Beginnings of tones. The first period is cut by the timer that runs already: the second one is the pitch. */
function tones(traces: Traces, pin: number): readonly Effect[] {
  const found: Effect[] = [];
  const rises = pulses(traces, pin);
  const gapAfter = (i: number): number =>
    (rises[i + 1]?.ms ?? Number.POSITIVE_INFINITY) - (rises[i]?.ms ?? 0);
  let period = 0;
  for (const [i, { ms }] of rises.entries()) {
    const [gap, next] = [gapAfter(i), gapAfter(i + 1)];
    if (gap > LONGEST_GAP_MS) period = 0;
    else if (isOther(gap, period) && isOther(next, period) && next < LONGEST_GAP_MS) {
      period = next;
      found.push({ ms, what: 'tone', us: next * 1000 });
    }
  }
  return found;
}

/** By more than 6 %. */
const isOther = (gap: number, period: number): boolean => Math.abs(gap - period) > period * 0.06;

const LONGEST_ZERO_US = 0.6;
const LATCH_MS = 0.05;
const BITS_A_PIXEL = 24;
/** Of a strip whose setting is left as it is. */
const USUAL_PIXELS = 8;

/**
 * The bits of each whole frame for WS2812 pixels. A frame that an interrupt cuts off is sent again; where
 * it is cut hangs on the UART's pace, which is not the same in simavr.
 */
function frames(traces: Traces, pin: number, pixels: number): readonly Effect[] {
  const found: { ms: number; what: string; endMs: number }[] = [];
  for (const { ms, widthUs } of pulses(traces, pin)) {
    const bit = widthUs > LONGEST_ZERO_US ? '1' : '0';
    const last = found.at(-1);
    if (last === undefined || ms - last.endMs > LATCH_MS) found.push({ ms, what: bit, endMs: ms });
    else [last.what, last.endMs] = [last.what + bit, ms];
  }
  return found.filter(({ what }) => what.length === pixels * BITS_A_PIXEL);
}

/** The bits between a start and a stop on a display's two wires, those of the acknowledge with them. */
function displayed(traces: Traces, clock: number, data: number): readonly Effect[] {
  const found: { ms: number; what: string }[] = [];
  const both = [
    ...edges(traces, clock).map((edge) => ({ ...edge, isClock: true })),
    ...edges(traces, data).map((edge) => ({ ...edge, isClock: false })),
  ].toSorted((a, b) => a.ms - b.ms);
  let levels = { clock: 0, data: 0 };
  let bits: string | undefined;
  let began = 0;
  for (const { ms, level, isClock } of both) {
    levels = isClock ? { ...levels, clock: level } : { ...levels, data: level };
    if (isClock && level === 1 && bits !== undefined) bits += levels.data;
    if (isClock || levels.clock === 0) continue;
    if (level === 0) [bits, began] = ['', ms];
    else if (bits !== undefined) {
      found.push({ ms: began, what: bits });
      bits = undefined;
    }
  }
  return found;
}

interface Bus {
  readonly twi: {
    readonly transactions: readonly { address: number; bytes: readonly number[]; cycle: number }[];
  };
}

/** What was seen until then. */
function upTo(traces: Traces & Bus, untilMs: number): Traces & Bus {
  const isSeen = ({ cycle }: { readonly cycle: number }): boolean =>
    cycle <= (untilMs * traces.clockHz) / 1000;
  return {
    clockHz: traces.clockHz,
    serial: { sent: traces.serial.sent.filter(isSeen) },
    twi: { transactions: traces.twi.transactions.filter(isSeen) },
    edges: (pin) => traces.edges(pin).filter(isSeen),
  };
}

const transactions = ({ twi }: Bus, onlyAddresses: boolean): readonly Effect[] =>
  twi.transactions.map(({ address, bytes }) => ({
    ms: 0,
    what: `I2C ${[address, ...(onlyAddresses ? [] : bytes)].join(' ')}`,
  }));

/** The first difference in words. The last effect may be cut off by the end of the act. */
function difference(
  ours: readonly Effect[],
  theirs: readonly Effect[],
  toleranceMs: number,
): string | undefined {
  const both = Math.min(ours.length, theirs.length);
  for (const [i, a] of ours.slice(0, both).entries()) {
    const b = theirs[i];
    if (b === undefined || (i === both - 1 && i > 0)) break;
    const isLonger = Math.abs((a.us ?? 0) - (b.us ?? 0)) > Math.max(LENGTH_TOLERANCE_US, (a.us ?? 0) / 50);
    if (a.what !== b.what || isLonger || Math.abs(a.ms - b.ms) > toleranceMs)
      return `effect ${i}: ${JSON.stringify(a)} against ${JSON.stringify(b)}`;
  }
  if (Math.abs(ours.length - theirs.length) <= 1) return undefined;
  return `${ours.length} effects against ${theirs.length}`;
}
