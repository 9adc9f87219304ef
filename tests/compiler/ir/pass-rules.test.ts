/** What each pass is for, on small functions in text form; each is also run before and after. */
import { describe, expect, it } from 'vitest';
import { interpret } from '../../../compiler/ir/interpret-ir.ts';
import type { IrFunction, IrModule } from '../../../compiler/ir/ir.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { optimise } from '../../../compiler/ir/pass-pipeline.ts';
import { propagateArguments } from '../../../compiler/ir/passes/arguments.ts';
import { CallEffects } from '../../../compiler/ir/passes/call-effects.ts';
import { combine } from '../../../compiler/ir/passes/combine.ts';
import { dce } from '../../../compiler/ir/passes/dce.ts';
import { dse } from '../../../compiler/ir/passes/dse.ts';
import { evaluateConstructors } from '../../../compiler/ir/passes/evaluate-constructors.ts';
import { evaluateLoops } from '../../../compiler/ir/passes/evaluate-loops.ts';
import { foldGlobals } from '../../../compiler/ir/passes/globals.ts';
import { gvn } from '../../../compiler/ir/passes/gvn.ts';
import { inline } from '../../../compiler/ir/passes/inline.ts';
import { licm } from '../../../compiler/ir/passes/licm.ts';
import { mem2reg } from '../../../compiler/ir/passes/mem2reg.ts';
import { narrowCounters } from '../../../compiler/ir/passes/narrow-counters.ts';
import { narrow } from '../../../compiler/ir/passes/narrow.ts';
import { sccp } from '../../../compiler/ir/passes/sccp.ts';
import { simplifyCfg } from '../../../compiler/ir/passes/simplify-cfg.ts';
import { sinkCompares } from '../../../compiler/ir/passes/sink-compares.ts';
import { sroa } from '../../../compiler/ir/passes/sroa.ts';
import { printModule } from '../../../compiler/ir/print-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';

const ARGUMENTS = [0, 1, 2, 7, 8, 100, 127, 128, 200, 255, 256, 1000, 0x7fff, 0x8000, 0xffff];

/** The module's text after `run`, which must not change what main(i16) gives and does. */
function after(text: string, run: (module: IrModule) => unknown): string {
  const before = parseModule(text);
  expect(verifyModule(before)).toEqual([]);
  const module = parseModule(text);
  run(module);
  expect(verifyModule(module)).toEqual([]);
  for (const argument of ARGUMENTS) {
    const one = interpret(before, { args: [argument], fuel: 100_000 });
    const other = interpret(module, { args: [argument], fuel: 100_000, layout: one.layout });
    expect([other.outcome, other.result, other.trace]).toEqual([one.outcome, one.result, one.trace]);
  }
  return printModule(module);
}

const each =
  (...passes: ((fn: IrFunction, module: IrModule) => unknown)[]) =>
  (module: IrModule): void => {
    for (const pass of passes) for (const fn of module.functions.values()) pass(fn, module);
  };
const clean = (fn: IrFunction): boolean => dce(fn, CallEffects.UNKNOWN);
/** Combined, and what is unused gone. */
const combined = (body: string, result = 'i16'): string =>
  after(`func @main(i16 $x) -> ${result} root {\nbb0:\n${body}\n}\n`, each(combine, clean));
const body = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim().replace(/%\d+ = /, ''));

