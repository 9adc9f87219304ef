/**
 * Flash from address 0: who stands where.
 *
 * In: reached sections, RAM layout, startup plan. Out: all parts in the order of their addresses, jumps
 * relaxed, and the values of symbols. Parts that are not sections of the program (vectors, trampolines,
 * the image of the data) are sections of bytes here, filled in by emit-image.
 * A handler whose vector is the table's last stands in its place: the chip runs into it without a jump.
 * In programs over 64 KB, functions with jump tables stand before the others: lpm must reach the tables.
 * On chips over 128 KB, addresses of functions are 16 bits of words: when the program is larger than
 * that reaches, they are the addresses of trampolines (jmp f) low in flash, as avr-gcc's gs() does.
 */
import type { Chip } from '../../boards/types.ts';
import type { AsmSection } from '../asm/asm.ts';
import { NO_LOC } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { joinTailJumps } from './fall-through.ts';
import { orderSections } from './order-sections.ts';
import {
  addressOfMark,
  placeSection,
  type PlacedSection,
  sizeNow,
  type SymbolPlace,
} from './placed-section.ts';
import type { StartupPlan } from './plan-startup.ts';
import type { RamLayout } from './ram-layout.ts';
import type { Reached } from './reach-sections.ts';
import { relax } from './relax.ts';
import { trampolinesFor, type Trampolines } from './trampolines.ts';

export interface FlashLayout {
  /** By address. */
  readonly parts: readonly PlacedSection[];
  readonly vectors: PlacedSection | undefined;
  /** Where each slot of the table goes. */
  readonly vectorTargets: readonly (() => number)[];
  readonly trampolines: Trampolines;
  /** The image of initialised data; its content is that of `ram.data`. */
  readonly image: PlacedSection | undefined;
  readonly data: readonly PlacedSection[];
  readonly startup: PlacedSection;
  /** Constants that another one's bytes serve for. */
  readonly merged: ReadonlyMap<PlacedSection, PlacedSection>;
  readonly constantsEnd: number;
  readonly end: number;
}

const VECTOR_BYTES = 4;
/** A handler stands among the vectors only when little lies between it and the rest of the code. */
const SMALL_CONSTANTS = 2048;
const REACH_OF_LPM = 0x10000;
const WORDS_OF_16_BITS = 0x20000;

/** Code that reads addresses from a table of its own, with lpm: it must stand low. */
const hasTable = ({ section, fixups }: PlacedSection): boolean =>
  section.kind === 'code' && fixups.some(({ how }) => how === 'word');

export function layOutFlash(
  vectors: ReadonlyMap<number, string>,
  chip: Chip,
  reached: Reached,
  ram: RamLayout,
  plan: StartupPlan,
): FlashLayout {
  const { startup } = plan;
  const { merged, constants } = mergeConstants(reached.sections);
  const code = reached.sections.filter(({ section }) => section.kind === 'code');
  const image =
    plan.imageBytes === 0 ? undefined : placeSection(bytesSection('__data_load', plan.imageBytes));
  const own = new Map<string, SymbolPlace | number>(ram.symbols);
  own.set('__startup', { placed: startup, mark: undefined });
  own.set('__data_load_start', image === undefined ? 0 : { placed: image, mark: undefined });
  own.set(
    '__data_load_end',
    image === undefined ? 0 : { placed: image, mark: { fixed: plan.imageBytes, sitesBefore: 0 } },
  );
  for (const placed of [startup, ...reached.sections])
    for (const reference of placed.references) {
      const { symbol } = reference;
      reference.place ??= reached.symbols.get(symbol) ?? own.get(symbol);
      if (reference.place === undefined)
        throw new InternalError(`${placed.section.name} refers to ${symbol}, which the linker did not reach`);
    }

  const constantBytes = constants.reduce((sum, placed) => sum + placed.fixedSize, plan.imageBytes);
  const table = planVectors(vectors, chip, reached, constantBytes <= SMALL_CONSTANTS);
  const most =
    constantBytes + code.reduce((sum, placed) => sum + placed.fixedSize + 4 * placed.sites.length, 0x200);
  const trampolines = trampolinesFor(
    most > WORDS_OF_16_BITS ? [startup, ...code, ...constants, ...ram.data] : [],
  );

  const first = plan.fallsIntoMain && plan.main !== undefined ? [startup, plan.main] : [startup];
  const early = new Set([...first, ...(table.lastHandler === undefined ? [] : [table.lastHandler])]);
  const ordered = orderSections(code.filter((placed) => !early.has(placed)));
  const rest =
    most > REACH_OF_LPM
      ? [
          ...joinTailJumps(ordered.filter(hasTable)),
          ...joinTailJumps(ordered.filter((one) => !hasTable(one))),
        ]
      : joinTailJumps(ordered);
  const low = [
    ...(trampolines.placed === undefined ? [] : [trampolines.placed]),
    ...constants,
    ...(image === undefined ? [] : [image]),
  ];
  const parts =
    table.placed === undefined
      ? [...first, ...low, ...rest]
      : [
          table.placed,
          ...(table.lastHandler === undefined ? [] : [table.lastHandler]),
          ...low,
          ...first,
          ...rest,
        ];
  const end = relax(parts);
  for (const [alias, original] of merged) alias.address = original.address;
  const readByLpm = [...constants, ...parts.filter(hasTable)];
  return {
    parts,
    vectors: table.placed,
    vectorTargets: table.targets.map(
      (place) => () => (place === undefined ? startup.address : addressOfMark(place.placed, place.mark)),
    ),
    trampolines,
    image,
    data: ram.data,
    startup,
    merged,
    constantsEnd: Math.max(0, ...readByLpm.map((placed) => placed.address + sizeNow(placed))),
    end,
  };
}

