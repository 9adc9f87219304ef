import { describe, expect, it } from 'vitest';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import { allocateRegisters } from '../../../compiler/avr/allocate/allocate-registers.ts';
import { checkAllocation, rememberSelected } from '../../../compiler/avr/allocate/allocation-checker.ts';
import { tidyBlocks } from '../../../compiler/avr/allocate/tidy-blocks.ts';
import { generateCode } from '../../../compiler/avr/generate-code.ts';
import type { MachineFunction, MachineOperand } from '../../../compiler/avr/machine/machine-code.ts';
import { ABI_CLOBBERS } from '../../../compiler/avr/select/select-call.ts';
import { selectFunction } from '../../../compiler/avr/select/select-function.ts';
import { SelectionPlan } from '../../../compiler/avr/select/selection-plan.ts';
import { avrTargetOf } from '../../../compiler/avr/target.ts';
import type { IrFunction } from '../../../compiler/ir/ir.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { Random, randomModule } from '../ir/random-ir.ts';
import { runInterpreted, runOnChip } from './run-module.ts';

function allocated(fn: IrFunction): {
  machine: MachineFunction;
  selected: ReturnType<typeof rememberSelected>;
} {
  const machine = selectFunction({
    fn,
    plan: new SelectionPlan(fn),
    target: avrTargetOf(atmega328p),
    clobbersOf: () => ABI_CLOBBERS,
    spillReserve: 40,
  });
  tidyBlocks(machine);
  const selected = rememberSelected(machine);
  expect(allocateRegisters(machine, { costly: 0, mostSpills: Number.POSITIVE_INFINITY })).toBe(true);
  return { machine, selected };
}

/** Sums of `count` numbers of 64 bits that all wait for a call: four fill the registers. */
function manyWideValues(count: number): string {
  const lines = ['func @wide(i64 $a) -> i64 inline(never) {', 'bb0 entry:'];
  for (let i = 0; i < count; i++) lines.push(`  %${i} = mul i64 $a, ${i * 7 + 3}`);
  lines.push(`  %${count} = call i64 @last(i64 %0)`);
  for (let i = 0; i < count; i++) lines.push(`  %${count + 1 + i} = sub i64 %${count + i}, %${i}`);
  lines.push(`  ret i64 %${2 * count}`, '}', 'func @last(i64 $a) -> i64 inline(never) {', 'bb0 entry:');
  lines.push('  %0 = mul i64 $a, $a', '  ret i64 %0', '}', 'func @main() -> i64 root {', 'bb0 entry:');
  lines.push('  %0 = call i64 @wide(i64 123456789123)', '  ret i64 %0', '}');
  return lines.join('\n');
}

describe('register allocation', () => {
  it('is accepted by the checker, which finds nearly every register changed behind its back', () => {
    const random = new Random(7);
    let [changed, found] = [0, 0];
    for (let seed = 1; seed <= 12; seed++)
      for (const fn of randomModule(seed).functions.values()) {
        const { machine, selected } = allocated(fn);
        expect(() => checkAllocation(machine, selected)).not.toThrow();
        for (let k = 0; k < 6; k++) {
          const block = random.pick(machine.blocks);
          const places = block.instructions.flatMap((one, at) =>
            one.operands.some((operand) => operand.kind === 'reg' && operand.reg > 1) ? [at] : [],
          );
          if (places.length === 0) continue;
          const at = random.pick(places);
          const good = block.instructions[at];
          if (good === undefined) continue;
          const to = 2 + random.below(30);
          let isNew = false;
          const operands = good.operands.map((operand): MachineOperand => {
            if (operand.kind !== 'reg' || operand.reg < 2 || isNew || operand.reg === to) return operand;
            isNew = true;
            return { ...operand, reg: to };
          });
          if (!isNew) continue;
          block.instructions[at] = { ...good, operands };
          changed++;
          try {
            checkAllocation(machine, selected);
          } catch {
            found++;
          }
          block.instructions[at] = good;
        }
      }
    expect(changed).toBeGreaterThan(150);
    // What is left are results nobody reads, and places that held the same value anyway.
    expect(found / changed).toBeGreaterThan(0.9);
  });

  it.each([8, 16, 60])('keeps %i wide values in the frame, those beyond Y + 63 too', (count) => {
    const module = parseModule(manyWideValues(count));
    const watched = { globals: [], registers: [] };
    const expected = runInterpreted(module, watched, 10_000);
    const got = runOnChip(module, { level: 'full' }, watched);
    expect(got.stats).toEqual({ functions: 3, fallbacks: [], rejections: [] });
    expect(got.outcome).toBe('returned');
    expect(got.result).toEqual(expected.result);
  });

  it('leaves a function to the naive generator when there are too few registers, and says so', () => {
    const module = parseModule(manyWideValues(4));
    const watched = { globals: [], registers: [] };
    // No pair for a pointer or the routine’s operands.
    const got = runOnChip(module, { level: 'full', withheld: 0xfffffffc }, watched);
    expect(got.stats.fallbacks).toContain('wide');
    expect(got.result).toEqual(runInterpreted(module, watched, 10_000).result);
  });

  it('lets registers that hold nothing at the same time share a place in the frame', () => {
    const spills = (phases: number): number => {
      const lines = ['global @v data 8', 'func @f() -> void root {', 'bb0 entry:'];
      for (let i = 0; i < 8 * phases; i++) lines.push(`  %${i} = load volatile i64 data @v`);
      const order = Array.from({ length: phases }, (_, phase) => {
        const part = lines.splice(3, 8);
        const stores = part.map((_, i) => `  store volatile i64 %${8 * phase + i}, @v`);
        return [...part, '  call void @last()', ...stores];
      });
      lines.push(
        ...order.flat(),
        '  ret',
        '}',
        'func @last() -> void inline(never) {',
        'bb0 entry:',
        '  ret',
        '}',
      );
      const fn = parseModule(lines.join('\n')).functions.get('f');
      return fn === undefined ? -1 : allocated(fn).machine.spills;
    };
    expect(spills(1)).toBeGreaterThan(30);
    expect(spills(5)).toBe(spills(1));
  });

  it('gives the same code whatever was generated before', () => {
    const target = avrTargetOf(atmega328p);
    const make = (seed: number): string =>
      JSON.stringify(
        generateCode(randomModule(seed), target, { level: 'full' }).asm.sections.map(({ items }) => items),
      );
    const first = make(3);
    make(4);
    expect(make(3)).toBe(first);
  });
});
