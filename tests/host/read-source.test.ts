import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFiles, type HostFiles } from '../../app/host/host-files.ts';
import { LIMITS, readSource, readText } from '../../app/host/read-source.ts';
import { temporaryFolder } from '../toolchains/test-environment.ts';

const failing = (code: string): HostFiles => ({
  ...nodeFiles,
  facts: () => Promise.reject(Object.assign(new Error('no'), { code })),
});

describe('reading what the user names', () => {
  test('an .ino alone, and with its tabs when its folder has its name', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'robot'));
    for (const path of [
      'robot/robot.ino',
      'robot/go.ino',
      'robot/a.h',
      'robot/notes.txt',
      'alone.ino',
      'x.ino',
    ])
      await writeFile(join(folder, path), `// ${path}\n`);
    const alone = await readSource(join(folder, 'alone.ino'), nodeFiles);
    expect(alone).toMatchObject({ ok: true, value: { sketch: { main: 'alone.ino', files: [{}] } } });
    const robot = await readSource(join(folder, 'robot', 'robot.ino'), nodeFiles);
    expect(robot).toEqual(await readSource(join(folder, 'robot'), nodeFiles));
    if (!robot.ok || robot.value.kind !== 'sketch') throw new Error('not a sketch');
    expect(robot.value.sketch.files.map(({ path }) => path)).toEqual(['a.h', 'go.ino', 'robot.ino']);
  });

  test('a program is text with a name; a byte order mark is not part of it', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'Élève 1.genie'), '\uFEFF{}');
    expect(await readSource(join(folder, 'Élève 1.genie'), nodeFiles)).toMatchObject({
      value: { kind: 'program', text: '{}', name: 'Élève 1' },
    });
  });

  test.each(['ENOENT', 'EACCES', 'ELOOP', 'EMFILE', 'EIO'])('%s is said in both languages', async (code) => {
    const { ok, diagnostics } = await readSource('x.genie', failing(code));
    expect(ok).toBe(false);
    expect(diagnostics[0]).toMatchObject({ code: 'file-unreadable', severity: 'error' });
    expect(diagnostics[0]?.message.fr).not.toBe(diagnostics[0]?.message.en);
  });

  test('a failure without a code is our bug and is not hidden', async () => {
    const broken = { ...nodeFiles, facts: () => Promise.reject(new RangeError('bug')) };
    await expect(readSource('x.genie', broken)).rejects.toThrow('bug');
  });

  test('never asks for more than the limit, even when the file grows meanwhile', async () => {
    const asked: number[] = [];
    const growing: HostFiles = {
      ...nodeFiles,
      facts: () => Promise.resolve({ kind: 'file', bytes: 1 }),
      read: (_, limit) => {
        asked.push(limit);
        return Promise.resolve(new Uint8Array([123, 125]));
      },
    };
    expect(await readText('x.genie', growing)).toMatchObject({ ok: true, value: '{}' });
    expect(asked).toEqual([LIMITS.fileBytes]);
  });

  test('a name with a zero byte is not a file’s name', async () => {
    const { diagnostics } = await readSource('a\0b.genie', nodeFiles);
    expect(diagnostics[0]?.code).toBe('file-unreadable');
  });

  test('a sketch of too many or too large files is refused', async () => {
    const folder = join(await temporaryFolder(), 's');
    await mkdir(folder);
    const many: HostFiles = {
      ...nodeFiles,
      facts: (path) => Promise.resolve({ kind: path === folder ? 'folder' : 'file', bytes: 10 }),
      list: () => Promise.resolve(['s.ino', ...Array.from({ length: 400 }, (_, index) => `f${index}.h`)]),
    };
    expect((await readSource(folder, many)).diagnostics[0]?.message.en).toContain('300 at most');
    const large: HostFiles = {
      ...many,
      list: () => Promise.resolve(['s.ino', 'a.h', 'b.h']),
      read: () => Promise.resolve(new Uint8Array(4 * 1024 * 1024).fill(32)),
    };
    expect((await readSource(folder, large)).diagnostics[0]?.message.en).toContain('8 at most');
  });
});
