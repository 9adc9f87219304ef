/** Directives and macros: what is left of a text. */
import { describe, expect, it } from 'vitest';
import { preprocessed, preprocessorSays, type ParseOptions } from './front-end.ts';

const left = (lines: readonly string[], options: ParseOptions = {}): string =>
  preprocessed(lines.join('\n'), options);

describe('a macro', () => {
  it.each([
    ['is replaced by its body', ['#define A 1 + 2', 'A*A'], '1 + 2*1 + 2'],
    ['takes arguments', ['#define F(a, b) a-b', 'F(1, (2, 3))'], '1-(2, 3)'],
    ['stands for itself without parentheses', ['#define F(a) a', 'F + F(1)'], 'F + 1'],
    ['may have its parenthesis on the next line', ['#define F(a) [a]', 'F', '(1)'], '[1]'],
    ['with a space before the parenthesis is object-like', ['#define F (a)', 'F(1)'], '(a)(1)'],
    ['does not expand itself', ['#define x x + 1', 'x'], 'x + 1'],
    ['does not expand itself through another', ['#define a b', '#define b a', 'a b'], 'a b'],
    ['expands its arguments first', ['#define F(x) x', '#define A 1', 'F(A)'], '1'],
    [
      'quotes an argument as it is written',
      ['#define S(x) #x', '#define A 1', 'S(A "q\\n" \'"\')'],
      '"A \\"q\\\\n\\" \'\\"\'"',
    ],
    [
      'quotes an expanded argument through another',
      ['#define S(x) #x', '#define T(x) S(x)', '#define A 1', 'T(A)'],
      '"1"',
    ],
    ['joins tokens', ['#define C(a, b) a##b', 'C(x, 1) C(, y) C(z, ) C(,)'], 'x1 y z'],
    ['joins and then expands', ['#define C(a, b) a##b', '#define xy 7', 'C(x, y)'], '7'],
    [
      'takes any number of arguments',
      ['#define P(f, ...) f(__VA_ARGS__)', 'P(g, 1, 2) P(g,) P(g)'],
      'g(1, 2) g() g()',
    ],
    [
      'drops the comma before nothing',
      ['#define P(f, ...) g(f, ##__VA_ARGS__)', 'P(1) P(1, 2)'],
      'g(1) g(1, 2)',
    ],
    ['may name its rest', ['#define P(a, r...) r a', 'P(1, 2, 3)'], '2, 3 1'],
    ['is forgotten by #undef', ['#define A 1', '#undef A', 'A'], 'A'],
    ['goes over lines', ['#define A 1 \\', '  + 2', 'A'], '1 + 2'],
    ['ignores comments', ['#define A /* one */ 1 // two', 'A'], '1'],
    ['calls another with what follows it', ['#define f(x) x', '#define g f', 'g(2)'], '2'],
  ])('%s', (_title, lines, expected) => {
    expect(left(lines)).toBe(expected);
  });
  it('follows the examples of the C standard (6.10.3.5)', () => {
    const text = [
      '#define x 3', '#define f(a) f(x * (a))', '#undef x', '#define x 2', '#define g f', '#define z z[0]',
      '#define h g(~', '#define m(a) a(w)', '#define w 0,1', '#define t(a) a', '#define p() int', '#define q(x) x',
      '#define r(x,y) x ## y', '#define str(x) # x',
      'f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);',
      'g(x+(3,4)-w) | h 5) & m', '(f)^m(m);',
      'p() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };',
      'char c[2][6] = { str(hello), str() };',
    ]; // prettier-ignore
    expect(left(text)).toBe(
      'f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1);' +
        ' f(2 * (2+(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);' +
        ' int i[] = { 1, 23, 4, 5, }; char c[2][6] = { "hello", "" };',
    );
  });
  it('knows file, line and counter', () => {
    expect(left(['', '__LINE__ __FILE__ __COUNTER__ __COUNTER__'])).toBe('2 "test.cpp" 0 1');
  });
  it('has the line of its use, also below #line', () => {
    expect(left(['#define L __LINE__', '#line 40', 'L'])).toBe('40');
  });
  it('of the chip is there', () => {
    expect(preprocessed('__SIZEOF_INT__ __AVR_ATmega328P__ F_CPU', { bare: false })).toBe('2 1 16000000L');
  });
});

