/**
 * What turns a sketch into firmware. One implementation per file in this folder.
 *
 * In: a sketch folder and a board. Out: Intel HEX and sizes, or diagnostics on the sketch's spans
 * and, where the sketch came from blocks, on blocks. A toolchain never throws for a user's mistake.
 */
import type { Board, Chip } from '../../boards/types.ts';
import type { FirmwareTables } from '../debug/firmware-tables.ts';
import type { Diagnostic, Message } from '../diagnostics/diagnostic.ts';
import type { Sketch } from '../sketch.ts';

export interface Availability {
  readonly available: boolean;
  readonly version?: string;
  /** Where it was found, or what to install. */
  readonly hint: Message;
}

export interface BuildRequest {
  readonly sketch: Sketch;
  readonly board: Board;
  readonly chip: Chip;
}

export interface MemoryUse {
  /** Bytes. */
  readonly used: number;
  readonly max: number;
}

export interface BuildResult {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Intel HEX. */
  readonly hex?: string;
  readonly elf?: Uint8Array;
  readonly flash?: MemoryUse;
  readonly ram?: MemoryUse;
  /** Milliseconds by stage: core, compile, link. */
  readonly ms: Readonly<Record<string, number>>;
  /** The text of a stage of this toolchain, for `--dump`; undefined when it never came to that. */
  readonly dump?: (stage: string) => string | undefined;
  /** Which blocks the code works for and where variables stand, worked out when asked; a toolchain may not know. */
  readonly tables?: () => FirmwareTables;
}

export interface Toolchain {
  readonly id: string;
  detect(): Promise<Availability>;
  build(request: BuildRequest): Promise<BuildResult>;
}
