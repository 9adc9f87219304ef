import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const button: BrickType = {
  id: 'button',
  name: { fr: 'Bouton', en: 'Button' },
  explanation: {
    fr: 'Un bouton : il est appuyé ou relâché.',
    en: 'A button: it is pressed or released.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'Button', noun: 'button' },
  settings: [levelSetting('high')],
  actions: [],
  readings: [
    {
      id: 'pressed',
      method: 'isPressed',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK appuyé ?', en: '%BRICK pressed?' },
    },
  ],
  events: [
    {
      id: 'pressed',
      reading: 'pressed',
      edge: 'rises',
      text: { fr: 'quand %BRICK est appuyé', en: 'when %BRICK is pressed' },
    },
    {
      id: 'released',
      reading: 'pressed',
      edge: 'falls',
      text: { fr: 'quand %BRICK est relâché', en: 'when %BRICK is released' },
    },
  ],
};