describe('#if', () => {
  it.each([
    ['1', true],
    ['0', false],
    ['2 + 3 * 4 == 14', true],
    ['defined A && !defined(B)', true],
    ['A == 5', true],
    ['UNKNOWN', false],
    ['-1 > 0u', true],
    ['(1 ? 2 : 3) == 2', true],
    ['0 && 1 / 0', false],
    ["'a' == 97", true],
    ['0xFFFFFFFFFFFFFFFF == -1', true],
    ['(1 << 63) < 0', true],
    ['5 / 2 == 2 && -7 % 3 == -1', true],
    ['__has_include("there.h") && !__has_include(<missing.h>)', true],
    ['true', true],
  ])('%s holds: %s', (condition, holds) => {
    const text = ['#define A 5', `#if ${condition}`, 'yes', '#else', 'no', '#endif'];
    expect(left(text, { files: { 'there.h': '' } })).toBe(holds ? 'yes' : 'no');
  });
  it('takes one group of several, nested ones too', () => {
    const text = [
      '#if 0',
      'a',
      '#if 1',
      'b',
      '#endif',
      '#elif 1',
      'c',
      '#elif 1',
      'd',
      '#else',
      'e',
      '#endif',
      'f',
    ];
    expect(left(text)).toBe('c f');
  });
  it('leaves out text that is no C++', () => {
    expect(left(['#if 0', 'don\'t "', '#endif', 'x'])).toBe('x');
  });
});

describe('#include', () => {
  it('reads the other file in its place', () => {
    expect(left(['a', '#include "b.h"', 'c'], { files: { 'b.h': 'b' } })).toBe('a b c');
  });
  it.each(['#pragma once\nb', '#ifndef B_H\n#define B_H\nb\n#endif'])(
    'reads a guarded file once: %j',
    (text) => {
      expect(left(['#include "b.h"', '#include <b.h>'], { files: { 'b.h': text } })).toBe('b');
    },
  );
  it('takes its name from a macro', () => {
    expect(left(['#define N "b.h"', '#include N'], { files: { 'b.h': 'b' } })).toBe('b');
  });
  it('in a circle comes to an end', () => {
    const files = { 'b.h': '#include "c.h"\n', 'c.h': '#include "b.h"\n' };
    expect(preprocessorSays('#include "b.h"\n', { files })[0]).toContain('cpp-include-endless');
  });
});

describe('a slip in a directive', () => {
  it.each([
    ['cpp-include-missing 1', '#include "nowhere.h"'],
    ['cpp-include-unclear 1', '#include nowhere'],
    ['cpp-directive-unknown 1', '#incldue <a>'],
    ['cpp-directive-name 1', '#ifdef\n#endif'],
    ['cpp-define-unclear 1', '#define 3 4'],
    ['cpp-define-unclear 1', '#define F(a b) a'],
    ['cpp-if-unclear 1', '#if (1 +\n#endif'],
    ['cpp-if-division 1', '#if 1 / 0\n#endif'],
    ['cpp-if-unclosed 2', '\n#if 1\nx'],
    ['cpp-else-without-if 1', '#else'],
    ['cpp-else-without-if 2', '\n#endif'],
    ['cpp-error-directive 1', '#error no'],
    ['cpp-warning-directive 1', '#warning hm'],
    ['cpp-macro-redefined 2', '#define A 1\n#define A 2'],
    ['cpp-macro-arguments 2', '#define F(a, b) a\nF(1)'],
    ['cpp-macro-unclosed 2', '#define F(a) a\nF(1'],
    ['cpp-macro-paste 2', '#define F(a) a##-\nF(x)'],
    ['cpp-comment-unclosed 2', 'x\n/* y'],
    ['cpp-missing-hash 1', 'define A 1'],
    ['cpp-missing-hash 1', 'include <nowhere.h>'],
    ['cpp-hash-not-first 1', 'int x; #define A 1'],
  ])('is said: %s', (expected, text) => {
    expect(preprocessorSays(text)[0]).toBe(expected);
  });
  it('is said of a macro that grows without end', () => {
    const doubling = Array.from({ length: 30 }, (_, at) => `#define A${at + 1} A${at} A${at}`);
    const said = preprocessorSays(['#define A0 x', ...doubling, 'A30'].join('\n'));
    expect(said).toEqual(['cpp-macro-endless 32']);
  });
  it('is said of a file of more than four million characters', () => {
    expect(preprocessorSays(' '.repeat(2 ** 22))[0]).toContain('cpp-file-too-long');
  });
});
