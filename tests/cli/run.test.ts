import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { place, type Place } from './run-genie.ts';

const BELL = resolve('examples/sonnette/program.genie');

async function withFiles(files: Readonly<Record<string, string>>): Promise<Place> {
  const here = await place();
  for (const [name, text] of Object.entries(files)) await writeFile(join(here.folder, name), text);
  return here;
}

const scenario = (rest: object): string => JSON.stringify({ format: 1, ms: 1500, ...rest });
const press = {
  in: [
    [500, 'bouton', 1],
    [700, 'bouton', 0],
  ],
};
const lights = { expect: [{ p: 'becomes', o: 'lampe', v: 1, by: 700 }] };

interface Answer {
  readonly ok: boolean;
  readonly diagnostics: readonly { code: string; message: string }[];
  readonly bricks: Readonly<Record<string, object>>;
  readonly faults: readonly { kind: string; message: string }[];
  readonly problems: readonly { kind: string; brick: string }[];
  readonly lines: readonly { text: string }[];
  readonly scenario: { verdict: string; results: readonly { verdict: string; ms: number | null }[] } | null;
}
const json = (out: string): Answer => JSON.parse(out) as Answer;

describe('genie run', () => {
  test('a program: says what its bricks did and what it printed', async () => {
    const { genie } = await withFiles({
      'hello.ino': 'void setup() { Serial.begin(9600); Serial.println("hello"); } void loop() {}',
      'press.json': scenario(press),
    });
    const played = await genie(['run', BELL, '--scenario', 'press.json', '--lang', 'fr']);
    expect([played.code, played.err]).toEqual([0, '']);
    expect(played.out).toContain('bouton.pressed = 1');
    expect(played.out).toContain('lampe.on = 1');
    expect(played.out).toContain('1.500 s simulées sur Arduino Leonardo.');
    const hello = await genie(['run', 'hello.ino', '--for', '100']);
    expect(hello.out).toMatch(/ 0\.\d{3} {2}› hello\n/);
  });

  test('a scenario that is not passed: 1, and where', async () => {
    const { genie } = await withFiles({
      'wrong.json': scenario(lights),
      'right.json': scenario({ ...press, ...lights }),
    });
    const wrong = await genie(['run', BELL, '--scenario', 'wrong.json']);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('✗ becomes lampe: at 0.700 s, seen: 0');
    expect(wrong.out).toContain('The scenario is not passed.');
    const right = await genie(['run', BELL, '--scenario', 'right.json', '--json']);
    expect(right.code).toBe(0);
    expect(json(right.out)).toMatchObject({
      ok: true,
      board: 'leonardo',
      ms: 1500,
      scenario: { verdict: 'pass', results: [{ p: 'becomes', o: 'lampe', verdict: 'pass', ms: null }] },
      trace: null,
    });
  });

  test('--trace writes JSON or VCD', async () => {
    const { genie, folder } = await withFiles({ 'press.json': scenario(press) });
    expect((await genie(['run', BELL, '--scenario', 'press.json', '--trace', 't.vcd'])).code).toBe(0);
    expect(await readFile(join(folder, 't.vcd'), 'utf8')).toContain('$var real 64');
    const answer = await genie(['run', BELL, '--for', '200', '--trace', 't.json', '--json']);
    expect(json(answer.out)).toMatchObject({ trace: 't.json' });
    const trace = JSON.parse(await readFile(join(folder, 't.json'), 'utf8')) as object;
    expect(Object.keys(trace)).toEqual(['clockHz', 'cycles', 'bricks', 'pins']);
    const unwritable = await genie(['run', BELL, '--for', '10', '--trace', 'nowhere/t.vcd']);
    expect(unwritable.code).toBe(2);
  });

  test('a program that loses its way: 1, with a sentence', async () => {
    const { genie } = await withFiles({
      'lost.ino': 'void setup() { ((void (*)())0x3ff0)(); } void loop() {}',
      'deep.ino':
        'volatile int n; int deeper(int d) { volatile char pad[60]; pad[0] = d; n++; return deeper(d + 1) + pad[0]; } void setup() { n = deeper(0); } void loop() {}',
    });
    const lost = await genie(['run', 'lost.ino', '--for', '50', '--lang', 'fr']);
    expect(lost.code).toBe(1);
    expect(lost.err).toContain('Le programme s’est perdu');
    const deep = await genie(['run', 'deep.ino', '--for', '50', '--json']);
    expect(deep.code).toBe(1);
    expect(json(deep.out).faults[0]).toMatchObject({ kind: 'stack-overflow' });
  });

  test.each([
    ['scenario-not-json', '{', 2],
    ['scenario-problem', scenario({ expect: [{ p: 'dances' }] }), 1],
    ['scenario-problem', scenario({ in: [[0, 'trompette', 1]] }), 1],
  ])('%s', async (code, text, exit) => {
    const { genie } = await withFiles({ 's.json': text });
    const answer = await genie(['run', BELL, '--scenario', 's.json', '--json']);
    expect(answer.code).toBe(exit);
    expect(json(answer.out).diagnostics.map((one) => one.code)).toEqual([code]);
  });

  test.each([
    [['--for', '0'], '--for takes'],
    [['--for', 'long'], '--for takes'],
    [['--for', '700000'], '--for takes'],
    [['--trace', 'x.txt'], '--trace takes'],
    [['--scenario', 'nowhere.json'], 'nowhere.json'],
  ])('refuses %j', async (options, words) => {
    const { genie } = await place();
    const { code, err } = await genie(['run', BELL, ...options]);
    expect([code, err.includes(words)]).toEqual([2, true]);
  });
});