function bytesSection(name: string, size: number): AsmSection {
  return {
    name,
    display: name,
    kind: 'flashData',
    items: [{ kind: 'bytes', bytes: new Uint8Array(size) }],
    size: 0,
    exports: [],
    loc: NO_LOC,
  };
}

interface VectorTable {
  readonly placed: PlacedSection | undefined;
  /** Undefined: startup. */
  readonly targets: readonly (SymbolPlace | undefined)[];
  readonly lastHandler: PlacedSection | undefined;
}

/** Vectors without a handler restart the program, as avr-libc's __bad_interrupt does, or go to BADISR. */
function planVectors(
  vectors: ReadonlyMap<number, string>,
  chip: Chip,
  reached: Reached,
  mayPlaceHandler: boolean,
): VectorTable {
  const fallback = reached.symbols.get('__vector_default');
  const last = fallback === undefined ? Math.max(0, ...vectors.keys()) : chip.vectors.length - 1;
  if (last === 0) return { placed: undefined, targets: [], lastHandler: undefined };
  const targets = Array.from({ length: last + 1 }, (_, number) => {
    const symbol = vectors.get(number);
    return number === 0 ? undefined : symbol === undefined ? fallback : reached.symbols.get(symbol);
  });
  const final = targets[last];
  const lastHandler =
    mayPlaceHandler && final?.mark === undefined && final?.placed.section.kind === 'code'
      ? final.placed
      : undefined;
  const slots = lastHandler === undefined ? last + 1 : last;
  return {
    placed: placeSection(bytesSection('__vectors', VECTOR_BYTES * slots)),
    targets: targets.slice(0, slots),
    lastHandler,
  };
}

/** Constants of the same bytes become one. */
function mergeConstants(sections: readonly PlacedSection[]): {
  constants: PlacedSection[];
  merged: Map<PlacedSection, PlacedSection>;
} {
  const constants: PlacedSection[] = [];
  const merged = new Map<PlacedSection, PlacedSection>();
  const byContent = new Map<string, PlacedSection>();
  for (const placed of sections) {
    if (placed.section.kind !== 'flashData') continue;
    const key = contentKey(placed.section);
    const same = key === undefined ? undefined : byContent.get(key);
    if (same !== undefined) {
      merged.set(placed, same);
      continue;
    }
    if (key !== undefined) byContent.set(key, placed);
    constants.push(placed);
  }
  return { constants, merged };
}

/** Undefined when there are addresses or further symbols in it. */
function contentKey({ items, bytes, relocations, exports }: AsmSection): string | undefined {
  if (exports.length > 0 || (relocations ?? []).length > 0) return undefined;
  let key = '';
  for (const item of items) {
    if (item.kind !== 'bytes') return undefined;
    key += textOf(item.bytes);
  }
  return bytes === undefined ? key : key + textOf(bytes);
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
