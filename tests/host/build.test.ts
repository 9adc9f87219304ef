import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build, chooseToolchain, prepareSketch } from '../../app/host/build.ts';
import { createHost, type Host } from '../../app/host/host.ts';
import type { BuildRequest, Toolchain } from '../../compiler/toolchains/toolchain.ts';
import { temporaryFolder } from '../toolchains/test-environment.ts';

const toolchain = (id: string, available: boolean, asked: BuildRequest[] = []): Toolchain => ({
  id,
  detect: () => Promise.resolve({ available, hint: { fr: `installe ${id}`, en: `install ${id}` } }),
  build: (request) => {
    asked.push(request);
    return Promise.resolve({
      ok: true,
      diagnostics: [],
      hex: ':00000001FF\n',
      flash: { used: 1, max: 2 },
      ram: { used: 3, max: 4 },
      ms: { compile: 5, link: 6 },
    });
  },
});

async function hostWith(...toolchains: readonly Toolchain[]): Promise<{ host: Host; file: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'p.ino');
  await writeFile(file, 'void setup() {}\nvoid loop() {}\n');
  const host = await createHost(import.meta.dirname);
  return { host: { ...host, toolchains, kitFolder: join(folder, 'kits') }, file };
}

describe('the whole way to firmware', () => {
  test('hands the sketch, the board and its chip to the first toolchain that is there', async () => {
    const asked: BuildRequest[] = [];
    const { host, file } = await hostWith(
      toolchain('a', false),
      toolchain('b', true, asked),
      toolchain('c', true),
    );
    const report = await build({ file, board: 'leonardo' }, host);
    expect(report).toMatchObject({ ok: true, toolchain: 'b', hex: ':00000001FF\n', flash: { used: 1 } });
    expect(Object.keys(report.ms)).toEqual(['read', 'kit', 'compile', 'link', 'total']);
    expect(asked).toMatchObject([
      { sketch: { main: 'p.ino' }, board: { id: 'leonardo' }, chip: { id: 'atmega32u4' } },
    ]);
  });

  test('a sketch is for genie-base unless a board is named', async () => {
    const { host, file } = await hostWith();
    expect((await prepareSketch({ file }, host)).kit?.board.id).toBe('genie-base');
  });

  test('without a toolchain says what to install', async () => {
    const { host, file } = await hostWith(toolchain('a', false), toolchain('b', false));
    const report = await build({ file }, host);
    expect(report.ok).toBe(false);
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['toolchain-missing']);
    expect(report.diagnostics[0]?.message.fr).toContain('installe a');
  });

  test('the toolchain named is taken, or missed, or not known', async () => {
    const all = [toolchain('a', true), toolchain('b', true), toolchain('c', false)];
    expect(await chooseToolchain('b', all)).toBe(all[1]);
    expect(await chooseToolchain('c', all)).toMatchObject({ code: 'toolchain-missing' });
    expect(await chooseToolchain('d', all)).toMatchObject({
      code: 'toolchain-unknown',
      message: { en: expect.stringContaining('a, b, c') as string },
    });
  });
});
