import type { BrickType } from '../types.ts';

export const light: BrickType = {
  id: 'light',
  name: { fr: 'Capteur de lumière', en: 'Light sensor' },
  explanation: {
    fr: 'Il mesure la lumière : peu dans le noir, beaucoup au soleil.',
    en: 'It measures light: little in the dark, a lot in the sun.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['analog-in'] }],
  driver: { class: 'LightSensor', noun: 'lightSensor' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'value',
      method: 'read',
      type: { kind: 'whole', min: 0, max: 1023 },
      parameters: [],
      text: { fr: '%BRICK lumière', en: '%BRICK light' },
    },
    {
      id: 'percent',
      method: 'percent',
      type: { kind: 'whole', min: 0, max: 100 },
      parameters: [],
      unit: '%',
      text: { fr: '%BRICK lumière en %%', en: '%BRICK light in %%' },
    },
  ],
  events: [],
};
