import type { BrickType } from '../types.ts';
import { whole } from './parameters.ts';

export const encoder: BrickType = {
  id: 'encoder',
  name: { fr: 'Molette', en: 'Rotary encoder' },
  explanation: {
    fr: 'Une molette sans fin qui compte les crans, dans les deux sens.',
    en: 'An endless wheel that counts clicks in both directions.',
  },
  category: 'sensors',
  signals: [
    { name: 'a', needs: ['digital-in', 'interrupt'] },
    { name: 'b', needs: ['digital-in'] },
  ],
  driver: { class: 'Encoder', noun: 'encoder' },
  settings: [],
  limit: 2,
  actions: [
    {
      id: 'set',
      method: 'setPosition',
      parameters: [whole('POSITION', -32_000, 32_000, 0)],
      text: { fr: '%BRICK mettre la position à %POSITION', en: '%BRICK set position to %POSITION' },
    },
  ],
  readings: [
    {
      id: 'position',
      method: 'position',
      type: { kind: 'whole', min: -32_000, max: 32_000 },
      parameters: [],
      text: { fr: '%BRICK position', en: '%BRICK position' },
    },
  ],
  events: [],
};
