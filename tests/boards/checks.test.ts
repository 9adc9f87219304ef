import { describe, expect, it } from 'vitest';
import { genieBase } from '../../boards/bases/genie-base.ts';
import { uno } from '../../boards/bases/uno.ts';
import { button } from '../../boards/bricks/button.ts';
import { buzzer } from '../../boards/bricks/buzzer.ts';
import { lcd } from '../../boards/bricks/lcd.ts';
import { ledStrip } from '../../boards/bricks/led-strip.ts';
import { checkBoard } from '../../boards/check-board.ts';
import { checkBrickType } from '../../boards/check-brick-type.ts';
import { checkChip } from '../../boards/check-chip.ts';
import { atmega328p } from '../../boards/chips/atmega328p.ts';
import { changed } from './change.ts';

type Case = readonly [string, readonly (string | number)[], unknown, string, string?];

/** What a check finds after one change of valid data: [code, path] of each, and words that are not for people. */
function found(check: typeof checkBoard, data: unknown, [, at, value]: Case): unknown {
  return check(changed(data, at, value)).map(({ code, path, message }) => {
    const words = `${message.fr} ${message.en}`;
    const unkind = /undefined|\[object|erreur|invalid/i.test(words) || message.fr === message.en;
    return unkind ? [code, path, words] : [code, path];
  });
}

/** Exactly one problem, with its code and path. */
const wanted = ([, at, , code, path]: Case): unknown => [[code, path ?? pathOf(at)]];

const pathOf = (steps: readonly (string | number)[]): string =>
  steps
    .map((step) => (/^\d+$/.test(String(step)) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

const BOARD_CASES: readonly Case[] = [
  ['a key nobody knows', ['colour'], 'blue', 'unknown-key'],
  ['no name', ['name'], undefined, 'missing-key'],
  ['a name in one language only', ['name', 'en'], undefined, 'missing-key'],
  ['a text for a number', ['clockHz'], 'fast', 'wrong-type'],
  ['half a pin', ['ports', 2, 'signals', 0, 'pin'], 2.5, 'wrong-type'],
  ['a clock faster than the chip allows', ['clockHz'], 40_000_000, 'out-of-range'],
  ['a chip nobody knows', ['chip'], 'z80', 'not-a-choice'],
  ['a port id with a space', ['ports', 0, 'id'], 'port 1', 'wrong-form'],
  ['no ports', ['ports'], [], 'wrong-length'],
  ['the same port id twice', ['ports', 1, 'id'], '1', 'id-twice'],
  ['a pin map to a chip pin that is not there', ['pins', '12'], 'PE4', 'unknown-chip-pin'],
  ['a name for a pin that is not there', ['pinNames', '99'], 'A9', 'unknown-pin'],
  ['two pins of one name', ['pinNames', '15'], 'A0', 'id-twice'],
  ['a built-in LED on no pin', ['builtInLed'], 77, 'unknown-pin'],
  ['a port on no pin', ['ports', 2, 'signals', 0, 'pin'], 99, 'unknown-pin'],
  ['a port on the USB pins', ['ports', 0, 'signals', 1, 'pin'], 1, 'usb-pin'],
  [
    'a capability the pin does not have',
    ['ports', 0, 'signals', 1, 'capabilities'],
    ['digital-out', 'pwm'],
    'pin-lacks-capability',
    'ports[0].signals[1].capabilities[1]',
  ],
  ['a port with one pin twice', ['ports', 0, 'signals', 1, 'pin'], 5, 'pin-twice'],
  ['more flash than there is', ['upload', 'maxFlashBytes'], 40_000, 'more-than-the-flash'],
];

describe('the board check', () => {
  it.each(BOARD_CASES.map((broken) => [broken[0], broken] as const))('finds %s', (_, broken) => {
    expect(found(checkBoard, genieBase, broken)).toEqual(wanted(broken));
  });

  it('finds I2C wires outside a bus port', () => {
    const codes = checkBoard(changed(genieBase, ['ports', 3, 'bus'], undefined)).map(({ code }) => code);
    expect(codes).toEqual(['i2c-without-bus', 'i2c-without-bus']);
  });

  it('finds a bus port without SDA and SCL', () => {
    const signals = [{ pin: 5, capabilities: ['digital-out'] }];
    const problems = checkBoard(changed(genieBase, ['ports', 3, 'signals'], signals));
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['bus-needs-sda-scl', 'ports[3].bus']]);
  });

  it('names the pin and what it cannot do', () => {
    const problems = checkBoard({
      ...uno,
      ports: [{ id: 'A0', signals: [{ pin: 14, capabilities: ['pwm'] }] }],
    });
    expect(problems[0]?.message.en).toBe('A0 cannot set a power level (PWM).');
  });

  it.each([undefined, null, 3, 'uno', [], new Map()])('answers with problems for %s', (value) => {
    expect(checkBoard(value).length).toBeGreaterThan(0);
    expect(checkChip(value).length).toBeGreaterThan(0);
    expect(checkBrickType(value).length).toBeGreaterThan(0);
  });
});

const CHIP_CASES: readonly Case[] = [
  ['half a flash page', ['flash', 'bytes'], 32_700, 'not-whole-pages'],
  ['a role on a timer that is not there', ['timerRoles', 'tone'], 4, 'unknown-timer'],
  ['a vector number twice', ['vectors', 3, 'number'], 1, 'id-twice'],
  ['a vector name twice', ['vectors', 3, 'name'], 'INT0_vect', 'id-twice'],
  ['a signature of two bytes', ['signature'], [0x1e, 0x95], 'missing-key', 'signature[2]'],
  ['a pin whose PWM channel leads elsewhere', ['pins', 'PB0', 'pwm'], '1A', 'channel-mismatch'],
];

describe('the chip check', () => {
  it.each(CHIP_CASES.map((broken) => [broken[0], broken] as const))('finds %s', (_, broken) => {
    expect(found(checkChip, atmega328p, broken)).toEqual(wanted(broken));
  });

  it('finds a timer channel on a pin that is not there', () => {
    const problems = checkChip(changed(atmega328p, ['timers', 2, 'channels', 'A'], 'PE7'));
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['unknown-pin', 'timers[2].channels.A'],
      ['channel-mismatch', 'pins.PB3.pwm'],
    ]);
  });

  it('finds a timer given twice', () => {
    const problems = checkChip(changed(atmega328p, ['timers', 3], atmega328p.timers[2]));
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['id-twice', 'timers[3].id']]);
  });
});

