/** Declarations, classes, templates and statements become trees. */
import { describe, expect, it } from 'vitest';
import { parseText, said, treeOf } from './front-end.ts';

const tree = (text: string): string[] => treeOf(text).split('\n');

describe('a declaration', () => {
  it.each([
    [
      'unsigned long int const x = 1, *y[3];',
      ['var x: const unsigned long = 1', 'var y: array 3 of pointer to const unsigned long'],
    ],
    ['int (*f[2])(char, ...);', ['var f: array 2 of pointer to function (char, ...) returning int']],
    ['char (&r)[4] = a;', ['var r: reference to array 4 of char = a']],
    [
      'void (*signal(int, void (*)(int)))(int);',
      [
        'function signal (int, pointer to function (int) returning void): pointer to function (int) returning void (declared)',
      ],
    ],
    [
      'typedef struct { int x; } P, *Q;',
      [
        'type P = struct (nameless)',
        '  struct (nameless)',
        '    var x: int',
        'type Q = pointer to struct (nameless)',
      ],
    ],
    ['struct S { int a; } s = {1};', ['struct S', '  var a: int', 'var s: struct S = {1}']],
    ['enum class E : unsigned char { A, B = 3 };', ['enum class E : unsigned char { A, B = 3 }']],
    ['using V = void (*)();', ['type V = pointer to function () returning void']],
    ['extern "C" { void f(void); }', ['extern "C"', '  function f (): void (declared)']],
    ['extern "C" int x;', ['extern "C"', '  extern var x: int']],
    ['namespace N { int x; } using namespace N;', ['namespace N', '  var x: int', 'using namespace N']],
    ['static_assert(sizeof(int) == 2, "16");', ['static_assert (== (sizeof <int>) 2) "16"']],
    [
      'const uint8_t t[] __attribute__((__progmem__)) = {1};',
      ['[[progmem]] var t: array of const uint8_t = {1}'],
    ],
    [
      'void f() __attribute__((noinline, section(".x")));',
      ['[[noinline]] [[section(".x")]] function f (): void (declared)'],
    ],
    ['auto f(int a) -> long;', ['function f (a: int): long (declared)']],
    ['int a[] = { [1] = 2, [3 ... 4] = 5 };', ['var a: array of int = {[1] = 2, [3 ... 4] = 5}']],
    ['P p = { .x = 1, .y = 2 };', ['var p: P = {.x = 1, .y = 2}']],
    [
      'template <typename T, int n = 3> T f(T a) { return a; }',
      ['template <type T, n: int = 3>', '  function f (a: T): T', '    return a'],
    ],
    [
      'template <class... A> void f(A... a) { g(a...); }',
      ['template <type ...A>', '  function f (a: A...): void', '    (call g (expand a))'],
    ],
    ['template <> int f<int>(int a);', ['template <>', '  function f<int> (a: int): int (declared)']],
    [
      'int operator""_km(unsigned long long x);',
      ['function operator""_km (x: unsigned long long): int (declared)'],
    ],
    ['int A::*p;', ['var p: pointer to member of A to int']],
  ])('%s', (text, lines) => {
    expect(tree(text)).toEqual(lines);
  });
  it('of a class keeps its members, access and bodies that use what comes later', () => {
    expect(
      tree(`class A : public B {
          int x = 1; unsigned b : 3; unsigned : 2;
        public:
          A(int n) : B(n), x{n} { later t; t = x; }
          virtual ~A() = default;
          explicit operator bool() const override { return x; }
          A &operator+=(const A &o);
          virtual void f() = 0;
          static const int K = 2;
          union { int u; float v; };
        protected:
          typedef int later;
          friend class C;
        };
        A &A::operator+=(const A &o) { x += o.x; return *this; }`),
    ).toEqual([
      'class A : public B',
      '  var x: int = 1',
      '  var b: unsigned int bits 3',
      '  var (nameless): unsigned int bits 2',
      'public:',
      '  constructor A (n: int)',
      '    initialise B (direct n)',
      '    initialise x {n}',
      '    var t: later',
      '    (= t x)',
      '  virtual destructor ~A () = default',
      '  explicit conversion operator (bool) () const override',
      '    return x',
      '  function operator+= (o: reference to const A): reference to A (declared)',
      '  virtual function f (): void = 0',
      '  static var K: const int = 2',
      '  var (nameless): union (nameless)',
      '    union (nameless)',
      '      var u: int',
      '      var v: float',
      'protected:',
      '  type later = int',
      '  friend var (nameless): class C',
      '    class C (declared)',
      'function A::operator+= (o: reference to const A): reference to A',
      '  (+= x (. o x))',
      '  return (* this)',
    ]);
  });
});

