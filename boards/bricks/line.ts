import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const line: BrickType = {
  id: 'line',
  name: { fr: 'Capteur de ligne', en: 'Line sensor' },
  explanation: {
    fr: 'Il voit si le sol est noir ou blanc.',
    en: 'It sees whether the floor is black or white.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'LineSensor', noun: 'lineSensor' },
  settings: [levelSetting('high')],
  actions: [],
  readings: [
    {
      id: 'on_line',
      method: 'isOnLine',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK sur la ligne noire ?', en: '%BRICK on the black line?' },
    },
  ],
  events: [
    {
      id: 'entered',
      reading: 'on_line',
      edge: 'rises',
      text: { fr: 'quand %BRICK arrive sur la ligne', en: 'when %BRICK reaches the line' },
    },
    {
      id: 'left',
      reading: 'on_line',
      edge: 'falls',
      text: { fr: 'quand %BRICK quitte la ligne', en: 'when %BRICK leaves the line' },
    },
  ],
};
