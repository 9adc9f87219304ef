/** Expressions as C++: precedence, widths on a chip whose int has 16 bits, temporaries, conversions. */
import { describe, expect, it } from 'vitest';
import type { Expression, Statement } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { checkSyntax } from '../../agreement/check-syntax.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { BRICKS, setupLines, turnLines, made } from '../compile-blocks.ts';

/** Sets up variables of known widths, then gives what becomes of the value. */
const WIDTHS: readonly Statement[] = [
  b.set('small', b.reading('light', 'percent')),
  b.set('medium', b.reading('light', 'value')),
  b.set('minus', -300),
  b.set('large', 100_000),
  b.set('part', 0.5),
  b.set('yes', true),
  b.set('mot', 'w'),
];
const cpp = (value: b.Simple, parts: Partial<b.Parts> = {}): string => {
  const lines = setupLines([...WIDTHS, b.plot('x', 0), b.print(value)], parts);
  return (/Serial\.print\((.*)\);$/.exec(lines.at(-1) ?? '') ?? [])[1] ?? lines.join('\n');
};
const { op, v } = b;

describe('parentheses', () => {
  it.each<[Expression, string]>([
    [op('add', op('multiply', v('small'), 2), 1), 'small * 2 + 1'],
    [op('multiply', op('add', v('small'), 2), 3), '(small + 2) * 3'],
    [op('subtract', v('small'), op('subtract', v('small'), 1)), 'small - (small - 1)'],
    [op('subtract', op('subtract', v('small'), 1), 2), 'small - 1 - 2'],
    [op('negate', op('negate', v('small'))), '-(-small)'],
    [op('negate', op('add', v('small'), 1)), '-(small + 1)'],
    [op('subtract', v('small'), -5), 'small - -5'],
    [op('divide', op('add', v('small'), 1), 2), 'Text((small + 1) / 2.0).chars()'],
  ])('stand where C++ needs them: %#', (value, expected) => expect(cpp(value)).toBe(expected));

  const a = op('less', v('small'), 1);
  const c = op('greater', v('medium'), 2);
  it.each<[Expression, string]>([
    [op('and', op('and', a, c), a), 'small < 1 && medium > 2 && small < 1'],
    [op('and', a, op('and', c, a)), 'small < 1 && medium > 2 && small < 1'],
    [op('or', op('and', a, c), a), '(small < 1 && medium > 2) || small < 1'],
    [op('and', op('or', a, c), a), '(small < 1 || medium > 2) && small < 1'],
    [op('not', a), '!(small < 1)'],
    [op('not', v('small')), '!(small != 0)'],
    [op('equal', a, c), '(small < 1) == (medium > 2)'],
    [op('not', op('equal', v('mot'), 'x')), '!mot.equals(F("x"))'],
  ])('make logic readable: %#', (value, expected) => {
    expect(cpp(value)).toBe(`${expected} ? F("true") : F("false")`);
  });

  it('stand around a choice inside a choice', () => {
    expect(cpp(op('choose', v('yes'), op('choose', v('yes'), 1, 2), 3))).toBe('yes ? (yes ? 1 : 2) : 3');
    expect(cpp(op('choose', v('yes'), op('choose', v('yes'), v('mot'), 'a'), 'b'))).toBe(
      '(yes ? (yes ? mot : Text(F("a"))) : Text(F("b"))).chars()',
    );
  });
});