describe('combine', () => {
  it.each([
    ['x + 3 + 4', '%0 = add i16 $x, 3\n%1 = add i16 %0, 4\nret i16 %1', ['add i16 $x, 7']],
    ['x - 3', '%0 = sub i16 $x, 3\nret i16 %0', ['add i16 $x, -3']],
    ['x · 8', '%0 = mul i16 $x, 8\nret i16 %0', ['shl i16 $x, 3']],
    ['x % 16', '%0 = urem i16 $x, 16\nret i16 %0', ['trunc i16 $x to i8', 'and i8', 'zext i8']],
    ['x ^ x', '%0 = xor i16 $x, $x\nret i16 %0', []],
    ['(x << 4) >> 4', '%0 = shl i16 $x, 4\n%1 = lshr i16 %0, 4\nret i16 %1', ['and i16 $x, 4095']],
    ['x / 10 / 10', '%0 = udiv i16 $x, 10\n%1 = udiv i16 %0, 10\nret i16 %1', ['udiv i16 $x, 100']],
    [
      'a sum of bytes kept as a byte',
      '%0 = trunc i16 $x to i8\n%1 = zext i8 %0 to i16\n%2 = add i16 %1, 1\n%3 = trunc i16 %2 to i8\n%4 = zext i8 %3 to i16\nret i16 %4',
      ['trunc i16 $x to i8', 'add i8', 'zext i8'],
    ],
  ])('simplifies %s', (_, text, wanted) => {
    const lines = body(combined(text)).filter((line) => !line.startsWith('ret'));
    expect(lines.length).toBeLessThanOrEqual(Math.max(wanted.length, 2));
    for (const part of wanted) expect(lines.join('\n')).toContain(part);
  });

  it('compares bytes as bytes', () => {
    const text = combined(
      '%0 = trunc i16 $x to i8\n%1 = zext i8 %0 to i16\n%2 = slt i16 %1, 100\nret i1 %2',
      'i1',
    );
    expect(text).toContain('ult i8');
  });

  it('decides comparisons by what values can be', () => {
    expect(combined('%0 = urem i16 $x, 10\n%1 = ult i16 %0, 10\nret i1 %1', 'i1')).toContain('ret i1 1');
    expect(combined('%0 = and i16 $x, 6\n%1 = eq i16 %0, 1\nret i1 %1', 'i1')).toContain('ret i1 0');
  });

  it('tests parity without dividing', () => {
    const text = combined('%0 = srem i16 $x, 2\n%1 = eq i16 %0, 1\nret i1 %1', 'i1');
    expect(text).not.toContain('srem');
    expect(text).toContain('and i16 $x, -32767');
  });

  it('keeps a division by zero what it is', () => {
    const text = combined(
      '%0 = trunc i16 $x to i8\n%1 = zext i8 %0 to i16\n%2 = lshr i16 $x, 8\n%3 = udiv i16 %1, %2\nret i16 %3',
    );
    expect(text).toContain('udiv i16');
  });

  it('reads constant tables, and makes calls through them direct', () => {
    const text = after(
      `
global @table flash const 4 = x"00000000" [0: @one, 2: @two]
func @one() -> i16 {
bb0:
  ret i16 1
}
func @two() -> i16 {
bb0:
  ret i16 2
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = load ptr flash @table+2
  %1 = call i16 %0()
  ret i16 %1
}`,
      each(combine),
    );
    expect(text).toContain('call i16 @two()');
  });

  it('leaves volatile loads alone', () => {
    const text = combined('%0 = load volatile i8 data addr 0x25\n%1 = zext i8 %0 to i16\nret i16 %1');
    expect(text).toContain('load volatile');
  });
});

