/** The C++ we ship against the data that names it: files, methods, constants, pins, warnings. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';
import { fullUse } from './full-use.ts';
import { CHIPS } from './run-firmware.ts';
import { filesFor, makeManifest, templateFiles, TEMPLATES } from './templates.ts';

const run = promisify(execFile);
const WARNINGS = ['-Wall', '-Wextra', '-Werror'];
const FLAGS = ['-Os', '-std=gnu++11', '-fno-exceptions', '-fno-threadsafe-statics', '-ffunction-sections'];
const DEFINES = ['F_CPU=16000000L', 'ARDUINO=10819', 'ARDUINO_ARCH_AVR', 'DECIMAL_DIG=__DECIMAL_DIG__'];
const USB = ['USB_VID=0x2341', 'USB_PID=0x8036'];
const VARIANTS = { atmega328p: 'standard', atmega32u4: 'leonardo', atmega2560: 'mega' } as const;

describe('firmware-templates/manifest.json', () => {
  it('says what each file includes (GENIE_UPDATE_MANIFEST=1 writes it)', async () => {
    const manifest = makeManifest(templateFiles());
    const path = join(TEMPLATES, 'manifest.json');
    if (process.env['GENIE_UPDATE_MANIFEST'] === '1') {
      const style = await resolveConfig(path);
      writeFileSync(path, await format(JSON.stringify(manifest), { ...style, parser: 'json' }));
    }
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(manifest);
    expect(JSON.stringify(manifest)).not.toContain('missing:');
  });

  it('has a flat name only once', () => {
    const names = templateFiles().map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('board templates', () => {
  it.each([...new Set(BOARDS.map(({ template }) => template))])(
    '%s has a skeleton and pin names',
    (template) => {
      const skeleton = readFileSync(join(TEMPLATES, 'boards', template, 'sketch.ino.template'), 'utf8');
      const sections = [...skeleton.matchAll(/^\{\{(\w+)\}\}$/gm)].map(([, name]) => name);
      expect(sections).toEqual('title includes ports bricks variables functions setup loop'.split(' '));
      const pins: unknown = JSON.parse(
        readFileSync(join(TEMPLATES, 'boards', template, 'pins.json'), 'utf8'),
      );
      for (const board of BOARDS.filter((other) => other.template === template)) {
        expect(pins).toEqual(board.pinNames);
      }
    },
  );
});

describe('documentation in the drivers', () => {
  it.each(templateFiles().filter(({ name }) => name.endsWith('.h')))(
    '$name opens with blocking time and RAM',
    ({ text }) => {
      const comment = /^\/\*([^]*?)\*\//.exec(text)?.[1] ?? '';
      expect(comment).toMatch(/Blocks:/);
      expect(comment).toMatch(/RAM:/);
    },
  );

  it('uses nothing outside the subset of C++', () => {
    for (const { path, text } of templateFiles()) {
      const code = text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '').replace(/"(?:[^"\\]|\\.)*"/g, '""');
      expect(code, path).not.toMatch(
        /\b(template|virtual|new|malloc|String|asm|__asm__|goto|auto|dynamic_cast|operator)\b/,
      );
      expect(code, path).not.toMatch(/class \w+ *:/);
      expect(
        text.split('\n').filter((line) => line.length > 120),
        path,
      ).toEqual([]);
    }
  });
});

describe.runIf(requireTool('avr-g++', 'arduino-core'))('every brick of the catalogue', () => {
  it.each(BRICK_TYPES.map((brick) => [brick.id, brick] as const))(
    '%s has the driver its data names',
    async (_, brick) => {
      const header = `${brick.driver.class}.h`;
      expect(existsSync(join(TEMPLATES, 'drivers', header))).toBe(true);
      const files = { 'sketch.ino': `#include "${header}"\n${fullUse(brick, true)}`, ...filesFor([header]) };
      for (const mcu of CHIPS) {
        const build = await compileSketch({ files, mcu });
        expect(build.ok ? '' : build.errors, mcu).toBe('');
      }
    },
  );
});

describe.runIf(requireTool('avr-g++', 'arduino-core'))('every file alone', () => {
  it.each(CHIPS)('compiles without a warning for %s', async (mcu) => {
    const core = arduinoCore() ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'genie-warnings-'));
    const folders = ['cores/arduino', `variants/${VARIANTS[mcu]}`, 'libraries/Wire/src'];
    const includes = [
      ...folders.map((name) => join(core, name)),
      join(TEMPLATES, 'runtime'),
      join(TEMPLATES, 'drivers'),
    ];
    const queue = templateFiles().entries();
    const worker = async (): Promise<void> => {
      for (const [index, { path, name }] of queue) {
        const source = join(folder, `${index}.cpp`);
        await writeFile(source, `#include "${name.endsWith('.h') ? name : join(TEMPLATES, path)}"\n`);
        const defines = [...DEFINES, ...(mcu === 'atmega32u4' ? USB : [])].map((define) => `-D${define}`);
        await run('avr-g++', [
          '-c',
          ...FLAGS,
          ...WARNINGS,
          `-mmcu=${mcu}`,
          ...defines,
          ...includes.map((i) => `-I${i}`),
          source,
          '-o',
          `${source}.o`,
        ]);
      }
    };
    try {
      await Promise.all([worker(), worker()]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
