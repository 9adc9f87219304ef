import { describe, expect, it } from 'vitest';
import { checkChip } from '../../boards/check-chip.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { CHIP_IDS } from '../../boards/types.ts';
import { requireTool } from '../support/reference-tools.ts';
import { macroNumber, macros } from './read-core.ts';

describe.each(CHIP_IDS)('chip %s', (id) => {
  const chip = CHIPS[id];

  it('passes the chip check', () => {
    expect(checkChip(chip)).toEqual([]);
  });

  it('survives a trip through JSON', () => {
    expect(JSON.parse(JSON.stringify(chip))).toEqual(chip);
  });

  it('gives each ADC channel, pin-change interrupt and PWM channel to one pin', () => {
    for (const key of ['adc', 'pwm', 'interrupt', 'pinChange', 'usart', 'twi', 'spi'] as const) {
      const values = Object.values(chip.pins).flatMap((pin) => pin[key] ?? []);
      expect([key, new Set(values).size]).toEqual([key, values.length]);
    }
  });

  it('keeps time, servos and tone on three different timers', () => {
    expect(new Set(Object.values(chip.timerRoles)).size).toBe(3);
  });

  it.skipIf(!requireTool('avr-g++'))('agrees with avr-libc on memories, signature and vectors', () => {
    const all = macros(chip.mcu, '#include <avr/io.h>\n');
    const number = (name: string): number => macroNumber(all, name);
    expect(chip.flash).toEqual({ bytes: number('FLASHEND') + 1, pageBytes: number('SPM_PAGESIZE') });
    expect(chip.ram).toEqual({
      start: number('RAMSTART'),
      bytes: number('RAMEND') + 1 - number('RAMSTART'),
    });
    expect(chip.eeprom).toEqual({ bytes: number('E2END') + 1, pageBytes: number('E2PAGESIZE') });
    expect(chip.signature).toEqual([number('SIGNATURE_0'), number('SIGNATURE_1'), number('SIGNATURE_2')]);
    const vectors = [...all.keys()]
      .filter((name) => name.endsWith('_vect_num'))
      .map((name) => ({ number: number(name), name: name.replace(/_num$/, '') }))
      .toSorted((a, b) => a.number - b.number);
    expect(chip.vectors).toEqual([{ number: 0, name: 'RESET' }, ...vectors]);
  });
});
