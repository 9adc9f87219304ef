import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { STAGES } from '../../app/cli/dump-stage.ts';
import { requireTool } from '../support/reference-tools.ts';
import { place, type Answer, type Place } from './run-genie.ts';

const BLINK =
  'void setup() { pinMode(13, OUTPUT); }\nvoid loop() { digitalWrite(13, !digitalRead(13)); delay(500); }\n';

interface Report {
  readonly ok: boolean;
  readonly board: string | null;
  readonly toolchain: string | null;
  readonly flash: { used: number; max: number } | null;
  readonly ram: { used: number; max: number } | null;
  readonly ms: Record<string, number>;
  readonly diagnostics: {
    code: string;
    severity: string;
    message: string;
    blockId: string | null;
    span: object | null;
  }[];
  readonly out: string | null;
}

const report = ({ out }: Answer): Report => JSON.parse(out) as Report;
const codes = (answer: Answer): string[] => report(answer).diagnostics.map(({ code }) => code);

async function withFile(name: string, content: string | Uint8Array): Promise<Place> {
  const here = await place();
  await writeFile(join(here.folder, name), content);
  return here;
}

const hasAvrGcc = requireTool('avr-g++', 'arduino-core');

describe('genie build', () => {
  test('a sketch: writes <name>.hex in the current folder and says the sizes', async () => {
    const { genie, folder } = await withFile('blink.ino', BLINK);
    const { code, out, err } = await genie(['build', 'blink.ino', '--board', 'uno', '--lang', 'fr']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('blink.hex est prêt, pour Arduino Uno.');
    expect(out).toMatch(/\d+ octets sur 32256/);
    expect(await readFile(join(folder, 'blink.hex'), 'utf8')).toMatch(/:00000001FF\n$/);
  });

  test('--json prints exactly the contract’s fields', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const answer = await genie(['build', 'blink.ino', '--board', 'mega', '-o', 'x.hex', '--json']);
    expect(answer.err).toBe('');
    const result = report(answer);
    expect(Object.keys(result)).toEqual([
      'ok',
      'board',
      'toolchain',
      'flash',
      'ram',
      'ms',
      'diagnostics',
      'out',
    ]);
    expect(result).toMatchObject({
      ok: true,
      board: 'mega',
      toolchain: 'builtin',
      flash: { max: 253_952 },
      ram: { max: 8_192 },
      diagnostics: [],
      out: 'x.hex',
    });
    expect(Object.keys(result.ms)).toEqual([
      'read',
      'kit',
      'parse',
      'check',
      'lower',
      'optimise',
      'generate',
      'link',
      'total',
    ]);
  });

  test('a mistake in a sketch: 1, its place, nothing written', async () => {
    const { genie, folder } = await withFile('bad.ino', 'void setup() {\n  turnOn();\n}\nvoid loop() {}\n');
    const { code, err, out } = await genie(['build', 'bad.ino']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('I don’t know the function “turnOn”');
    expect(err).toContain('bad.ino, line 2, column 3');
    const answer = await genie(['build', 'bad.ino', '--json', '--lang', 'fr']);
    expect(answer.code).toBe(1);
    expect(report(answer)).toMatchObject({
      ok: false,
      out: null,
      flash: null,
      diagnostics: [
        {
          code: 'cpp-function-unknown',
          severity: 'error',
          blockId: null,
          span: { file: 'bad.ino', line: 2, column: 3, endLine: 2, endColumn: 9 },
        },
      ],
    });
    expect(report(answer).diagnostics[0]?.message).toContain('« turnOn »');
    expect(await readdir(folder)).toEqual(['bad.ino']);
  });

  test('a folder with several tabs', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 'robot'));
    await writeFile(join(folder, 'robot', 'robot.ino'), 'void setup() {}\nvoid loop() { go(); }\n');
    await writeFile(join(folder, 'robot', 'go.ino'), 'void go() { digitalWrite(13, HIGH); }\n');
    expect((await genie(['build', 'robot'])).code).toBe(0);
    expect((await genie(['build', 'robot/robot.ino', '-o', 'two.hex'])).code).toBe(0);
    expect(await readFile(join(folder, 'robot.hex'), 'utf8')).toBe(
      await readFile(join(folder, 'two.hex'), 'utf8'),
    );
  });

  test('a program too big for the board: 1', async () => {
    const { genie } = await withFile(
      'big.ino',
      'char a[3000]; volatile int i;\nvoid setup() {}\nvoid loop() { a[i] = i; i = a[i + 1]; }\n',
    );
    const answer = await genie(['build', 'big.ino', '--json']);
    expect([answer.code, codes(answer)]).toEqual([1, ['ram-full']]);
    expect(report(answer).ram).toMatchObject({ max: 2_048 });
  });

  test('--dump shows the stages of a sketch, and writes nothing', async () => {
    const { genie, folder } = await withFile('blink.ino', BLINK);
    expect((await genie(['build', 'blink.ino', '--dump', 'cpp'])).out).toContain(BLINK);
    const stages = {
      tokens: 'setup',
      ast: 'setup',
      ir: 'main',
      'ir-after:mem2reg': 'main',
      asm: 'main',
      map: 'main',
    };
    for (const [stage, word] of Object.entries(stages)) {
      const answer = await genie(['build', 'blink.ino', '--dump', stage]);
      expect([stage, answer.code, answer.out.includes(word)]).toEqual([stage, 0, true]);
      expect((await genie(['build', 'blink.ino', '--dump', stage])).out).toBe(answer.out);
    }
    const none = await genie(['build', 'blink.ino', '--dump', 'program']);
    expect([none.code, none.out]).toEqual([2, '']);
    expect(await readdir(folder)).toEqual(['blink.ino']);
  });

  test('a place that can’t be written is 2', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const { code, err } = await genie(['build', 'blink.ino', '-o', 'no/such/folder/x.hex']);
    expect(code).toBe(2);
    expect(err).toContain('no/such/folder/x.hex');
  });

  test('genie new makes a program that checks, builds and shows its C++, for every board', async () => {
    const { genie } = await place();
    for (const board of ['genie-base', 'uno-grove', 'uno', 'nano', 'leonardo', 'mega']) {
      const made = await genie(['new', board, '--board', board]);
      expect([made.code, made.err]).toEqual([0, '']);
      const checked = await genie(['check', `${board}.genie`, '--json']);
      expect(JSON.parse(checked.out)).toMatchObject({ ok: true, board, diagnostics: [] });
      const built = report(await genie(['build', `${board}.genie`, '--json']));
      expect(built).toMatchObject({ ok: true, board, diagnostics: [] });
    }
  });

  test('the folder of genie cpp builds as it is, and gives the same firmware', async () => {
    const { genie, folder } = await place();
    await genie(['new', 'lamp', '--board', 'uno']);
    expect((await genie(['cpp', 'lamp.genie', '-o', 'out/lamp'])).code).toBe(0);
    const a = report(await genie(['build', 'lamp.genie', '--json', '-o', 'a.hex']));
    const b = report(await genie(['build', 'out/lamp', '--board', 'uno', '--json', '-o', 'b.hex']));
    expect(a.flash).toEqual(b.flash);
    expect(await readFile(join(folder, 'a.hex'), 'utf8')).toBe(await readFile(join(folder, 'b.hex'), 'utf8'));
  });

  test.each(['fr', 'en'])('the help names every stage of --dump (%s)', async (language) => {
    const { genie } = await place();
    const { out } = await genie(['build', '--help', '--lang', language]);
    const words = out.split(/[\s,]+/);
    for (const stage of [...STAGES, 'ir-after:PASS']) expect(words).toContain(stage);
  });

  test('--dump shows every stage of a program', async () => {
    const { genie } = await place();
    await genie(['new', 'lamp']);
    const dump = async (stage: string): Promise<string> =>
      (await genie(['build', 'lamp.genie', '--dump', stage])).out;
    expect(JSON.parse(await dump('program'))).toMatchObject({
      name: 'lamp',
      scripts: [{ blockId: 'start' }],
    });
    expect(typeof JSON.parse(await dump('typed'))).toBe('object');
    const spans = JSON.parse(await dump('spans')) as { blockId: string }[];
    expect(spans.map(({ blockId }) => blockId)).toContain('toggle');
    expect(await dump('cpp')).toContain('void loop()');
  });

  test('two builds at once do not disturb each other', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((number) => genie(['build', 'blink.ino', '-o', `${number}.hex`, '--json'])),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });
});

