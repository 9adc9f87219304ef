/**
 * The wires at the chip's pins: who drives each one, which level it has, and every change of it.
 *
 * The chip's output wins; else what is outside drives; else a pull-up (ours or the chip's) gives 1;
 * else the wire reads 0. In: port listeners and `setExternal`. Out: levels, edges, listeners.
 * Invariant: the chip's PIN register always shows the wire's level.
 */
import { AVRIOPort, type CPU, type PinState } from 'avr8js';
import type { BenchChip } from './chips.ts';

export type Level = 0 | 1;
/** What the chip itself does to a pin. */
export type Drive = Level | 'input' | 'pull-up';

export interface Edge {
  readonly cycle: number;
  readonly level: Level;
}
export type EdgeListener = (level: Level, cycle: number) => void;
export type DriveListener = (drive: Drive, cycle: number) => void;

interface Wire {
  readonly port: AVRIOPort;
  readonly bit: number;
  drive: Drive;
  external: Level | undefined;
  pullUp: boolean;
  level: Level;
  /** What the chip would read if it did not drive. */
  input: Level;
  readonly edges: Edge[];
  readonly onEdge: EdgeListener[];
  readonly onDrive: DriveListener[];
}

const DRIVES: readonly Drive[] = [0, 1, 'input', 'pull-up'];

export class Wires {
  private readonly wires = new Map<string, Wire>();
  private readonly now: () => number;

  constructor(cpu: CPU, chip: BenchChip, now: () => number) {
    this.now = now;
    for (const [letter, config] of Object.entries(chip.ports)) {
      const port = new AVRIOPort(cpu, config);
      const ofPort: Wire[] = [];
      for (let bit = 0; bit < 8; bit++) {
        const wire: Wire = {
          port,
          bit,
          drive: 'input',
          external: undefined,
          pullUp: false,
          level: 0,
          input: 0,
          edges: [],
          onEdge: [],
          onDrive: [],
        };
        ofPort.push(wire);
        this.wires.set(`P${letter}${bit}`, wire);
      }
      port.addListener(() => {
        for (const wire of ofPort) this.update(wire);
      });
    }
  }

  portOf(pin: string): { port: AVRIOPort; bit: number } | undefined {
    return this.wires.get(pin);
  }

  of(pin: string): Wire {
    const wire = this.wires.get(pin);
    if (wire === undefined) throw new Error(`the chip has no digital pin ${pin}`);
    return wire;
  }

  /** What is outside drives the pin to a level, or lets it go. */
  setExternal(pin: string, level: Level | undefined): void {
    const wire = this.of(pin);
    wire.external = level;
    this.update(wire);
  }

  setPullUp(pin: string): void {
    const wire = this.of(pin);
    wire.pullUp = true;
    this.update(wire);
  }

  private update(wire: Wire): void {
    const drive = DRIVES[wire.port.pinState(wire.bit) satisfies PinState] ?? 'input';
    if (drive !== wire.drive) {
      wire.drive = drive;
      for (const listener of wire.onDrive) listener(drive, this.now());
    }
    const idle: Level = wire.pullUp || drive === 'pull-up' ? 1 : 0;
    const input = wire.external ?? idle;
    if (input !== wire.input) {
      wire.input = input;
      wire.port.setPin(wire.bit, input === 1);
    }
    const level = drive === 0 || drive === 1 ? drive : input;
    if (level === wire.level) return;
    wire.level = level;
    const cycle = this.now();
    wire.edges.push({ cycle, level });
    for (const listener of wire.onEdge) listener(level, cycle);
  }
}
