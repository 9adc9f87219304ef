import { avrInstruction } from 'avr8js';
import { describe, expect, it } from 'vitest';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { build, powerOn } from './run-module.ts';

/** Cycles between two sbi around the delay, less the sbi's own two. */
function measure(cycles: number, level: 'naive' | 'full'): number {
  const module = parseModule(`
func @main() -> void root {
bb0 entry:
  store volatile i8 1, addr 0x3e
  intrinsic delay_cycles(i32 ${cycles})
  store volatile i8 1, addr 0x3e
  ret
}`);
  const { firmware } = build(module, { level });
  const cpu = powerOn(firmware, atmega328p);
  const at: number[] = [];
  cpu.writeHooks[0x3e] = () => {
    at.push(cpu.cycles);
    return false;
  };
  while (at.length < 2) avrInstruction(cpu);
  // Between the hooks: the rest of the first store (avr8js counts behind it), and what loads the second's value.
  return (at[1] ?? 0) - (at[0] ?? 0);
}

describe('delay_cycles', () => {
  it('takes exactly as long as it says', () => {
    for (const level of ['naive', 'full'] as const) {
      const none = measure(0, level);
      const counts = [
        ...Array.from({ length: 40 }, (_, i) => i),
        765,
        766,
        767,
        768,
        769,
        770,
        771,
        772,
        773,
      ];
      for (const cycles of [
        ...counts,
        1599,
        1600,
        16_000,
        65_535,
        262_140,
        262_145,
        262_146,
        262_147,
        800_001,
      ])
        expect(measure(cycles, level) - none, `${cycles} ${level}`).toBe(cycles);
    }
  });
});
