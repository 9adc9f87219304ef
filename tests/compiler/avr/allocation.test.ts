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
  expect(allocateRegisters(machine, { costly: 0, spillReserve: 40 })).toBe(true);
  return { machine, selected };
}

/** Sixteen numbers of 64 bits at once are four times what the registers hold. */
function manyWideValues(): string {
  const lines = ['func @wide(i64 $a) -> i64 inline(never) {', 'bb0 entry:'];
  for (let i = 0; i < 16; i++) lines.push(`  %${i} = mul i64 $a, ${i * 7 + 3}`);
  lines.push('  %16 = xor i64 %0, %1');
  for (let i = 2; i < 16; i++) lines.push(`  %${15 + i} = xor i64 %${14 + i}, %${i}`);
  lines.push('  ret i64 %30', '}', 'func @main() -> i64 root {', 'bb0 entry:');
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

  it('leaves a function that needs too many registers to the naive generator, and says so', () => {
    const module = parseModule(manyWideValues());
    const watched = { globals: [], registers: [] };
    const expected = runInterpreted(module, watched, 10_000);
    const got = runOnChip(module, { level: 'full' }, watched);
    expect(got.stats).toEqual({ functions: 2, fallbacks: ['wide'], rejections: [] });
    expect(got.result).toEqual(expected.result);
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
