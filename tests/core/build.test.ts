import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { stripComments } from '../../compiler/strip-comments.ts';
import { filesFor, templateFiles } from '../firmware/templates.ts';
import type { Mcu } from '../support/compile-sketch.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';
import { compileWithOurCore, coreFlags } from './compile-with-our-core.ts';
import { CORE, coreUnits, unitsFor } from './core-units.ts';

const CHIPS: readonly Mcu[] = ['atmega328p', 'atmega2560', 'atmega32u4'];
const coreFiles = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join(CORE, name)).isFile(),
);
const run = promisify(execFile);

describe('units.json', () => {
  const { units, include, variants } = coreUnits();

  it('names every .cpp once, and files and folders that exist', () => {
    const files = units.map(({ file }) => file);
    expect(files.toSorted()).toEqual(coreFiles.filter((name) => name.endsWith('.cpp')).toSorted());
    for (const folder of [...include, ...Object.values(variants)])
      expect(existsSync(join(CORE, folder)), folder).toBe(true);
    for (const { needs = [] } of units) for (const need of needs) expect(files).toContain(need);
  });

  it('takes of the core what a program names, outside comments and strings', () => {
    const taken = (sketch: string): string[] => unitsFor({ 'sketch.ino': sketch }, 'atmega328p');
    expect(taken('void setup() {} void loop() {} // Serial.print(millis())')).not.toContain('src/time.cpp');
    expect(taken('const char *text = "delay";')).not.toContain('src/time.cpp');
    expect(taken('void loop() { delay(1); }')).toContain('src/time.cpp');
    expect(taken('void loop() { TCCR1B = 1; }')).toContain('src/pwm-timers.cpp');
    expect(taken('#include <LiquidCrystal_I2C.h>')).toContain('libraries/Wire/Wire.cpp');
    expect(taken('void loop() {}').filter((file) => file.includes('usb'))).toEqual([]);
  });

  it('keeps the core below 60 kB compressed, without its comments', () => {
    const sources = coreFiles.filter((name) => /\.(h|cpp)$/.test(name));
    const all = sources.map((name) => stripComments(readFileSync(join(CORE, name), 'utf8'))).join('');
    expect(gzipSync(all, { level: 9 }).length).toBeLessThan(60_000);
  });
});

describe.runIf(requireTool('avr-g++', 'arduino-core'))('our core builds', () => {
  it.each(CHIPS)('every unit for the %s without warnings, and each needs only what it says', async (mcu) => {
    const folder = await mkdtemp(join(tmpdir(), 'genie-core-'));
    const { units } = coreUnits();
    const of = units.filter(({ chips }) => chips === undefined || chips.includes(mcu));
    const symbols = new Map<string, { readonly defined: Set<string>; readonly missing: Set<string> }>();
    const rest = of.entries();
    const worker = async (): Promise<void> => {
      for (const [index, { file }] of rest) {
        const object = join(folder, `${index}.o`);
        await run('avr-g++', [
          '-c',
          ...coreFlags({ mcu, warnings: ['-Wall', '-Wextra'] }),
          join(CORE, file),
          '-o',
          object,
        ]);
        const { stdout } = await run('avr-nm', [object]);
        const names = (kinds: RegExp): Set<string> =>
          new Set(
            [...stdout.matchAll(/ ([A-Za-z]) (\S+)$/gm)].flatMap(([, kind = '', name = '']) =>
              kinds.test(kind) ? [name] : [],
            ),
          );
        symbols.set(file, { defined: names(/[A-TV-Z]/), missing: names(/U/) });
      }
    };
    await Promise.all([worker(), worker()]);
    await rm(folder, { recursive: true });
    const always = of
      .filter((unit) => unit.header === undefined && unit.names === undefined)
      .map(({ file }) => file);
    const closure = (file: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const need of units.find((unit) => unit.file === file)?.needs ?? []) closure(need, seen);
      return seen;
    };
    const fromElsewhere =
      /^(__(cxa_pure_virtual|usmul|mul|div|udiv|umul|mod|umod|add|sub|fix|float|eq|ne|lt|gt|le|ge|cmp|ashr|ashl|lshr|neg|unord|prologue|epilogue|tablejump|do_|heap_start|pulseTurns|SP_|SREG|tmp_reg|zero_reg|RAMPZ|CCP)\w*|memcpy|memset|setup|loop)/;
    const lacking = of.flatMap(({ file }) => {
      const there = [...always, ...closure(file)].flatMap((name) => [...(symbols.get(name)?.defined ?? [])]);
      const missing = [...(symbols.get(file)?.missing ?? [])].filter(
        (name) => !there.includes(name) && !fromElsewhere.test(name),
      );
      return missing.map((name) => `${file}: ${name}`);
    });
    expect(lacking).toEqual([]);
  });

  it.each(CHIPS)('each header by itself on the %s', async (mcu) => {
    const headers = coreFiles.filter(
      (name) => /^(include|libraries)\/.*\.h$/.test(name) && !/avr\/io\/|USBSerial|WireBus/.test(name),
    );
    const failures: string[] = [];
    const rest = headers.values();
    const worker = async (): Promise<void> => {
      for (const header of rest)
        await run('avr-g++', [
          '-fsyntax-only',
          ...coreFlags({ mcu, warnings: ['-Wall', '-Wextra'] }),
          '-include',
          join(CORE, header),
          '-x',
          'c++',
          '/dev/null',
        ]).catch((error: { stderr?: string }) => failures.push(`${header}: ${error.stderr?.slice(0, 400)}`));
    };
    await Promise.all([worker(), worker()]);
    expect(failures).toEqual([]);
  });

  it.each(CHIPS)('our drivers and the runtime of the blocks on the %s', async (mcu) => {
    const headers = templateFiles()
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.h'));
    const sketch = `${headers.map((name) => `#include "${name}"\n`).join('')}void setup() {}\nvoid loop() {}\n`;
    const build = await compileWithOurCore({
      files: { 'sketch.ino': sketch, ...filesFor(headers) },
      mcu,
      warnings: ['-Wall', '-Wextra'],
    });
    expect(build.ok ? '' : build.errors).toBe('');
  });

  it("the official libraries' examples", async () => {
    const folder = join(arduinoCore() ?? '', 'libraries');
    const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ino'),
    );
    expect(examples.length).toBeGreaterThan(10);
    const failures: string[] = [];
    for (const name of examples) {
      // The IDE writes prototypes; these two need them.
      const text = readFileSync(join(folder, name), 'utf8');
      const prototypes = [
        ...text.matchAll(/^((?:void|int|unsigned int|unsigned long|long) \w+\([^;{]*\)) *\{/gm),
      ]
        .map(([, line]) => `${line};`)
        .join(' ');
      const build = await compileWithOurCore({ files: { 'sketch.ino': `${prototypes}\n${text}` } });
      if (!build.ok) failures.push(`${name}: ${build.errors.slice(0, 400)}`);
    }
    expect(failures).toEqual([]);
  });
});
