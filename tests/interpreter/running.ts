/**
 * The state of a running program, shared by its scripts: variables, lists, time, messages, memory.
 *
 * In: a program, the kit's bricks and a world. Out: the state at power-on.
 */
import type { BrickType } from '../../boards/types.ts';
import type { Program, Script } from '../../compiler/program/model.ts';
import { Kinds } from './infer-kinds.ts';
import { ItemList } from './list.ts';
import { ReferenceKinds } from './reference-kinds.ts';
import { TurnPoints } from './turn-points.ts';
import { type Value, type Watch, zeroOf } from './value.ts';
import type { Acted, Limits, Printed, World } from './world.ts';

/** How a script gives its turn away. */
export type Turn =
  | { readonly kind: 'round' }
  /** Looks again at its condition, or at its event, at its next turn. */
  | { readonly kind: 'look' }
  /** Is not running, and only a message or a beat can change that. */
  | { readonly kind: 'asleep' }
  | { readonly kind: 'until'; readonly ms: number };

/** How a statement list ended. */
export type Ending = 'end' | 'break' | 'continue' | { readonly returned: Value | undefined };

export type Steps<T> = Generator<Turn, T, void>;

export class StopScript extends Error {}
export class StopEverything extends Error {}
export class OutOfFuel extends Error {}

export interface RunningScript {
  readonly index: number;
  readonly script: Script;
  /** Its whole life, from power-on. */
  readonly life: Steps<void>;
  turn?: Turn;
  /** A start script that ran, or a forever script that broke out. */
  over: boolean;
  hasBegun?: boolean;
  /** When its last wait was due. */
  lastDue?: number;
  /** What its event looked like at the last look (changes: at the last start). */
  seen?: Value;
  /** Which line, counted from 1, started the script last. */
  lineSeen?: number;
  nextBeat?: number;
  period?: number;
  /** Messages noted but not yet answered (the one being answered too), noted in all, answered in all. */
  waiting: number;
  noted: number;
  answered: number;
}

export class Running implements Watch {
  readonly language: 'fr' | 'en';
  readonly references: ReferenceKinds;
  readonly kinds: Kinds;
  readonly turnPoints: TurnPoints;
  readonly variables: Map<string, Value>;
  readonly lists: ReadonlyMap<string, ItemList>;
  readonly scripts: readonly RunningScript[];
  readonly smoothed = new Map<string, Value>();
  readonly memory: Map<string, Value>;
  readonly hazards = new Set<string>();
  readonly printed: Printed[] = [];
  readonly acted: Acted[] = [];
  readonly lines: { readonly ms: number; readonly text: string }[];
  now = 0;
  timerStart = 0;
  private fuel: number;

  constructor(
    readonly program: Program,
    bricks: readonly BrickType[],
    readonly world: World,
    limits: Limits,
    live: (script: RunningScript, running: Running) => Steps<void>,
  ) {
    this.language = program.language;
    this.references = new ReferenceKinds(program, bricks);
    this.kinds = new Kinds(program, this.references);
    this.turnPoints = new TurnPoints(program, bricks);
    this.variables = new Map(program.variables.map(({ id }) => [id, zeroOf(this.kinds.variable(id))]));
    this.lists = new Map(
      program.lists.map(({ id, capacity }) => [id, new ItemList(this.kinds.list(id), capacity)]),
    );
    this.scripts = program.scripts.map((script, index) => {
      const entry = { index, script, over: false, waiting: 0, noted: 0, answered: 0 };
      const running: RunningScript = Object.assign(entry, { life: later(() => live(running, this)) });
      return running;
    });
    this.memory = world.memory ?? new Map<string, Value>();
    this.lines = [...(world.lines ?? [])];
    this.fuel = limits.fuel ?? 1_000_000;
  }

  /** Whole milliseconds, as scripts count them. */
  get ms(): number {
    return Math.floor(this.now);
  }

  hazard(reason: string): void {
    this.hazards.add(reason);
  }

  tellBegin(script: number, block: string): void {
    const { world, variables, lists, now: ms } = this;
    world.onBegin?.({
      ms,
      script,
      block,
      variables,
      lists: new Map([...lists].map(([id, { items }]) => [id, items])),
    });
  }

  burn(): void {
    if (--this.fuel < 0) throw new OutOfFuel();
  }

  linesTaken = 0;

  hasLine(): boolean {
    const first = this.lines[0];
    return first !== undefined && first.ms <= this.now;
  }

  takeLine(): string {
    if (!this.hasLine()) return '';
    this.linesTaken++;
    return this.lines.shift()?.text ?? '';
  }
}

/** The coroutine that `make` makes when it is first asked for a step. */
function* later(make: () => Steps<void>): Steps<void> {
  yield* make();
}
