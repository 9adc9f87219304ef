import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { place } from './run-genie.ts';

const KIT = {
  format: 'genie-kit',
  version: 1,
  id: 'class-5b',
  name: { fr: 'Classe 5B', en: 'Class 5B' },
  basedOn: 'uno',
};

const parse = <Value>(text: string): Value => JSON.parse(text) as Value;

describe('genie boards, bricks, blocks', () => {
  test('lists the boards, in both languages and as JSON', async () => {
    const { genie } = await place();
    expect((await genie(['boards'])).out).toMatch(/^BOARD .*\ngenie-base +Génie base +ATmega328P/);
    expect((await genie(['boards', '--lang', 'fr'])).out).toContain('Base Génie');
    const boards = parse<{ id: string; flash: number; ram: number; ports: string[] }[]>(
      (await genie(['boards', '--json'])).out,
    );
    expect(boards.map(({ id }) => id)).toEqual([
      'genie-base',
      'uno-grove',
      'uno',
      'nano',
      'nano-old',
      'leonardo',
      'mega',
    ]);
    expect(boards[0]).toMatchObject({
      flash: 32_256,
      ram: 2_048,
      ports: expect.arrayContaining(['10']) as string[],
    });
  });

  test('lists the kits of the user’s folder, and says which file is wrong', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 'kits'));
    await writeFile(join(folder, 'kits', 'mine.json'), JSON.stringify(KIT));
    expect((await genie(['boards'])).out).toContain('class-5b');
    await writeFile(join(folder, 'kits', 'bad.json'), '{');
    const { out, err, code } = await genie(['boards']);
    expect(out).toContain('class-5b');
    expect(err).toContain('bad.json, line 1, column');
    expect(code).toBe(1);
  });

  test('lists at least 22 bricks with the ports they fit', async () => {
    const { genie } = await place();
    const { bricks } = parse<{ bricks: { id: string; ports: string[]; explanation: string }[] }>(
      (await genie(['bricks', '--json', '--lang', 'fr'])).out,
    );
    expect(bricks.length).toBeGreaterThanOrEqual(22);
    const servo = bricks.find(({ id }) => id === 'servo');
    expect(servo?.ports).toEqual(['1', '2', '3']);
    expect(servo?.explanation).toMatch(/moteur/);
    const mega = await genie(['bricks', '--board', 'mega']);
    expect(mega.out).toContain('servo');
    expect((await genie(['bricks', '--board', 'unno'])).code).toBe(2);
  });

  test('lists about 110 blocks or more, each with its words in both languages', async () => {
    const { genie } = await place();
    for (const language of ['fr', 'en']) {
      const blocks = parse<{ type: string; text: string }[]>(
        (await genie(['blocks', '--json', '--lang', language])).out,
      );
      expect(blocks.length).toBeGreaterThan(100);
      expect(new Set(blocks.map(({ type }) => type)).size).toBe(blocks.length);
      expect(blocks.filter(({ text }) => text.trim() === '')).toEqual([]);
    }
    expect((await genie(['blocks'])).out).toContain('wait (number) s');
  });
});

describe('genie kit check', () => {
  test('a good kit', async () => {
    const { genie, folder } = await place();
    await writeFile(join(folder, 'kit.json'), JSON.stringify(KIT));
    const { code, out } = await genie(['kit', 'check', 'kit.json']);
    expect([code, out]).toEqual([0, expect.stringContaining('“Class 5B” is fine')]);
    expect(parse((await genie(['kit', 'check', 'kit.json', '--json'])).out)).toEqual({
      ok: true,
      kit: 'class-5b',
      diagnostics: [],
    });
  });

  test('every mistake, with its line and column', async () => {
    const { genie, folder } = await place();
    const text =
      '{\n  "format": "genie-kit",\n  "version": 1,\n  "id": "A B",\n  "name": 3,\n  "basedOn": "unno"\n}\n';
    await writeFile(join(folder, 'kit.json'), text);
    const { code, err } = await genie(['kit', 'check', 'kit.json', '--lang', 'fr']);
    expect(code).toBe(1);
    for (const line of [4, 5, 6]) expect(err).toContain(`kit.json, ligne ${line}, colonne `);
    const { diagnostics } = parse<{ diagnostics: { code: string; span: { line: number } }[] }>(
      (await genie(['kit', 'check', 'kit.json', '--json'])).out,
    );
    expect(diagnostics.map(({ code: name, span }) => [name, span.line])).toEqual([
      ['kit-problem', 4],
      ['kit-problem', 5],
      ['kit-problem', 6],
    ]);
  });

  test('a file that is not there is 2', async () => {
    expect((await (await place()).genie(['kit', 'check', 'no.json'])).code).toBe(2);
  });
});

describe('genie doctor', () => {
  test('says what it found, with marks', async () => {
    const { code, out } = await (await place()).genie(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ Node +\d+\./);
    for (const word of ['templates', 'builtin', 'avr-gcc', 'arduino-cli', 'cache', 'kit folder', 'language'])
      expect(out).toContain(word);
    for (const word of ['permission', 'driver', 'busy port']) expect(out).toContain(word);
  });

  test('without other compilers says that ours is there, and what to install for the others', async () => {
    const variables = { PATH: '', HOME: '/nowhere', ARDUINO_AVR_CORE: '' };
    const { code, out } = await (await place()).genie(['doctor', '--lang', 'fr'], variables);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ .*builtin/);
    expect(out).toContain('avr-g++');
    expect(out).not.toContain('Aucun traducteur');
  });
});
