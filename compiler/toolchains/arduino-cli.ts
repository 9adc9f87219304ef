/**
 * The toolchain "arduino-cli": hands the sketch to arduino-cli, where a computer has one.
 *
 * In: a sketch and a board. Out: as every toolchain. Follows the JSON of `arduino-cli compile
 * --format json` (arduino.github.io/arduino-cli, versions 0.35 to 1.x). Never lets it go online.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { readCompileAnswer, readPlatformVersion, readVersion } from './arduino-cli-json.ts';
import { checkSizes, sizesOfElf } from './check-sizes.ts';
import { gccDiagnostics } from './gcc-diagnostics.ts';
import { runFailureReason } from './run-failure.ts';
import { checkFileNames } from './sketch-files.ts';
import { stopwatch } from './stopwatch.ts';
import { findProgram, type ToolEnvironment } from './tool-environment.ts';
import type { Availability, BuildRequest, BuildResult, Toolchain } from './toolchain.ts';

const ID = 'arduino-cli';
const PLATFORM = 'arduino:avr';
/** It compiles the core anew for every new folder, on old laptops too. */
const TIMEOUT_MS = 300_000;
const OFFLINE = { ARDUINO_UPDATER_ENABLE_NOTIFICATION: 'false' };

export function arduinoCli(environment: ToolEnvironment): Toolchain {
  let found: Promise<Availability & { program?: string }> | undefined;
  const find = (): Promise<Availability & { program?: string }> => (found ??= detect(environment));
  return {
    id: ID,
    async detect() {
      const { program: _, ...availability } = await find();
      return availability;
    },
    async build(request) {
      const { program, available, hint } = await find();
      if (!available || program === undefined)
        return { ok: false, diagnostics: [diagnostic('toolchain-missing', { toolchain: ID, hint })], ms: {} };
      checkFileNames(request.sketch);
      const work = await mkdtemp(join(environment.temporaryFolder, 'genie-arduino-cli-'));
      try {
        return await build(request, program, work, environment);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

async function detect(environment: ToolEnvironment): Promise<Availability & { program?: string }> {
  const program = await findProgram(ID, environment);
  if (program === undefined) {
    return {
      available: false,
      hint: {
        fr: 'Installe arduino-cli, puis : arduino-cli core install arduino:avr.',
        en: 'Install arduino-cli, then: arduino-cli core install arduino:avr.',
      },
    };
  }
  const ask = async (...args: string[]): Promise<string> =>
    (await environment.run(program, [...args, '--format', 'json'], { timeoutMs: 20_000, env: OFFLINE })).out;
  const version = readVersion(await ask('version'));
  const platform = readPlatformVersion(await ask('core', 'list'), PLATFORM);
  if (platform === undefined) {
    return {
      available: false,
      ...(version === undefined ? {} : { version }),
      hint: {
        fr: 'arduino-cli est là, mais pas sa carte AVR : arduino-cli core install arduino:avr.',
        en: 'arduino-cli is there, but not its AVR boards: arduino-cli core install arduino:avr.',
      },
    };
  }
  return {
    available: true,
    version: `${version ?? ''}, Arduino AVR ${platform}`,
    hint: { fr: program, en: program },
    program,
  };
}

async function build(
  { sketch, board, chip }: BuildRequest,
  program: string,
  work: string,
  environment: ToolEnvironment,
): Promise<BuildResult> {
  const watch = stopwatch(environment.now);
  // arduino-cli wants the folder to be called like the main file.
  const name = sketch.main.replace(/\.ino$/i, '');
  const folder = join(work, name);
  const buildFolder = join(work, 'build');
  await mkdir(folder);
  await Promise.all(sketch.files.map(({ path, text }) => writeFile(join(folder, path), text)));
  const args = ['compile', '--fqbn', board.arduino.fqbn, '--build-path', buildFolder, '--format', 'json'];
  const finished = await watch.measure('compile', () =>
    environment.run(program, [...args, folder], { timeoutMs: TIMEOUT_MS, env: OFFLINE }),
  );
  const failed = (diagnostics: readonly Diagnostic[]): BuildResult => ({
    ok: false,
    diagnostics,
    ms: watch.times(),
  });
  if (finished.failure !== undefined) {
    const reason = runFailureReason(finished.failure);
    return failed([diagnostic('toolchain-failed', { toolchain: ID, reason })]);
  }
  const answer = readCompileAnswer(finished.out);
  if (answer === undefined) {
    const reason = { fr: 'je ne comprends pas sa réponse', en: 'I don’t understand its answer' };
    return failed([diagnostic('toolchain-failed', { toolchain: ID, reason })]);
  }
  const elfFile = await readFile(join(buildFolder, `${sketch.main}.elf`)).catch(() => undefined);
  const sizes =
    elfFile === undefined
      ? answer.sizes
      : { ...sizesOfElf(elfFile), elf: new Uint8Array(elfFile.buffer, elfFile.byteOffset, elfFile.length) };
  // A sketch that is too big fails there, with its sizes: our own sentence says it better.
  const checked = sizes === undefined ? undefined : checkSizes(sizes, board, chip);
  if (!answer.success) {
    const tooBig = checked !== undefined && hasErrors(checked.diagnostics);
    const words = withoutFolder(`${answer.errors}\n${answer.reason}`, folder);
    return failed(tooBig ? checked.diagnostics : gccDiagnostics(words, sketch, ID));
  }
  const hex = await readFile(join(buildFolder, `${sketch.main}.hex`), 'utf8').catch(() => undefined);
  if (hex === undefined || checked === undefined) {
    const reason = { fr: 'il n’a pas écrit le programme', en: 'it has not written the firmware' };
    return failed([diagnostic('toolchain-failed', { toolchain: ID, reason })]);
  }
  const ok = !hasErrors(checked.diagnostics);
  return {
    ok,
    diagnostics: checked.diagnostics,
    ...(ok ? { hex: hex.replaceAll('\r\n', '\n') } : {}),
    ...(sizes !== undefined && 'elf' in sizes ? { elf: sizes.elf } : {}),
    flash: checked.flash,
    ram: checked.ram,
    ms: watch.times(),
  };
}

/** Messages name the files of the build's own folder: left is the name in the sketch. */
const withoutFolder = (text: string, folder: string): string =>
  text.replaceAll(`${folder}/`, '').replaceAll(`${folder}\\`, '');
