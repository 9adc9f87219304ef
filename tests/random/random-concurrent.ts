/**
 * Random programs of several scripts that run at the same time.
 *
 * In: choices. Out: a program. Each script prints lines that begin with its own letter and counts in
 * its own variable; a message has one sender and later receivers, so that what a script prints does
 * not depend on which of two scripts comes first in the same millisecond.
 */
import type { Program, Script, Statement, Trigger } from '../../compiler/program/model.ts';
import {
  broadcast,
  broadcastAndWait,
  change,
  continueLoop,
  count,
  line,
  op,
  ownBlock,
  parameter,
  program,
  repeat,
  run,
  stopScript,
  v,
  wait,
  waitSeconds,
  waitUntil,
  when,
  x,
} from '../interpreter/blocks.ts';
import type { ChoiceSource } from './choice-source.ts';

const WAITS = [7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 47, 53, 61, 71, 83, 97] as const;
const LETTERS = 'abcdefgh';

interface Place {
  readonly letter: string;
  readonly counter: string;
  /** Messages this script may send. */
  readonly messages: readonly string[];
  readonly depth: number;
}

export function randomConcurrent(choices: ChoiceSource): Program {
  const scriptCount = choices.int(2, 6);
  // Script n may send message n; scripts behind it receive.
  const receives = choices.times(scriptCount, (index) =>
    index > 0 && choices.oneIn(2) ? choices.int(0, index - 1) : undefined,
  );
  const scripts = receives.map((sender, index): Script => {
    const heard = receives.some((other) => other === index);
    const letter = LETTERS[index] ?? 'z';
    const place: Place = { letter, counter: `n${letter}`, messages: heard ? [`m${index}`] : [], depth: 0 };
    const trigger: Trigger =
      sender === undefined ? ownTrigger(choices) : { kind: 'message', message: `m${sender}` };
    const body = [say(place), ...steps(choices, place, 5)];
    // What starts again at once must wait, or it would flood the cable.
    const paced = trigger.kind === 'forever' ? [...body, wait(choices.pick(WAITS))] : body;
    return { blockId: '', trigger, body: paced };
  });
  const slow = ownBlock(
    'slow',
    ['letter', 'ms'],
    true,
    wait(parameter('ms')),
    line(op('join', parameter('letter'), '*')),
  );
  return program({ scripts, ownBlocks: [slow] });
}

const ownTrigger = (choices: ChoiceSource): Trigger =>
  choices.weighted<Trigger>([
    [3, { kind: 'start' }],
    [3, { kind: 'forever' }],
    [2, { kind: 'every', seconds: x(choices.pick([0.05, 0.13, 0.21, 0.3])) }],
  ]);

const say = ({ letter, counter }: Place): Statement => line(op('join', letter, v(counter)));

function steps(choices: ChoiceSource, place: Place, most: number): Statement[] {
  return choices.times(choices.int(1, most), () => step(choices, place)).flat();
}

function step(choices: ChoiceSource, place: Place): Statement[] {
  const deeper: Place = { ...place, depth: place.depth + 1 };
  const { counter, letter, messages } = place;
  const inside = place.depth < 2 ? 1 : 0;
  const ms = (): number => choices.pick(WAITS);
  const shape = choices.weighted<() => Statement[]>([
    [4, () => [change(counter, choices.int(1, 3)), say(place)]],
    [4, () => [wait(ms())]],
    [1, () => [waitSeconds(ms() / 1000)]],
    [1, () => [waitUntil(false, ms() / 1000)]],
    [1, () => [run('slow', letter, ms())]],
    [inside * 2, () => [repeat(choices.int(0, 3), ...steps(choices, deeper, 3), wait(ms()))]],
    [
      inside,
      () => [
        count(`i${letter}${place.depth}`, 1, choices.int(1, 3), 1, wait(ms()), ...steps(choices, deeper, 2)),
      ],
    ],
    [
      inside,
      () => [
        repeat(3, change(counter, 1), when(op('isEven', v(counter)), [continueLoop]), say(place), wait(ms())),
      ],
    ],
    [
      inside,
      () => [when(op('isDivisible', v(counter), 3), steps(choices, deeper, 2), steps(choices, deeper, 2))],
    ],
    [1, () => [when(op('greater', v(counter), 9), [stopScript])]],
    [messages.length * 3, () => [broadcast(choices.pick(messages))]],
    [messages.length * 3, () => [broadcastAndWait(choices.pick(messages)), say(place)]],
  ]);
  return shape();
}
