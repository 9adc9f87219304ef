/**
 * The toolchain "avr-gcc": builds a sketch with avr-gcc and the official Arduino core, as the Arduino
 * IDE does, but with the core compiled once.
 *
 * In: a sketch and a board. Out: ELF, Intel HEX and sizes, or diagnostics on the sketch.
 * Requires avr-g++ and the core on this computer (find-avr-gcc.ts).
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, hasErrors, type Diagnostic, type Message } from '../diagnostics/diagnostic.ts';
import {
  archive,
  CompileFailure,
  compileSketch,
  coreSources,
  must,
  type Workshop,
} from './avr-gcc-pieces.ts';
import { hashOf, openBuildCache } from './build-cache.ts';
import { checkSizes, sizesOfElf } from './check-sizes.ts';
import { endlessIncludes } from './endless-includes.ts';
import { findAvrGcc, type AvrGcc, type Search } from './find-avr-gcc.ts';
import { findLibraries } from './find-libraries.ts';
import { gccDiagnostics } from './gcc-diagnostics.ts';
import { boardFlags, DATA_REGION_BYTES, linkFlags } from './gcc-flags.ts';
import { inParallel } from './in-parallel.ts';
import { joinTabs } from './join-tabs.ts';
import { checkFileNames } from './sketch-files.ts';
import { stopwatch } from './stopwatch.ts';
import { runFailureReason } from './run-failure.ts';
import type { ToolEnvironment } from './tool-environment.ts';
import type { Availability, BuildRequest, BuildResult, Toolchain } from './toolchain.ts';

const ID = 'avr-gcc';
const DAMAGED_WORDS = /file (?:format )?not recognized|malformed archive|file truncated|bytecode stream/i;

class DamagedPiece extends Error {
  override readonly name = 'DamagedPiece';
}

export function avrGcc(environment: ToolEnvironment): Toolchain {
  let search: Promise<Search> | undefined;
  const find = (): Promise<Search> => (search ??= findAvrGcc(environment));

  return {
    id: ID,
    async detect() {
      const found = await find();
      return availability(found);
    },
    async build(request) {
      const found = await find();
      const tools = complete(found);
      if (tools === undefined) {
        const { hint } = availability(found);
        return { ok: false, diagnostics: [diagnostic('toolchain-missing', { toolchain: ID, hint })], ms: {} };
      }
      checkFileNames(request.sketch);
      const cache = await openBuildCache(environment.cacheFolder, environment.temporaryFolder);
      const shop: Workshop = { tools, cache, run: environment.run, jobs: environment.jobs };
      const watch = stopwatch(environment.now);
      const work = await cache.workFolder();
      try {
        const endless = await endlessIncludes(request.sketch, work);
        if (endless.length > 0) return { ok: false, diagnostics: endless, ms: {} };
        return await buildOnce(request, shop, join(work, 'sketch'), watch);
      } catch (failure) {
        if (!(failure instanceof CompileFailure)) throw failure;
        return { ok: false, diagnostics: explain(failure, request), ms: watch.times() };
      } finally {
        await rm(work, { recursive: true, force: true });
        await cache.prune();
      }
    },
  };
}

/** A power cut may leave a damaged piece in the cache: then everything is compiled anew, once. */
async function buildOnce(
  request: BuildRequest,
  shop: Workshop,
  folder: string,
  watch: ReturnType<typeof stopwatch>,
): Promise<BuildResult> {
  try {
    return await buildFirmware(request, shop, folder, watch);
  } catch (failure) {
    const words = failure instanceof CompileFailure ? failure.finished.err : '';
    if (!(failure instanceof DamagedPiece) && !DAMAGED_WORDS.test(words)) throw failure;
    await shop.cache.clear();
    return buildFirmware(request, shop, folder, watch);
  }
}

