/** Every sentence of the checker is provoked by a program, and stands on the right line. */
import { describe, expect, it } from 'vitest';
import { CPP_MEANING } from '../../../../compiler/diagnostics/catalogue-cpp-meaning.ts';
import { checkText, checkTexts } from './check-text.ts';

/** The message comes on the line marked `//!`; in C where the text begins with `// C`. */
const CASES: Readonly<Record<keyof typeof CPP_MEANING, string>> = {
  'cpp-name-unknown': 'int f() {\n return qqqqqq; //!\n}',
  'cpp-name-unknown-near': 'int counter;\nint f() {\n return conter; //!\n}',
  'cpp-name-later': 'int f() {\n return late; //!\n}\nint late;',
  'cpp-name-elsewhere': 'void g() { int speed = 1; speed++; }\nint f() {\n return speed; //!\n}',
  'cpp-function-unknown': 'void f() {\n qqqqqq(); //!\n}',
  'cpp-name-not-a-scope': 'int a;\nint f() {\n return a::b; //!\n}',
  'cpp-name-redefined': 'void f() {\n int a;\n int a; //!\n}',
  'cpp-type-unknown': 'extern const Blubber *p; //!',
  'cpp-type-needs-header': 'Servo s; //!',
  'cpp-type-unknown-near': 'class Motor {};\nvoid f(const Moter &m); //!',
  'cpp-not-a-type': 'int a;\nvoid f(const a &x); //!',
  'cpp-type-as-value': 'namespace n {}\nint f() {\n return n; //!\n}',
  'cpp-type-incomplete': 'class A;\nA a; //!',
  'cpp-type-pointer-to-reference': 'typedef int &R;\nR *p; //!',
  'cpp-template-needs-types': 'template <class T> struct A { T t; };\nA a; //!',
  'cpp-template-arg': 'template <int N> struct A { int t[N]; };\nA<int> a; //!',
  'cpp-template-arg-count': 'template <class T> struct A { T t; };\nA<int, int> a; //!',
  'cpp-template-too-deep': 'template <int N> struct A { enum { v = A<N + 1>::v }; }; //!\nint x = A<0>::v;',
  'cpp-auto-without-value': 'void f() {\n auto a; //!\n}',
  'cpp-auto-not-pointer': 'void f() {\n auto *a = 3; //!\n}',
  'cpp-array-size-not-constant': 'void f(int n) {\n int a[n]; //!\n}',
  'cpp-array-size-out-of-range': 'int a[-1]; //!',
  'cpp-array-without-size': 'void f() {\n int a[]; //!\n}',
  'cpp-array-needs-braces': 'int a[3] = 5; //!',
  'cpp-index-out-of-range': '// C\nint a[3] = {[5] = 1}; //!',
  'cpp-index-beyond': 'int a[3];\nint f() {\n return a[3]; //!\n}',
  'cpp-index-not-number': 'int a[3];\nint f() {\n return a[1.5]; //!\n}',
  'cpp-not-an-array': 'int f(int a) {\n return a[1]; //!\n}',
  'cpp-text-too-long': 'char a[3] = "abc"; //!',
  'cpp-text-into-number': 'char a = "abc"; //!',
  'cpp-text-plus-number': 'const char *f(int x) {\n return "x = " + x; //!\n}',
  'cpp-text-plus-text': 'void f(const char *s) {\n f("a" + s); //!\n}',
  'cpp-text-compare': 'bool f(const char *s) {\n return s == "abc"; //!\n}',
  'cpp-compare-chain': 'bool f(int x) {\n return 1 < x < 3; //!\n}',
  'cpp-number-does-not-fit': 'int a = 70000; //!',
  'cpp-result-does-not-fit': 'long a = 60 * 1000; //!',
  'cpp-too-many-values': 'int a[2] = {1, 2, 3}; //!',
  'cpp-list-not-here': 'void f(int a) {\n a += {1}; //!\n}',
  'cpp-constant-wanted': 'int n;\nenum E { A = n }; //!',
  'cpp-constexpr-not-constant': 'int n;\nconstexpr int a = n; //!',
  'cpp-static-assert': 'static_assert(sizeof(int) == 4, "ints have four bytes"); //!',
  'cpp-class-redefined': 'struct A {};\nstruct A {}; //!',
  'cpp-class-in-itself': 'struct A {\n A a; //!\n};\nA b;',
  'cpp-class-abstract': 'struct A { virtual void f() = 0; };\nA a; //!',
  'cpp-base-not-a-class': 'typedef int I;\nstruct A : I {}; //!\nA a;',
  'cpp-bit-field-width': 'struct A {\n float a : 9; //!\n};\nA a;',
  'cpp-override-nothing':
    'struct A { virtual void f(); };\nstruct B : A {\n void f(int) override; //!\n};\nB *b = new B;\nvoid *operator new(unsigned);',
  'cpp-member-unknown': 'struct A { int a; };\nint f(A x) {\n return x.zzzzz; //!\n}',
  'cpp-member-unknown-near': 'struct A { int speed; };\nint f(A x) {\n return x.sped; //!\n}',
  'cpp-member-of-scalar': 'int f(int x) {\n return x.length; //!\n}',
  'cpp-member-needs-arrow': 'struct A { int a; };\nint f(A *x) {\n return x.a; //!\n}',
  'cpp-member-needs-dot': 'struct A { int a; };\nint f(A x) {\n return x->a; //!\n}',
  'cpp-arrow-needs-pointer': 'int f(int x) {\n return x->a; //!\n}',
  'cpp-member-private': 'class A { int a; };\nint f(A x) {\n return x.a; //!\n}',
  'cpp-member-protected': 'class A { protected: int a; };\nint f(A x) {\n return x.a; //!\n}',
  'cpp-member-init-twice': 'struct A {\n int a;\n A() : a(1), a(2) {} //!\n};',
  'cpp-member-reference-unset': 'struct A {\n int &a;\n A() {} //!\n};',
  'cpp-method-differs': 'struct A { void f(int); };\nvoid A::f() {} //!',
  'cpp-method-not-const': 'struct A { void f(); };\nvoid g(const A &a) {\n a.f(); //!\n}',
  'cpp-method-without-call': 'struct A { int f(); };\nint g(A a) {\n return a.f; //!\n}',
  'cpp-this-missing': 'struct A { int a; static int f() {\n return a; //!\n} };',
  'cpp-this-outside': 'int f() {\n return *(int *)this; //!\n}',
  'cpp-function-redefined': 'void f() {}\nvoid f() {} //!',
  'cpp-function-other-result': 'void f();\nint f(); //!',
  'cpp-function-deleted': 'struct A { A(const A &) = delete; A(); };\nvoid f(A &a) {\n A b(a); //!\n}',
  'cpp-function-implicit': '// C\nint f() {\n return nowhere(1); //!\n}',
  'cpp-function-missing': 'struct A {};\nvoid f() {\n new A; //!\n}',
  'cpp-function-which': 'void f(int);\nvoid f(long);\nint g() {\n return f == 0; //!\n}',
  'cpp-function-not-called': 'void start();\nvoid f() {\n start; //!\n}',
  'cpp-prototype-not-call': 'void g() {}\nvoid f() {\n void g(); //!\n}',
  'cpp-call-too-few': 'void f(int, int);\nvoid g() {\n f(1); //!\n}',
  'cpp-call-too-many': 'void f(int);\nvoid g() {\n f(1, 2); //!\n}',
  'cpp-call-no-match': 'struct A {};\nvoid f(int);\nvoid f(char *);\nvoid g(A a) {\n f(a); //!\n}',
  'cpp-call-no-match-count': 'void f(int);\nvoid f(char *);\nvoid g() {\n f(1, 2); //!\n}',
  'cpp-call-ambiguous': 'void f(long);\nvoid f(float);\nvoid g() {\n f(1); //!\n}',
  'cpp-argument-type': 'struct A {};\nvoid f(int);\nvoid g(A a) {\n f(a); //!\n}',
  'cpp-argument-needs-variable': 'void f(int &);\nvoid g() {\n f(5); //!\n}',
  'cpp-not-callable': 'void g(int a) {\n a(5); //!\n}',
  'cpp-variadic-object': 'struct A { ~A(); };\nvoid f(int, ...);\nvoid g(A &a) {\n f(1, a); //!\n}',
  'cpp-flash-string-literal': 'const char *s;\nvoid g() {\n __builtin_flash_string(s); //!\n}',
  'cpp-not-assignable': 'struct A {};\nvoid g(A a) {\n int b = a; //!\n}',
  'cpp-cast-impossible': 'float f(int *p) {\n return (float)p; //!\n}',
  'cpp-value-void': 'void f();\nvoid g() {\n int a = f(); //!\n}',
  'cpp-pointer-from-number': 'char *f(int n) {\n return n; //!\n}',
  'cpp-reference-without-object': 'void f() {\n int &a; //!\n}',
  'cpp-reference-drops-const': 'void f(const int b) {\n int &a = b; //!\n}',
  'cpp-reference-needs-variable': 'void f() {\n int &a = 5; //!\n}',
  'cpp-conditional-types': 'struct A {};\nvoid f(A a, int *p) {\n 1 > 0 ? a : p; //!\n}',
  'cpp-operator-types': 'struct A {};\nint f(A a) {\n return a + 1; //!\n}',
  'cpp-operator-type': 'struct A {};\nint f(A a) {\n return -a; //!\n}',
  'cpp-remainder-of-float': 'float f(float a) {\n return a % 2; //!\n}',
  'cpp-star-needs-pointer': 'int f(int a) {\n return *a; //!\n}',
  'cpp-pointer-to-void': 'void f(void *a) {\n *a; //!\n}',
  'cpp-address-of-value': 'int *f(int a) {\n return &(a + 1); //!\n}',
  'cpp-address-of-bit-field': 'struct A { unsigned b : 3; };\nvoid f(A a) {\n &a.b; //!\n}',
  'cpp-assign-not-variable': 'void f() {\n 5 = 6; //!\n}',
  'cpp-assign-const': 'const int PIN = 3;\nvoid f() {\n PIN = 4; //!\n}',
  'cpp-assign-in-const-method': 'struct A { int a; void f() const {\n a = 1; //!\n} };',
  'cpp-assign-array': 'int a[3], b[3];\nvoid f() {\n a = b; //!\n}',
  'cpp-sizeof-unknown': 'struct A;\nint f() {\n return sizeof(A); //!\n}',
  'cpp-delete-needs-pointer': 'void f(int a) {\n delete a; //!\n}',
  'cpp-range-not-iterable': 'void f(int a) {\n for (int x : a) { } //!\n}',
  'cpp-local-of-other-function':
    'void f(int a) {\n struct B { int g() {\n return a; //!\n } };\n B b; b.g();\n}',
  'cpp-capture-missing': 'void f(int a) {\n auto g = [] { return a; }; //!\n}',
  'cpp-variable-void': 'void f() {\n void a; //!\n}',
  'cpp-variable-other-type': 'extern int a;\nlong a; //!',
  'cpp-variable-redefined': 'int a = 1;\nint a = 2; //!',
  'cpp-return-missing': 'int f(int a) { //!\n if (a) return 1;\n}',
  'cpp-return-needs-value': 'int f() {\n return; //!\n}',
  'cpp-return-value-from-void': 'void f() {\n return 1; //!\n}',
  'cpp-break-outside': 'void f() {\n break; //!\n}',
  'cpp-continue-outside': 'void f(int a) {\n switch (a) { default: continue; } //!\n}',
  'cpp-case-outside-switch': 'void f() {\n case 1: ; //!\n}',
  'cpp-case-twice': 'void f(int a) {\n switch (a) { case 1: case 2:\n case 1: ; } //!\n}',
  'cpp-case-not-constant': 'void f(int a, int b) {\n switch (a) {\n case b: ; } //!\n}',
  'cpp-default-twice': 'void f(int a) {\n switch (a) { default: ;\n default: ; } //!\n}',
  'cpp-switch-needs-integer': 'void f(float a) {\n switch (a) { default: ; } //!\n}',
  'cpp-label-unknown': 'void f() {\n goto nowhere; //!\n}',
  'cpp-label-twice': 'void f() {\n a: ;\n a: ; //!\n}',
  'cpp-asm-unsupported': 'void f() {\n asm("push r16"); //!\n}',
};

