/** Loops and other statements as C++. */
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { checkSyntax } from '../../agreement/check-syntax.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { setupLines, turnLines, made } from '../compile-blocks.ts';

const first = (...body: Statement[]): string | undefined =>
  setupLines(body).find((line) => /^(for|while)/.test(line));
const { op, v } = b;

describe('repeat', () => {
  it.each<[b.Simple, string]>([
    [3, 'for (byte round1 = 0; round1 < 3; round1++) {'],
    [255, 'for (byte round1 = 0; round1 < 255; round1++) {'],
    [256, 'for (int round1 = 0; round1 < 256; round1++) {'],
    [40_000, 'for (long round1 = 0; round1 < 40000; round1++) {'],
    [2.5, 'for (byte round1 = 0; round1 < 3; round1++) {'],
    [-3, 'for (byte round1 = 0; round1 < 0; round1++) {'],
    [op('negate', 3), 'for (int left1 = -3; left1 > 0; left1--) {'],
    [op('divide', 7, 2), 'for (long left1 = toWhole(7 / 2.0); left1 > 0; left1--) {'],
    [true, 'for (byte left1 = true; left1 > 0; left1--) {'],
  ])('counts %j rounds', (times, line) => expect(first(b.repeat(times))).toBe(line));
});

describe('for', () => {
  it.each<[b.Simple, b.Simple, b.Simple, string]>([
    [1, 10, 1, 'for (i = 1; i <= 10; i++) {'],
    [10, 0, 1, 'for (i = 10; i >= 0; i--) {'],
    [0, 100, 5, 'for (i = 0; i <= 100; i = i + 5) {'],
    [0, 100, -5, 'for (i = 0; i <= 100; i = i + 5) {'],
    [0, 100, 0, 'for (i = 0; i <= 100; i++) {'],
    [0, 32_767, 1, 'for (i = 0; i <= 32767; i++) {'],
    [0, 30_000, 30_000, 'for (i = 0; i <= 30000; i = i + 30000) {'],
    [1, 5.5, 1, 'for (i = 1; i <= 5.5; i++) {'],
    [0, 1, 0.25, 'for (i = 0.0; i <= 1; i = i + 0.25) {'],
    [3e9, 0, 1, 'for (i = 3000000000.0; i >= 0; i = i - 1.0) {'],
    [2_147_483_647, 0, 1, 'for (i = 2000000000; i >= 0; i--) {'],
  ])('from %j to %j by %j', (from, to, by, line) => expect(first(b.count('i', from, to, by))).toBe(line));

  it('works out its bounds once, in order, and finds its direction itself', () => {
    expect(setupLines([b.count('i', v('a'), v('c'), 2)]).slice(0, 4)).toEqual([
      'long from1 = a;',
      'long to1 = c;',
      'long step1 = stepTowards(from1, to1, 2);',
      'for (i = from1; step1 > 0 ? i <= to1 : i >= to1; i = i + step1) {',
    ]);
  });
  it('keeps counting exactly where only its bound is a decimal', () => {
    const lines = setupLines([b.set('d', 0.5), b.count('i', v('a'), v('d'), 1)]);
    expect(lines).toContain('float to1 = d;');
    expect(lines).toContain('long step1 = decimalStepTowards(from1, to1, 1);');
  });
  it('stays at the limit when its body changes the variable', () => {
    expect(first(b.count('i', 1, 10, 1, b.change('i', 5)))).toBe(
      'for (i = 1; i <= 10; i = addSafely(i, 1)) {',
    );
  });
});

