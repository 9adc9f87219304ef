import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const tilt: BrickType = {
  id: 'tilt',
  name: { fr: 'Capteur d’inclinaison', en: 'Tilt sensor' },
  explanation: {
    fr: 'Il sent quand tu penches l’objet.',
    en: 'It feels when you tip the object over.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'Tilt', noun: 'tilt' },
  settings: [levelSetting('low')],
  actions: [],
  readings: [
    {
      id: 'tilted',
      method: 'isTilted',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK penché ?', en: '%BRICK tilted?' },
    },
  ],
  events: [
    {
      id: 'tilted',
      reading: 'tilted',
      edge: 'rises',
      text: { fr: 'quand %BRICK est penché', en: 'when %BRICK is tilted' },
    },
    {
      id: 'upright',
      reading: 'tilted',
      edge: 'falls',
      text: { fr: 'quand %BRICK est remis droit', en: 'when %BRICK is upright again' },
    },
  ],
};
