/**
 * Bricks plugged into a board whose chip is a machine.
 *
 * In: a machine, a kit's board and brick types, the plugged bricks, a seed for noise. Out: every brick's
 * model by the id of the brick, what they showed over time, what is wrong. A brick that does not fit its port
 * is a problem and stays unplugged. Bricks are plugged before the machine runs; with the machine's, `snapshot`
 * holds everything, and a run from there on is the same.
 */
import { checkPlacement } from '../../../boards/placement/check-placement.ts';
import type { KitHardware } from '../../../boards/placement/placed-brick.ts';
import type { LocalizedText, PluggedBrick } from '../../../boards/types.ts';
import type { Machine, MachineSnapshot } from '../machine/machine.ts';
import type { Contact, Hold } from '../machine/pins.ts';
import { type BrickHost, type BrickModel, clamp, type Value } from './brick-model.ts';
import { modelOf } from './models/index.ts';
import type { BrickProblem, BrickProblemKind } from './problem.ts';
import { Trace, type TraceMark } from './trace.ts';

export interface BenchOptions {
  readonly machine: Machine;
  readonly kit: KitHardware;
  readonly bricks: readonly PluggedBrick[];
  readonly seed?: number;
}

export interface BenchSnapshot {
  readonly machine: MachineSnapshot;
  readonly models: readonly unknown[];
  readonly holds: readonly Hold[];
  readonly inputs: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly trace: TraceMark;
}

interface Plugged {
  readonly brick: PluggedBrick;
  readonly model: BrickModel;
}

/** The placement problems that keep a brick from being plugged in at all. */
const UNPLUGGABLE = new Set<string>([
  'unknown-brick-type',
  'unknown-port',
  'port-has-too-few-wires',
  'port-lacks-capability',
]);
const MAX_KINDS = 100;

export class Bench {
  readonly machine: Machine;
  readonly trace = new Trace();
  /** What the placement check says, in its own words. */
  readonly placement: readonly {
    readonly brick: string;
    readonly code: string;
    readonly message: LocalizedText;
  }[];
  private readonly plugged = new Map<string, Plugged>();
  private readonly contacts: Contact[] = [];
  private readonly found: BrickProblem[] = [];
  private inputs: Record<string, number> = {};
  private seed: number;

  constructor({ machine, kit, bricks, seed = 1 }: BenchOptions) {
    this.machine = machine;
    this.seed = seed | 1;
    this.placement = checkPlacement(kit, bricks);
    const unpluggable = new Set(
      this.placement.filter(({ code }) => UNPLUGGABLE.has(code)).map(({ brick }) => brick),
    );
    for (const { code, brick } of this.placement) this.report('does-not-fit', brick, code);
    for (const brick of bricks) {
      const type = kit.bricks.find(({ id }) => id === brick.type);
      const port = kit.board.ports.find(({ id }) => id === brick.port);
      if (type === undefined || port === undefined || unpluggable.has(brick.id)) continue;
      if (this.plugged.has(brick.id)) continue;
      const pins = type.signals.map((_, i) => kit.board.pins[port.signals[i]?.pin ?? -1] ?? '');
      const settings = new Map<string, number | string>(
        type.settings.map(({ id, type: kind }) => [id, brick.settings?.[id] ?? kind.default]),
      );
      const maker = modelOf(type.driver.class);
      if (maker === undefined) continue;
      const model = maker(this.host(brick.id, pins, settings));
      this.plugged.set(brick.id, { brick, model });
      for (const [input, { start }] of Object.entries(model.inputs)) this.set(brick.id, start, input);
    }
  }

  get ids(): readonly string[] {
    return [...this.plugged.keys()];
  }

  model(id: string): BrickModel | undefined {
    return this.plugged.get(id)?.model;
  }

  /** Does something to a brick; without an input's name, the most important. False: there is no such thing. */
  set(id: string, value: number, input?: string): boolean {
    const model = this.model(id);
    if (model === undefined) return false;
    const name = input ?? Object.keys(model.inputs)[0];
    const range = name === undefined ? undefined : model.inputs[name];
    if (name === undefined || range === undefined) return false;
    const taken = clamp(value, range);
    this.inputs[`${id}.${name}`] = taken;
    this.trace.add(`${id}.${name}`, taken, this.machine.now);
    model.set(name, taken);
    return true;
  }

  /** What was last done to an input. */
  input(id: string, name: string): number | undefined {
    return this.inputs[`${id}.${name}`];
  }

  /** What a brick shows now; without an output's name, the most important. */
  value(id: string, output?: string): Value | undefined {
    const name = output ?? this.model(id)?.outputs[0];
    return name === undefined ? undefined : this.trace.last(`${id}.${name}`);
  }

  get problems(): readonly BrickProblem[] {
    const shorts = this.machine.pins.shorts.map(({ pin, cycle, between }): BrickProblem => ({
      kind: 'short',
      brick: between.find((name) => this.plugged.has(name)),
      cycle,
      count: 1,
      detail: `${pin}: ${between.join(' against ')}`,
    }));
    return [...this.found, ...shorts];
  }

  snapshot(): BenchSnapshot {
    return {
      machine: this.machine.snapshot(),
      models: [...this.plugged.values()].map(({ model }) => model.save()),
      holds: this.contacts.map(({ hold }) => hold),
      inputs: { ...this.inputs },
      seed: this.seed,
      trace: this.trace.mark(),
    };
  }

  restore({ machine, models, holds, inputs, seed, trace }: BenchSnapshot): void {
    for (const [i, contact] of this.contacts.entries()) contact.putBack(holds[i] ?? 'open');
    this.machine.restore(machine);
    for (const [i, { model }] of [...this.plugged.values()].entries()) model.restore(models[i]);
    this.inputs = { ...inputs };
    this.seed = seed;
    this.trace.goBack(trace);
  }

  private random(): number {
    this.seed ^= this.seed << 13;
    this.seed ^= this.seed >>> 17;
    this.seed ^= this.seed << 5;
    return (this.seed >>> 0) / 0x1_0000_0000;
  }

  private report(kind: BrickProblemKind, brick: string, detail: string): void {
    const at = this.found.findIndex((one) => one.kind === kind && one.brick === brick);
    const before = this.found[at];
    if (before !== undefined) this.found[at] = { ...before, count: before.count + 1 };
    else if (this.found.length < MAX_KINDS)
      this.found.push({ kind, brick, cycle: this.machine.now, count: 1, detail });
  }

  private host(
    id: string,
    pins: readonly string[],
    settings: ReadonlyMap<string, number | string>,
  ): BrickHost {
    const { machine } = this;
    const pin = (signal: number): string => pins[signal] ?? '';
    return {
      clockHz: machine.clockHz,
      now: () => machine.now,
      us: (microseconds) => Math.round((microseconds * machine.clockHz) / 1e6),
      contact: (signal) => {
        const contact = machine.pins.connect(pin(signal), id);
        this.contacts.push(contact);
        return contact;
      },
      level: (signal) => machine.pins.level(pin(signal)),
      drive: (signal) => machine.pins.drive(pin(signal)),
      onEdge: (signal, listener) => machine.pins.onEdge(pin(signal), listener),
      clock: (act) => {
        const { scheduler } = machine.core;
        const slot = scheduler.slot(act);
        return { set: (cycle) => scheduler.set(slot, cycle), clear: () => scheduler.clear(slot) };
      },
      emit: (output, value, cycle = machine.now) => void this.trace.add(`${id}.${output}`, value, cycle),
      problem: (kind, detail) => this.report(kind, id, detail),
      random: () => this.random(),
      setting: (name) => settings.get(name),
    };
  }
}
