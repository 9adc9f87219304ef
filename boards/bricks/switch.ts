import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const switchBrick: BrickType = {
  id: 'switch',
  name: { fr: 'Interrupteur', en: 'Switch' },
  explanation: {
    fr: 'Un interrupteur qui reste dans la position où tu le mets.',
    en: 'A switch that stays where you put it.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'Switch', noun: 'toggleSwitch' },
  settings: [levelSetting('high')],
  actions: [],
  readings: [
    {
      id: 'on',
      method: 'isOn',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK en marche ?', en: '%BRICK is on?' },
    },
  ],
  events: [
    {
      id: 'turned_on',
      reading: 'on',
      edge: 'rises',
      text: { fr: 'quand %BRICK est mis en marche', en: 'when %BRICK is turned on' },
    },
    {
      id: 'turned_off',
      reading: 'on',
      edge: 'falls',
      text: { fr: 'quand %BRICK est arrêté', en: 'when %BRICK is turned off' },
    },
  ],
};
