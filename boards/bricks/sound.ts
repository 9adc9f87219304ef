import type { BrickType } from '../types.ts';

export const sound: BrickType = {
  id: 'sound',
  name: { fr: 'Capteur de son', en: 'Sound sensor' },
  explanation: {
    fr: 'Il mesure si le bruit est faible ou fort.',
    en: 'It measures whether the noise is soft or loud.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['analog-in'] }],
  driver: { class: 'SoundSensor', noun: 'soundSensor' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'value',
      method: 'read',
      type: { kind: 'whole', min: 0, max: 1023 },
      parameters: [],
      text: { fr: '%BRICK niveau sonore', en: '%BRICK sound level' },
    },
    {
      id: 'percent',
      method: 'percent',
      type: { kind: 'whole', min: 0, max: 100 },
      parameters: [],
      unit: '%',
      text: { fr: '%BRICK niveau sonore en %%', en: '%BRICK sound level in %%' },
    },
  ],
  events: [],
};