describe('simplify-cfg', () => {
  it('goes one way only on a constant, and joins what remains', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  condbr 1, bb1, bb2
bb1:
  br bb3
bb2:
  br bb3
bb3:
  %0 = phi i16 [bb1: $x], [bb2: 5]
  ret i16 %0
}`,
      each(simplifyCfg),
    );
    expect(body(text)).toEqual(['ret i16 $x']);
  });

  it('threads short-circuit conditions to where they lead', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  %0 = ult i16 $x, 200
  condbr %0, bb1, bb2
bb1:
  %1 = ne i16 $x, 7
  br bb2
bb2:
  %2 = phi i1 [bb0: 0], [bb1: %1]
  condbr %2, bb3, bb4
bb3:
  ret i16 1
bb4:
  ret i16 2
}`,
      each(simplifyCfg),
    );
    expect(text).not.toContain('phi');
    expect(text.match(/condbr/g)).toHaveLength(2);
  });

  it('does not ask the same question again', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  %0 = ult i16 $x, 200
  condbr %0, bb1, bb2
bb1:
  store volatile i8 1, addr 0x25
  br bb3
bb2:
  store volatile i8 2, addr 0x25
  br bb3
bb3:
  condbr %0, bb4, bb5
bb4:
  ret i16 1
bb5:
  ret i16 2
}`,
      each(simplifyCfg),
    );
    expect(text.match(/condbr/g)).toHaveLength(1);
  });
});

describe('mem2reg and sroa', () => {
  it('turns a variable into a phi', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  %0 = alloca 2 "v"
  store i16 $x, %0
  %1 = ult i16 $x, 100
  condbr %1, bb1, bb2
bb1:
  store i16 7, %0
  br bb2
bb2:
  %2 = load i16 data %0
  ret i16 %2
}`,
      each(mem2reg),
    );
    expect(text).not.toContain('alloca');
    expect(text).toContain('phi i16 [bb0: $x], [bb1: 7]');
  });

  it('splits a struct, and sees through the two halves of a word', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  %0 = alloca 4 "s"
  %1 = ptradd %0, 2
  %2 = ptradd %0, 3
  intrinsic memset(ptr %0, i8 0, i16 4)
  store i16 $x, %1
  %3 = load i8 data %2
  %4 = load i16 data %0
  %5 = zext i8 %3 to i16
  %6 = add i16 %4, %5
  ret i16 %6
}`,
      each(sroa, mem2reg, combine, clean),
    );
    expect(text).not.toMatch(/alloca|load|memset/);
    expect(text).toContain('lshr i16 $x, 8');
  });

  it('leaves volatile variables and those whose address is passed on', () => {
    const text = after(
      `func @keep(ptr $p) -> void {
bb0:
  store i16 3, $p
  ret
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = alloca 2 "v"
  %1 = alloca 2 "w"
  store volatile i16 $x, %0
  call void @keep(ptr %1)
  %2 = load i16 data %1
  ret i16 %2
}`,
      each(sroa, mem2reg),
    );
    expect(text.match(/alloca/g)).toHaveLength(2);
  });
});

describe('sccp, gvn, dse', () => {
  it('finds the constant of a loop that never changes it', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi i16 [bb0: 3], [bb3: %3]
  %1 = phi i16 [bb0: 0], [bb3: %4]
  %2 = eq i16 %0, 3
  condbr %2, bb3, bb2
bb2:
  br bb3
bb3:
  %3 = phi i16 [bb1: 3], [bb2: 9]
  %4 = add i16 %1, 1
  %5 = ult i16 %4, 5
  condbr %5, bb1, bb4
bb4:
  ret i16 %3
}`,
      each(sccp, simplifyCfg),
    );
    expect(text).toContain('ret i16 3');
  });

  const withEffects =
    (pass: (fn: IrFunction, module: IrModule, effects: CallEffects) => unknown) =>
    (module: IrModule): void => {
      const effects = CallEffects.of(module);
      each((fn) => pass(fn, module, effects), clean)(module);
    };

  it('loads once what nothing changes in between, and again behind a barrier or an unknown call', () => {
    const loads = (between: string): number =>
      after(
        `
global @g data 2
global @h data 2
func @other() -> void {
bb0:
  store i16 1, @g
  ret
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = load i16 data @g
  ${between}
  %1 = load i16 data @g
  %2 = add i16 %0, %1
  ret i16 %2
}`,
        withEffects(gvn),
      ).match(/load i16/g)?.length ?? 0;
    expect(loads('store i16 $x, @h')).toBe(1);
    expect(loads('store volatile i8 1, addr 0x25')).toBe(1);
    expect(loads('intrinsic memory_barrier()')).toBe(2);
    expect(loads('intrinsic sei()')).toBe(2);
    expect(loads('call void @other()')).toBe(2);
    expect(loads('store i8 1, @g+1')).toBe(2);
  });

  it('knows a value under the branch that tested it', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  %0 = add i16 $x, 0
  %1 = eq i16 %0, 8
  condbr %1, bb1, bb2
bb1:
  %2 = mul i16 %0, 5
  ret i16 %2
bb2:
  ret i16 0
}`,
      (module) => {
        withEffects(gvn)(module);
        each(combine, clean)(module);
      },
    );
    expect(text).not.toContain('mul');
  });

  it('drops a store that another covers, and keeps it when it is read, volatile or behind a barrier', () => {
    const stores = (first: string, between = ''): number =>
      after(
        `
global @g data 2
func @look() -> void {
bb0:
  %0 = load i16 data @g
  store volatile i16 %0, addr 0x84
  ret
}
func @main(i16 $x) -> i16 root {
bb0:
  ${first}
  ${between}
  store i16 $x, @g
  ret i16 0
}`,
        withEffects(dse),
      ).match(/store(?! volatile i16 %0)/g)?.length ?? 0;
    expect(stores('store i16 5, @g')).toBe(1);
    expect(stores('store i8 5, @g+1')).toBe(1);
    expect(stores('store volatile i16 5, @g')).toBe(2);
    expect(stores('store i16 5, @g', 'intrinsic cli()')).toBe(2);
    expect(stores('store i16 5, @g', 'call void @look()')).toBe(2);
    expect(stores('store i16 5, @g', '%0 = load volatile i16 data @g')).toBe(2);
  });
});

describe('loops', () => {
  const counting = (type: string, test: string): string => `func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi ${type} [bb0: 0], [bb2: %2]
  %1 = ${test}
  condbr %1, bb2, bb3