describe('whole arithmetic', () => {
  it.each<[Expression, string]>([
    [op('multiply', v('small'), v('small')), 'small * small'],
    [op('multiply', v('medium'), v('medium')), '(long)medium * medium'],
    [op('multiply', v('medium'), 100), 'medium * 100L'],
    [op('multiply', 100, v('medium')), '100L * medium'],
    [op('add', v('medium'), 31_744), 'medium + 31744'],
    [op('add', v('medium'), 31_745), 'medium + 31745L'],
    [op('add', v('medium'), 40_000), 'medium + 40000'],
    [op('multiply', v('large'), 2), 'large * 2'],
    [op('multiply', v('large'), v('large')), 'multiplySafely(large, large)'],
    [op('add', v('large'), 2_147_483_647), 'addSafely(large, 2147483647)'],
    [op('negate', v('minus')), '-minus'],
    [op('negate', -32_768), '-(-32768)'],
    [op('subtract', v('minus'), 32_700), 'minus - 32700L'],
    [op('multiply', 300, 300), '300 * 300L'],
    [op('remainder', v('small'), 7), 'small % 7'],
    [op('remainder', v('minus'), 7), 'remainderOf(minus, 7)'],
    [op('remainder', v('small'), v('small')), 'remainderOf(small, small)'],
    [op('remainder', v('medium'), 40_000), 'medium % 40000'],
    [op('add', op('greater', v('small'), 1), 1), '(small > 1) + 1'],
  ])('is as wide as its exact result: %#', (value, expected) => expect(cpp(value)).toBe(expected));

  it('is wide enough inside a comparison', () => {
    expect(cpp(op('greater', op('multiply', v('medium'), v('medium')), v('small')))).toBe(
      '(long)medium * medium > small ? F("true") : F("false")',
    );
  });
  it('does not become unsigned with colours', () => {
    expect(cpp(op('add', b.colour(0xff00), 1))).toBe('0x00FF00L + 1');
    expect(cpp(op('less', op('mixColour', 1, 2, 3), v('minus')))).toBe(
      '(long)mixColour(1, 2, 3) < minus ? F("true") : F("false")',
    );
  });
  it('rounds decimal literals at once', () => {
    expect(cpp(op('isDivisible', v('small'), 2.5))).toBe('small % 3 == 0 ? F("true") : F("false")');
  });
});

describe('decimals', () => {
  it.each<[Expression, string]>([
    [op('divide', 7, 2), '7 / 2.0'],
    [op('divide', v('small'), v('large')), 'divide(small, large)'],
    [op('divide', v('small'), 1e-50), 'divide(small, 1e-50)'],
    [op('divide', v('small'), 0), 'divide(small, 0)'],
    [op('add', v('small'), 0.5), 'small + 0.5'],
    [op('remainder', v('part'), 2), 'decimalRemainderOf(part, 2)'],
  ])('divide and add as such: %#', (value, expected) => expect(cpp(value)).toBe(`Text(${expected}).chars()`));
});

describe('texts', () => {
  it.each<[Expression, string]>([
    [op('join', 'a', 1, true), 'Text(F("a")).add(1).add(true ? F("true") : F("false")).chars()'],
    [op('join', 0), 'Text(0).chars()'],
    [op('join', v('yes'), 0.5), 'Text(yes ? F("true") : F("false")).add(0.5).chars()'],
    [op('join', '', ''), 'Text(F("")).add(F("")).chars()'],
    [op('textLength', 'abc'), 'Text(F("abc")).length()'],
    [op('letterAt', v('mot'), 1.5), 'mot.letter(2).chars()'],
    [op('toTextDecimals', v('part'), 2), 'Text().addDecimals(part, 2).chars()'],
    [op('upperCase', v('mot')), 'mot.upper().chars()'],
  ])('are made by themselves: %#', (value, expected) => expect(cpp(value)).toBe(expected));

  it('compare by order of bytes', () => {
    expect(cpp(op('less', v('mot'), 'b'))).toBe('mot.compare(F("b")) < 0 ? F("true") : F("false")');
    expect(cpp(op('notEqual', 'a', 'b'))).toBe('!Text(F("b")).equals(F("a")) ? F("true") : F("false")');
  });
});

const counting = b.ownBlock('tick', [], true, b.change('n', 1), b.giveBack(v('n')));
const waiting = b.ownBlock('nap', ['p'], true, b.wait(1), b.giveBack(b.parameter('p')));
const gives = (value: Expression): string[] =>
  turnLines(b.atStart(b.line(value)), {
    ownBlocks: [counting, waiting, b.ownBlock('pure', [], true, b.giveBack(3))],
  });

