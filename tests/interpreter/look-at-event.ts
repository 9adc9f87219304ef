/**
 * Looks whether a script's start block asks it to run, once a round, while the script is not running.
 *
 * In: a script at its turn. Out: true when a run begins now. The first look at an event only remembers.
 */
import type { Expression, Trigger } from '../../compiler/program/model.ts';
import { absolute, subtract } from './arithmetic.ts';
import { compare } from './comparison.ts';
import { evaluate, type Frame } from './evaluate.ts';
import { found } from './reference-kinds.ts';
import type { Running, RunningScript, Steps } from './running.ts';
import { isNoisy, numberOf, roundHalfAway, toTruth, truth, type Value } from './value.ts';

export function* lookAtEvent(frame: Frame): Steps<boolean> {
  const { running, script } = frame;
  const { trigger } = script.script;
  switch (trigger.kind) {
    case 'start':
    case 'forever':
      return !script.over;
    case 'every':
      return yield* lookAtBeat(trigger.seconds, frame);
    case 'message':
      return script.waiting > 0;
    case 'changes': {
      const value = yield* evaluate(trigger.value, frame);
      const by = yield* evaluate(trigger.by, frame);
      return lookAtChange(value, by, script, running);
    }
    case 'line':
      return lookAtLine(script, running);
    default:
      return turnsTrue(yield* condition(trigger, frame), script);
  }
}

function* condition(
  trigger: Extract<Trigger, { kind: 'brick' | 'crosses' | 'becomesTrue' }>,
  frame: Frame,
): Steps<Value> {
  const { running } = frame;
  switch (trigger.kind) {
    case 'brick': {
      const type = running.references.brickType(trigger.brick);
      const event = found(
        type.events.find(({ id }) => id === trigger.event),
        `event ${trigger.event}`,
      );
      const { brick, args } = trigger;
      const reading: Expression = { kind: 'reading', blockId: '', brick, reading: event.reading, args };
      const is = toTruth(yield* evaluate(reading, frame), running);
      return truth((is.value === true) === (event.edge === 'rises'));
    }
    case 'crosses': {
      const value = yield* evaluate(trigger.value, frame);
      const order = compare(value, yield* evaluate(trigger.threshold, frame), running);
      return truth(trigger.direction === 'above' ? order > 0 : order < 0);
    }
    case 'becomesTrue':
      return toTruth(yield* evaluate(trigger.condition, frame), running);
  }
}

/** Each line that waits starts the script once. */
function lookAtLine(script: RunningScript, running: Running): boolean {
  const waiting = running.linesTaken + 1;
  if (!running.hasLine() || script.lineSeen === waiting) return false;
  script.lineSeen = waiting;
  return true;
}

function turnsTrue(is: Value, script: RunningScript): boolean {
  const before = script.seen;
  script.seen = is;
  return before !== undefined && before.value === false && is.value === true;
}

/** N or more away from the value at the last start, and not equal to it. */
function lookAtChange(value: Value, by: Value, script: RunningScript, running: Running): boolean {
  const before = script.seen;
  script.seen = before ?? value;
  if (before === undefined || compare(value, before, running) === 0) return false;
  const moved = absolute(subtract(value, before, running), running);
  if (compare(moved, by, running) < 0) return false;
  script.seen = value;
  return true;
}

function* lookAtBeat(seconds: Expression, frame: Frame): Steps<boolean> {
  const { running, script } = frame;
  if (script.nextBeat !== undefined && running.now < script.nextBeat) return false;
  const period = yield* evaluate(seconds, frame);
  if (isNoisy(period)) running.hazard('every, of a noisy time');
  script.period = Math.max(1, roundHalfAway(Math.fround(numberOf(period) * 1000)));
  script.nextBeat = (script.nextBeat ?? running.ms) + script.period;
  return true;
}

/** A run that ends this close to a beat, in ms, may end before it or after it. */
const CLOSE_MS = 4;

/** Beats that fell while the script was running are skipped. */
export function skipMissedBeats(running: Running, script: RunningScript, began: number): void {
  const { now } = running;
  if (script.nextBeat === undefined) return;
  const period = script.period ?? 1;
  if (now > began && script.nextBeat - now < CLOSE_MS) running.hazard('a run that ends near a beat');
  while (script.nextBeat <= now) {
    if (now - script.nextBeat < CLOSE_MS) running.hazard('a run that ends near a beat');
    script.nextBeat += period;
  }
}