bb2:
  store volatile i8 1, addr 0x25
  %2 = add ${type} %0, 1
  br bb1
bb3:
  ret i16 $x
}`;

  it('gives a counter to ten one byte, and one to a thousand two', () => {
    const small = after(counting('i16', 'slt i16 %0, 10'), each(narrowCounters, combine, clean));
    expect(small).toContain('phi i8');
    expect(small).toContain('ult i8');
    expect(after(counting('i16', 'slt i16 %0, 1000'), each(narrowCounters, combine, clean))).toContain(
      'phi i16',
    );
    expect(after(counting('i32', 'slt i32 %0, 1000'), each(narrowCounters, combine, clean))).toContain(
      'phi i16',
    );
  });

  it('counts down below zero in a signed byte', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi i16 [bb0: 9], [bb2: %2]
  %1 = sge i16 %0, 0
  condbr %1, bb2, bb3
bb2:
  store volatile i16 %0, addr 0x84
  %2 = add i16 %0, -1
  br bb1
bb3:
  ret i16 %0
}`,
      each(narrowCounters, combine, clean),
    );
    expect(text).toContain('phi i8');
  });

  it('computes with the bits that are needed', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi i16 [bb0: $x], [bb1: %2]
  %1 = mul i16 %0, 3
  %2 = add i16 %1, 1
  %3 = trunc i16 %2 to i8
  store volatile i8 %3, addr 0x25
  %4 = load volatile i8 data addr 0x26
  %5 = ne i8 %4, 0
  condbr %5, bb1, bb2
bb2:
  %6 = and i16 %2, 255
  ret i16 %6
}`,
      each(narrow, combine, clean),
    );
    expect(text).toContain('mul i8');
    expect(text).toContain('phi i8');
  });

  it('compares with a constant at each branch that asks, and once where the answer is kept', () => {
    const asking = (result: string): string =>
      after(
        `func @main(i16 $x) -> i16 root {
bb0:
  %0 = ult i16 $x, 20
  condbr %0, bb1, bb2
bb1:
  store volatile i8 1, addr 0x25
  br bb2
bb2:
  %1 = select i16 %0, 7, $x
  ${result}
}`,
        each(sinkCompares),
      );
    const text = asking('ret i16 %1');
    expect(text.match(/ult i16 \$x, 20/g)).toHaveLength(2);
    expect(text).toMatch(/bb2:\n +%\d+ = ult/);
    expect(asking('%2 = zext i1 %0 to i16\n  ret i16 %2').match(/ult/g)).toHaveLength(1);
  });

  it('multiplies before the loop what is the same in it, and leaves cheap sums', () => {
    const text = after(
      `func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi i16 [bb0: 0], [bb1: %4]
  %1 = mul i16 $x, $x
  %2 = add i16 $x, 9
  %3 = add i16 %0, %1
  %4 = add i16 %3, %2
  %5 = load volatile i8 data addr 0x26
  %6 = ne i8 %5, 0
  condbr %6, bb1, bb2
bb2:
  ret i16 %4
}`,
      each(licm),
    );
    expect(text).toMatch(/bb0:\n {2}%\d+ = mul i16 \$x, \$x\n {2}br bb1/);
    expect(text).toMatch(/bb1:[^]*add i16 \$x, 9/);
  });

  it('knows the length of a literal string', () => {
    const text = after(
      `
global @s data const 6 = x"68656c6c6f00"
func @main(i16 $x) -> i16 root {
bb0:
  br bb1
bb1:
  %0 = phi ptr [bb0: @s], [bb2: %3]
  %1 = load i8 data %0
  %2 = eq i8 %1, 0
  condbr %2, bb3, bb2
bb2:
  %3 = ptradd %0, 1
  br bb1
bb3:
  %4 = bitcast ptr %0 to i16
  %5 = bitcast ptr @s to i16
  %6 = sub i16 %4, %5
  ret i16 %6
}`,
      each(evaluateLoops, combine, simplifyCfg, clean),
    );
    expect(body(text)).toEqual(['ret i16 5']);
  });
});

describe('whole-program passes', () => {
  const KEEP =
    '\nfunc @keep(i16 $x) -> i16 inline(never) {\nbb0:\n  store volatile i16 $x, addr 0x84\n  ret i16 1\n}\n';

  it('moves an argument that is always the same into the callee, and an unused result away', () => {
    const text = after(
      `${KEEP}func @main(i16 $x) -> i16 root {
bb0:
  %0 = call i16 @keep(i16 7)
  %1 = call i16 @keep(i16 7)
  ret i16 $x
}`,
      (module) => propagateArguments(module, () => undefined),
    );
    expect(text).toContain('func @keep() -> void');
    expect(text).toContain('store volatile i16 7');
  });

  it('inlines what is called once, small or forced, never noinline or recursive functions', () => {
    const text = after(
      `${KEEP}