describe.skipIf(!hasAvrGcc)('genie build --toolchain avr-gcc', () => {
  test('builds with the official core, and shows its listing', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const answer = await genie(['build', 'blink.ino', '--toolchain', 'avr-gcc', '--json']);
    expect(report(answer)).toMatchObject({ ok: true, toolchain: 'avr-gcc', diagnostics: [] });
    expect(Object.keys(report(answer).ms)).toEqual(['read', 'kit', 'core', 'compile', 'link', 'total']);
    const listing = await genie(['build', 'blink.ino', '--toolchain', 'avr-gcc', '--dump', 'asm']);
    expect(listing.out).toContain('<main>:');
  });
});

describe('genie build, whatever it is given', () => {
  test.each([
    ['a file that is not there', 'nope.genie', 'file-unreadable'],
    ['a very long name', 'x'.repeat(5_000), 'file-unreadable'],
  ])('%s is 2', async (_, file, code) => {
    const answer = await (await place()).genie(['build', file, '--json']);
    expect([answer.code, codes(answer)]).toEqual([2, [code]]);
  });

  test.each([
    [
      'binary garbage as .genie',
      'x.genie',
      Uint8Array.from({ length: 999 }, (_, i) => (i * 7919) & 255),
      'file-unreadable',
    ],
    [
      'binary garbage as .ino',
      'x.ino',
      Uint8Array.from({ length: 999 }, (_, i) => (i * 7919) & 255),
      'file-unreadable',
    ],
    ['zero bytes as .ino', 'x.ino', new Uint8Array(50), 'file-unreadable'],
    ['a huge file', 'x.genie', new Uint8Array(9 * 1024 * 1024).fill(32), 'file-unreadable'],
    ['an empty .genie', 'x.genie', '', 'file-not-json'],
    ['text as .genie', 'x.genie', 'bonjour', 'file-not-json'],
    ['another JSON', 'x.genie', '{"a":1}', 'file-not-genie'],
    ['a list', 'x.genie', '[]', 'file-not-genie'],
    ['a program of the future', 'x.genie', '{"format":"genie","version":99}', 'file-newer'],
  ])('%s is 2, with %s', async (_, name, content, code) => {
    const { genie } = await withFile(name, content);
    const answer = await genie(['build', name, '--json']);
    expect([answer.code, codes(answer)[0]]).toEqual([2, code]);
    expect(answer.err).toBe('');
  });

  test('brackets nested without end are answered, not crashed on', async () => {
    const { genie } = await withFile('x.genie', `{"format":"genie","version":1,"x":${'['.repeat(1_000_000)}`);
    const { code } = await genie(['build', 'x.genie', '--json']);
    expect(code).toBe(2);
  });

  test('a folder without a program, an empty one, and one with two mains are 2', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'two'));
    await writeFile(join(folder, 'two', 'a.ino'), BLINK);
    await writeFile(join(folder, 'two', 'b.ino'), BLINK);
    for (const name of ['empty', 'two']) {
      const answer = await genie(['build', name, '--json']);
      expect([answer.code, codes(answer)]).toEqual([2, ['sketch-without-ino']]);
    }
  });

  test.skipIf(process.platform === 'win32')('links in circles, pipes and devices are 2', async () => {
    const { genie, folder } = await place();
    await symlink('loop.genie', join(folder, 'loop.genie'));
    await mkdir(join(folder, 'round'));
    await symlink('.', join(folder, 'round', 'round.ino'));
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.genie')]);
    for (const name of ['loop.genie', 'round', 'pipe.genie', '/dev/zero', '/dev/stdin', '.']) {
      const answer = await genie(['build', name, '--json']);
      expect([name, answer.code]).toEqual([name, 2]);
      expect(codes(answer)[0]).toMatch(/^(file-unreadable|sketch-without-ino)$/);
    }
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'a file without permission is 2',
    async () => {
      const { genie, folder } = await withFile('x.genie', '{}');
      await chmod(join(folder, 'x.genie'), 0);
      expect(codes(await genie(['build', 'x.genie', '--json']))).toEqual(['file-unreadable']);
    },
  );

  test('an unknown board and an unknown toolchain are 2 and name those there are', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const board = await genie(['build', 'blink.ino', '--board', 'unno']);
    expect([board.code, board.err]).toEqual([2, expect.stringContaining('genie-base, uno-grove, uno')]);
    expect(codes(await genie(['build', 'blink.ino', '--board', 'unno', '--json']))).toEqual([
      'board-unknown',
    ]);
    const toolchain = await genie(['build', 'blink.ino', '--toolchain', 'gcc', '--json']);
    expect([toolchain.code, codes(toolchain)]).toEqual([2, ['toolchain-unknown']]);
  });

  test('without any toolchain: 2, and what to install', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    const variables = { PATH: '', HOME: '/nowhere', ARDUINO_AVR_CORE: '/nowhere' };
    const answer = await genie(['build', 'blink.ino', '--toolchain', 'arduino-cli', '--json'], variables);
    expect([answer.code, codes(answer)]).toEqual([2, ['toolchain-missing']]);
    expect(report(answer).diagnostics[0]?.message).toContain('arduino-cli core install arduino:avr');
  });

  test('a kit by file, by id in the kit folder, and a wrong one', async () => {
    const { genie, folder } = await withFile('blink.ino', BLINK);
    const kit = { format: 'genie-kit', version: 1, id: 'mine', name: { fr: 'M', en: 'M' }, basedOn: 'mega' };
    await mkdir(join(folder, 'kits'));
    await writeFile(join(folder, 'kits', 'k.json'), JSON.stringify(kit));
    const byId = await genie(['check', 'blink.ino', '--board', 'mine', '--json']);
    expect(JSON.parse(byId.out)).toMatchObject({ ok: true, board: 'mega' });
    const byFile = await genie(['check', 'blink.ino', '--kit', 'kits/k.json', '--json']);
    expect(JSON.parse(byFile.out)).toMatchObject({ ok: true, board: 'mega' });
    await writeFile(join(folder, 'bad.json'), JSON.stringify({ ...kit, basedOn: 'meg' }));
    const bad = await genie(['check', 'blink.ino', '--kit', 'bad.json', '--json']);
    expect([bad.code, codes(bad)]).toEqual([1, ['kit-problem']]);
  });
});

