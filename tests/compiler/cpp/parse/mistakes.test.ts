/** What is said of mistakes: the right sentence on the right line, and the rest of the text is still read. */
import { describe, expect, it } from 'vitest';
import { MOST_DIAGNOSTICS_PER_FILE } from '../../../../compiler/cpp/reporter.ts';
import { parseText, said } from './front-end.ts';

const inBody = (...lines: readonly string[]): string =>
  ['void f() {', ...lines.map((line) => `  ${line}`), '}'].join('\n');

describe('a mistake is said where it is', () => {
  it.each([
    ['cpp-missing-semicolon 2', inBody('a = 1', 'b = 2;')],
    ['cpp-missing-semicolon 1', 'int x\nint y;'],
    ['cpp-missing-close 2', inBody('a = (1 + 2;', 'b = 2;')],
    ['cpp-missing-close 2', inBody('f(1, 2;')],
    ['cpp-missing-token 2', inBody('if x) y();')],
    ['cpp-missing-behind 2', inBody('for', 'f(x);')],
    ['cpp-missing-close-brace 3', inBody('if (x) {', '  y();', 'z();')],
    ['cpp-missing-close-brace 2', 'void f() {\n  x();\n\nvoid g() {\n}\n'],
    ['cpp-missing-open-brace 2', inBody('if (x)', '  y();', '}', 'z();')],
    ['cpp-brace-too-many 4', 'void f() {\n  x();\n}\n}\n'],
    ['cpp-brace-never-closed 2', inBody('if (x) { {', '  y();', '}', 'z();')],
    ['cpp-incomplete 2', inBody('a = 1 +', '')],
    ['cpp-expected-expression 2', inBody('a = ;')],
    ['cpp-expected-name 2', inBody('int = 3;')],
    ['cpp-expected-type 1', 'void f(int, 3);'],
    ['cpp-expected-declaration 1', '+ 3;'],
    ['cpp-statement-outside 1', 'digitalWrite(3, 1);'],
    ['cpp-function-without-type 1', 'blink() { }'],
    ['cpp-function-inside 2', inBody('void blink() {', '  x();', '}')],
    ['cpp-else-alone 3', inBody('y();', 'else z();')],
    ['cpp-type-alone 2', inBody('a = int;')],
    ['cpp-type-words 1', 'long char x;'],
    ['cpp-unsupported 1', 'template <template <class> class T> struct A {};'],
    ['cpp-odd-space 2', inBody('a = 1\u00a0+ 2;')],
    ['cpp-stray-character 2', inBody('a = 1\u200b+ 2;')],
    ['cpp-lookalike 2', inBody('a = 1；')],
    ['cpp-lookalike 2', inBody('a = 3 – 1;')],
    ['cpp-operator-order 2', inBody('if (a => 1) y();')],
    ['cpp-operator-order 2', inBody('if (a ! = 1) y();')],
    ['cpp-else-if 4', inBody('if (x) {', '  y();', '} elseif (z) {', '  y();', '}')],
    ['cpp-else-if 4', inBody('if (x) {', '  y();', '} else (z) {', '  y();', '}')],
    ['cpp-operator-order 2', inBody('if (a & & b) y();')],
    ['cpp-operator-order 2', inBody('if (a < = b) y();')],
    ['cpp-name-unknown-near 2', inBody('If (a) y();')],
    ['cpp-name-unknown-near 2', inBody('whlie (a) { y(); }')],
    ['cpp-name-unknown-near 4', inBody('if (x) {', '  y();', '} Else {', '  y();', '}')],
    ['cpp-name-unknown-near 2', inBody('Return 3;')],
    ['cpp-decimal-comma 1', 'float x = 3,5;'],
    ['cpp-for-parts 2', inBody('for (int i = 0, i < 3, i++) y();')],
    ['cpp-variable-without-type 1', 'led = 13;'],
    ['cpp-type-for-object 2', 'struct Lamp { void on(); };\nvoid f() { Lamp.on(); }'],
    ['cpp-function-ends 1', 'void f(); {\n  y();\n}\nint a;'],
    ['cpp-missing-close 1', 'void f( {\n  y();\n}\nint a;'],
    ['cpp-missing-token 1', 'void f {\n  y();\n}\nint a;'],
    ['cpp-missing-token 2', inBody('f(1 2);')],
    ['cpp-condition-assigns 2', inBody('if (a = 1) y();')],
    ['cpp-condition-assigns 2', inBody('while (a = 1) y();')],
    ['cpp-compare-unused 2', inBody('a == 1;')],
    ['cpp-body-empty 2', inBody('if (a);', '{ y(); }')],
    ['cpp-body-empty 2', inBody('for (;;); {', '  y();', '}')],
    ['cpp-char-several 2', inBody("print('hello');")],
    ['cpp-define-sign 1', '#define LED 13;\nint a;'],
    ['cpp-define-sign 1', '#define LED = 13\nint a;'],
    ['cpp-stray-character 2', inBody('a = @;')],
    ['cpp-curly-quote 2', inBody('print(“hello”);')],
    ['cpp-string-unclosed 2', inBody('print("hello);', 'x();')],
    ['cpp-char-unclosed 2', inBody("c = 'a;", 'x();')],
    ['cpp-char-empty 2', inBody("c = '';")],
    ['cpp-number-unclear 2', inBody('c = 09;')],
    ['cpp-number-too-big 2', inBody('c = 99999999999999999999;')],
    ['cpp-comment-swallows 2', inBody('/* one', 'if (x) {', '/* two */', '}')],
    ['cpp-nested-too-deep 2', inBody(`a = ${'('.repeat(400)}1${')'.repeat(400)};`)],
    ['cpp-nested-too-deep 2', inBody(`a = ${'- '.repeat(50_000)}1;`)],
    ['cpp-nested-too-deep 2', inBody(`a = 1${' + 1'.repeat(5_000)};`)],
    ['cpp-nested-too-deep 1', `${'namespace a {'.repeat(5_000)}${'}'.repeat(5_000)}`],
    ['cpp-nested-too-deep 2', inBody(`${'{'.repeat(5_000)}${'}'.repeat(5_000)}`)],
    ['cpp-nested-too-deep 1', `int ${'*('.repeat(5_000)}x${')'.repeat(5_000)};`],
    ['cpp-nested-too-deep 1', `int a = ${'{'.repeat(5_000)}${'}'.repeat(5_000)};`],
    [
      'cpp-nested-too-deep 1',
      `template <class T> struct A {}; A${'<A'.repeat(5_000)}${'>'.repeat(5_000)} x;`,
    ],
  ])('%s', (expected, text) => {
    expect(said(parseText(text))[0]).toBe(expected);
  });
  it.each([
    [
      'what is meant',
      inBody('while (!Serial);', 'for (;;);', 'if ((a = g())) y();', 'if (a) {}', "c = ':';"),
    ],
    ['operators of classes', 'struct A { bool operator ! (); bool operator != (A); A& operator = (A); };'],
    ['macros that are statements', '#define STOP return;\n#define NAME "a" "b"\n#define SAME(a, b) a = b\n'],
    [
      'classes named like keywords',
      'class Switch { public: Switch(int pin) { p = pin; } int p; };\nvoid f() {\n  Switch(3);\n  Switch s(4);\n}',
    ],
    [
      'functions named nearly like keywords',
      'extern "C" {\nvoid __attribute__((noinline))\nfoo(void) {\n  fur(1);\n}\n}\nnamespace n { void fir(int) {} }\nclass A { void fro(int) {} };',
    ],
    ['template arguments before =', 'template <class T> struct A {};\nvoid f(A<int> = A<int>());'],
    ['a list in parentheses', 'struct A { A(int); };\nA a({ 1 });\n'],
    ['methods of classes in functions', inBody('struct A {', '  int g() { return 1; }', '};')],
  ])('says nothing of %s', (_name, text) => {
    expect(said(parseText(text))).toEqual([]);
  });
  it('names what the user wrote, not what a macro makes of it', () => {
    const [first] = parseText(`#define HIGH 1\n${inBody('f(led. HIGH);')}`).diagnostics;
    expect(first?.message.en).toBe('A name is needed in place of “HIGH”.');
  });
  it('goes on behind a repaired sign', () => {
    expect(said(parseText(inBody('a = 1；', 'if (a => 1) {', '  b = 2 – 1;', '}')))).toEqual([
      'cpp-lookalike 2',
      'cpp-operator-order 3',
      'cpp-lookalike 4',
    ]);
  });
  it('says « ; » in French with the line', () => {
    const [first] = parseText(inBody('a = 1', 'b = 2;')).diagnostics;
    expect(first?.message.fr).toBe('Il manque un « ; » à la fin de la ligne 2.');
    expect(first?.span).toMatchObject({ line: 2, column: 7 });
  });
  it('finds several in one file, and goes on behind each', () => {
    const text = inBody('a = ;', 'b = 1;', 'if (c { d(); }', 'e = 3 4;') + '\nint g( { }\nint h;';
    const parsed = parseText(text);
    expect(said(parsed).map((line) => line.split(' ')[1])).toEqual(['2', '4', '5', '7']);
    expect(parsed.unit.decls.some((decl) => decl.kind === 'var')).toBe(true);
  });
  it('cuts a unit that goes on and on', () => {
    const line = `${'x '.repeat(10_000)}\n`;
    const text = '#include "long.h"\n'.repeat(11);
    const parsed = parseText(text, { files: { 'long.h': line.repeat(10) } });
    expect(said(parsed)[0]).toMatch(/^cpp-unit-too-long \d+$/);
    expect(parsed.diagnostics.map(({ code }) => code)).toContain('cpp-unit-too-long');
  });
  it('stops at five', () => {
    const parsed = parseText(inBody(...Array.from({ length: 20 }, () => 'a = ;')));
    expect(parsed.diagnostics).toHaveLength(MOST_DIAGNOSTICS_PER_FILE);
  });
  it('gives up on braces after a few', () => {
    const text = Array.from(
      { length: 6 },
      (_, at) => `${' '.repeat(at)}${at === 0 ? 'void f() ' : ''}{`,
    ).join('\n');
    expect(said(parseText(text)).join()).toContain('cpp-missing-brace');
  });
  it('names assembler outside of functions', () => {
    expect(said(parseText('asm("nop");'))).toEqual(['cpp-unsupported 1']);
  });
});