describe('a mistake gets its sentence', () => {
  it.each(Object.entries(CASES))('%s', (code, text) => {
    const { diagnostics, lines } = checkText(text, text.startsWith('// C') ? 'a.c' : 'a.cpp');
    const marked = text.split('\n').findIndex((line) => line.includes('//!')) + 1;
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toContain(`${marked}: ${code}`);
    expect(diagnostics.length, lines.join('\n')).toBe(1);
    for (const language of ['fr', 'en'] as const)
      expect(diagnostics[0]?.message[language]).not.toMatch(/\{\w+\}/);
  });

  it('never speaks of errors, and keeps the same holes in both languages', () => {
    for (const [code, { fr, en }] of Object.entries(CPP_MEANING)) {
      const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
      expect(holes(fr), code).toEqual(holes(en));
      expect(`${fr} ${en}`, code).not.toMatch(/erreur|error|invalid|'/i);
    }
  });

  it('says at most five things of one file', () => {
    const text = Array.from({ length: 20 }, (_, index) => `int f${index}() { return qqqq${index}; }`).join(
      '\n',
    );
    expect(checkText(text).codes.length).toBe(5);
  });

  it('says nothing again of what follows from a mistake', () => {
    const text = 'void f() { Blubber *b = 0; b->start(1); int x = b->value + 3; x++; gggg(b); gggg(b); }';
    expect(checkText(text).codes).toEqual(['cpp-type-unknown', 'cpp-function-unknown']);
  });

  it('finds a function defined in two tabs, but not one in a header both include', () => {
    const twice = checkTexts({ 'a.cpp': 'int f() { return 1; }', 'b.cpp': '\nint f() { return 2; }' });
    expect(twice.lines.map((line) => line.slice(0, 26))).toEqual(['2: cpp-function-redefined:']);
    const header = 'inline int f() { return 1; } struct A { int g() { return 2; } }; const int N = 3;';
    const shared = checkTexts({
      'h.h': header,
      'a.cpp': '#include "h.h"\nint a() { return f() + A().g() + N; }',
      'b.cpp': '#include "h.h"\nint b() { return f() + A().g() + N; }',
    });
    expect(shared.lines).toEqual([]);
    expect(shared.program.functions.filter(({ symbol }) => symbol === 'A::g()').length).toBe(1);
  });
});
