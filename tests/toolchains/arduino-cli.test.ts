import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arduinoCli } from '../../compiler/toolchains/arduino-cli.ts';
import { toolchains } from '../../compiler/toolchains/index.ts';
import { requestFor, sketchOf, temporaryFolder, testEnvironment } from './test-environment.ts';

// Stands in for arduino-cli 1.x: notes its arguments, answers as FAKE says, writes what the real one writes.
const FAKE = `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
const args = process.argv.slice(2);
const fake = JSON.parse(fs.readFileSync(path.join(__dirname, 'answers.json'), 'utf8'));
fs.appendFileSync(path.join(__dirname, 'calls.txt'), JSON.stringify(args) + '\\n');
if (args[0] === 'version') { console.log(fake.version); process.exit(0); }
if (args[0] === 'core') { console.log(fake.core); process.exit(0); }
const sketch = args.at(-1), build = args[args.indexOf('--build-path') + 1];
const main = path.basename(sketch) + '.ino';
if (!fs.existsSync(path.join(sketch, main))) { console.log('{"success":false,"error":"main file missing"}'); process.exit(1); }
if (fake.hex !== undefined) {
  fs.mkdirSync(build, { recursive: true });
  fs.writeFileSync(path.join(build, main + '.hex'), fake.hex);
}
console.log(fake.compile.replaceAll('SKETCH', sketch));
process.exit(fake.exit ?? 0);
`;

const VERSION = JSON.stringify({ Application: 'arduino-cli', VersionString: '1.1.1' });
const CORE = JSON.stringify({ platforms: [{ id: 'arduino:avr', installed_version: '1.8.6' }] });
const HEX = ':0100000000FF\r\n:00000001FF\r\n';
const compiled = (size: number, ram = 9): string =>
  JSON.stringify({
    compiler_out: '',
    compiler_err: '',
    builder_result: {
      executable_sections_size: [
        { name: 'text', size, max_size: 32_256 },
        { name: 'data', size: ram, max_size: 2_048 },
      ],
    },
    success: true,
  });

interface Answers {
  readonly version?: string;
  readonly core?: string;
  readonly compile?: string;
  readonly hex?: string;
  readonly exit?: number;
}

async function withFake(answers: Answers) {
  const folder = join(await temporaryFolder(), 'bin');
  await mkdir(folder);
  await writeFile(
    join(folder, 'answers.json'),
    JSON.stringify({ version: VERSION, core: CORE, compile: compiled(930), ...answers }),
  );
  await writeFile(join(folder, 'arduino-cli'), FAKE);
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}');
  await chmod(join(folder, 'arduino-cli'), 0o755);
  const environment = await testEnvironment({ variables: { PATH: folder } });
  return {
    toolchain: arduinoCli(environment),
    environment,
    calls: async () => (await readFile(join(folder, 'calls.txt'), 'utf8')).trim().split('\n'),
  };
}

const BLINK = requestFor(sketchOf({ 'blink.ino': 'void setup() {}\nvoid loop() {\n  nope();\n}\n' }));

describe.skipIf(process.platform === 'win32')('arduino-cli', () => {
  test('builds: asks for the board by its name, and reads sizes and HEX', async () => {
    const { toolchain, calls } = await withFake({ hex: HEX });
    const result = await toolchain.build(BLINK);
    expect(result).toMatchObject({
      ok: true,
      diagnostics: [],
      hex: ':0100000000FF\n:00000001FF\n',
      flash: { used: 930, max: 32_256 },
      ram: { used: 9, max: 2_048 },
    });
    const last = JSON.parse((await calls()).at(-1) ?? '[]') as string[];
    expect(last.slice(0, 3)).toEqual(['compile', '--fqbn', 'arduino:avr:uno']);
    expect(last.at(-1)).toMatch(/\/blink$/);
  });

  test('says its version', async () => {
    const { toolchain } = await withFake({});
    expect(await toolchain.detect()).toMatchObject({
      available: true,
      version: '1.1.1, Arduino AVR 1.8.6',
    });
  });

  test('reads the list of cores of versions before 1.0', async () => {
    const { toolchain } = await withFake({ core: '[{"id":"arduino:avr","installed":"1.8.3"}]' });
    expect((await toolchain.detect()).version).toContain('1.8.3');
  });

  test.each(['{"platforms":[]}', '{}', '[]', 'nonsense', '{"platforms":[null,3]}'])(
    'is not available without the AVR core: %s',
    async (core) => {
      const { toolchain } = await withFake({ core });
      const { available, hint } = await toolchain.detect();
      expect(available).toBe(false);
      expect(hint.en).toContain('core install arduino:avr');
      expect((await toolchain.build(BLINK)).diagnostics[0]?.code).toBe('toolchain-missing');
    },
  );

  test('is not available where it is not installed', async () => {
    const environment = await testEnvironment({ variables: { PATH: '' } });
    expect((await arduinoCli(environment).detect()).available).toBe(false);
  });

  test('puts GCC’s errors on the sketch, without its folder', async () => {
    const { toolchain, environment } = await withFake({
      compile: JSON.stringify({
        compiler_err:
          "SKETCH/blink.ino: In function 'void loop()':\nSKETCH/blink.ino:3:8: error: 'nope' was not declared in this scope\n",
        success: false,
        error: 'Error during build: exit status 1',
      }),
      exit: 1,
    });
    const { ok, diagnostics } = await toolchain.build(BLINK);
    expect(ok).toBe(false);
    expect(diagnostics).toMatchObject([
      { code: 'cpp-error', span: { file: 'blink.ino', line: 3, column: 3, endColumn: 7 } },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain(environment.temporaryFolder);
  });

  test('says that a sketch is too big, with its size', async () => {
    const big = JSON.parse(compiled(64_512)) as object;
    const { toolchain } = await withFake({
      compile: JSON.stringify({ ...big, success: false, error: 'text section exceeds available space' }),
      exit: 1,
    });
    const { diagnostics } = await toolchain.build(BLINK);
    expect(diagnostics.map(({ code }) => code)).toEqual(['flash-full']);
    expect(diagnostics[0]?.message.en).toContain('200%');
  });

  test.each([
    ['no JSON', { compile: 'panic: runtime error' }],
    ['success without a file', {}],
    ['a failure without words', { compile: '{"success":false}', exit: 1 }],
  ])('answers %s with toolchain-failed', async (_, answers) => {
    const { toolchain } = await withFake(answers);
    const { ok, diagnostics } = await toolchain.build(BLINK);
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toEqual(['toolchain-failed']);
  });
});

test('the built-in compiler comes first, then avr-gcc, then arduino-cli', async () => {
  const environment = { ...(await testEnvironment()), templates: () => Promise.resolve({}) };
  expect(toolchains(environment).map(({ id }) => id)).toEqual(['builtin', 'avr-gcc', 'arduino-cli']);
});
