/**
 * The families of ports: shape, colour and name, and the set of capabilities that makes each.
 *
 * In: a port. Out: its family, always derived from what its first wire can do, never stored, so that
 * shape, colour and possibilities cannot disagree. Shapes and letters: design/bricks/base.svg.
 */
import type { Capability, Port, PortFamily, PortFamilyId } from './types.ts';

export const FAMILIES: Readonly<Record<PortFamilyId, PortFamily>> = {
  output: { id: 'output', name: { fr: 'sortie', en: 'output' }, shape: '●', colour: 'port-a' },
  analog: { id: 'analog', name: { fr: 'mesure', en: 'analog input' }, shape: '▲', colour: 'port-b' },
  i2c: { id: 'i2c', name: { fr: 'I2C', en: 'I2C' }, shape: '■', colour: 'port-c' },
  digital: { id: 'digital', name: { fr: 'numérique', en: 'digital' }, shape: '◆', colour: 'port-d' },
  mixed: { id: 'mixed', name: { fr: 'à tout faire', en: 'all-round' }, shape: '⬟', colour: 'port-e' },
};

/** What a port of this family offers at most; a kit file narrows pins down to it. */
export const FAMILY_CAPABILITIES: Readonly<Record<PortFamilyId, readonly Capability[]>> = {
  output: ['digital-out', 'pwm'],
  analog: ['digital-in', 'analog-in'],
  i2c: ['i2c-data', 'i2c-clock'],
  digital: ['digital-in', 'digital-out', 'interrupt'],
  mixed: ['digital-in', 'digital-out', 'pwm', 'analog-in', 'interrupt'],
};

/** What the first wire must be able to do for its port to belong to the family. */
export const FAMILY_NEEDS: Readonly<Record<PortFamilyId, readonly Capability[]>> = {
  output: ['digital-out', 'pwm'],
  analog: ['analog-in'],
  i2c: ['i2c-data'],
  digital: ['digital-in'],
  mixed: [],
};

export function familyOf(port: Pick<Port, 'signals' | 'bus'>): PortFamily {
  const first = port.signals[0]?.capabilities ?? [];
  const can = (capability: Capability): boolean => first.includes(capability);
  if (port.bus === 'i2c') return FAMILIES.i2c;
  if (can('analog-in')) return FAMILIES.analog;
  if (can('pwm') && can('digital-out') && !can('digital-in')) return FAMILIES.output;
  if (can('digital-in') && !can('pwm')) return FAMILIES.digital;
  return FAMILIES.mixed;
}
