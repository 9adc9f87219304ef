import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from './run-genie.ts';

const start = async (variables: Readonly<Record<string, string>>): Promise<{ code: number; out: string }> => {
  const { folder } = await place();
  const env = { ...process.env, GENIE_CACHE: join(folder, 'cache'), ...variables };
  return new Promise((done) => {
    execFile(process.execPath, ['scripts/start.mjs'], { env }, (failure, out) =>
      done({ code: failure === null ? 0 : Number(failure.code), out }),
    );
  });
};

test('npm start shows an example from its program to its firmware', async () => {
  const { code, out } = await start({ GENIE_LANG: 'en' });
  expect(code).toBe(0);
  for (const words of [
    '1. The program',
    '2. The C++ it becomes',
    'void setup()',
    '3. The code',
    '4. On a board without a cable',
    'read back and checked',
    '5. What to observe',
  ])
    expect(out).toContain(words);
  expect(Number(/changed (\d+) times/.exec(out)?.[1])).toBeGreaterThan(0);
});

test.skipIf(process.platform === 'win32')(
  'npm start needs no other compiler, and speaks French too',
  async () => {
    const nothing = { PATH: '', HOME: '/nowhere', ARDUINO_AVR_CORE: '', GENIE_LANG: 'fr' };
    const { code, out } = await start(nothing);
    expect(code).toBe(0);
    expect(out).toContain('2. Le C++ qu’il devient');
    expect(out).toContain('builtin');
    expect(out).not.toContain('Aucun traducteur');
  },
);
