import { describe, expect, test } from 'vitest';
import { functionPrototypes } from '../../compiler/toolchains/function-prototypes.ts';
import { joinTabs } from '../../compiler/toolchains/join-tabs.ts';
import { sketchOf } from './test-environment.ts';
import { HUNG_MS } from '../support/hung.ts';

const lines = (text: string): readonly string[] => functionPrototypes(text).flatMap((place) => place.lines);

describe('declarations of a sketch’s functions', () => {
  test('one for each plain function, before the first', () => {
    const text =
      'int x;\nvoid setup() { a(1); }\nstatic unsigned long a(int b, const char *c) { return 1; }\n';
    expect(functionPrototypes(text)).toEqual([
      {
        offset: text.indexOf('void setup'),
        lines: ['void setup ( );', 'static unsigned long a ( int b , const char * c );'],
      },
    ]);
  });

  test.each([
    ['a template’s method', 'template <class T> void Box<T>::put(T x) {}'],
    ['a template that does not close', 'template <class T void f() {}'],
    ['default arguments', 'void f(int a = 3) {}'],
    ['a method', 'void Led::on() {}'],
    ['a destructor', 'Led::~Led() {}'],
    ['an operator', 'bool operator==(A a, A b) { return true; }'],
    ['an interrupt', 'ISR(TIMER1_COMPA_vect) { x++; }'],
    ['a class with methods', 'class A { public: void f() {} int g() { return 1; } };'],
    ['a namespace', 'namespace n { void f() {} }'],
    ['a table', 'int t[] = { f(1), f(2) };'],
    ['a variable made with braces', 'Point p{1, 2};'],
    ['a lambda', 'auto f = [](int x) { return x; };'],
    ['a macro above', 'MAKE(x)\nvoid f() {}'],
    ['a function in a comment', '/* void f() {} */ // void g() {}\n'],
    ['a function in a string', 'const char *s = "void f() {}";'],
    ['a function in a raw string', 'const char *s = R"x(void f() { )" )x";'],
    ['a function in a macro', '#define F void f() \\\n  {}\n'],
    ['an enum', 'enum class Mode : byte { ON, OFF };'],
    ['one declared by hand', 'void f(int);\nvoid f(int x) {}'],
    ['a type that may come later', 'void setup() {}\n#if A\nstruct P { int x; };\n#endif\nvoid f(P p) {}'],
    ['nothing', ''],
  ])('none for %s', (_, text) => {
    expect(lines(text).filter((line) => !line.startsWith('void setup'))).toEqual([]);
  });

  test('keeps attributes, references, structs and extern "C"', () => {
    expect(
      lines(
        'struct P { int x; };\nextern "C" void f(int (*g)(int), P &p) __attribute__((noinline)) {}\nstruct P q() {}',
      ),
    ).toEqual(['extern "C" void f ( int ( * g ) ( int ) , P & p );', 'struct P q ( );']);
  });

  test('keeps the #if around a function, and stays outside of it', () => {
    const text = '#if A\nvoid f() {}\n#elif B\nvoid g() {}\n#else\nvoid h() {}\n#endif\n';
    expect(functionPrototypes(text)).toEqual([
      {
        offset: 0,
        lines: [
          ['#if A', 'void f ( );', '#endif'],
          ['#if A', '#elif B', 'void g ( );', '#endif'],
          ['#if A', '#elif B', '#else', 'void h ( );', '#endif'],
        ].flat(),
      },
    ]);
  });

  test('keeps a template’s parameters', () => {
    expect(lines('template <typename T, int N> T first(T (&x)[N]) { return x[0]; }')).toEqual([
      'template < typename T , int N > T first ( T ( & x ) [ N ] );',
    ]);
  });

  test('knows a struct among the parameters', () => {
    expect(lines('void move(struct P *p, const struct P &q) {}')).toEqual([
      'void move ( struct P * p , const struct P & q );',
    ]);
  });

  test('what needs a type from further down is declared right behind that type', () => {
    const text = 'void setup() {}\nstruct P { int x; } origin;\nP g() { f(g()); }\nvoid f(P p) {}\n';
    expect(functionPrototypes(text)).toEqual([
      { offset: 0, lines: ['void setup ( );'] },
      { offset: text.indexOf(' origin;') + 8, lines: ['P g ( );', 'void f ( P p );'] },
    ]);
  });

  test('a result written behind an arrow does not hide the next function', () => {
    expect(lines('auto g() -> int { return 3; }\nvoid f() {}')).toEqual(['void f ( );']);
  });

  test('braces in the branches of an #if are alternatives', () => {
    const text = 'void setup() {\n#if A\n  if (a) {\n#else\n  if (b) {\n#endif\n  f(); }\n}\nvoid f() {}';
    expect(lines(text)).toEqual(['void setup ( );', 'void f ( );']);
  });

  test.each([
    '{',
    '}',
    '}}}',
    ')(',
    '"',
    "'",
    '/*',
    '#',
    '#if\n#if\n',
    'R"(',
    'void f(',
    'void f() {',
    '\\',
    '::',
  ])('survives %j', (text) => {
    expect(() => functionPrototypes(text.repeat(50))).not.toThrow();
  });

  test('reads a megabyte without hanging', () => {
    const start = performance.now();
    functionPrototypes('/* " */ void f(int a) { x = "\\""; }\n'.repeat(30_000));
    functionPrototypes('('.repeat(200_000));
    functionPrototypes('"'.repeat(200_000));
    functionPrototypes(`${'('.repeat(20_000)}${')'.repeat(20_000)} {`);
    expect(performance.now() - start).toBeLessThan(HUNG_MS);
  });
});

describe('joining tabs', () => {
  test('main first, then by name, each on its own lines', () => {
    const joined = joinTabs(sketchOf({ 'p.ino': 'int p;', 'b.ino': 'int b;', 'a.ino': 'int a;', 'x.h': '' }));
    expect(joined).toBe(
      '#include <Arduino.h>\n#line 1 "p.ino"\nint p;\n#line 1 "a.ino"\nint a;\n#line 1 "b.ino"\nint b;\n',
    );
  });

  test('what follows the declarations keeps its line and column', () => {
    const joined = joinTabs(sketchOf({ 'p.ino': 'int a;\nint b; void f() {}\n' }));
    expect(joined).toContain('int b; \nvoid f ( );\n#line 2 "p.ino"\n       void f() {}\n');
  });

  test('declarations behind a type keep what follows in its place too', () => {
    const text = 'void setup() {}\nstruct P { int x; }; int a;\nvoid f(P p) {}\n';
    expect(joinTabs(sketchOf({ 'p.ino': text }))).toContain(
      'struct P { int x; };\nvoid f ( P p );\n#line 2 "p.ino"\n                     int a;\n',
    );
  });

  test('keeps a file name with quotes and backslashes', () => {
    expect(joinTabs(sketchOf({ 'a"\\b.ino': 'void f() {}' }))).toContain('#line 1 "a\\"\\\\b.ino"\n');
  });

  test('drops a byte order mark', () => {
    expect(joinTabs(sketchOf({ 'p.ino': '\uFEFFint x;' }))).not.toContain('\uFEFF');
  });
});
