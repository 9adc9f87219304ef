import type { BrickType } from '../types.ts';
import { colour } from './parameters.ts';

/** One addressable pixel (WS2812 family), so that one signal carries all three colours. */
export const rgbLed: BrickType = {
  id: 'rgb-led',
  name: { fr: 'LED RGB', en: 'RGB LED' },
  explanation: {
    fr: 'Une lampe qui prend la couleur que tu veux.',
    en: 'A lamp that takes any colour you like.',
  },
  category: 'light',
  signals: [{ name: 'data', needs: ['digital-out'] }],
  driver: { class: 'RgbLed', noun: 'rgbLed' },
  settings: [],
  actions: [
    {
      id: 'colour',
      method: 'setColour',
      parameters: [colour('COLOUR', '#ff0000')],
      text: { fr: '%BRICK couleur %COLOUR', en: '%BRICK colour %COLOUR' },
    },
    { id: 'off', method: 'off', parameters: [], text: { fr: '%BRICK éteindre', en: '%BRICK turn off' } },
  ],
  readings: [],
  events: [],
};