const time = ['actions', 0, 'lasts', 'parameter'] as const;
const BUZZER_CASES: readonly Case[] = [
  ['a length of time that is no parameter', time, 'MINUTES', 'unknown-parameter'],
  ['a text without its parameter', ['actions', 0, 'text', 'fr'], '%BRICK jouer %NOTE', 'text-hole'],
  ['a text with a hole too many', ['actions', 3, 'text', 'en'], '%BRICK be %HOW', 'text-hole'],
  ['two actions of one id', ['actions', 1, 'id'], 'note', 'id-twice'],
  [
    'two parameters of one id',
    ['actions', 0, 'parameters', 2],
    buzzer.actions[0]?.parameters[1],
    'id-twice',
    'actions[0].parameters[2].id',
  ],
  [
    'a default that is not in the menu',
    ['actions', 0, 'parameters', 0, 'type', 'default'],
    'H',
    'default-outside',
  ],
  [
    'a menu with one value twice',
    ['actions', 0, 'parameters', 0, 'type', 'options', 1, 'value'],
    'C4',
    'id-twice',
  ],
];
const OTHER_CASES: readonly (readonly [unknown, Case])[] = [
  [button, ['an event of a reading that is not there', ['events', 0, 'reading'], 'held', 'unknown-reading']],
  [button, ['a lower-case setting', ['settings', 0, 'id'], 'level', 'wrong-form']],
  [lcd, ['I2C wires without a bus', ['bus'], undefined, 'bus-mismatch']],
  [ledStrip, ['a default beyond the range', ['settings', 0, 'type', 'default'], 61, 'default-outside']],
  [ledStrip, ['a range upside down', ['settings', 0, 'type', 'min'], 70, 'empty-range', 'settings[0].type']],
  [
    ledStrip,
    ['storage of a setting that is not there', ['driver', 'storage', 'setting'], 'SIZE', 'unknown-setting'],
  ],
];

describe('the brick check', () => {
  it.each(BUZZER_CASES.map((broken) => [broken[0], broken] as const))('finds %s', (_, broken) => {
    expect(found(checkBrickType, buzzer, broken)).toEqual(wanted(broken));
  });
  it.each(OTHER_CASES.map(([data, broken]) => [broken[0], data, broken] as const))(
    'finds %s',
    (_, data, broken) => {
      expect(found(checkBrickType, data, broken)).toEqual(wanted(broken));
    },
  );
});