describe('a temporary', () => {
  it('keeps what a later call could change', () => {
    expect(gives(op('add', v('n'), b.call('tick')))).toEqual([
      'long value1 = n;',
      'Serial.println(addSafely(value1, tick()));',
    ]);
  });
  it('keeps the first of two calls that change things', () => {
    expect(gives(op('subtract', b.call('tick'), b.call('tick')))[0]).toBe('long value1 = tick();');
  });
  it('is not needed for numbers, nor beside calls that change nothing', () => {
    expect(gives(op('add', 1, b.call('tick')))).toEqual(['Serial.println(addSafely(1, tick()));']);
    expect(gives(op('less', v('n'), b.call('pure')))).toEqual([
      'Serial.println(n < pure() ? F("true") : F("false"));',
    ]);
  });
  it('lasts where a wait comes between', () => {
    expect(gives(op('add', b.reading('light', 'value'), b.call('nap', 5)))).toEqual([
      'static int value1;',
      'static NapFrame call1;',
      'static byte result1;',
      'SCRIPT_BEGIN(script1);',
      'value1 = lightSensor6.read();',
      'call1.p = 5;',
      'call1.step = 0;',
      'SCRIPT_CALL_ONCE(script1, 1, nap(script1, call1));',
      'result1 = call1.result;',
      'Serial.println(value1 + result1);',
      'SCRIPT_END_ONCE(script1);',
    ]);
  });
  it('keeps the result of each of two calls of one block that waits', () => {
    const lines = gives(op('add', b.call('nap', 5), b.call('nap', b.call('nap', 6))));
    expect(lines.filter((line) => line.includes('call1.result'))).toHaveLength(3);
    expect(lines).toContain('call1.p = result2;');
    expect(lines).toContain('Serial.println(result1 + result3);');
  });
  it('is used only when it is needed: the right side of and waits', () => {
    expect(gives(op('and', v('n'), b.call('nap', 1))).slice(4, -1)).toEqual([
      'answer1 = n != 0;',
      'if (answer1) {',
      'call1.p = 1;',
      'call1.step = 0;',
      'SCRIPT_CALL_ONCE(script1, 1, nap(script1, call1));',
      'result1 = call1.result;',
      'answer1 = result1 != 0;',
      '}',
      'Serial.println(answer1 ? F("true") : F("false"));',
    ]);
  });
});

describe('what a text parameter is handed', () => {
  const loud = b.ownBlock(
    'loud',
    ['p'],
    false,
    b.set('mot', op('join', v('mot'), '!')),
    b.line(b.parameter('p')),
  );
  const quiet = b.ownBlock('quiet', ['q'], true, b.giveBack(op('textLength', b.parameter('q'))));
  const parts = { ownBlocks: [loud, quiet], bricks: BRICKS };
  it('is a copy where the own block could change the variable meanwhile', () => {
    expect(setupLines([b.run('loud', v('mot'))], parts).at(-1)).toBe('loud(Text(mot));');
    const chosen = op('choose', v('x'), v('mot'), v('mot'));
    expect(setupLines([b.run('loud', chosen)], parts).at(-1)).toBe('loud(Text(x != 0 ? mot : mot));');
  });
  it('is the variable itself where nothing could', () => {
    expect(setupLines([b.set('mot', 'a'), b.run('quiet', v('mot'))], parts).at(-1)).toBe('quiet(mot);');
    expect(setupLines([b.run('loud', 'x')], parts).at(-1)).toBe('loud(F("x"));');
  });
});

describe('bricks', () => {
  it('are handed colours in hexadecimal', () => {
    expect(setupLines([b.act('strip', 'fill', b.colour(0x00ff00))])).toEqual(['strip3.fill(0x00FF00);']);
    expect(setupLines([b.act('strip', 'fill', op('mixColour', 1, 2, 3))])).toEqual([
      'strip3.fill(mixColour(1, 2, 3));',
    ]);
  });
  it('are handed numbers within their limits', () => {
    expect(setupLines([b.act('led', 'brightness', 300)])).toEqual(['led1.setBrightness(100);']);
    expect(setupLines([b.set('n', 100_000), b.act('led', 'brightness', v('n'))]).at(-1)).toBe(
      'led1.setBrightness(limitWhole(n, 0, 100));',
    );
    expect(setupLines([b.act('led', 'brightness', 12.5)])).toEqual(['led1.setBrightness(13);']);
  });
  it('begin a lasting action when its time has been worked out', () => {
    const lines = setupLines([b.act('buzzer', 'tone', v('n'), b.call('tick'))], { ownBlocks: [counting] });
    expect(lines).toEqual([
      'long value1 = n;',
      'long value2 = tick();',
      'buzzer2.play(limitWhole(value1, 31, 20000));',
      'delay(toMilliseconds(value2));',
      'buzzer2.stop();',
    ]);
  });
});

describe('avr-g++', () => {
  const hasCore = requireTool('avr-g++', 'arduino-core');
  it.skipIf(!hasCore)('takes every sketch made here', () => {
    expect(made.length).toBeGreaterThan(20);
    expect(checkSyntax(made)).toEqual([]);
  });
});
