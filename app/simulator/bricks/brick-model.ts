/**
 * What a virtual brick is, and what it is given to live on.
 *
 * A model sees only its wires and the clock. It tells what a child would see or hear (`emit`), takes what a
 * hand or the world does to it (`set`), and complains of wrong use. Everything that changes is in what `save`
 * gives, as plain data; the contacts and timers it got from the host are saved by the host.
 */
import type { Contact, Drive, Level } from '../machine/pins.ts';
import type { BrickProblemKind } from './problem.ts';

/** What comes out of a brick, or goes in: 0 and 1 are also "no" and "yes". */
export type Value = number | string | readonly string[];

export interface Clock {
  set(cycle: number): void;
  clear(): void;
}

export interface BrickHost {
  readonly clockHz: number;
  /** The present cycle. */
  now(): number;
  /** So many cycles for so many microseconds. */
  us(microseconds: number): number;
  contact(signal: number): Contact;
  level(signal: number): Level;
  /** What the chip does to the wire. */
  drive(signal: number): Drive;
  onEdge(signal: number, listener: (level: Level, cycle: number) => void): void;
  clock(act: (cycle: number) => void): Clock;
  /** Something to see or hear has changed, now or at a cycle already past. */
  emit(output: string, value: Value, cycle?: number): void;
  problem(kind: BrickProblemKind, detail: string): void;
  /** From 0 to below 1, the same for the same seed. */
  random(): number;
  /** A setting's value; a choice's is its text. */
  setting(id: string): number | string | undefined;
}

export interface InputRange {
  readonly min: number;
  readonly max: number;
  readonly start: number;
}

export interface BrickModel {
  /** What can be seen of it, the most important first; each is emitted once at the start. */
  readonly outputs: readonly string[];
  /** What can be done to it, the most important first. */
  readonly inputs: Readonly<Record<string, InputRange>>;
  /** The value is brought into its range. */
  set(input: string, value: number): void;
  save(): unknown;
  restore(state: unknown): void;
}

export type ModelMaker = (host: BrickHost) => BrickModel;

/** `save` and `restore` of a model whose state is one object of plain data. */
export function plainState<T extends object>(state: T): Pick<BrickModel, 'save' | 'restore'> {
  return {
    save: () => structuredClone(state),
    restore: (saved) => void Object.assign(state, structuredClone(saved)),
  };
}

/** Of bricks that only show. */
export const noInputs: Pick<BrickModel, 'inputs' | 'set'> = { inputs: {}, set: () => undefined };

export const clamp = (value: number, { min, max }: InputRange): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : min;