func @once(i16 $x) -> i16 {
bb0:
  %0 = mul i16 $x, $x
  store volatile i16 %0, addr 0x84
  ret i16 %0
}
func @forced(i16 $x) -> i16 inline(always) {
bb0:
  %0 = ult i16 $x, 5
  condbr %0, bb1, bb2
bb1:
  ret i16 1
bb2:
  store volatile i8 1, addr 0x25
  ret i16 2
}
func @again(i16 $x) -> i16 {
bb0:
  %0 = eq i16 $x, 0
  condbr %0, bb1, bb2
bb1:
  ret i16 0
bb2:
  %1 = lshr i16 $x, 1
  %2 = call i16 @again(i16 %1)
  %3 = add i16 %2, 1
  ret i16 %3
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = call i16 @once(i16 $x)
  %1 = call i16 @forced(i16 %0)
  %2 = call i16 @forced(i16 $x)
  %3 = call i16 @keep(i16 %2)
  %4 = call i16 @again(i16 %1)
  ret i16 %4
}`,
      (module) => inline(module, 's', simplifyCfg),
    );
    const main = text.slice(text.indexOf('func @main'));
    expect(main).not.toMatch(/@once|@forced/);
    expect(main).toContain('@keep');
    expect(main).toContain('@again');
  });

  it('gives an inlined function its own copy of a by-value argument', () => {
    const text = after(
      `
global @pair data 2 = x"0100"
func @spoil(ptr byval(2) $p) -> i16 inline(always) {
bb0:
  store i16 9, $p
  %0 = load i16 data $p
  ret i16 %0
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = call i16 @spoil(ptr byval(2) @pair)
  %1 = load i16 data @pair
  %2 = add i16 %0, %1
  ret i16 %2
}`,
      (module) => inline(module, 's', simplifyCfg),
    );
    expect(text).toContain('memcpy');
  });

  it('folds the pin of an object that a constructor sets once', () => {
    const text = after(
      `
constructors @init
global @led data 3
func @init() -> void {
bb0:
  store i8 13, @led
  store i16 500, @led+1
  ret
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = load i8 data @led
  %1 = zext i8 %0 to i16
  store i16 $x, @led+1
  %2 = load i16 data @led+1
  %3 = add i16 %1, %2
  ret i16 %3
}`,
      (module) => {
        evaluateConstructors(module, () => undefined);
        foldGlobals(module, () => undefined);
      },
    );
    expect(text).not.toContain('constructors');
    expect(text).toContain('zext i8 13 to i16');
  });

  it('follows an address into the functions it is passed to', () => {
    const text = after(
      `
global @a data 4 = x"05000000"
global @b data 4 = x"06000000"
func @touch(ptr $o) -> i16 inline(never) {
bb0:
  %0 = ptradd $o, 2
  store i16 1, %0
  %1 = load i16 data $o
  ret i16 %1
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = call i16 @touch(ptr @a)
  %1 = call i16 @touch(ptr @b)
  %2 = load i16 data @a
  %3 = add i16 %0, %2
  ret i16 %3
}`,
      (module) => foldGlobals(module, () => undefined),
    );
    expect(text).toContain('add i16 %0, 5');
  });

  it('keeps a variable that an interrupt handler writes', () => {
    const text = after(
      `
global @flag data 1
func @__vector_1() -> void interrupt(1) root {
bb0:
  store i8 1, @flag
  ret
}
func @main(i16 $x) -> i16 root {
bb0:
  %0 = load volatile i8 data @flag
  %1 = zext i8 %0 to i16
  ret i16 %1
}`,
      (module) => {
        optimise(module, 's');
      },
    );
    expect(text).toContain('load volatile i8 data @flag');
    expect(text).toContain('store i8 1, @flag');
  });

  it('at level 0 only removes what nothing reaches', () => {
    const text = after(
      `${KEEP}func @main(i16 $x) -> i16 root {
bb0:
  %0 = alloca 2 "v"
  store i16 $x, %0
  %1 = load i16 data %0
  ret i16 %1
}`,
      (module) => {
        optimise(module, 0);
      },
    );
    expect(text).not.toContain('@keep');
    expect(text).toContain('alloca');
  });
});
