/**
 * One row of the table that says what each block does: a small program and what it writes.
 *
 * The same rows run on the interpreter and on the chip. `prints` was worked out by hand from
 * docs/language.md, never copied from a run.
 */
import type { Machine } from '../../bench/machine.ts';
import type { World } from '../../interpreter/world.ts';
import type { Program } from '../../../compiler/program/model.ts';
import { atStart, line, type Parts, program, type Simple } from '../../interpreter/blocks.ts';

export interface SemanticsCase {
  readonly title: string;
  readonly program: Program;
  /** All that comes over the serial cable, lines ended by \n. */
  readonly prints: string;
  /** The decimals may differ in their last digit. */
  readonly roughly?: boolean;
  /** Runs as long as this, in ms, because it does not end by itself. */
  readonly forMs?: number;
  /** What happens to the program, for the interpreter… */
  readonly world?: World;
  /** …and the same for the chip. */
  readonly stimulate?: (machine: Machine) => void;
}

/** One expression, printed on a line. */
export const says = (title: string, expression: Simple, prints: string): SemanticsCase => ({
  title,
  program: program({ scripts: [atStart(line(expression))] }),
  prints: `${prints}\n`,
});

export const saysRoughly = (title: string, expression: Simple, prints: string): SemanticsCase => ({
  ...says(title, expression, prints),
  roughly: true,
});

/** A program, and the lines it prints. */
export const does = (title: string, parts: Parts, ...lines: string[]): SemanticsCase => ({
  title,
  program: program(parts),
  prints: lines.map((text) => `${text}\n`).join(''),
});

/** A program that goes on for ever, looked at for a while. */
export const doesFor = (forMs: number, title: string, parts: Parts, ...lines: string[]): SemanticsCase => ({
  ...does(title, parts, ...lines),
  forMs,
});
