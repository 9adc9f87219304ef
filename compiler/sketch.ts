/**
 * A sketch folder as data: what the C++ generator gives and every toolchain takes.
 *
 * Invariants: `main` names one of `files`; paths are plain file names (a sketch folder is flat);
 * `blocks` is sorted by position, inner spans after the outer ones that hold them.
 */
import type { Span } from './diagnostics/diagnostic.ts';

export interface SketchFile {
  readonly path: string;
  readonly text: string;
}

export interface BlockSpan {
  readonly blockId: string;
  readonly span: Span;
}

export interface Sketch {
  /** Folder name; the main file is `<name>.ino`. */
  readonly name: string;
  readonly main: string;
  readonly files: readonly SketchFile[];
  /** Which block each stretch of the sketch comes from; empty for a sketch written by hand. */
  readonly blocks: readonly BlockSpan[];
  /** What the things of the program are called in it; absent for a sketch written by hand. */
  readonly names?: SketchNames;
}

/** By the ids of the program. */
export interface SketchNames {
  readonly variables: ReadonlyMap<string, string>;
  /** The list and the array of its items. */
  readonly lists: ReadonlyMap<string, { readonly list: string; readonly items: string }>;
}

/** The text of every file below firmware-templates/, by its path there, e.g. "drivers/Led.h". */
export type FirmwareTemplates = Readonly<Record<string, string>>;