describe('genie new and genie cpp', () => {
  test('new keeps what is there, unless forced', async () => {
    const { genie, folder } = await withFile('x.genie', 'mine');
    expect((await genie(['new', 'x'])).code).toBe(2);
    expect(await readFile(join(folder, 'x.genie'), 'utf8')).toBe('mine');
    expect((await genie(['new', 'x.genie', '--force', '--name', 'Feu', '--lang', 'fr'])).code).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'x.genie'), 'utf8'))).toMatchObject({
      name: 'Feu',
      language: 'fr',
    });
  });

  test('cpp prints the main sketch', async () => {
    const { genie } = await withFile('blink.ino', BLINK);
    expect(await genie(['cpp', 'blink.ino'])).toEqual({ code: 0, out: BLINK, err: '' });
  });

  test('cpp writes a folder whose main file is named like it; a name the IDE refuses gets a subfolder', async () => {
    const { genie, folder } = await withFile('blink.ino', BLINK);
    await genie(['cpp', 'blink.ino', '-o', 'a/robot-1/']);
    expect(await readdir(join(folder, 'a', 'robot-1'))).toEqual(['.genie-sketch.json', 'robot-1.ino']);
    await genie(['cpp', 'blink.ino', '-o', 'Mes été']);
    expect(await readdir(join(folder, 'Mes été', 'blink'))).toContain('blink.ino');
  });

  test('cpp replaces its own files, never someone else’s or changed ones', async () => {
    const { genie, folder } = await withFile('blink.ino', BLINK);
    const main = join(folder, 'out', 'out.ino');
    expect((await genie(['cpp', 'blink.ino', '-o', 'out'])).code).toBe(0);
    await writeFile(join(folder, 'blink.ino'), `${BLINK}// more\n`);
    expect((await genie(['cpp', 'blink.ino', '-o', 'out'])).code).toBe(0);
    await writeFile(main, 'changed by hand');
    const refused = await genie(['cpp', 'blink.ino', '-o', 'out']);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('out.ino')]);
    expect(await readFile(main, 'utf8')).toBe('changed by hand');
    expect((await genie(['cpp', 'blink.ino', '-o', 'out', '--force'])).code).toBe(0);
    expect(await readFile(main, 'utf8')).toContain('// more');
  });

  test('cpp removes its own files that are no longer needed', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 's'));
    await writeFile(join(folder, 's', 's.ino'), BLINK);
    await writeFile(join(folder, 's', 'old.h'), '// old\n');
    await genie(['cpp', 's', '-o', 'out']);
    expect(await readdir(join(folder, 'out'))).toContain('old.h');
    await promisify(execFile)('rm', [join(folder, 's', 'old.h')]);
    await genie(['cpp', 's', '-o', 'out']);
    expect(await readdir(join(folder, 'out'))).toEqual(['.genie-sketch.json', 'out.ino']);
  });
});
