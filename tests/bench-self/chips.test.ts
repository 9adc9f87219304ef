import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { BENCH_CHIPS } from '../bench/chips.ts';

describe.each(Object.values(CHIPS))('the bench and the table of the $name agree', (chip) => {
  const bench = BENCH_CHIPS[chip.id];

  it('on memories', () => {
    expect(bench.ram).toEqual(chip.ram);
    expect(bench.flashBytes).toBe(chip.flash.bytes);
    expect(bench.eepromBytes).toBe(chip.eeprom.bytes);
  });

  it('on the ADC channel of every pin', () => {
    for (const [pin, { adc }] of Object.entries(chip.pins))
      expect([pin, bench.adcPins[pin]]).toEqual([pin, adc]);
  });

  it('on the pins of the timers', () => {
    for (const { id, channels } of chip.timers) {
      const outputs = bench.timers.find((timer) => timer.id === id)?.outputs ?? [];
      expect(outputs).toEqual(expect.arrayContaining(Object.values(channels)));
    }
  });

  it('on the vectors of timers and buses', () => {
    const vector = (name: string): number =>
      (chip.vectors.find((v) => v.name.replace('_vect', '') === name)?.number ?? 0) * 2;
    for (const { id, vectors } of bench.timers) {
      const { 0: compareA, 1: compareB, 3: overflow } = vectors;
      const named = ['COMPA', 'COMPB', 'OVF'].map((name) => vector(`TIMER${id}_${name}`));
      expect([compareA, compareB, overflow]).toEqual(named);
    }
    expect(bench.vectors.twi).toBe(vector('TWI'));
    expect(bench.vectors.watchdog).toBe(vector('WDT'));
    expect(bench.adc.adcInterrupt).toBe(vector('ADC'));
  });
});

it.each(BOARDS)('the bench knows the Arduino pins of $id', (board) => {
  const { pins } = BENCH_CHIPS[board.chip];
  for (const [number, name] of Object.entries(board.pins))
    expect([number, pins[Number(number)]]).toEqual([number, name]);
});
