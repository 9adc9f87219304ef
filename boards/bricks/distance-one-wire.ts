import type { BrickType } from '../types.ts';

/** Whole centimetres, 2 to 400; 400 when no echo comes back. */
export const distanceOneWire: BrickType = {
  id: 'distance-one-wire',
  name: { fr: 'Capteur de distance à un fil', en: 'One-wire distance sensor' },
  explanation: {
    fr: 'Il mesure en centimètres jusqu’au premier obstacle, avec un seul fil.',
    en: 'It measures the centimetres to the nearest obstacle over a single wire.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in', 'digital-out'] }],
  driver: { class: 'DistanceOneWire', noun: 'distance' },
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
