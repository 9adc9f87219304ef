import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { migrate, type Migration } from '../../blocks/file/migrations.ts';
import { LIMITS, parseProgramFile, printProgramFile, readWorkspace } from '../../blocks/index.ts';
import { InternalError } from '../../compiler/diagnostics/internal-error.ts';
import { everyBlockFile, programFile, script, type Saved } from './saved-blocks.ts';

const base = { format: 'genie', version: 1, name: 'Essai', workspace: {} };
const parse = (json: unknown) => parseProgramFile(typeof json === 'string' ? json : JSON.stringify(json));
const codes = (json: unknown) => parse(json).diagnostics.map(({ code }) => code);

describe('parseProgramFile', () => {
  test('reads the smallest file', () => {
    expect(parse({ format: 'genie', version: 1 })).toEqual({
      diagnostics: [],
      file: {
        format: 'genie',
        version: 1,
        name: '',
        bricks: [],
        lists: [],
        messages: [],
        ownBlocks: [],
        workspace: {},
      },
    });
  });

  test('reads a file that begins with a byte order mark', () => {
    expect(codes(`\uFEFF${JSON.stringify(base)}`)).toEqual([]);
  });

  test.each(['', '{', 'bonjour', '{"format":"genie",', '\u0000', '[1,]'])(
    'says that %j is damaged',
    (text) => {
      const { file, diagnostics } = parse(text);
      expect(file).toBeUndefined();
      expect(diagnostics.map(({ code }) => code)).toEqual(['file-not-json']);
    },
  );

  test.each([
    ['', 'il est vide', 'it is empty'],
    ['bonjour', 'ligne 1, colonne 1 : Ce mot doit être', 'line 1, column 1: This word must'],
    ['{"format":"genie",', 'ligne 1, colonne 19 : Le fichier s’arrête', 'line 1, column 19: The file stops'],
    ['{\n"a":1\n"b":2}', 'ligne 2, colonne 6 : Il manque une virgule', 'line 2, column 6: A comma'],
    [`${'[1,'.repeat(40)}x`, 'ligne 1, colonne 121 : Ce mot', 'line 1, column 121: This word'],
  ])('says in both languages where %j is damaged', (text, fr, en) => {
    const message = parse(text).diagnostics[0]?.message;
    expect(message?.fr).toContain(fr);
    expect(message?.en).toContain(en);
    expect(message?.fr).not.toMatch(/JSON|Unexpected|\n/);
  });

  test('explains damage behind a text as long as a file may be', () => {
    const text = `{"a":"${'\\"x'.repeat(400_000)}" "b":1}`;
    expect(parse(text).diagnostics[0]?.message.en).toContain('A comma is missing here');
  });

  test.each([[[]], [{}], ['"genie"'], ['null'], [{ format: 'scratch', version: 1 }]])(
    'says that %j is no program of ours',
    (json) => {
      expect(parse(json).file).toBeUndefined();
      expect(codes(json)).toEqual(['file-not-genie']);
    },
  );

  test('kindly refuses a newer version', () => {
    const { file, diagnostics } = parse({ ...base, version: 7 });
    expect(file).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['file-newer']);
    expect(diagnostics[0]?.message.fr).toContain('(format 7)');
  });

  test('refuses a text of more than 2 MB and brackets without end', () => {
    expect(codes(JSON.stringify({ ...base, name: 'x'.repeat(LIMITS.fileBytes) }))).toEqual([
      'workspace-too-big',
    ]);
    expect(codes('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toEqual(['file-not-json']);
    expect(codes(`"${'['.repeat(50_000)}\\"${'['.repeat(50_000)}"`)).toEqual(['file-not-genie']);
  });

  test.each([
    [{ version: 0 }, 'version'],
    [{ version: '1' }, 'version'],
    [{ name: 7 }, 'name'],
    [{ name: 'x'.repeat(61) }, 'name'],
    [{ language: 'de' }, 'language'],
    [{ board: 7 }, 'board'],
    [{ kit: 7 }, 'kit'],
    [{ board: 'uno', kit: 'mien' }, 'board'],
    [{ workspace: [] }, 'workspace'],
    [{ bricks: {} }, 'bricks'],
    [{ bricks: [3] }, 'bricks[0]'],
    [{ bricks: [{ id: '', type: 'led', port: '1' }] }, 'bricks[0].id'],
    [{ bricks: [{ id: 'a', port: '1' }] }, 'bricks[0].type'],
    [{ bricks: [{ id: 'a', type: 'led' }] }, 'bricks[0].port'],
    [{ bricks: [{ id: 'a', type: 'led', port: '1', name: [] }] }, 'bricks[0].name'],
    [{ bricks: [{ id: 'a', type: 'led', port: '1', settings: 4 }] }, 'bricks[0].settings'],
    [{ bricks: [{ id: 'a', type: 'led', port: '1', settings: { N: null } }] }, 'bricks[0].settings.N'],
    [{ lists: [{ id: 'l', name: 'x', capacity: 101 }] }, 'lists[0].capacity'],
    [{ lists: [{ id: 'l', name: 'x', capacity: 1.5 }] }, 'lists[0].capacity'],
    [{ lists: [{ id: 'l', name: 4, capacity: 1 }] }, 'lists[0].name'],
    [
      {
        messages: [
          { id: 'm', name: 'a' },
          { id: 'm', name: 'b' },
        ],
      },
      'messages[1].id',
    ],
    [{ ownBlocks: [{ id: 'o', name: 'x', hasResult: 'oui' }] }, 'ownBlocks[0].hasResult'],
    [{ ownBlocks: [{ id: 'o', name: 'x', parameters: 1 }] }, 'ownBlocks[0].parameters'],
    [{ ownBlocks: [{ id: 'o', name: 'x', parameters: [{ id: 'p' }] }] }, 'ownBlocks[0].parameters[0].name'],
  ])('says where %j is not right', (fields, path) => {
    const { diagnostics } = parse({ ...base, ...fields });
    expect(diagnostics.map(({ code }) => code)).toEqual(['file-field']);
    expect(diagnostics[0]?.message.fr).toContain(`« ${path} »`);
  });

  test.each([
    ['bricks', LIMITS.bricks, { type: 'led', port: '1' }],
    ['lists', LIMITS.lists, { name: 'x', capacity: 1 }],
    ['messages', LIMITS.messages, { name: 'x' }],
    ['ownBlocks', LIMITS.ownBlocks, { name: 'x' }],
  ])('takes no more %s than %d', (key, limit, entry) => {
    const entries = Array.from({ length: limit + 1 }, (_, n) => ({ ...entry, id: `i${n}` }));
    expect(codes({ ...base, [key]: entries.slice(1) })).toEqual([]);
    expect(codes({ ...base, [key]: entries })).toEqual(['workspace-too-big']);
  });

  test('takes a kit by its name or whole, and a port’s number as its name', () => {
    expect(parse({ ...base, kit: 'mien' }).file?.kit).toBe('mien');
    expect(parse({ ...base, kit: { id: 'x' } }).file?.kit).toEqual({ id: 'x' });
    expect(parse({ ...base, bricks: [{ id: 'a', type: 'led', port: 2 }] }).file?.bricks[0]?.port).toBe('2');
  });

  test('leaves out keys to which JavaScript gives a meaning', () => {
    const text =
      '{"format":"genie","version":1,"__proto__":{"evil":1},"constructor":{"prototype":{"evil":1}},' +
      '"bricks":[{"id":"a","type":"led","port":"1","__proto__":{"evil":1},"settings":{"__proto__":1,"N":2}}],' +
      '"workspace":{"__proto__":{"evil":1},"blocks":{"blocks":[{"type":"event_start","__proto__":{"type":"x"}}]}}}';
    const { file, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
    expect(file && Object.getPrototypeOf(file)).toBe(Object.prototype);
    expect(file?.bricks).toEqual([{ id: 'a', type: 'led', port: '1', settings: { N: 2 } }]);
    expect(file && printProgramFile(file)).not.toMatch(/__proto__|constructor/);
  });
});

describe('printProgramFile', () => {
  test('gives back every block as it was', () => {
    const file = everyBlockFile(BRICK_TYPES);
    const again = parse(printProgramFile(file));
    expect(again.diagnostics).toEqual([]);
    expect(again.file).toEqual(file);
  });

  test('keeps fields that we don’t know, at every level', () => {
    const unknown = { origin: { tool: 'x', steps: [1, [2, {}], null] } };
    const raw = {
      ...unknown,
      ...base,
      bricks: [{ ...unknown, id: 'a', type: 'led', port: '1' }],
      lists: [{ ...unknown, id: 'l', name: 'x', capacity: 1 }],
      ownBlocks: [
        {
          ...unknown,
          id: 'o',
          name: 'x',
          parameters: [{ ...unknown, id: 'p', name: 'y' }],
          hasResult: false,
        },
      ],
      workspace: { ...unknown },
    };
    const { file } = parse(raw);
    const printed = file === undefined ? '' : printProgramFile(file);
    expect(JSON.parse(printed)).toEqual({ ...raw, messages: [] });
  });

  test('writes the same text for the same program, known fields first', () => {
    const file = parse({ zebra: 1, ...base, board: 'uno', language: 'en' }).file;
    const printed = file === undefined ? '' : printProgramFile(file);
    expect(Object.keys(JSON.parse(printed) as object)).toEqual([
      'format',
      'version',
      'name',
      'language',
      'board',
      'bricks',
      'lists',
      'messages',
      'ownBlocks',
      'workspace',
      'zebra',
    ]);
    const again = parse(printed).file;
    expect(again && printProgramFile(again)).toBe(printed);
  });

  test('writes a stack of 5 000 blocks that can be opened again', () => {
    let long: Saved = { type: 'timer_reset', id: 'last' };
    for (let count = 2; count < LIMITS.blocks; count++) {
      const inputs = { SECONDS: { shadow: { type: 'number_literal', id: `n${count}`, fields: { NUM: 1 } } } };
      long = { type: 'control_wait', id: `id-of-the-block-${count}`, inputs, next: { block: long } };
    }
    const file = programFile([{ type: 'event_start', next: { block: long } }]);
    const { file: again, diagnostics } = parse(printProgramFile(file));
    expect(diagnostics).toEqual([]);
    expect(again && readWorkspace(again, []).program.scripts[0]?.body).toHaveLength(LIMITS.blocks - 1);
  });

  test('indents for people, with small things on one line', () => {
    expect(printProgramFile(programFile([script()], { ownBlocks: [] }))).toBe(`{
  "format": "genie",
  "version": 1,
  "name": "Essai",
  "board": "genie-base",
  "bricks": [],
  "lists": [
    { "id": "l1", "name": "mesures", "capacity": 10 }
  ],
  "messages": [
    { "id": "m1", "name": "alerte" }
  ],
  "ownBlocks": [],
  "workspace": {
    "blocks": {
      "languageVersion": 0,
      "blocks": [
        { "type": "event_start" }
      ]
    },
    "variables": [
      { "id": "v1", "name": "compteur" }
    ]
  }
}
`);
  });
});

describe('migrate', () => {
  const steps = new Map<number, Migration>([
    [1, (file) => ({ ...file, title: 'b' })],
    [2, (file) => ({ ...file, pages: 1 })],
  ]);

  test('takes a file up one version at a time', () => {
    expect(migrate({ version: 1, name: 'a' }, 1, 3, steps)).toEqual({
      version: 3,
      name: 'a',
      title: 'b',
      pages: 1,
    });
    expect(migrate({ version: 2 }, 2, 3, steps)).toEqual({ version: 3, pages: 1 });
  });

  test('leaves a file of the newest version alone', () => {
    const file = { version: 3 };
    expect(migrate(file, 3, 3, steps)).toBe(file);
  });

  test('a missing step is our own mistake', () => {
    expect(() => migrate({}, 1, 4, steps)).toThrow(InternalError);
  });
});

describe('docs/genie-file.md', () => {
  test('its example opens without a word, means something, and is written as printProgramFile writes', () => {
    const page = readFileSync(new URL('../../docs/genie-file.md', import.meta.url), 'utf8');
    const example = /```json genie\n([^]*?)```/.exec(page)?.[1] ?? '';
    const { file, diagnostics } = parseProgramFile(example);
    expect(diagnostics).toEqual([]);
    if (file === undefined) throw new Error('no example');
    const { program, diagnostics: said } = readWorkspace(file, BRICK_TYPES);
    expect(said).toEqual([]);
    expect(program.scripts.map(({ trigger }) => trigger.kind)).toEqual(['start', 'forever']);
    expect(program.ownBlocks.map(({ name }) => name)).toEqual(['clignoter']);
    expect(JSON.parse(printProgramFile(file))).toEqual(JSON.parse(example));
  });
});
