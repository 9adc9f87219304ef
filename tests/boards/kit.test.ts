import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { checkBoard } from '../../boards/check-board.ts';
import { checkBrickType } from '../../boards/check-brick-type.ts';
import { FAMILIES, familyOf } from '../../boards/families.ts';
import { parseKit } from '../../boards/kit/parse-kit.ts';
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import type { Kit } from '../../boards/types.ts';

const documentation = readFileSync(new URL('../../docs/kit-files.md', import.meta.url), 'utf8');
const example = /```json\n([^`]+)```/.exec(documentation)?.[1] ?? '';

const kitOf = (text: string): Kit => {
  const { kit, problems } = parseKit(text);
  if (kit === undefined) throw new Error(JSON.stringify(problems, undefined, 1));
  return kit;
};

/** A kit file with some members replaced; a member that is undefined is left out. */
const file = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ format: 'genie-kit', version: 1, id: 'box', name: 'Box', basedOn: 'uno', ...changes });

const brief = (text: string) => parseKit(text).problems.map(({ code, path }) => [code, path]);

describe('the example of the documentation', () => {
  const kit = kitOf(example);

  it('is a kit whose board and bricks pass the checks', () => {
    expect(checkBoard(kit.board)).toEqual([]);
    expect(kit.bricks.flatMap(checkBrickType)).toEqual([]);
    expect(kit.name).toEqual({ fr: 'La boîte de la 5e B', en: "Class 5B's box" });
  });

  it('has the families it names', () => {
    expect(kit.board.ports.map((port) => `${familyOf(port).shape} ${port.id}`)).toEqual([
      '● 1',
      '● 2',
      '◆ 3',
      '▲ 4',
      '▲ 5',
      '■ 6',
      '⬟ 7',
    ]);
  });

  it('has the bricks it names, with their own names and settings', () => {
    expect(kit.bricks.map(({ id }) => id)).toEqual([
      'led',
      'servo',
      'buzzer',
      'potentiometer',
      'joystick',
      'lcd',
      'bell',
      'button',
    ]);
    const bell = kit.bricks.find(({ id }) => id === 'bell');
    expect(bell?.name.fr).toBe('Sonnette');
    expect(bell?.driver.class).toBe('Button');
    expect(bell?.settings[0]?.type.default).toBe('low');
    expect(kit.bricks.find(({ id }) => id === 'lcd')?.settings[0]?.type.default).toBe('0x3F');
  });

  it('keeps what the board is', () => {
    expect(kit.board).toMatchObject({ id: 'nano', chip: 'atmega328p', template: 'nano' });
  });
});

describe('the documentation in French', () => {
  const french = readFileSync(new URL('../../docs/kit-files.fr.md', import.meta.url), 'utf8');
  const words = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? ''))]
      .filter((word) => !word.startsWith('genie '))
      .toSorted();

  it('has the same example, and names the same things', () => {
    expect(french).toContain(example);
    expect(words(french)).toEqual(words(documentation));
  });
});

describe('the tables of the documentation', () => {
  it('name every board, family and brick', () => {
    const words = new Set([...documentation.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? ''));
    const ids = [...BOARDS, ...Object.values(FAMILIES), ...BRICK_TYPES].map(({ id }) => id);
    expect(ids.filter((id) => !words.has(id))).toEqual([]);
  });

  it.each(BRICK_TYPES.map((type) => [type.id, type] as const))(
    'tell the wires and settings of %s',
    (id, type) => {
      const row = documentation
        .split('\n')
        .find((line) => line.startsWith(`| \`${id}\``) && line.includes('-'));
      const wires = type.signals.map(({ needs }) => needs.map((need) => `\`${need}\``).join(' + '));
      // I2C's two wires are written as a pair, the others in cable order after semicolons.
      expect(row).toContain(wires.join(type.bus === undefined ? '; ' : ', '));
      for (const setting of type.settings) expect(row).toContain(`\`${setting.id}\``);
    },
  );
});

