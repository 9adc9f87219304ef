/**
 * The toolchain "builtin": our own compiler with our own core. Nothing to install, no network, no files.
 *
 * In: a sketch and a board. Out: Intel HEX and sizes, or diagnostics on the sketch's spans and blocks.
 * When the memory is too small, the diagnostic's notes say what takes the room.
 */
import { blockAt } from '../block-at.ts';
import { FirmwareBuilder, type FirmwareBuild } from '../build-firmware.ts';
import { firmwareTables } from '../debug/firmware-tables.ts';
import type { Diagnostic, Message } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { dumpStage } from '../dump-stage.ts';
import { writeHex } from '../hex/write-hex.ts';
import type { FirmwareTemplates, Sketch } from '../sketch.ts';
import { whatTakesRoom } from '../what-takes-room.ts';
import { checkSizes } from './check-sizes.ts';
import type { BuildRequest, BuildResult, Toolchain } from './toolchain.ts';

export interface BuiltinEnvironment {
  readonly templates: () => Promise<FirmwareTemplates>;
  readonly now: () => number;
  /** For `--dump`. A page has no use for it, and leaves the printers of all stages out. */
  readonly dumpStage?: typeof dumpStage;
}

const HINT: Message = { fr: 'dans Génie, rien à installer', en: 'inside Génie, nothing to install' };
const MISSING: Message = {
  fr: 'Il manque le dossier firmware-templates de Génie. Installe Génie de nouveau.',
  en: 'Génie’s folder firmware-templates is missing. Install Génie again.',
};
const CORE_TABLE = 'core/units.json';
/** How many things that take room a message names. */
const MOST_NAMED = 5;

export function builtin({ templates, now, dumpStage: dump }: BuiltinEnvironment): Toolchain {
  let reading: Promise<FirmwareTemplates> | undefined;
  let builder: FirmwareBuilder | undefined;
  const read = (): Promise<FirmwareTemplates> => (reading ??= templates());
  return {
    id: 'builtin',
    async detect() {
      const available = Object.hasOwn(await read(), CORE_TABLE);
      return { available, hint: available ? HINT : MISSING };
    },
    async build(request) {
      builder ??= new FirmwareBuilder(await read());
      return buildSketch(builder, request, now, dump);
    },
  };
}

function buildSketch(
  builder: FirmwareBuilder,
  request: BuildRequest,
  now: () => number,
  dumping: typeof dumpStage | undefined,
): BuildResult {
  const { sketch, board, chip } = request;
  const built = builder.build({ sketch, board, chip, now });
  const diagnostics = built.diagnostics.map((one) => onBlock(one, sketch));
  const dump = (stage: string): string | undefined => dumping?.(stage, builder, { sketch, board, chip });
  if (built.linked === undefined) return { ok: false, diagnostics, ms: built.ms, dump };

  const { firmware } = built.linked;
  const { image, ramBytes } = firmware;
  const sizes = checkSizes({ flash: image.length, ram: ramBytes }, board, chip);
  const explained = sizes.diagnostics.map((one) => ({ ...one, notes: roomNotes(one, built, sketch) }));
  const all = [...diagnostics, ...explained];
  const ok = !hasErrors(all);
  return {
    ok,
    diagnostics: all,
    ...(ok ? { hex: writeHex(image, '\n') } : {}),
    flash: sizes.flash,
    ram: sizes.ram,
    ms: built.ms,
    dump,
    tables: () => firmwareTables(firmware, built.sources, sketch),
  };
}

/** A message about generated C++ is about the block it comes from. */
function onBlock(one: Diagnostic, sketch: Sketch): Diagnostic {
  if (one.span === undefined || one.blockId !== undefined) return one;
  const blockId = blockAt(sketch, one.span);
  return blockId === undefined ? one : { ...one, blockId };
}

/** The largest users of what is full: flash or RAM. */
function roomNotes(
  { code }: Diagnostic,
  { linked, sources }: FirmwareBuild,
  sketch: Sketch,
): readonly Message[] {
  const memory = code === 'flash-full' ? 'flash' : 'ram';
  return whatTakesRoom(linked?.room ?? [], sources, sketch)
    .filter((taken) => taken[memory] > 0)
    .toSorted((a, b) => b[memory] - a[memory])
    .slice(0, MOST_NAMED)
    .map(({ name, [memory]: bytes }) => ({
      fr: `${name.fr} : ${bytes} octets`,
      en: `${name.en}: ${bytes} bytes`,
    }));
}
