import { describe, expect, it } from 'vitest';
import { intConst } from '../../../compiler/ir/constants.ts';
import { IrBuilder, makeFunction, makeModule, signatureOf } from '../../../compiler/ir/ir-builder.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';

const inMain = (body: string): string[] =>
  verifyModule(
    parseModule(`
global @g data 4
func @f(i16 $x) -> i16 {
bb0:
  ret i16 $x
}
func @main(i16 $p, ptr $q) -> i16 {
${body}
}
`),
  );

describe('the verifier', () => {
  it('accepts a well-formed function', () => {
    expect(
      inMain(`
bb0 entry:
  %0 = alloca 2 "x"
  %1 = call i16 @f(i16 $p)
  %2 = ult i16 %1, 5
  condbr %2, bb1, bb2
bb1:
  br bb2
bb2:
  %3 = phi i16 [bb0: 1], [bb1: %1]
  ret i16 %3`),
    ).toEqual([]);
  });

  it.each([
    ['no terminator', 'bb0:\n  %0 = add i16 $p, 1', /no terminator/],
    ['a terminator in the middle', 'bb0:\n  ret i16 1\n  ret i16 2', /terminator in the middle/],
    ['operands of two types', 'bb0:\n  %0 = add i16 $p, i8 1\n  ret i16 %0', /an operand is i8/],
    ['a wide shift amount', 'bb0:\n  %0 = shl i16 $p, i16 1\n  ret i16 %0', /an operand is i16/],
    [
      'a use before its definition',
      'bb0:\n  %0 = add i16 %1, 1\n  %1 = add i16 $p, 1\n  ret i16 %0',
      /does not dominate/,
    ],
    [
      'a use that its definition does not dominate',
      'bb0:\n  %0 = eq i16 $p, 1\n  condbr %0, bb1, bb2\nbb1:\n  %1 = add i16 $p, 1\n  br bb2\nbb2:\n  ret i16 %1',
      /does not dominate/,
    ],
    [
      'a phi without one predecessor',
      'bb0:\n  %0 = eq i16 $p, 1\n  condbr %0, bb1, bb2\nbb1:\n  br bb2\nbb2:\n  %1 = phi i16 [bb1: 1]\n  ret i16 %1',
      /not for the predecessors/,
    ],
    [
      'a phi in the middle',
      'bb0:\n  br bb1\nbb1:\n  %0 = add i16 $p, 1\n  %1 = phi i16 [bb0: 1]\n  ret i16 %1',
      /after other/,
    ],
    [
      'an alloca outside the entry',
      'bb0:\n  br bb1\nbb1:\n  %0 = alloca 2 "x"\n  ret i16 1',
      /not the entry/,
    ],
    ['a jump to the entry', 'bb0:\n  br bb0', /back to the entry/],
    ['an unknown global', 'bb0:\n  %0 = load i16 data @nothing\n  ret i16 %0', /nothing does not exist/],
    ['an unknown function', 'bb0:\n  %0 = call i16 @nothing(i16 1)\n  ret i16 %0', /nothing does not exist/],
    ['a call by another signature', 'bb0:\n  %0 = call i16 @f(i8 1)\n  ret i16 %0', /another signature/],
    ['too many arguments', 'bb0:\n  %0 = call i16 @f(i16 1, i16 2)\n  ret i16 %0', /another signature/],
    ['a missing result', 'bb0:\n  ret', /returns nothing/],
    ['a result of another type', 'bb0:\n  ret i8 1', /returns i8/],
    ['arithmetic on truths', 'bb0:\n  %0 = eq i16 $p, 1\n  %1 = add i1 %0, %0\n  ret i16 1', /add of i1/],
    ['an order of truths', 'bb0:\n  %0 = eq i16 $p, 1\n  %1 = ult i1 %0, %0\n  ret i16 1', /ult of i1/],
    ['a zext that narrows', 'bb0:\n  %0 = zext i16 $p to i8\n  ret i16 1', /no zext/],
    ['a bitcast of another size', 'bb0:\n  %0 = bitcast i16 $p to f32\n  ret i16 1', /no bitcast/],
    ['a switch on a pointer', 'bb0:\n  switch ptr $q, bb1 []\nbb1:\n  ret i16 1', /switches on no integer/],
    ['a case twice', 'bb0:\n  switch i16 $p, bb1 [1: bb1, 1: bb1]\nbb1:\n  ret i16 1', /case twice/],
    [
      'a case that is too large',
      'bb0:\n  switch i16 $p, bb1 [70000: bb1]\nbb1:\n  ret i16 1',
      /is not of i16/,
    ],
    [
      'a delay that is no constant',
      'bb0:\n  %0 = zext i16 $p to i32\n  intrinsic delay_cycles(i32 %0)\n  ret i16 1',
      /takes a constant/,
    ],
    [
      'a volatile load from flash',
      'bb0:\n  %0 = load volatile i8 flash @g\n  ret i16 1',
      /volatile load from flash/,
    ],
    ['the same id twice', 'bb0:\n  %0 = add i16 $p, 1\n  %0 = add i16 $p, 2\n  ret i16 1', /twice/],
  ])('reports %s', (_, body, message) => {
    expect(inMain(body).join('\n')).toMatch(message);
  });

  it('reports constants that are not normalised, operands of other functions, and foreign targets', () => {
    const module = makeModule();
    const one = makeFunction('one', [{ type: 'i16' }], 'i16');
    const other = makeFunction('other', [{ type: 'i16' }], 'i16');
    for (const fn of [one, other]) module.functions.set(fn.name, fn);
    const b = new IrBuilder(one);
    b.startBlock(b.makeBlock('entry'));
    const sum = b.binary('add', { ...intConst('i16', 1), value: -1n }, other.params[0] ?? intConst('i16', 0));
    b.ret(sum);
    const c = new IrBuilder(other);
    c.startBlock(c.makeBlock('entry'));
    c.br(b.current);
    const found = verifyModule(module).join('\n');
    expect(found).toMatch(/-1 is not normalised/);
    expect(found).toMatch(/\$p0 is of another function/);
    expect(found).toMatch(/not of this function/);
  });

  it('reports globals with wrong initialisers', () => {
    const text = `
global @a data 2 = x"01"
global @b data 2 = x"0000" [1: @a]
global @c data 2 = x"0000" [0: @nothing]
`;
    const found = verifyModule(parseModule(text)).join('\n');
    expect(found).toMatch(/a: has an initialiser of another size/);
    expect(found).toMatch(/b: relocation at 1 is outside/);
    expect(found).toMatch(/c: names nothing, unknown/);
  });
});

describe('the builder', () => {
  it('puts allocas on top of the entry, and what follows a terminator into a block of its own', () => {
    const module = makeModule();
    const fn = makeFunction('f', [{ type: 'i8', name: 'x' }], 'i8');
    module.functions.set('f', fn);
    const b = new IrBuilder(fn);
    b.startBlock(b.makeBlock('entry'));
    const x = fn.params[0] ?? intConst('i8', 0);
    b.ret(x);
    const local = b.alloca(1, 'local');
    b.store(local, x);
    b.call({ kind: 'function', type: 'ptr', name: 'f' }, [x], signatureOf(fn));
    b.unreachable();
    expect(fn.blocks.map(({ instructions }) => instructions.map(({ op }) => op))).toEqual([
      ['alloca', 'ret'],
      ['store', 'call', 'unreachable'],
    ]);
    expect(verifyModule(module)).toEqual([]);
  });
});
