/**
 * Builds an Arduino sketch with avr-gcc and the official core, as the Arduino IDE would, for tests.
 *
 * In: the sketch's files (.ino are joined behind `#include <Arduino.h>`, no prototypes are made).
 * Out: Intel HEX, the ELF's path, sizes, or the compiler's words. Same inputs give the same cached
 * result; two workers may build at once, because every build happens in its own folder that is
 * renamed into the cache when it is whole. Requires avr-g++ and the Arduino core (reference-tools.ts).
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { arduinoCore } from './reference-tools.ts';

export type Mcu = 'atmega328p' | 'atmega2560' | 'atmega32u4';

export interface SketchInput {
  readonly files: Readonly<Record<string, string>>;
  readonly mcu?: Mcu;
  readonly defines?: Readonly<Record<string, string>>;
  /** Folder name under the core's variants/. */
  readonly variant?: string;
  readonly extraIncludeDirs?: readonly string[];
}

export type SketchBuild =
  | {
      readonly ok: true;
      readonly hex: string;
      readonly elf: string;
      /** `ram` is .data + .bss; `dataEnd` is the first data address behind them (the linker's _end). */
      readonly sizes: { readonly flash: number; readonly ram: number; readonly dataEnd: number };
    }
  | { readonly ok: false; readonly errors: string };

const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');
/** Changes with the content of a cached folder. */
const LAYOUT = 2;
const VARIANTS: Record<Mcu, string> = {
  atmega328p: 'standard',
  atmega2560: 'mega',
  atmega32u4: 'leonardo',
};
const LEONARDO = {
  USB_VID: '0x2341',
  USB_PID: '0x8036',
  USB_MANUFACTURER: '"Unknown"',
  USB_PRODUCT: '"Arduino Leonardo"',
};
const COMMON = ['-Os', '-w', '-ffunction-sections', '-fdata-sections', '-flto', '-g'];
const CPP = ['-std=gnu++11', '-fno-exceptions', '-fno-threadsafe-statics'];

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = (program: string, args: readonly string[], cwd: string): Promise<Finished> =>
  new Promise((done, failed) => {
    const child = spawn(program, args, { cwd });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? -1, out, err }));
  });

