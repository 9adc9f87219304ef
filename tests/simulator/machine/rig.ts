/**
 * A machine on a board with everything written down: what tests of the simulator start with.
 *
 * In: a sketch (built by the built-in compiler) or an image, and a board. Out: edges by Arduino pin,
 * bytes of its serial port, in the form that the questions of tests/bench/observe.ts take.
 */
import {
  createMachine,
  type Contact,
  type Hold,
  type Level,
  type Machine,
} from '../../../app/simulator/index.ts';
import type { MachineOptions } from '../../../app/simulator/machine/machine.ts';
import { BOARDS } from '../../../boards/bases/index.ts';
import type { Board } from '../../../boards/types.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';

interface Edge {
  readonly cycle: number;
  readonly level: Level;
}

export class Rig {
  readonly machine: Machine;
  readonly board: Board;
  readonly clockHz: number;
  readonly serial: { readonly sent: { cycle: number; byte: number }[] } = { sent: [] };
  private readonly seen = new Map<string, Edge[]>();
  private readonly contacts = new Map<number, Contact>();

  constructor(machine: Machine, board: Board) {
    this.machine = machine;
    this.board = board;
    this.clockHz = machine.clockHz;
    machine.pins.onAnyEdge.push((pin, level, cycle) => {
      const edges = this.seen.get(pin);
      if (edges === undefined) this.seen.set(pin, [{ cycle, level }]);
      else edges.push({ cycle, level });
    });
    for (const port of [machine.usarts[0], machine.usb])
      port?.onByte.push((byte, cycle) => this.serial.sent.push({ cycle, byte }));
  }

  get ms(): number {
    return (this.machine.now * 1000) / this.clockHz;
  }

  chipPin(pin: number): string {
    const name = this.board.pins[pin];
    if (name === undefined) throw new Error(`${this.board.id} has no pin ${pin}`);
    return name;
  }

  edges(pin: number): readonly Edge[] {
    return this.seen.get(this.chipPin(pin)) ?? [];
  }

  /** Runs up to a moment counted from power on. */
  run(untilMs: number): void {
    this.machine.runUntil(Math.round((untilMs * this.clockHz) / 1000));
  }

  at(ms: number, act: () => void): void {
    const { scheduler } = this.machine.core;
    scheduler.set(scheduler.slot(act), Math.round((ms * this.clockHz) / 1000));
  }

  contact(pin: number): Contact {
    let contact = this.contacts.get(pin);
    if (contact === undefined) {
      contact = this.machine.pins.connect(this.chipPin(pin), `hand on ${pin}`);
      this.contacts.set(pin, contact);
    }
    return contact;
  }

  hold(pin: number, hold: Hold): void {
    this.contact(pin).set(hold);
  }

  /** A voltage that the ADC reads as this number with a reference of 5 V. */
  analog(pin: number, reading: number): void {
    this.contact(pin).setVolts(((reading + 0.5) * 5) / 1024);
  }
}

export const boardOf = (id: string): Board => {
  const board = BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
};

const BOARD = { atmega328p: 'uno', atmega2560: 'mega', atmega32u4: 'leonardo' } as const;

export async function rigOf(
  sketch: string,
  chip: keyof typeof BOARD = 'atmega328p',
  options: Partial<MachineOptions> = {},
): Promise<Rig> {
  const build = await compileBuiltin({ files: { 'sketch.ino': sketch }, mcu: chip });
  if (!build.ok) throw new Error(build.errors);
  const { dataEnd } = build.sizes;
  return new Rig(createMachine({ dataEnd, ...options, chip, hex: build.hex }), boardOf(BOARD[chip]));
}
