/**
 * Interprets a block program on virtual time: the second opinion on what the language means.
 *
 * In: a program, the bricks of its kit, a world, limits. Out: a trace of all it did. Written from
 * docs/language.md, knowing nothing of the C++ generator. Work takes no time, except that a round in
 * which no script waits takes `roundMs`.
 */
import type { BrickType } from '../../boards/types.ts';
import type { Program } from '../../compiler/program/model.ts';
import type { Frame } from './evaluate.ts';
import { callOwnBlock, executeAll } from './execute.ts';
import { lookAtEvent, skipMissedBeats } from './look-at-event.ts';
import { OutOfFuel, Running, type RunningScript, type Steps, StopEverything, StopScript } from './running.ts';
import type { Limits, Trace, World } from './world.ts';

export function runProgram(
  program: Program,
  bricks: readonly BrickType[],
  world: World = {},
  limits: Limits = {},
): Trace {
  const running = new Running(program, bricks, world, limits, live);
  const ended = run(running, limits);
  return {
    printed: running.printed,
    acted: running.acted,
    ended,
    ms: running.now,
    hazards: running.hazards,
    variables: running.variables,
    serial: running.printed.map(({ text }) => text).join(''),
  };
}

function run(running: Running, limits: Limits): Trace['ended'] {
  const { untilMs = 60_000, roundMs = 0.02 } = limits;
  try {
    while (running.now <= untilMs) {
      const somethingHappened = round(running);
      const next = nextTime(running, roundMs, somethingHappened);
      if (next === undefined) return 'quiet';
      running.now = next;
    }
    return 'time';
  } catch (error) {
    if (error instanceof OutOfFuel) return 'fuel';
    if (!(error instanceof StopEverything)) throw error;
    switchOff(running);
    return 'quiet';
  }
}

/** One turn for each script that is due. True if any did more than look in vain. */
function round(running: Running): boolean {
  let happened = false;
  for (const script of running.scripts) {
    if (script.turn?.kind === 'until' && script.turn.ms > running.now) continue;
    const step = script.life.next();
    if (step.done === true) {
      script.over = true;
      happened = true;
    } else {
      const idle = step.value.kind === 'look' || step.value.kind === 'asleep';
      if (!idle || script.turn?.kind !== step.value.kind) happened = true;
      script.turn = step.value;
    }
  }
  return happened;
}

/** When the next round is worth taking; undefined when nothing can happen any more. */
function nextTime(running: Running, roundMs: number, happened: boolean): number | undefined {
  const times = running.scripts.flatMap(({ over, turn, waiting, nextBeat }) => {
    if (over || turn === undefined) return [];
    switch (turn.kind) {
      case 'round':
        return [running.now + roundMs];
      case 'until':
        return [turn.ms];
      case 'look':
        return [happened ? running.now + roundMs : running.ms + 1];
      case 'asleep':
        return waiting > 0 ? [running.now + roundMs] : nextBeat === undefined ? [] : [nextBeat];
    }
  });
  return times.length === 0 ? undefined : Math.max(running.now, Math.min(...times));
}

/** A script from power-on to the end: looks for its event, runs, looks again. */
export function* live(script: RunningScript, running: Running): Steps<void> {
  const { trigger, body } = script.script;
  const frame: Frame = { running, script, parameters: new Map(), call: callOwnBlock };
  const passive = trigger.kind === 'message' || trigger.kind === 'every';
  while (!script.over) {
    if (!(yield* lookAtEvent(frame))) {
      yield { kind: passive ? 'asleep' : 'look' };
      continue;
    }
    running.burn();
    if (trigger.kind !== 'forever' || !script.hasBegun)
      running.tellBegin(script.index, script.script.blockId);
    script.hasBegun = true;
    const began = running.now;
    const ending = yield* runOnce(body, frame);
    if (trigger.kind === 'message') {
      script.waiting -= 1;
      script.answered += 1;
    }
    skipMissedBeats(running, script, began);
    if (trigger.kind === 'start') return;
    // `break` and `stop this script` end a forever script for good.
    if (trigger.kind === 'forever' && (ending === 'break' || ending === 'stopped')) return;
    // A round that ends with a wait has just let the others go on.
    if (trigger.kind === 'forever' && ending === 'end' && body.at(-1)?.kind === 'wait') continue;
    yield { kind: trigger.kind === 'forever' ? 'round' : passive ? 'asleep' : 'look' };
  }
}

function* runOnce(body: RunningScript['script']['body'], frame: Frame): Steps<unknown> {
  try {
    return yield* executeAll(body, frame);
  } catch (error) {
    if (error instanceof StopScript) return 'stopped';
    throw error;
  }
}

/** Sounds, motors and relays are switched off; other outputs stay as they are. */
function switchOff(running: Running): void {
  for (const { id } of running.program.bricks) {
    for (const action of running.references.brickType(id).actions) {
      if (action.onStopAll !== true) continue;
      running.acted.push({ ms: running.now, script: -1, brick: id, method: action.method, args: [] });
    }
  }
}
