import type { BrickType } from '../types.ts';

export const potentiometer: BrickType = {
  id: 'potentiometer',
  name: { fr: 'Potentiomètre', en: 'Potentiometer' },
  explanation: {
    fr: 'Un bouton que tu tournes pour donner une valeur.',
    en: 'A knob that you turn to give a value.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['analog-in'] }],
  driver: { class: 'Potentiometer', noun: 'potentiometer' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'value',
      method: 'read',
      type: { kind: 'whole', min: 0, max: 1023 },
      parameters: [],
      text: { fr: '%BRICK position', en: '%BRICK position' },
    },
    {
      id: 'percent',
      method: 'percent',
      type: { kind: 'whole', min: 0, max: 100 },
      parameters: [],
      unit: '%',
      text: { fr: '%BRICK position en %%', en: '%BRICK position in %%' },
    },
  ],
  events: [],
};
