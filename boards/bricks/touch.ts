import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const touch: BrickType = {
  id: 'touch',
  name: { fr: 'Touche', en: 'Touch sensor' },
  explanation: {
    fr: 'Une surface qui sent ton doigt.',
    en: 'A pad that feels your finger.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'Touch', noun: 'touchPad' },
  settings: [levelSetting('high')],
  actions: [],
  readings: [
    {
      id: 'touched',
      method: 'isTouched',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK touchée ?', en: '%BRICK touched?' },
    },
  ],
  events: [
    {
      id: 'touched',
      reading: 'touched',
      edge: 'rises',
      text: { fr: 'quand %BRICK est touchée', en: 'when %BRICK is touched' },
    },
    {
      id: 'released',
      reading: 'touched',
      edge: 'falls',
      text: { fr: 'quand %BRICK est lâchée', en: 'when %BRICK is let go' },
    },
  ],
};
