import { describe, expect, it } from 'vitest';
import { interpret } from '../../../../compiler/ir/interpret-ir.ts';
import type { Instruction, IrModule } from '../../../../compiler/ir/ir.ts';
import { verifyModule } from '../../../../compiler/ir/verify-ir.ts';
import { lowerText, lowerTexts } from './lower-text.ts';

function instructions(module: IrModule, name: string): Instruction[] {
  return module.functions.get(name)?.blocks.flatMap((block) => block.instructions) ?? [];
}

const names = (module: IrModule): string[] => [...module.functions.keys()].sort();
const result = (text: string): unknown => {
  const { module, diagnostics } = lowerText(text);
  expect(diagnostics).toEqual([]);
  expect(verifyModule(module)).toEqual([]);
  return interpret(module).result;
};

describe('what is lowered', () => {
  it('is only what main reaches', () => {
    const { module } = lowerText(
      'int used() { return 1; } int unused() { return used(); } int main() { return used(); }',
    );
    expect(module.functions.size).toBe(2);
  });

  it('leaves out what stands behind a return or a false constant', () => {
    const { module } = lowerText('void a() {} void b() {} int main() { if (false) a(); return 0; b(); }');
    expect(names(module)).toEqual(['main']);
  });

  it('takes interrupt handlers and their vector number', () => {
    const { module } = lowerText(
      'volatile char c; extern "C" void __vector_7() __attribute__((signal, used)); void __vector_7() { c++; } int main() { return 0; }',
    );
    expect(module.functions.get('__vector_7')?.attributes.interrupt?.vector).toBe(7);
  });

  it('reports an interrupt that the chip does not have', () => {
    const { diagnostics } = lowerTexts(
      {
        'a.cpp':
          'extern "C" void __vector_99() __attribute__((signal, used)); void __vector_99() {} int main() { return 0; }',
      },
      { vectorNumber: () => undefined },
    );
    expect(diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([['interrupt-unknown', 1]]);
  });

  it('prefers a definition to a weak one, wherever they stand', () => {
    const weak = 'int f() __attribute__((weak)); int f() { return 1; } ';
    const main = 'int f(); int main() { return f(); }';
    const run = (texts: Record<string, string>): unknown => interpret(lowerTexts(texts).module).result;
    expect(run({ 'a.cpp': weak, 'm.cpp': main })).toBe(1);
    expect(run({ 'a.cpp': weak, 'b.cpp': 'int f() { return 2; }', 'm.cpp': main })).toBe(2);
    expect(run({ 'b.cpp': 'int f() { return 2; }', 'a.cpp': weak, 'm.cpp': main })).toBe(2);
  });

  it('constructs a global nobody uses only when that has an effect elsewhere', () => {
    const classes =
      'int log; struct Quiet { int a; Quiet(int n) : a(n) { a = n + 1; } }; struct Loud { Loud() { log++; } };';
    const of = (globals: string): readonly string[] =>
      lowerText(`${classes} ${globals} int main() { return 0; }`).module.constructors;
    expect(of('Quiet q(3);')).toEqual([]);
    expect(of('Loud l;')).toHaveLength(1);
  });

  it('makes objects whose constructors only give constants to members without code', () => {
    const { module } = lowerText(
      'struct B { int a; B(int n) : a(n + 1) {} virtual int f() { return a; } }; struct D : B { long *p; unsigned b : 3, c : 5; D(int n, long *q) : B(n), p(q), b(5), c(n) {} int f() { return a * 2; } }; long l = 7; D d(4, &l); B e(1); int use(B &b) { return b.f(); } int main() { return use(d) + use(e) + *d.p + d.c; }',
    );
    expect(module.constructors).toEqual([]);
    expect(interpret(module).result).toBe(10 + 2 + 7 + 4);
  });
});

describe('virtual calls', () => {
  const classes =
    'struct A { virtual int f() { return 1; } virtual int g() { return 10; } }; struct B : A { int f() { return 2; } int g() { return 20; } }; struct C : A { int f() { return 3; } };';

  it('are direct when only one function can be meant, and then there is no vtable', () => {
    const { module } = lowerText(
      `${classes} int use(A &a) { return a.f(); } int main() { B b; return use(b); }`,
    );
    const callees = instructions(module, 'main').concat(
      [...module.functions.values()].flatMap(({ name }) => instructions(module, name)),
    );
    expect(
      callees.every((one) => one.op !== 'call' || ('kind' in one.callee && one.callee.kind === 'function')),
    ).toBe(true);
    expect([...module.globals.values()].filter(({ space }) => space === 'flash')).toEqual([]);
    expect(interpret(module).result).toBe(2);
  });

  it('go through a table in flash that holds only what is called', () => {
    const { module } = lowerText(
      `${classes} int use(A &a) { return a.f(); } int main() { B b; C c; return use(b) * 10 + use(c); }`,
    );
    const tables = [...module.globals.values()].filter(({ space }) => space === 'flash');
    expect(tables).toHaveLength(2);
    expect(tables.map(({ init }) => init?.relocations.length)).toEqual([1, 1]);
    expect(interpret(module).result).toBe(23);
  });
});

describe('data', () => {
  it('of constant initialisers is an image, with addresses as relocations', () => {
    const { module } = lowerText(
      'int v[3] = {1, 2, 3}; int *p = &v[1]; struct { const char *s; int n; } r = {"x", -1}; int main() { return *p + r.n + r.s[0]; }',
    );
    expect(module.constructors).toEqual([]);
    const image = [...module.globals.values()].find(({ display }) => display === 'p')?.init;
    expect(image?.relocations.map(({ addend }) => addend)).toEqual([2]);
    expect(interpret(module).result).toBe(2 - 1 + 120);
  });

  it('of PROGMEM is in flash, and equal strings are one', () => {
    const { module } = lowerText(
      'const char t[] __attribute__((progmem)) = "abc"; const char *a() { return "same"; } const char *b() { return "same"; } int main() { return a() == b() ? __builtin_flash_read_byte((unsigned)t + 1) : 0; }',
    );
    expect([...module.globals.values()].map(({ space, bytes }) => `${space} ${bytes}`).sort()).toEqual([
      'data 5',
      'flash 4',
    ]);
    expect(interpret(module).result).toBe(98);
  });

  it('names types for the debugger', () => {
    const { module } = lowerText('unsigned char pin[4]; int main() { return pin[0]; }');
    expect([...module.globals.values()].map(({ display, typeName }) => [display, typeName])).toEqual([
      ['pin', 'unsigned char[4]'],
    ]);
  });
});

describe('volatile', () => {
  const accesses = (body: string): string[] => {
    const { module } = lowerText(
      `volatile int v; volatile unsigned char &port = *(volatile unsigned char *)0x25; int main() { ${body} return 0; }`,
    );
    return instructions(module, 'main').flatMap((one) =>
      (one.op === 'load' || one.op === 'store') && one.isVolatile
        ? [`${one.op} ${one.op === 'load' ? one.type : one.value.type}`]
        : [],
    );
  };

  it('16-bit objects are read and written in one access, once each', () => {
    expect(accesses('v += 3;')).toEqual(['load i16', 'store i16']);
    expect(accesses('int a = v = 5; (void)a;')).toEqual(['store i16']);
    expect(accesses('v;')).toEqual(['load i16']);
  });

  it('registers are constant addresses', () => {
    const { module } = lowerText('int main() { *(volatile unsigned char *)0x25 |= 4; return 0; }');
    const store = instructions(module, 'main').find((one) => one.op === 'store');
    expect(store?.op === 'store' ? store.address : undefined).toMatchObject({ kind: 'address', value: 0x25 });
  });
});

describe('the rest of a program', () => {
  it('keeps a place for every instruction', () => {
    const { module } = lowerText('int f(int a) { int b = a * 2; return b; }\nint main() { return f(3); }');
    expect(instructions(module, 'main').every(({ loc }) => loc >= 0)).toBe(true);
  });

  it('gives 0 from main without return, and jumps over what goto leaves', () => {
    expect(result('int main() {}')).toBe(0);
    expect(result('int main() { int n = 0; for (;;) { if (n == 5) goto out; n++; } out: return n; }')).toBe(
      5,
    );
  });
});
