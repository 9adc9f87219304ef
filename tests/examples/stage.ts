/**
 * A base on a table, with the example's bricks plugged in, that a scenario plays with.
 *
 * In: a built example. Out: `brick(id, kind)` to move and to look at, `run` to let time pass, and the
 * inputs as they reached the pins, so that simavr can be given the same.
 */
import { signalsOf } from '../../boards/placement/signals-of.ts';
import { attachBrick, type AttachedBrick } from '../bench/attach-brick.ts';
import { serialLines, serialText } from '../bench/observe.ts';
import type { BuiltExample } from './build-examples.ts';
import { RecordingMachine } from './recording-machine.ts';

type Kind = AttachedBrick['kind'];
type OfKind<K extends Kind> = Extract<AttachedBrick, { readonly kind: K }>;

/** Parts that answer to what the program does on their wires. */
const ANSWERING: ReadonlySet<string> = new Set(['distance', 'distance-one-wire', 'dht', 'display']);

export class Stage {
  readonly machine: RecordingMachine;
  readonly built: BuiltExample;
  private readonly bricks: ReadonlyMap<string, AttachedBrick>;

  constructor(built: BuiltExample, eeprom?: Uint8Array) {
    const { hex, sizes, kit, file } = built;
    this.built = built;
    this.machine = new RecordingMachine({
      chip: kit.board.chip,
      hex,
      dataEnd: sizes.dataEnd,
      pins: kit.board.pins,
      ...(eeprom === undefined ? {} : { eeprom }),
    });
    for (const plugged of file.bricks)
      if (ANSWERING.has(plugged.type)) this.machine.watch(signalsOf(kit, plugged));
    this.bricks = new Map(
      file.bricks.map((plugged) => [
        plugged.id,
        attachBrick(this.machine, plugged.type, signalsOf(kit, plugged), plugged.settings),
      ]),
    );
  }

  brick<K extends Kind>(id: string, kind: K): OfKind<K> {
    const brick = this.bricks.get(id);
    const isKind = (candidate: AttachedBrick): candidate is OfKind<K> => candidate.kind === kind;
    if (brick === undefined || !isKind(brick)) throw new Error(`no ${kind} brick ${id}`);
    return brick;
  }

  /** Lets time pass until this many milliseconds after power on. */
  run(untilMs: number): void {
    this.machine.run(untilMs);
  }

  runUntil(condition: () => boolean, limitMs: number): boolean {
    return this.machine.runUntil(condition, limitMs);
  }

  /** A line typed into the monitor. */
  type(atMs: number, line: string): void {
    this.machine.at(atMs, () => this.machine.sendSerial(`${line}\n`));
  }

  /** What the monitor shows. */
  lines(): readonly string[] {
    return serialLines(this.machine).map(({ text }) => text);
  }

  text(): string {
    return serialText(this.machine);
  }

  /** The base goes off and on again: only its EEPROM stays. */
  powerCycle(): Stage {
    return new Stage(this.built, this.machine.eeprom);
  }

  /** What went wrong on the chip, and what a brick could not have accepted. */
  problems(): readonly string[] {
    const ofBricks = [...this.bricks].flatMap(([id, brick]) => {
      if (!('violations' in brick)) return [];
      const violations = typeof brick.violations === 'function' ? brick.violations() : brick.violations;
      return violations.map((violation) => `${id}: ${violation}`);
    });
    return [...this.machine.faults.map(({ message }) => message), ...ofBricks];
  }
}