async function buildFirmware(
  { sketch, board, chip }: BuildRequest,
  shop: Workshop,
  folder: string,
  watch: ReturnType<typeof stopwatch>,
): Promise<BuildResult> {
  const { core } = shop.tools;
  const coreFolders = [join(core, 'cores', 'arduino'), join(core, 'variants', board.arduino.variant)];
  const texts = sketch.files.map(({ text }) => text);
  const own = new Set(sketch.files.map(({ path }) => path));
  const libraries = await findLibraries(texts, own, core);
  const includes = [...coreFolders, ...libraries.map((library) => library.includeFolder)];
  const flags = boardFlags(board, chip);
  const libraryFlags = [...flags, ...includes.map((path) => `-I${path}`)];

  const coreArchive = await watch.measure('core', async () =>
    archive(shop, `core-${chip.mcu}`, await coreSources(coreFolders), [
      ...flags,
      ...coreFolders.map((path) => `-I${path}`),
    ]),
  );
  const archives = await watch.measure('core', () =>
    inParallel(
      shop.jobs,
      libraries.filter(({ sources }) => sources.length > 0),
      ({ name, sources }) => archive(shop, name, sources, libraryFlags),
    ),
  );
  const objects = await watch.measure('compile', async () => {
    const main = { path: `${sketch.main}.cpp`, text: joinTabs(sketch) };
    await mkdir(folder, { recursive: true });
    await Promise.all([...sketch.files, main].map((file) => writeFile(join(folder, file.path), file.text)));
    return compileSketch(shop, sketch, main, libraryFlags, folder);
  });
  const { elf, hex } = await watch.measure('link', () =>
    link(shop, [...objects, ...archives, coreArchive], linkFlags(chip), folder),
  );
  const { flash, ram, diagnostics } = checkSizes(sizesOfElf(elf), board, chip);
  const ok = !hasErrors(diagnostics);
  return { ok, diagnostics, ...(ok ? { hex } : {}), elf, flash, ram, ms: watch.times() };
}

async function link(
  shop: Workshop,
  pieces: readonly string[],
  flags: readonly string[],
  folder: string,
): Promise<{ elf: Uint8Array; hex: string }> {
  const { tools, cache } = shop;
  // The pieces' names are hashes of their contents: the same names give the same firmware.
  const key = hashOf(tools.version, flags, pieces);
  const elfFile = await cache.file('firmware.elf', key, (path) =>
    must(shop, tools.gcc, [...flags, '-o', path, ...pieces, '-lm'], folder),
  );
  const hexFile = await cache.file('firmware.hex', key, (path) =>
    must(shop, tools.objcopy, ['-O', 'ihex', '-R', '.eeprom', elfFile, path], folder),
  );
  const elf = await readFile(elfFile);
  const hex = (await readFile(hexFile, 'utf8')).replaceAll('\r\n', '\n');
  const whole = elf.subarray(1, 4).toString('latin1') === 'ELF' && hex.endsWith(':00000001FF\n');
  if (!whole) throw new DamagedPiece('the firmware in the cache is damaged');
  return { elf, hex };
}

function explain({ finished }: CompileFailure, { sketch, chip }: BuildRequest): Diagnostic[] {
  if (finished.failure !== undefined)
    return [diagnostic('toolchain-failed', { toolchain: ID, reason: runFailureReason(finished.failure) })];
  // The linker's data addresses begin at 0x800000. It tells the end of what went too far, if at all.
  const end = /address 0x8([0-9a-f]{5}) of \S+ section [`']\.(?:data|bss|noinit)'/.exec(finished.err)?.[1];
  if (end !== undefined || /section [`']\.(?:data|bss|noinit)' will not fit/.test(finished.err)) {
    const used = end === undefined ? DATA_REGION_BYTES : Number.parseInt(end, 16) - chip.ram.start;
    return [diagnostic('ram-full', { used, max: chip.ram.bytes })];
  }
  return gccDiagnostics(finished.err, sketch, ID);
}

const complete = ({ tools, core, coreVersion }: Search): AvrGcc | undefined =>
  tools === undefined || core === undefined ? undefined : { ...tools, core, coreVersion: coreVersion ?? '' };

function availability(found: Search): Availability {
  const tools = complete(found);
  if (tools !== undefined) {
    const place = `${tools.gxx}, ${tools.core}`;
    const version = `${tools.version.replace(/^.*\) /, '')}, Arduino AVR ${tools.coreVersion}`;
    return { available: true, version, hint: { fr: place, en: place } };
  }
  return { available: false, hint: whatToInstall(found) };
}

function whatToInstall({ tools }: Search): Message {
  return tools === undefined
    ? {
        fr: 'Il manque avr-g++. Sous Debian ou Ubuntu : sudo apt install gcc-avr avr-libc binutils-avr arduino-core-avr. Sinon, installe l’IDE Arduino et sa carte « Arduino AVR ».',
        en: 'avr-g++ is missing. On Debian or Ubuntu: sudo apt install gcc-avr avr-libc binutils-avr arduino-core-avr. Otherwise install the Arduino IDE and its “Arduino AVR Boards”.',
      }
    : {
        fr: 'Il manque le cœur Arduino. Sous Debian ou Ubuntu : sudo apt install arduino-core-avr. Sinon, indique son dossier dans ARDUINO_AVR_CORE.',
        en: 'The Arduino core is missing. On Debian or Ubuntu: sudo apt install arduino-core-avr. Otherwise name its folder in ARDUINO_AVR_CORE.',
      };
}
