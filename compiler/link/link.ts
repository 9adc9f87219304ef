/**
 * Sections to firmware.
 *
 * In: the back end's AsmModule, the chip, a library of hand-written routines. Out: the image with its
 * line table and symbols, and what takes the room; or the symbols nobody defines.
 * Only what vectors, constructors and main reach is linked. Flash from 0: vectors up to the last one used,
 * constants (low, where lpm reaches), images of initialised data, startup, code. A program without
 * interrupts has no vectors and begins with its startup. RAM: data, bss, noinit from the chip's first byte.
 * Sizes beyond the chip's memories are the caller's to judge.
 */
import type { Chip } from '../../boards/types.ts';
import type { AsmModule } from '../asm/asm.ts';
import { emitImage } from './emit-image.ts';
import type { Firmware } from './firmware.ts';
import { layOutFlash } from './flash-layout.ts';
import { layOutRam } from './ram-layout.ts';
import { type MissingSymbol, reachSections } from './reach-sections.ts';
import { roomOf, type RoomUse } from './room-use.ts';
import type { SectionLibrary } from './section-library.ts';
import { type StartupPlan, planStartup } from './plan-startup.ts';
import { describeFirmware } from './describe-firmware.ts';

export interface Linked {
  readonly ok: true;
  readonly firmware: Firmware;
  /** Everything linked, by address: flash first, then RAM. */
  readonly room: readonly RoomUse[];
  readonly flashBytes: number;
  /** Where the first values of variables stand in flash. */
  readonly dataImage: { readonly address: number; readonly bytes: number } | undefined;
  /** End of the constants and jump tables that lpm reads: beyond 65,536 they are out of its reach. */
  readonly constantsEnd: number;
}

export type LinkResult = Linked | { readonly ok: false; readonly missing: readonly MissingSymbol[] };

/** Symbols that the layout defines. Data addresses, but for the load addresses. */
export const LINKER_SYMBOLS: readonly string[] = [
  '__stack',
  '__data_start',
  '__data_end',
  '__data_load_start',
  '__data_load_end',
  '__bss_start',
  '__bss_end',
  '__noinit_start',
  '__noinit_end',
  '__heap_start',
  '_end',
  '__startup',
];

/** Where vectors without a handler go, when the program defines it: ISR(BADISR_vect). */
export const DEFAULT_VECTOR = '__vector_default';

export function link(module: AsmModule, chip: Chip, library: SectionLibrary): LinkResult {
  const definesDefault = module.sections.some(({ name }) => name === DEFAULT_VECTOR);
  const vectorSymbols = [...module.vectors].sort(([a], [b]) => a - b).map(([, symbol]) => symbol);
  const roots = [
    ...module.constructors,
    'main',
    ...vectorSymbols,
    ...(definesDefault ? [DEFAULT_VECTOR] : []),
  ];
  const linkerSymbols = new Set(LINKER_SYMBOLS);
  const reached = reachSections(module.sections, library, roots, (symbol) => linkerSymbols.has(symbol));
  if (reached.missing.length > 0) return { ok: false, missing: reached.missing };

  const ram = layOutRam(reached.sections, chip);
  const plan: StartupPlan = planStartup(module, chip, reached, ram);
  const flash = layOutFlash(module.vectors, chip, reached, ram, plan);
  const { image, lines } = emitImage(flash);
  return {
    ok: true,
    firmware: { image, ramBytes: ram.bytes, lines, symbols: describeFirmware(flash, ram) },
    room: roomOf(flash, ram),
    flashBytes: image.length,
    dataImage:
      flash.image === undefined ? undefined : { address: flash.image.address, bytes: plan.imageBytes },
    constantsEnd: flash.constantsEnd,
  };
}
