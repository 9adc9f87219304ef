/**
 * Holds what the debugger saw against the direct interpreter of block programs, block by block, in the same order.
 *
 * In: a program, the blocks that the debugger saw begin, with the values of the variables there, and a world. Out: the
 * first difference in words, or undefined. The interpreter runs the scripts in the order of the chip and reads its
 * world at the chip's moments, so every round of every loop must agree. Where a reading or the dice could be one of
 * several values at that moment (a button in the 20 ms of its bounce), some choice of them must agree with all.
 * What the interpreter begins and the debugger does not see within LATE_MS is a difference too.
 */
import type { BrickType } from '../../../boards/types.ts';
import type { Program } from '../../../compiler/program/model.ts';
import { bodiesOfProgram, visitStatements } from '../../../compiler/program/walk.ts';
import { live } from '../../interpreter/run-program.ts';
import { Running, type RunningScript, StopEverything } from '../../interpreter/running.ts';
import { type Value, zeroOf } from '../../interpreter/value.ts';
import type { Begun, World } from '../../interpreter/world.ts';

export interface SeenBegin {
  readonly ms: number;
  readonly script: number;
  readonly block: string;
  /** At the pause before it, where it is the first of those that begin together. */
  readonly values?: ReadonlyMap<string, unknown>;
}

export interface OracleWorld {
  /** `choose` picks one of so many possibilities; for the same key always the same. */
  readonly reading: (
    brick: string,
    reading: string,
    args: readonly Value[],
    ms: number,
    choose: (key: string, options: number) => number,
  ) => number | boolean;
  readonly lines: World['lines'];
}

export interface Lockstep {
  readonly difference?: string;
  /** Values of variables that were compared. */
  readonly compared: number;
  readonly attempts: number;
}

const LATE_MS = 120;
const SAMPLE_MS = 20;
const MOST_LOOKS = 60;
const MOST_ATTEMPTS = 400;

/** Which of several values was taken, in the order of asking. */
interface Choice {
  readonly options: number;
  taken: number;
}

export function lockstep(
  program: Program,
  bricks: readonly BrickType[],
  seen: readonly SeenBegin[],
  world: OracleWorld,
  endMs: number,
): Lockstep {
  let choices: Choice[] = [];
  let best: Attempt | undefined;
  let words = '';
  for (let attempt = 1; ; attempt++) {
    const run = new Attempt(program, bricks, seen, world, endMs, choices);
    const difference = run.run();
    if (difference === undefined) return { compared: run.compared, attempts: attempt };
    if (best === undefined || run.agreed > best.agreed) [best, words] = [run, difference];
    choices = run.choices;
    while (choices.length > 0 && (choices.at(-1)?.taken ?? 0) + 1 >= (choices.at(-1)?.options ?? 0))
      choices.pop();
    const last = choices.at(-1);
    if (last === undefined || attempt >= MOST_ATTEMPTS)
      return { difference: words, compared: best.compared, attempts: attempt };
    last.taken++;
  }
}

class Different extends Error {}

class Attempt {
  readonly choices: Choice[];
  compared = 0;
  /** Blocks that both have begun. */
  agreed = 0;
  private asked = 0;
  private readonly byKey = new Map<string, number>();
  /** By script: what its last statement has set from something that only the chip knows. */
  private readonly adopted: (string | undefined)[] = [];
  private readonly setFromOutside: ReadonlyMap<string, string>;
  private readonly running: Running;
  private readonly queues: readonly (readonly SeenBegin[])[];
  private readonly taken: number[];
  private readonly clocks: number[];
  private current = 0;
  private now = 0;
  private readonly seen: readonly SeenBegin[];
  private readonly endMs: number;

  constructor(
    program: Program,
    bricks: readonly BrickType[],
    seen: readonly SeenBegin[],
    world: OracleWorld,
    endMs: number,
    choices: readonly Choice[],
  ) {
    this.seen = seen;
    this.endMs = endMs;
    this.choices = choices.map((one) => ({ ...one }));
    this.queues = program.scripts.map((_, script) => seen.filter((one) => one.script === script));
    this.taken = program.scripts.map(() => 0);
    this.clocks = program.scripts.map(() => 0);
    this.setFromOutside = setFromOutside(program);
    this.running = new Running(
      program,
      bricks,
      {
        ...(world.lines === undefined ? {} : { lines: world.lines }),
        reading: (brick, reading, args, ms) => world.reading(brick, reading, args, ms, this.choose),
        dice: () => 0.5,
        onBegin: (begun) => this.begins(begun),
      },
      { fuel: Number.POSITIVE_INFINITY },
      live,
    );
  }

  run(): string | undefined {
    try {
      let sampled = 0;
      for (const [index, event] of this.seen.entries()) {
        for (; sampled + SAMPLE_MS < event.ms; sampled += SAMPLE_MS) this.sample(sampled);
        this.now = event.ms;
        const position = this.seenBefore(index, event.script);
        const queue = this.taken[event.script] ?? 0;
        if (queue > position) continue;
        this.advance(event);
      }
      for (; sampled < this.endMs; sampled += SAMPLE_MS) this.sample(sampled);
      return undefined;
    } catch (error) {
      if (error instanceof StopEverything) return undefined;
      if (error instanceof Different) return error.message;
      throw error;
    }
  }

  private readonly counts: number[] = [];
  private lastIndex = -1;
  /** How many events of the script come before this one. */
  private seenBefore(index: number, script: number): number {
    for (let at = this.lastIndex + 1; at <= index; at++) {
      const of = this.seen[at]?.script ?? 0;
      this.counts[of] = (this.counts[of] ?? 0) + 1;
    }
    this.lastIndex = index;
    return (this.counts[script] ?? 0) - 1;
  }

