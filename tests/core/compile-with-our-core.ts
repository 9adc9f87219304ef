/**
 * Builds a sketch with our own core and avr-g++, without avr-libc: only its startup file and libgcc.
 *
 * In: as compileSketch (tests/support), so that the same sketch can be built with either core. Out: the
 * same. What our runtime adds to libgcc is assembled. Objects of the core are cached by content. What our compiler has built in and avr-gcc has not is
 * in gcc-builtins.h.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MEMORY } from '../../compiler/runtime/memory.ts';
import { PULSE } from '../../compiler/runtime/pulse.ts';
import type { Mcu, SketchBuild, SketchInput } from '../support/compile-sketch.ts';
import { CORE, coreUnits, unitsFor } from './core-units.ts';

const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests/our-core');
const SHIM = resolve(process.cwd(), 'tests/core/gcc-builtins.h');
const LEONARDO = {
  USB_VID: '0x2341',
  USB_PID: '0x8036',
  USB_MANUFACTURER: '"Unknown"',
  USB_PRODUCT: '"Arduino Leonardo"',
};
/** Our runtime's routines that libgcc has not, for avr-as. */
const RUNTIME = [...MEMORY, ...PULSE]
  .map(
    ({ name, text }) =>
      `.section .text.${name}\n.global ${name}\n${name}:${text.replaceAll(/\.(\w+)(?=:|$)/gm, `.L${name}_$1`)}\n`,
  )
  .join('');
/** Functions that avr-gcc knows by name: it asks for them after the program has been optimised as a whole. */
const NOT_WITH_THE_REST =
  /src\/(memory|strings|strings-flash|heap|exit|format|scan|sort|number-text|float-text|math-\w+)\.cpp$/;

class CompileError extends Error {}

const run = (program: string, args: readonly string[], cwd: string): Promise<string> =>
  new Promise((done, failed) => {
    const child = spawn(program, args, { cwd });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', failed);
    child.on('close', (code) => (code === 0 ? done(out + err) : failed(new CompileError(err))));
  });

/** Text of every header of the core: a change in one makes every object anew. */
function headersText(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.h') || !name.includes('.'),
  );
  return names
    .toSorted()
    .map((name) => (/\.h$|(^|\/)new$/.test(name) ? readFileSync(join(folder, name), 'utf8') : ''))
    .join('\n');
}

const hash = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);

export interface OurCoreInput extends SketchInput {
  /** Further flags, e.g. -Wall. Warnings are then errors of the build. */
  readonly warnings?: readonly string[];
}

