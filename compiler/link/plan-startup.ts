/**
 * Decides what the startup code must do for this program.
 *
 * In: the module, reached sections, the RAM layout. Out: the startup section, whether main follows it
 * without a call (it never returns), and how many bytes of initialised data need an image in flash.
 */
import type { Chip } from '../../boards/types.ts';
import type { AsmModule } from '../asm/asm.ts';
import { instructionInfo } from '../asm/instruction-info.ts';
import { placeSection, type PlacedSection } from './placed-section.ts';
import type { RamLayout } from './ram-layout.ts';
import type { Reached } from './reach-sections.ts';
import { FEW_DATA_BYTES, startupSection } from './startup.ts';

export interface StartupPlan {
  readonly startup: PlacedSection;
  readonly main: PlacedSection | undefined;
  readonly fallsIntoMain: boolean;
  /** 0 when the few bytes there are stand in the startup code. */
  readonly imageBytes: number;
}

/** What lpm reaches. */
const NEAR_FLASH = 0x10000;

export function planStartup(module: AsmModule, chip: Chip, reached: Reached, ram: RamLayout): StartupPlan {
  const main = reached.symbols.get('main')?.placed;
  // Without vectors main stands before the constants: on a large chip it could push them out of lpm's reach.
  const mayFall = module.vectors.size > 0 || chip.flash.bytes <= NEAR_FLASH;
  const fallsIntoMain = mayFall && main !== undefined && main.section.name === 'main' && neverReturns(main);
  const fewDataBytes = fewBytes(ram);
  const imageBytes = fewDataBytes === undefined ? ram.dataBytes : 0;
  const constants = reached.sections.reduce(
    (sum, { section, fixedSize }) => (section.kind === 'flashData' ? sum + fixedSize : sum),
    0,
  );
  // Vectors, startup and an early handler are far below 4 KB unless constants are small.
  const section = startupSection({
    chip,
    fewDataBytes,
    dataBytes: ram.dataBytes,
    bssBytes: ram.bssBytes,
    isImageFar: chip.flash.bytes > NEAR_FLASH && constants + imageBytes + 0x1000 > NEAR_FLASH,
    constructors: module.constructors,
    fallsIntoMain,
  });
  return { startup: placeSection(section), main, fallsIntoMain, imageBytes };
}

function fewBytes({ data, dataBytes }: RamLayout): number[] | undefined {
  if (dataBytes === 0 || dataBytes > FEW_DATA_BYTES) return undefined;
  if (data.some(({ section }) => (section.relocations ?? []).length > 0)) return undefined;
  return data.flatMap(({ section }) => [...(section.bytes ?? new Uint8Array(section.size))]);
}

/** No return, and every jump goes to one of its own labels. */
function neverReturns({ section, labels }: PlacedSection): boolean {
  let last = 'plain';
  for (const item of section.items) {
    if (item.kind !== 'instruction') continue;
    const { class: instructionClass } = instructionInfo(item.op);
    last = instructionClass;
    if (instructionClass === 'return') return false;
    if (instructionClass !== 'jump' && instructionClass !== 'branch') continue;
    const target = item.operands.at(-1);
    if (target?.kind !== 'symbol') return false;
    if (!labels.has(target.name) && target.name !== section.name) return false;
  }
  return last === 'jump';
}
