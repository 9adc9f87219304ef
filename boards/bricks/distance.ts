import type { BrickType } from '../types.ts';

/** Whole centimetres, 2 to 400; 400 when no echo comes back. */
export const distance: BrickType = {
  id: 'distance',
  name: { fr: 'Capteur de distance', en: 'Distance sensor' },
  explanation: {
    fr: 'Il mesure en centimètres jusqu’au premier obstacle.',
    en: 'It measures the centimetres to the nearest obstacle.',
  },
  category: 'sensors',
  signals: [
    { name: 'trigger', needs: ['digital-out'] },
    { name: 'echo', needs: ['digital-in'] },
  ],
  driver: { class: 'Distance', noun: 'distance' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'centimetres',
      method: 'centimetres',
      type: { kind: 'whole', min: 0, max: 400 },
      parameters: [],
      unit: 'cm',
      text: { fr: '%BRICK distance en cm', en: '%BRICK distance in cm' },
    },
  ],
  events: [],
};
