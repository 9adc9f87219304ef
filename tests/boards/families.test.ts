import { describe, expect, it } from 'vitest';
import { FAMILIES, FAMILY_CAPABILITIES, FAMILY_NEEDS, familyOf } from '../../boards/families.ts';
import type { Capability, Port } from '../../boards/types.ts';

const port = (first: readonly Capability[], bus?: 'i2c'): Port => ({
  id: '1',
  signals: [{ pin: 2, capabilities: first }],
  ...(bus === undefined ? {} : { bus }),
});

describe('the family of a port', () => {
  it('is an output when it has PWM and reads nothing', () => {
    expect(familyOf(port(['digital-out', 'pwm'])).id).toBe('output');
  });

  it('is I2C when it is a bus', () => {
    expect(familyOf(port(['i2c-data'], 'i2c')).id).toBe('i2c');
  });

  it('is analog as soon as it measures', () => {
    expect(familyOf(port(['analog-in'])).id).toBe('analog');
    expect(familyOf(port(['analog-in', 'digital-in', 'digital-out'])).id).toBe('analog');
  });

  it('is digital when it reads and has no PWM', () => {
    expect(familyOf(port(['digital-in'])).id).toBe('digital');
    expect(familyOf(port(['digital-in', 'digital-out', 'interrupt'])).id).toBe('digital');
  });

  it('is mixed when it reads and has PWM, only commands, or can do nothing', () => {
    expect(familyOf(port(['digital-in', 'digital-out', 'pwm'])).id).toBe('mixed');
    expect(familyOf(port(['digital-out'])).id).toBe('mixed');
    expect(familyOf(port([])).id).toBe('mixed');
    expect(familyOf({ signals: [] }).id).toBe('mixed');
  });

  it('comes back from a port narrowed to it', () => {
    for (const { id } of Object.values(FAMILIES)) {
      if (id === 'mixed') continue;
      const narrowed = port(FAMILY_CAPABILITIES[id], id === 'i2c' ? 'i2c' : undefined);
      expect(familyOf(narrowed).id).toBe(id);
      expect(FAMILY_CAPABILITIES[id]).toEqual(expect.arrayContaining([...FAMILY_NEEDS[id]]));
    }
  });

  it('has a shape and a colour of its own', () => {
    const families = Object.values(FAMILIES);
    expect(new Set(families.map(({ shape }) => shape)).size).toBe(families.length);
    expect(new Set(families.map(({ colour }) => colour)).size).toBe(families.length);
  });
});
