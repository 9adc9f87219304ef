import { readFile, readlink } from 'node:fs/promises';
import { tmpdir, homedir } from 'node:os';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../app/cli/commands.ts';
import { describe, expect, test } from 'vitest';
import { place } from './run-genie.ts';

describe('the command line', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j shows every command', async (args) => {
    const { code, out } = await (await place()).genie(args);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(out).toMatch(new RegExp(`genie ${name}\\b`));
    expect(out).toContain('Exit codes');
  });

  test('speaks the system’s language, and the one it is told', async () => {
    const { genie } = await place();
    const quiet = { GENIE_LANG: undefined, LC_ALL: undefined, LC_MESSAGES: undefined, LANG: undefined };
    expect((await genie(['help'], { ...quiet, LANG: 'fr_FR.UTF-8' })).out).toContain('Commandes');
    expect((await genie(['help'], { ...quiet, LANG: 'de_DE.UTF-8' })).out).toContain('Commands');
    expect((await genie(['help'], { ...quiet, LC_ALL: 'fr_CA', LANG: 'en_US' })).out).toContain('Commandes');
    expect((await genie(['help'], { ...quiet, GENIE_LANG: 'fr', LC_ALL: 'en_GB' })).out).toContain(
      'Commandes',
    );
    expect((await genie(['help', '--lang', 'fr'])).out).toContain('Commandes');
    expect((await genie(['help', '--lang', 'xx'])).code).toBe(2);
  });

  test.each([['build'], ['kit check'], ['doctor'], ['flash']])('explains %s', async (name) => {
    const { genie } = await place();
    const words = name.split(' ');
    const asked = await genie(['help', ...words]);
    expect(asked.code).toBe(0);
    expect(asked.out).toContain(`genie ${name}`);
    expect((await genie([...words, '--help'])).out).toBe(asked.out);
  });

  test('says its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await (await place()).genie(['--version'])).toEqual({
      code: 0,
      out: `genie ${version}\n`,
      err: '',
    });
  });

  test.each([
    [['biuld'], 'Did you mean build?'],
    [['kit'], 'Did you mean kit check?'],
    [['kit', 'chekc'], 'Did you mean kit check?'],
    [['help', 'bord'], 'Did you mean boards?'],
    [['build', 'x', '--bord', 'uno'], 'Did you mean --board?'],
    [['build', 'x', '--jsn'], 'Did you mean --json?'],
    [['build', 'x', '--dump', 'asmm'], 'Did you mean asm?'],
    [['build', 'x', '--board'], 'A value is missing after --board.'],
    [['build', 'x', '-o', '--json'], 'A value is missing after -o.'],
    [['build', 'x', '--json=yes'], '--json takes no value.'],
    [['boards', '--board', 'uno'], 'There is no option --board here.'],
    [['build'], 'FILE is missing.'],
    [['build', 'a', 'b'], '“b” is one too many.'],
    [['frobnicate'], 'I don’t know the command “frobnicate”.'],
    [['build', '\u001b[31m', '--x\u001b]0;evil\u0007'], 'There is no option'],
  ])('%j is answered with 2 and a hint', async (args, words) => {
    const { code, out, err } = await (await place()).genie(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(err).not.toContain('\u001b');
  });

  test('our own bug is answered with 4 and a report without personal folders', async () => {
    const { genie, folder } = await place();
    const { code, err } = await genie(['build', `${folder}/secret-school/x.genie`], { GENIE_CRASH: '1' });
    expect(code).toBe(4);
    const file = err.trim().split(' ').at(-1) ?? '';
    expect(file.startsWith(tmpdir())).toBe(true);
    const report = await readFile(file, 'utf8');
    rmSync(file);
    expect(report).toContain('InternalError: asked to fail');
    expect(report).toContain('genie build x.genie');
    expect(report).not.toContain('secret-school');
    expect(report).not.toContain(folder);
    expect(report).not.toContain(join(homedir(), 'x').slice(0, -1));
  });

  test.each([
    ['build', ['ok', 'board', 'toolchain', 'flash', 'ram', 'ms', 'diagnostics', 'out']],
    ['check', ['ok', 'board', 'ms', 'diagnostics']],
    ['kit check', ['ok', 'kit', 'diagnostics']],
  ])('our own bug in %s is told in the JSON too', async (command, keys) => {
    const { genie } = await place();
    const { code, out, err } = await genie([...command.split(' '), 'x.genie', '--json'], {
      GENIE_CRASH: '1',
    });
    rmSync(err.trim().split(' ').at(-1) ?? '');
    expect(code).toBe(4);
    const answer = JSON.parse(out) as { ok: boolean; diagnostics: { code: string; message: string }[] };
    expect(Object.keys(answer)).toEqual(keys);
    expect(answer.ok).toBe(false);
    expect(answer.diagnostics[0]).toMatchObject({ code: 'internal-error', message: err.trim() });
  });

  test('stops quietly when its reader has gone', async () => {
    const { genie } = await place();
    expect((await genie(['blocks'])).code).toBe(0);
  });

  test.skipIf(process.platform === 'win32')(
    'npx runs ours: the bin link points into this checkout',
    async () => {
      expect(await readlink('node_modules/.bin/genie')).toBe('../../bin/genie.mjs');
      expect(existsSync(resolve('node_modules/.bin/genie'))).toBe(true);
    },
  );
});
