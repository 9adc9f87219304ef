import { describe, expect, it } from 'vitest';
import { interpret } from '../../../compiler/ir/interpret-ir.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';

function load(text: string): ReturnType<typeof parseModule> {
  const module = parseModule(text);
  expect(verifyModule(module)).toEqual([]);
  return module;
}

describe('the interpreter', () => {
  it('runs constructors, then main, on globals in RAM and tables in flash', () => {
    const module = load(`
constructors @init
global @sum data 2
global @table flash const 3 = x"0a141e"
func @init() -> void {
bb0:
  store i16 5, @sum
  ret
}
func @main() -> i16 {
bb0:
  br bb1
bb1:
  %0 = phi i16 [bb0: 0], [bb1: %5]
  %1 = ptradd @table, %0
  %2 = load i8 flash %1
  %3 = zext i8 %2 to i16
  %4 = load i16 data @sum
  %9 = add i16 %4, %3
  store i16 %9, @sum
  %5 = add i16 %0, 1
  %6 = ult i16 %5, 3
  condbr %6, bb1, bb2
bb2:
  %7 = load i16 data @sum
  ret i16 %7
}`);
    expect(interpret(module)).toMatchObject({ outcome: 'returned', result: 65 });
  });

  it('exchanges the values of phis at once', () => {
    const module = load(`
func @main() -> i8 {
bb0:
  br bb1
bb1:
  %0 = phi i8 [bb0: 1], [bb1: %1]
  %1 = phi i8 [bb0: 2], [bb1: %0]
  %2 = phi i8 [bb0: 0], [bb1: %3]
  %3 = add i8 %2, 1
  %4 = ult i8 %3, 3
  condbr %4, bb1, bb2
bb2:
  %5 = shl i8 %0, 4
  %6 = or i8 %5, %1
  ret i8 %6
}`);
    expect(interpret(module).result).toBe(0x12);
  });

  it('records volatile accesses, effects and host calls in their order', () => {
    const module = load(`
global @flag data 2
func @host(i8 $x) -> i8
func @main() -> void {
bb0:
  intrinsic cli()
  store volatile i8 32, addr 0x25
  %0 = load volatile i16 data @flag
  %1 = call i8 @host(i8 7)
  store volatile i8 %1, @flag+1
  intrinsic delay_cycles(i32 100)
  store i8 1, @flag
  intrinsic sei()
  ret
}`);
    const host = new Map([['host', ([x]: readonly (number | bigint)[]) => Number(x) * 2]]);
    expect(interpret(module, { host }).trace).toEqual([
      'cli',
      'write i8 0x25: 32',
      'read i16 @flag+0: 0',
      'call host(7)',
      'write i8 @flag+1: 14',
      'delay_cycles 100',
      'sei',
    ]);
  });

  it('hands accesses below the RAM to hooks, the low byte read first and the high byte written first', () => {
    const module = load(`
func @main() -> i16 {
bb0:
  store volatile i16 0x1234, addr 0x88
  %0 = load volatile i16 data addr 0x84
  ret i16 %0
}`);
    const seen: string[] = [];
    const io = {
      read8: (address: number): number => {
        seen.push(`r${address.toString(16)}`);
        return address;
      },
      write8: (address: number, value: number): void => {
        seen.push(`w${address.toString(16)}=${value.toString(16)}`);
      },
    };
    expect(interpret(module, { io }).result).toBe(0x8584);
    expect(seen).toEqual(['w89=12', 'w88=34', 'r84', 'r85']);
  });

  it('calls through pointers, copies by-value arguments, and passes variadic ones on the stack', () => {
    const module = load(`
global @pair data 4 = x"01000200"
global @pointers flash const 2 = x"0000" [0: @twice]
func @twice(i16 $x) -> i16 {
bb0:
  %0 = add i16 $x, $x
  ret i16 %0
}
func @spoil(ptr byval(4) $p) -> i16 {
bb0:
  store i16 100, $p
  %0 = ptradd $p, 2
  %1 = load i16 data %0
  ret i16 %1
}
func @sum(i8 $n, ...) -> i32 {
bb0:
  %0 = intrinsic va_start()
  %1 = load i16 data %0
  %2 = ptradd %0, 2
  %3 = load i32 data %2
  %4 = zext i16 %1 to i32
  %5 = add i32 %3, %4
  ret i32 %5
}
func @main() -> i32 {
bb0:
  %0 = load ptr flash @pointers
  %1 = call i16 %0(i16 21)
  %2 = call i16 @spoil(ptr byval(4) @pair)
  %3 = load i16 data @pair
  %4 = call i32 @sum(i8 2, ..., i16 %1, i32 100000)
  %5 = zext i16 %2 to i32
  %6 = zext i16 %3 to i32
  %7 = add i32 %4, %5
  %8 = add i32 %7, %6
  ret i32 %8
}`);
    expect(interpret(module).result).toBe(100_045);
  });

  it('computes in 64 bits and in single precision', () => {
    const module = load(`
func @main(i64 $a, f32 $x) -> i64 {
bb0:
  %0 = mul i64 $a, $a
  %1 = ashr i64 %0, 3
  %2 = fmul f32 $x, 0.1
  %3 = fptosi f32 %2 to i64
  %4 = sub i64 %1, %3
  ret i64 %4
}`);
    const a = 0x1234_5678_9abc_def0n;
    const shifted = BigInt.asIntN(64, a * a) >> 3n;
    const x = Math.fround(Math.fround(12345.678) * Math.fround(0.1));
    expect(interpret(module, { args: [a, Math.fround(12345.678)] }).result).toBe(
      BigInt.asUintN(64, shifted - BigInt(Math.trunc(x))),
    );
  });

  it('stops when fuel or the stack runs out, at traps and at the unreachable', () => {
    const outcome = (body: string, fuel = 1000): string =>
      interpret(load(`func @main() -> void {\nbb0:\n${body}\n}`), { fuel, ramEnd: 0x200 }).outcome;
    expect(outcome('  br bb1\nbb1:\n  br bb1')).toBe('out of fuel');
    expect(outcome('  %0 = alloca 40 "x"\n  call void @main()\n  ret')).toBe('stack overflow');
    expect(outcome('  intrinsic trap()\n  ret')).toBe('trapped');
    expect(outcome('  unreachable')).toBe('reached the unreachable');
    expect(outcome('  call void addr 0x02()\n  ret')).toBe('called no function');
  });

  it('runs loops of hundreds of thousands of steps', () => {
    const module = load(`
func @main() -> i16 {
bb0:
  br bb1
bb1:
  %0 = phi i32 [bb0: 0], [bb1: %3]
  %1 = phi i16 [bb0: 1], [bb1: %5]
  %3 = add i32 %0, 1
  %4 = mul i16 %1, 75
  %5 = xor i16 %4, 77
  %6 = ult i32 %3, 100000
  condbr %6, bb1, bb2
bb2:
  ret i16 %1
}`);
    const ran = interpret(module, { fuel: 1_000_000 });
    expect(ran.outcome).toBe('returned');
    expect(ran.steps).toBeGreaterThan(600_000);
  });
});