/** Fills `folder` exactly once, whoever else is trying. */
async function once(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}-`);
  try {
    await fill(temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([LAYOUT, value]))
    .digest('hex')
    .slice(0, 20);

const sourcesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /\.(c|cpp|S)$/.test(name)).map((name) => join(folder, name));

class CompileError extends Error {}

async function must(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, out, err } = await run(program, args, cwd);
  if (code !== 0) throw new CompileError(err === '' ? `${program} stopped with ${code}` : err);
  return out;
}

async function compile(sources: readonly string[], flags: readonly string[], cwd: string): Promise<void> {
  const one = (source: string, index: number): Promise<string> => {
    const cpp = source.endsWith('.cpp');
    const language = source.endsWith('.S') ? ['-x', 'assembler-with-cpp'] : cpp ? CPP : ['-std=gnu11'];
    const tool = cpp ? 'avr-g++' : 'avr-gcc';
    return must(tool, ['-c', ...COMMON, ...language, ...flags, source, '-o', `${index}.o`], cwd);
  };
  const rest = sources.entries();
  const worker = async (): Promise<void> => {
    for (const [index, source] of rest) await one(source, index);
  };
  await Promise.all([worker(), worker()]);
}

export async function compileSketch(input: SketchInput): Promise<SketchBuild> {
  const core = arduinoCore();
  if (core === undefined) throw new Error('the Arduino core is not installed');
  const { mcu = 'atmega328p', extraIncludeDirs = [] } = input;
  const variant = input.variant ?? VARIANTS[mcu];
  const defines = { ...(mcu === 'atmega32u4' ? LEONARDO : {}), ...input.defines };
  const libraries = ['Wire/src', 'Wire/src/utility', 'EEPROM/src', 'SPI/src'];
  const folders = [
    'cores/arduino',
    `variants/${variant}`,
    ...libraries.map((name) => `libraries/${name}`),
  ].map((name) => join(core, name));
  const flags = [
    `-mmcu=${mcu}`,
    '-DF_CPU=16000000L',
    '-DARDUINO=10819',
    '-DARDUINO_ARCH_AVR',
    '-DDECIMAL_DIG=__DECIMAL_DIG__',
    ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`),
    ...[...folders, ...extraIncludeDirs].map((folder) => `-I${folder}`),
  ];

  const coreFolder = join(
    CACHE,
    `core-${mcu}-${variant}-${hash([flags.slice(0, -extraIncludeDirs.length || undefined), COMMON, CPP])}`,
  );
  await once(coreFolder, async (temporary) => {
    const lists = await Promise.all(folders.filter((folder) => existsSync(folder)).map(sourcesIn));
    await compile(lists.flat(), flags, temporary);
  });

  const headers = await Promise.all(
    extraIncludeDirs.map(async (folder) =>
      Promise.all(
        (await readdir(folder, { recursive: true }))
          .filter((name) => name.endsWith('.h'))
          .map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
      ),
    ),
  );
  const sketchFolder = join(CACHE, `sketch-${hash([input, flags, headers, COMMON, CPP])}`);
  try {
    await once(sketchFolder, (temporary) => buildSketch(input.files, flags, coreFolder, temporary, mcu));
  } catch (error) {
    if (error instanceof CompileError) return { ok: false, errors: error.message };
    throw error;
  }
  const numbers = (await readFile(join(sketchFolder, 'sizes.txt'), 'utf8')).split(' ').map(Number);
  const [flash = 0, ram = 0, dataEnd = 0] = numbers;
  return {
    ok: true,
    hex: await readFile(join(sketchFolder, 'sketch.hex'), 'utf8'),
    elf: join(sketchFolder, 'sketch.elf'),
    sizes: { flash, ram, dataEnd },
  };
}

async function buildSketch(
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
  coreFolder: string,
  folder: string,
  mcu: Mcu,
): Promise<void> {
  const names = Object.keys(files).toSorted();
  const sketch = names
    .filter((name) => name.endsWith('.ino'))
    .map((name) => `#line 1 "${name}"\n${files[name] ?? ''}\n`);
  await writeFile(join(folder, 'sketch.ino.cpp'), `#include <Arduino.h>\n${sketch.join('')}`);
  const others = names.filter((name) => !name.endsWith('.ino'));
  for (const name of others) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), files[name] ?? '');
  }
  const sources = ['sketch.ino.cpp', ...others.filter((name) => /\.(cpp|c)$/.test(name))];
  await compile(sources, [...flags, '-I.'], folder);
  const coreObjects = (await readdir(coreFolder)).filter((name) => name.endsWith('.o')).toSorted();
  const objects = [
    ...sources.map((_, index) => `${index}.o`),
    ...coreObjects.map((name) => join(coreFolder, name)),
  ];
  await must(
    'avr-gcc',
    [
      '-w',
      '-Os',
      '-g',
      '-flto',
      '-fuse-linker-plugin',
      '-Wl,--gc-sections',
      `-mmcu=${mcu}`,
      ...objects,
      '-lm',
      '-o',
      'sketch.elf',
    ],
    folder,
  );
  await must('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', 'sketch.elf', 'sketch.hex'], folder);
  const [text = 0, data = 0, bss = 0] = (
    (await must('avr-size', ['sketch.elf'], folder)).split('\n')[1] ?? ''
  )
    .trim()
    .split(/\s+/)
    .map(Number);
  const end = /^([0-9a-f]+) \w _end$/m.exec(await must('avr-nm', ['sketch.elf'], folder))?.[1] ?? '800100';
  const dataEnd = Number.parseInt(end, 16) & 0xffff;
  await writeFile(join(folder, 'sizes.txt'), [text + data, data + bss, dataEnd].join(' '));
}