  /** Runs the script of the event until it begins. */
  private advance(event: SeenBegin): void {
    const script = this.running.scripts[event.script];
    if (script === undefined) throw new Error('no such script');
    const before = this.taken[event.script];
    for (let look = 0; look < MOST_LOOKS; look++) {
      // What a driver sees may come a little later than the hand.
      this.step(script, event.ms + (look < 4 ? 0 : look));
      if (this.taken[event.script] !== before) return;
    }
    throw new Different(`${this.words(event)}: the interpreter does not begin it`);
  }

  /** Every script that has something to do for a while has done it. */
  private sample(ms: number): void {
    this.now = ms;
    for (const script of this.running.scripts) {
      const { turn, over, index } = script;
      if (over) continue;
      const late = ms - LATE_MS;
      if (late <= (this.clocks[index] ?? 0)) continue;
      if (turn === undefined || turn.kind === 'round') {
        const next = this.queues[index]?.[this.taken[index] ?? 0];
        if (next !== undefined && next.ms < this.endMs) continue;
      }
      if (turn?.kind === 'until' && turn.ms > late) continue;
      this.step(script, late);
    }
  }

  private step(script: RunningScript, ms: number): void {
    if (script.over) return;
    const { index } = script;
    this.current = index;
    const clock = Math.max(this.clocks[index] ?? 0, ms);
    this.clocks[index] = clock;
    this.running.now = clock;
    const step = script.life.next();
    if (step.done === true) script.over = true;
    else script.turn = step.value;
  }

  private begins({ script, block, variables, lists }: Begun): void {
    const event = this.queues[script]?.[this.taken[script] ?? 0];
    if (event === undefined || event.ms > this.now + 2 * LATE_MS) {
      if (this.now > this.endMs - 2 * LATE_MS) throw new StopEverything();
      throw new Different(
        `${this.now.toFixed(1)} ms: the interpreter begins ${block}, the debugger does not`,
      );
    }
    if (event.block !== block) throw new Different(`${this.words(event)}: the interpreter begins ${block}`);
    this.taken[script] = (this.taken[script] ?? 0) + 1;
    this.agreed++;
    this.clocks[script] = Math.max(this.clocks[script] ?? 0, event.ms);
    if (script === this.current) this.running.now = this.clocks[script] ?? 0;
    const taken = this.adopted[script];
    if (event.values !== undefined) {
      this.adopted[script] = undefined;
      for (const [id, value] of event.values) {
        if (id === taken) this.adopt(id, value);
        else if (!this.adopted.includes(id))
          this.compare(event, id, value, lists.get(id) ?? variables.get(id));
      }
    }
    const set = this.setFromOutside.get(block);
    if (set !== undefined) this.adopted[script] = set;
  }

  private compare(
    event: SeenBegin,
    id: string,
    got: unknown,
    own: Value | readonly Value[] | undefined,
  ): void {
    const wanted = own === undefined || 'kind' in own ? own?.value : own.map((item) => item.value);
    this.compared++;
    if (isNear(wanted, got)) return;
    throw new Different(
      `${this.words(event)}: ${id} is ${JSON.stringify(wanted)}, the debugger says ${JSON.stringify(got)}`,
    );
  }

  /** The interpreter goes on with what the chip has read. */
  private adopt(id: string, got: unknown): void {
    const { variables, lists } = this.running;
    const list = lists.get(id);
    const own = variables.get(id);
    if (own !== undefined) variables.set(id, withValue(own, got));
    else if (list !== undefined && Array.isArray(got))
      list.items.splice(
        0,
        list.items.length,
        ...got.map((item: unknown) => withValue(zeroOf(list.kind), item)),
      );
  }

  private readonly choose = (key: string, options: number): number => {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const choice = (this.choices[this.asked] ??= { options, taken: 0 });
    this.asked++;
    this.byKey.set(key, choice.taken);
    return choice.taken;
  };

  private words({ ms, script, block }: SeenBegin): string {
    return `${ms.toFixed(1)} ms, script ${script}, ${block}`;
  }
}

function withValue(like: Value, got: unknown): Value {
  switch (like.kind) {
    case 'truth':
      return { ...like, value: got === true };
    case 'text':
      return { ...like, value: String(got) };
    default:
      return { ...like, value: Number(got) };
  }
}

const FROM_OUTSIDE =
  /"kind":"(reading|stored)"|"operator":"(random|timerSeconds|milliseconds|readNumber|readLine|smooth)"/;

/** By block: the variable or list that it sets from readings, dice or time. */
function setFromOutside(program: Program): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const body of bodiesOfProgram(program))
    visitStatements(body, (statement) => {
      const { kind, blockId } = statement;
      if (kind !== 'setVariable' && kind !== 'changeVariable' && kind !== 'listAction') return;
      if (!FROM_OUTSIDE.test(JSON.stringify(statement))) return;
      found.set(blockId, kind === 'listAction' ? statement.list : statement.variable);
    });
  return found;
}

/** Decimals that come from time or from a voltage agree nearly. */
function isNear(wanted: unknown, got: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(got))
    return wanted.length === got.length && wanted.every((one, index) => isNear(one, got[index]));
  if (typeof wanted === 'number' && typeof got === 'number')
    return (
      wanted === got ||
      (!Number.isInteger(got) && Math.abs(wanted - got) <= 0.02 * Math.max(1, Math.abs(wanted)))
    );
  return wanted === got;
}