describe('while and until', () => {
  it('keep their condition in the loop', () => {
    expect(first(b.whileTrue(op('less', v('x'), 3)))).toBe('while (x < 3) {');
    expect(first(b.until(op('less', v('x'), 3)))).toBe('while (!(x < 3)) {');
  });
  const nap = b.ownBlock('nap', [], true, b.wait(1), b.giveBack(true));
  it('let the others go on at the end of a round, once', () => {
    const turns = (...body: Statement[]): number =>
      turnLines(b.always(...body)).filter((line) => line.startsWith('SCRIPT_TURN')).length;
    expect(turns(b.set('x', 1))).toBe(1);
    expect(turns(b.set('x', 1), b.wait(5))).toBe(0);
    expect(turns(b.wait(5), b.set('x', 1))).toBe(1);
    expect(turns(b.when(v('x'), [b.wait(5)]))).toBe(1);
    expect(turns(b.whileTrue(v('x'), b.wait(5)), b.wait(5))).toBe(0);
  });
  it('ask again each round what needs lines of its own', () => {
    const lines = turnLines(b.atStart(b.whileTrue(b.call('nap'), b.set('x', 1))), { ownBlocks: [nap] });
    expect(lines.slice(3, -1)).toEqual([
      'while (true) {',
      'call1.step = 0;',
      'SCRIPT_CALL_ONCE(script1, 1, nap(script1, call1));',
      'result1 = call1.result;',
      'if (!result1) break;',
      'x = 1;',
      'SCRIPT_TURN(script1, 2);',
      '}',
    ]);
  });
  it('an else-if that needs lines of its own goes into the else', () => {
    const lines = turnLines(
      b.atStart(
        b.branches(
          [
            [v('x'), [b.set('x', 1)]],
            [b.call('nap'), [b.set('x', 2)]],
            [v('y'), []],
          ],
          [b.set('x', 3)],
        ),
      ),
      { ownBlocks: [nap] },
    );
    expect(lines.slice(3, -1)).toEqual([
      'if (x != 0) {',
      'x = 1;',
      '} else {',
      'call1.step = 0;',
      'SCRIPT_CALL_ONCE(script1, 1, nap(script1, call1));',
      'result1 = call1.result;',
      'if (result1) {',
      'x = 2;',
      '} else if (y != 0) {',
      '} else {',
      'x = 3;',
      '}',
      '}',
    ]);
  });
});

describe('waiting', () => {
  it.each<[Statement, string]>([
    [b.wait(250), 'delay(250);'],
    [b.waitSeconds(0.5), 'delay(500);'],
    [b.wait(-5), 'delay(0);'],
    [b.wait(0.4), 'delay(0);'],
    [b.waitSeconds(1e9), 'delay(2000000000);'],
    [b.waitSeconds(v('x')), 'delay(toMilliseconds(x));'],
    [b.wait(op('random', -5, 5)), 'delay(limitWhole(randomWhole(-5, 5), 0, 2000000000));'],
  ])('is counted in whole milliseconds: %#', (statement, line) =>
    expect(setupLines([statement]).at(-1)).toBe(line),
  );

  it('until something or a time', () => {
    expect(setupLines([b.waitUntil(op('greater', v('x'), 3), 1.5)])).toEqual([
      'unsigned long start1 = millis();',
      'while (!(x > 3 || millis() - start1 >= 1500)) {',
      'delay(1);',
      '}',
    ]);
  });
});

describe('change by', () => {
  it.each<[Statement[], string]>([
    [[b.set('x', 5), b.repeat(3, b.change('x', -1))], 'x = subtractSafely(x, 1);'],
    [[b.change('d', -0.5)], 'd = d - 0.5;'],
  ])('reads as one would say it: %#', (body, line) => expect(setupLines(body)).toContain(line));

  it('works out by how much before it looks at the variable', () => {
    const grow = b.ownBlock('grow', [], true, b.set('x', 100), b.giveBack(1));
    expect(setupLines([b.change('x', b.call('grow'))], { ownBlocks: [grow] })).toEqual([
      'byte value1 = grow();',
      'x = addSafely(x, value1);',
    ]);
  });
});

describe('for each', () => {
  it('visits places within the length at that moment', () => {
    const lines = setupLines([b.list('addItem', 'l', true), b.forEach('x', 'l', b.line(v('x')))], {
      lists: { l: 4 },
    });
    expect(lines.slice(1)).toEqual([
      'for (byte position1 = 1; position1 <= l.length(); position1++) {',
      'x = l.get(position1) != 0;',
      'Serial.println(x ? F("true") : F("false"));',
      '}',
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