describe('a kit file', () => {
  it('needs no more than a name and a board: then it has that board’s ports and every brick', () => {
    const kit = kitOf(file());
    expect(kit.board).toEqual(BOARDS.find(({ id }) => id === 'uno'));
    expect(kit.bricks).toEqual(BRICK_TYPES);
  });

  it('takes pins by name, by small letters and by number', () => {
    const ports = [{ id: 1, pins: ['D5', 'd6', 7, '8', 'a0'] }];
    expect(kitOf(file({ ports })).board.ports[0]?.signals.map(({ pin }) => pin)).toEqual([5, 6, 7, 8, 14]);
  });

  it('takes a name in one language for both', () => {
    expect(kitOf(file({ name: { fr: 'Boîte' } })).name).toEqual({ fr: 'Boîte', en: 'Boîte' });
  });

  it('may start with a byte order mark', () => {
    expect(parseKit(`\uFEFF${file()}`).problems).toEqual([]);
  });

  it('without a family offers all but I2C', () => {
    const [port] = kitOf(file({ ports: [{ id: 'x', pins: ['A4'] }] })).board.ports;
    expect(port?.signals[0]?.capabilities).toEqual(['digital-in', 'digital-out', 'analog-in']);
  });

  it('with an I2C family is a bus that an LCD fits', () => {
    const ports = [
      { id: '1', pins: ['A4', 'A5'], family: 'i2c' },
      { id: '2', pins: ['A4', 'A5'], family: 'i2c' },
    ];
    const kit = kitOf(file({ ports, bricks: ['lcd'] }));
    expect(portsThatFit(kit, { id: 'lcd' }, []).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('may use D0 and D1 on a Leonardo, whose USB is elsewhere', () => {
    expect(
      parseKit(file({ basedOn: 'leonardo', ports: [{ id: '1', pins: ['D0', 'D1'] }] })).problems,
    ).toEqual([]);
  });
});

const port = (changes: Readonly<Record<string, unknown>>) => ({
  ports: [{ id: '1', pins: ['D5', 'D4'], family: 'output', ...changes }],
});

const MISTAKES: readonly (readonly [string, string, string, string])[] = [
  ['an unknown member', file({ prots: [] }), 'unknown-key', 'prots'],
  ['no id', file({ id: undefined }), 'missing-key', 'id'],
  ['no format', file({ format: undefined }), 'missing-key', 'format'],
  ['another format', file({ format: 'genie' }), 'wrong-format', 'format'],
  ['a newer version', file({ version: 2 }), 'wrong-version', 'version'],
  ['an id with capitals', file({ id: 'My box' }), 'bad-id', 'id'],
  ['an id of ours', file({ id: 'uno' }), 'id-taken', 'id'],
  ['an empty name', file({ name: ' ' }), 'bad-name', 'name'],
  ['a name of two lines', file({ name: { fr: 'a\nb' } }), 'bad-name', 'name.fr'],
  ['a name in no language', file({ name: {} }), 'missing-key', 'name'],
  ['a name that is a number', file({ name: 5 }), 'wrong-type', 'name'],
  ['a board nobody knows', file({ basedOn: 'unoo' }), 'unknown-board', 'basedOn'],
  ['ports that are no list', file({ ports: {} }), 'wrong-type', 'ports'],
  ['no ports in the list', file({ ports: [] }), 'no-ports', 'ports'],
  ['too many ports', file({ ports: manyPorts(65) }), 'too-many', 'ports'],
  ['a port that is a text', file({ ports: ['D5'] }), 'wrong-type', 'ports[0]'],
  ['a port without pins', file(port({ pins: undefined })), 'missing-key', 'ports[0].pins'],
  ['a port with an empty list of pins', file(port({ pins: [] })), 'no-pins', 'ports[0].pins'],
  ['a port id with a space', file(port({ id: 'port 1' })), 'bad-port-id', 'ports[0].id'],
  ['a pin that is not there', file(port({ pins: ['D55'] })), 'unknown-pin', 'ports[0].pins[0]'],
  ['a pin number that is not there', file(port({ pins: [5, 1e9] })), 'unknown-pin', 'ports[0].pins[1]'],
  ['a pin that is a truth', file(port({ pins: [true] })), 'wrong-type', 'ports[0].pins[0]'],
  ['a USB pin', file(port({ pins: ['D5', 'D1'] })), 'usb-pin', 'ports[0].pins[1]'],
  ['a pin twice in a port', file(port({ pins: ['D5', 5] })), 'pin-twice', 'ports[0].pins[1]'],
  ['a family nobody knows', file(port({ family: 'outputs' })), 'unknown-family', 'ports[0].family'],
  [
    'an output whose first pin has no PWM',
    file(port({ pins: ['D4'] })),
    'pin-lacks-family',
    'ports[0].pins[0]',
  ],
  [
    'I2C pins in the wrong order',
    file(port({ family: 'i2c', pins: ['A4', 'D2'] })),
    'i2c-pins',
    'ports[0].pins[1]',
  ],
  ['an I2C port of one pin', file(port({ family: 'i2c', pins: ['A4'] })), 'i2c-pins', 'ports[0].pins'],
  ['no bricks in the list', file({ bricks: [] }), 'no-bricks', 'bricks'],
  ['a brick nobody knows', file({ bricks: ['lasre'] }), 'unknown-brick', 'bricks[0]'],
  ['a brick without a kind', file({ bricks: [{ id: 'bell' }] }), 'missing-key', 'bricks[0].brick'],
  ['a brick twice', file({ bricks: ['led', 'led'] }), 'brick-id-twice', 'bricks[1]'],
  ['an own id with a space', file({ bricks: [{ brick: 'led', id: 'my led' }] }), 'bad-id', 'bricks[0].id'],
  [
    'a setting nobody knows',
    file({ bricks: [{ brick: 'button', settings: { level: 'low' } }] }),
    'unknown-key',
    'bricks[0].settings.level',
  ],
  [
    'a setting out of range',
    file({ bricks: [{ brick: 'led-strip', settings: { COUNT: 900 } }] }),
    'setting-out-of-range',
    'bricks[0].settings.COUNT',
  ],
  ['a brick no port fits', file({ ...port({}), bricks: ['led', 'lcd'] }), 'brick-fits-nowhere', 'bricks[1]'],
  ['a member twice', file().replace('"version"', '"id":"a","version"'), 'key-twice', 'id'],
  ['a prototype’s name', file().replace('"id"', '"__proto__":{},"id"'), 'forbidden-key', '__proto__'],
  ['a constructor', file({ constructor: 1 }), 'forbidden-key', 'constructor'],
  ['a list for the whole', '[]', 'wrong-type', ''],
  ['nothing', '', 'not-json', ''],
  ['a comma too many in an object', '{"id": "a",}', 'not-json', ''],
  ['a comma too many in a list', '{"ports": [1,]}', 'not-json', ''],
  ['a missing comma', '{"id": "a" "name": "b"}', 'not-json', ''],
  ['curly quotes', '{“id”: “a”}', 'not-json', ''],
  ['an open text', '{"id": "a', 'not-json', ''],
  ['a file that stops', '{"id": ', 'not-json', ''],
  ['a second value', '{} {}', 'not-json', ''],
  ['deep brackets', '['.repeat(100_000), 'too-deep', ''],
  ['a huge file', `"${'x'.repeat(200_001)}"`, 'too-big', ''],
];

function manyPorts(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `p${index}`, pins: ['D5'] }));
}

