/**
 * The setting shared by all bricks that give one truth on one wire: which level means "yes".
 * "low" also switches the chip's pull-up on, for bricks that only close a contact to ground.
 */
import type { BrickSetting } from '../types.ts';
import { option } from './parameters.ts';

export const levelSetting = (value: 'high' | 'low'): BrickSetting => ({
  id: 'LEVEL',
  name: { fr: 'Niveau quand c’est vrai', en: 'Level when true' },
  type: {
    kind: 'choice',
    default: value,
    options: [
      option('high', 1, 'HIGH', { fr: 'haut (5 V)', en: 'high (5 V)' }),
      option('low', 0, 'LOW', { fr: 'bas (0 V)', en: 'low (0 V)' }),
    ],
  },
});