/** What avr-g++ needs to know to compile a file for our core. */
export function coreFlags(input: Omit<OurCoreInput, 'files'>): string[] {
  const { mcu = 'atmega328p', extraIncludeDirs = [], warnings } = input;
  const units = coreUnits();
  const variant = input.variant === undefined ? units.variants[mcu] : `variants/${input.variant}`;
  const defines = { ...(mcu === 'atmega32u4' ? LEONARDO : {}), ...input.defines };
  return [
    `-mmcu=${mcu}`,
    '-std=gnu++11',
    '-Os',
    '-ffunction-sections',
    '-fdata-sections',
    '-fno-exceptions',
    '-fno-rtti',
    '-fno-threadsafe-statics',
    '-fno-tree-loop-distribute-patterns',
    '-nostdinc',
    '-nostdinc++',
    ...(warnings === undefined ? ['-w'] : [...warnings, '-Werror']),
    '-DF_CPU=16000000L',
    '-DARDUINO=10819',
    '-DARDUINO_ARCH_AVR',
    ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`),
    '-include',
    SHIM,
    ...[...units.include, variant ?? '', 'src'].map((folder) => `-I${join(CORE, folder)}`),
    ...extraIncludeDirs.map((folder) => `-I${folder}`),
  ];
}

export async function compileWithOurCore(input: OurCoreInput): Promise<SketchBuild> {
  const { mcu = 'atmega328p' } = input;
  const units = coreUnits();
  const flags = coreFlags(input);
  const compile = (source: string, object: string, cwd: string): Promise<string> =>
    run(
      'avr-g++',
      ['-c', ...flags, ...(NOT_WITH_THE_REST.test(source) ? [] : ['-flto']), source, '-o', object],
      cwd,
    );

  try {
    await mkdir(CACHE, { recursive: true });
    const headers = hash(headersText(CORE), readFileSync(SHIM, 'utf8'), flags, NOT_WITH_THE_REST.source);
    const objects: string[] = [];
    const coreObject = async (file: string): Promise<void> => {
      const object = join(CACHE, `${hash(headers, readFileSync(join(CORE, file), 'utf8'), file)}.o`);
      objects.push(object);
      if (existsSync(object)) return;
      const folder = await mkdtemp(`${object}-`);
      await compile(join(CORE, file), join(folder, 'unit.o'), folder);
      await rename(join(folder, 'unit.o'), object);
      await rm(folder, { recursive: true });
    };
    const wanted = unitsFor(input.files, mcu, units);
    const rest = wanted.values();
    const worker = async (): Promise<void> => {
      for (const file of rest) await coreObject(file);
    };
    await Promise.all([worker(), worker()]);

    const folder = join(CACHE, `sketch-${hash(headers, objects.toSorted(), RUNTIME, input)}`);
    if (!existsSync(folder)) await buildSketch(input.files, folder, objects.toSorted(), compile, mcu);
    const [flash = 0, ram = 0, dataEnd = 0] = (await readFile(join(folder, 'sizes.txt'), 'utf8'))
      .split(' ')
      .map(Number);
    return {
      ok: true,
      hex: await readFile(join(folder, 'sketch.hex'), 'utf8'),
      elf: join(folder, 'sketch.elf'),
      sizes: { flash, ram, dataEnd },
    };
  } catch (error) {
    if (error instanceof CompileError) return { ok: false, errors: error.message };
    throw error;
  }
}

async function buildSketch(
  files: Readonly<Record<string, string>>,
  target: string,
  coreObjects: readonly string[],
  compile: (source: string, object: string, cwd: string) => Promise<string>,
  mcu: Mcu,
): Promise<void> {
  const folder = await mkdtemp(`${target}-`);
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
  await writeFile(join(folder, 'runtime.S'), RUNTIME);
  await run('avr-gcc', ['-c', `-mmcu=${mcu}`, 'runtime.S', '-o', 'runtime.o'], folder);
  const sources = ['sketch.ino.cpp', ...others.filter((name) => name.endsWith('.cpp'))];
  const objects: string[] = [];
  for (const source of sources) {
    const object = `${objects.length}.o`;
    await compile(source, object, folder);
    objects.push(object);
  }
  await run(
    'avr-g++',
    [
      '-w',
      '-Os',
      '-flto',
      '-fuse-linker-plugin',
      '-fno-tree-loop-distribute-patterns',
      '-Wl,--gc-sections',
      `-mmcu=${mcu}`,
      ...objects,
      ...coreObjects,
      'runtime.o',
      '-nodefaultlibs',
      '-lgcc',
      '-lm',
      '-lgcc',
      '-o',
      'sketch.elf',
    ],
    folder,
  );
  await run('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', 'sketch.elf', 'sketch.hex'], folder);
  const [text = 0, data = 0, bss = 0] = ((await run('avr-size', ['sketch.elf'], folder)).split('\n')[1] ?? '')
    .trim()
    .split(/\s+/)
    .map(Number);
  const end = /^([0-9a-f]+) \w _end$/m.exec(await run('avr-nm', ['sketch.elf'], folder))?.[1] ?? '800100';
  await writeFile(
    join(folder, 'sizes.txt'),
    [text + data, data + bss, Number.parseInt(end, 16) & 0xffff].join(' '),
  );
  if (existsSync(target)) await rm(folder, { recursive: true });
  else await rename(folder, target);
}