describe('a kit file with a mistake', () => {
  it.each(MISTAKES)('explains %s', (_, text, code, path) => {
    const { kit, problems } = parseKit(text);
    expect(kit).toBeUndefined();
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
    for (const { message, suggestion, line, column } of problems) {
      for (const words of [message, ...(suggestion === undefined ? [] : [suggestion])]) {
        expect(words.fr).not.toBe(words.en);
        expect(`${words.fr} ${words.en}`).not.toMatch(/undefined|\[object|erreur|invalid/i);
      }
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
    }
  });

  it('proposes the nearest pin, board, brick, family, key and setting', () => {
    const suggestions = (text: string): (string | undefined)[] =>
      parseKit(text).problems.map(({ suggestion }) => suggestion?.fr);
    expect(suggestions(file(port({ pins: ['AO'] })))).toEqual(['Tu veux dire "A0" ?']);
    for (const word of ['~5', '5~', 'Pin 5', 'broche D5', 'd 5'])
      expect(suggestions(file(port({ pins: [word] })))).toEqual(['Tu veux dire "D5" ?']);
    expect(suggestions(file(port({ pins: ['D55'] })))).toEqual(['Possible ici : D2–D13, A0–A5.']);
    expect(suggestions(file({ basedOn: 'unoo' }))).toEqual(['Tu veux dire "uno" ?']);
    expect(suggestions(file({ bricks: ['Boutton'] }))).toEqual(['Tu veux dire "button" ?']);
    expect(suggestions(file({ bricks: ['ecran lcd'] }))).toEqual(['Tu veux dire "lcd" ?']);
    for (const word of ['outputs', 'sortie', 'Sortie', '●'])
      expect(suggestions(file(port({ family: word })))).toEqual(['Tu veux dire "output" ?']);
    expect(suggestions(file({ basedOn: 'Arduino Uno' }))).toEqual(['Tu veux dire "uno" ?']);
    for (const address of ['0x3f', 63, '63'])
      expect(suggestions(file({ bricks: [{ brick: 'lcd', settings: { ADDRESS: address } }] }))).toEqual([
        'Tu veux dire "0x3F" ?',
      ]);
    expect(suggestions(file({ prots: [] }))).toEqual(['Tu veux dire "ports" ?']);
    expect(suggestions(file({ bricks: [{ brick: 'button', settings: { level: 'low' } }] }))).toEqual([
      'Tu veux dire "LEVEL" ?',
    ]);
    expect(suggestions(file(port({ pins: ['D4'] })))).toEqual([
      'Celles qui savent : D3, D5, D6, D9, D10, D11.',
    ]);
    expect(suggestions(file(port({ family: 'i2c', pins: ['A5'] })))[0]).toBe(
      'Sur ce circuit : ["A4", "A5"].',
    );
  });

  it('knows the I2C pins by the names printed beside them', () => {
    const kit = kitOf(file(port({ family: 'i2c', pins: ['SDA', 'SCL'] })));
    expect(kit.board.ports[0]?.signals.map(({ pin }) => pin)).toEqual([18, 19]);
  });

  it('says which board the pin is missing on', () => {
    expect(parseKit(file(port({ pins: ['D55'] }))).problems[0]?.message.fr).toBe(
      '« D55 » n’existe pas sur ce circuit (Arduino Uno).',
    );
  });

  it('shows every mistake at once, each with its line and column', () => {
    const text = `{
  "format": "genie-kit",
  "version": 3,
  "id": "box",
  "name": "Box",
  "basedOn": "nano",
  "ports": [
    { "id": "1", "pins": ["D55", "D4"] },
    { "id": "1", "pins": ["D5"], "colour": "blue" }
  ],
  "bricks": ["led",
    "lasser"]
}`;
    const places = parseKit(text).problems.map(({ code, line, column }) => [code, line, column]);
    expect(places).toEqual([
      ['wrong-version', 3, 14],
      ['unknown-pin', 8, 27],
      ['port-id-twice', 9, 13],
      ['unknown-key', 9, 34],
      ['unknown-brick', 12, 5],
    ]);
  });

  it('looks at the ports too when the board is misspelled, as the board that is meant', () => {
    const ports = [
      { id: '1', pins: ['D5', 'D77'] },
      { id: '1', pins: ['D6'], family: 'outputt' },
    ];
    expect(brief(file({ basedOn: 'nanno', ports }))).toEqual([
      ['unknown-board', 'basedOn'],
      ['unknown-pin', 'ports[0].pins[1]'],
      ['port-id-twice', 'ports[1].id'],
      ['unknown-family', 'ports[1].family'],
    ]);
    expect(brief(file({ basedOn: 'zzzzzz', ports })).map(([code]) => code)).not.toContain('unknown-pin');
    expect(brief(file({ basedOn: undefined, ports })).map(([code]) => code)).toContain('port-id-twice');
  });

  it('leaves Object.prototype alone', () => {
    const evil = file().replace('"id"', '"__proto__":{"polluted":true},"id"');
    parseKit(evil);
    parseKit(
      file({ bricks: [{ brick: 'led', settings: JSON.parse('{"__proto__":{"polluted":1}}') as unknown }] }),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('lists at most a hundred problems', () => {
    const ports = manyPorts(60).map((entry) => ({ ...entry, pins: ['X', 'Y', 'Z'] }));
    expect(brief(file({ ports }))).toHaveLength(100);
  });
});