describe('a statement', () => {
  it.each([
    ['if (int x = f()) a(); else b();', ['if (var x: int = (call f))', '  (call a)', 'else', '  (call b)']],
    ['if (int x = 1; x) a();', ['{}', '  var x: int = 1', '  if x', '    (call a)']],
    ['for (int i = 0; i < 3; i++) {}', ['for (< i 3) (post++ i)', '    var i: int = 0', '  {}']],
    ['for (auto &x : list) f(x);', ['for x: reference to auto in list', '  (call f x)']],
    ['do x--; while (x);', ['do while x', '  (post-- x)']],
    [
      'switch (x) { case 1 ... 3: case A: f(); break; default: ; }',
      [
        'switch x',
        '  {}',
        '    case 1 ... 3',
        '      case A',
        '        (call f)',
        '    break',
        '    default',
        '      empty',
      ],
    ],
    ['again: goto again;', ['label again', '  goto again']],
    ['asm volatile("nop" ::: "memory");', ['asm "nop"']],
    ['__asm__("mov %0, r0" : "=r"(x));', ['asm "mov %0, r0" (operands)']],
    ['int y = ({ int z = 1; z; });', ['var y: int = (statements', '  {}', '    var z: int = 1', '    z)']],
    ['static int n; n++;', ['static var n: int', '(post++ n)']],
    ['try { f(); } catch (...) { }', ['(unsupported try)']],
  ])('%s', (text, lines) => {
    const [, ...body] = tree(`void f() { ${text} }`);
    expect(body.map((line) => line.replace(/^ {2}/, ''))).toEqual(lines);
  });
});

describe('C', () => {
  it('has tags of its own, old-style parameters, implicit int and compound literals', () => {
    const text = `typedef struct s s; struct s { s *next; };
      int class, new;
      f(a, b) char *a; { struct s x; g((struct s){0}, sizeof(struct s)); return class; }
      _Bool b; int restrict_(int *restrict p);`;
    expect(treeOf(text, { language: 'c' }).split('\n')).toEqual([
      'type s = struct s',
      'struct s',
      '  var next: pointer to s',
      'var class: int',
      'var new: int',
      'function f (a: pointer to char, b: int): int',
      '  var x: struct s',
      '  (call g (c-cast <struct s> {0}) (sizeof <struct s>))',
      '  return class',
      'var b: bool',
      'function restrict_ (p: pointer to int): int (declared)',
    ]);
  });
});

describe('a sketch', () => {
  const heads = (text: string): string[] => {
    const parsed = parseText(text, { isIno: true, resolveInclude: () => ({ path: 'Arduino.h', text: '' }) });
    expect(said(parsed)).toEqual([]);
    return parsed.unit.decls.map((decl) => {
      const inner = decl.kind === 'template' ? decl.decl : decl;
      if (inner.kind !== 'function') return inner.kind;
      const [part] = inner.name.parts;
      const defaults = inner.type.params.some((param) => param.default !== undefined) ? ' with defaults' : '';
      return `${part?.kind === 'identifier' ? part.text : '?'}${inner.body === undefined ? '' : ' {}'}${defaults}`;
    });
  };
  it('may call its functions above their definitions', () => {
    expect(heads('int x;\nvoid setup() { f(1); }\nvoid f(int a) {}')).toEqual([
      'var',
      'setup',
      'f',
      'setup {}',
      'f {}',
    ]);
  });
  it('declares a function behind the type of its parameter', () => {
    expect(heads('void setup() {}\nstruct P { int x; };\nvoid f(P *p) {}\nvoid g() {}')).toEqual([
      'setup', 'g', 'setup {}', 'record', 'f', 'f {}', 'g {}',
    ]); // prettier-ignore
  });
  it('has default arguments once, in the declaration', () => {
    expect(heads('void setup() { f(); }\nvoid f(int a = 1) {}')).toEqual([
      'setup',
      'f with defaults',
      'setup {}',
      'f {}',
    ]);
  });
  it('leaves methods alone', () => {
    expect(heads('struct A { void m(); };\nvoid A::m() {}')).toEqual([
      'record',
      'm'.length > 0 ? 'A {}' : '',
    ]);
  });
});
