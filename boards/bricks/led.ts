import type { BrickType } from '../types.ts';
import { whole } from './parameters.ts';

export const led: BrickType = {
  id: 'led',
  name: { fr: 'LED', en: 'LED' },
  explanation: {
    fr: 'Une petite lampe que tu allumes, éteins ou fais briller plus ou moins fort.',
    en: 'A small lamp that you turn on, turn off or make brighter and dimmer.',
  },
  category: 'light',
  signals: [{ name: 'signal', needs: ['digital-out'] }],
  driver: { class: 'Led', noun: 'led' },
  settings: [],
  actions: [
    { id: 'on', method: 'on', parameters: [], text: { fr: '%BRICK allumer', en: '%BRICK turn on' } },
    { id: 'off', method: 'off', parameters: [], text: { fr: '%BRICK éteindre', en: '%BRICK turn off' } },
    { id: 'toggle', method: 'toggle', parameters: [], text: { fr: '%BRICK inverser', en: '%BRICK toggle' } },
    {
      id: 'brightness',
      method: 'setBrightness',
      parameters: [whole('PERCENT', 0, 100, 50)],
      needs: ['pwm'],
      text: { fr: '%BRICK briller à %PERCENT %%', en: '%BRICK brightness %PERCENT %%' },
    },
  ],
  readings: [
    {
      id: 'is_on',
      method: 'isOn',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK allumée ?', en: '%BRICK is on?' },
    },
  ],
  events: [],
};
