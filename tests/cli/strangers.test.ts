/** What somebody does with the command who has not read its page. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { place } from './run-genie.ts';

const KIT = { format: 'genie-kit', version: 1, id: 'mine', name: 'Mine', basedOn: 'nano' };

describe('a program is never overwritten by its firmware', () => {
  test.each([['p.genie'], ['other.genie'], ['link'], ['sketch.ino']])('-o %s', async (out) => {
    const { genie, folder } = await place();
    await genie(['new', 'p.genie']);
    await symlink('p.genie', join(folder, 'link'));
    const before = await readFile(join(folder, 'p.genie'), 'utf8');
    const { code, err } = await genie(['build', 'p.genie', '-o', out]);
    expect([code, err]).toEqual([
      2,
      'That would overwrite your program: give -o a name that ends in .hex.\n',
    ]);
    expect(await readFile(join(folder, 'p.genie'), 'utf8')).toBe(before);
  });
});

describe('what is not a program', () => {
  test('a folder with programs: one of them is named', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 'mes jeux'));
    await genie(['new', 'mes jeux/simon.genie']);
    const { code, err } = await genie(['build', 'mes jeux']);
    const sentence = 'I can’t open “mes jeux”: it is a folder; choose a program in it, like “simon.genie”.';
    expect([code, err]).toEqual([2, `✗ ${sentence}\n`]);
  });

  test.each([['build'], ['check'], ['cpp']])('standard input, for %s', async (command) => {
    const { code, err } = await (await place()).genie([command, '-']);
    expect([code, err]).toEqual([2, '✗ I can’t open “-”: I read files only; save the program first.\n']);
  });
});

describe('a new program', () => {
  test('what to type next is quoted where the name has a space', async () => {
    const { out } = await (await place()).genie(['new', 'ma lampe.genie']);
    expect(out).toContain('Next: genie build "ma lampe.genie"');
  });

  test('for a kit file holds the kit, and is fine without the file', async () => {
    const { genie, folder } = await place();
    await writeFile(join(folder, 'kit.json'), JSON.stringify(KIT));
    expect((await genie(['new', 'p.genie', '--kit', 'kit.json'])).code).toBe(0);
    await writeFile(join(folder, 'kit.json'), '');
    expect(await genie(['check', 'p.genie'])).toEqual({ code: 0, err: '', out: '✓ p.genie: all is well.\n' });
  });

  test('for a kit of the kit folder names the kit', async () => {
    const { genie, folder } = await place();
    await mkdir(join(folder, 'kits'));
    await writeFile(join(folder, 'kits', 'mine.json'), JSON.stringify(KIT));
    expect((await genie(['new', 'p.genie', '--board', 'mine'])).code).toBe(0);
    expect((await genie(['check', 'p.genie'])).code).toBe(0);
  });
});

test('a block is called by its words', async () => {
  const { genie, folder } = await place();
  await genie(['new', 'p.genie']);
  const text = await readFile(join(folder, 'p.genie'), 'utf8');
  await writeFile(join(folder, 'p.genie'), text.replace('"type": "led"', '"type": "buzzer"'));
  const { code, err } = await genie(['check', 'p.genie']);
  expect(code).toBe(1);
  expect(err).toContain('block “LED toggle”');
});

describe('places that can’t be written', () => {
  test('a folder that does not exist', async () => {
    const { code, err } = await (await place()).genie(['new', 'no/p.genie']);
    expect([code, err]).toEqual([2, 'I can’t write “no/p.genie”: its folder does not exist.\n']);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk behind the answer', async () => {
    await place();
    const full = openSync('/dev/full', 'w');
    const command = [resolve('bin/genie.mjs'), 'boards', '--lang', 'fr'];
    const { status, stderr } = spawnSync(process.execPath, command, { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    const sentence = 'Je n’arrive pas à écrire la réponse : le disque est plein.\n';
    expect([status, stderr.toString()]).toEqual([2, sentence]);
  });
});

test('no help is wider than a terminal', async () => {
  const { genie } = await place();
  for (const language of ['fr', 'en'])
    for (const words of [[], ['build'], ['kit', 'check'], ['cpp'], ['help']]) {
      const { out, code } = await genie(['help', ...words, '--lang', language]);
      expect(code).toBe(0);
      expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
});
