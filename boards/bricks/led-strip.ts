import type { BrickType } from '../types.ts';
import { colour, whole } from './parameters.ts';

/** WS2812 pixels in a row, 800 kHz, GRB order. Pixels are numbered from 1. */
export const ledStrip: BrickType = {
  id: 'led-strip',
  name: { fr: 'Ruban de LED', en: 'LED strip' },
  explanation: {
    fr: 'Une rangée de petites lampes, chacune avec sa couleur.',
    en: 'A row of small lamps, each with its own colour.',
  },
  category: 'light',
  signals: [{ name: 'data', needs: ['digital-out'] }],
  driver: { class: 'LedStrip', noun: 'strip', storage: { setting: 'COUNT', bytesEach: 3 } },
  settings: [
    {
      id: 'COUNT',
      name: { fr: 'Nombre de LED', en: 'Number of LEDs' },
      type: { kind: 'whole', min: 1, max: 60, default: 8 },
    },
  ],
  actions: [
    {
      id: 'fill',
      method: 'fill',
      parameters: [colour('COLOUR', '#ff0000')],
      text: { fr: '%BRICK tout en %COLOUR', en: '%BRICK fill with %COLOUR' },
    },
    {
      id: 'pixel',
      method: 'setPixel',
      parameters: [whole('INDEX', 1, 60, 1), colour('COLOUR', '#ff0000')],
      text: { fr: '%BRICK LED n° %INDEX en %COLOUR', en: '%BRICK LED number %INDEX to %COLOUR' },
    },
    {
      id: 'rotate',
      method: 'rotate',
      parameters: [whole('STEPS', -60, 60, 1)],
      text: { fr: '%BRICK décaler de %STEPS', en: '%BRICK shift by %STEPS' },
    },
    {
      id: 'rainbow',
      method: 'rainbow',
      parameters: [whole('START', 0, 255, 0)],
      text: { fr: '%BRICK arc-en-ciel à partir de %START', en: '%BRICK rainbow starting at %START' },
    },
    {
      id: 'gauge',
      method: 'showGauge',
      parameters: [whole('PERCENT', 0, 100, 50), colour('COLOUR', '#00ff00')],
      text: { fr: '%BRICK jauge à %PERCENT %% en %COLOUR', en: '%BRICK gauge at %PERCENT %% in %COLOUR' },
    },
    {
      id: 'brightness',
      method: 'setBrightness',
      parameters: [whole('PERCENT', 0, 100, 20)],
      text: { fr: '%BRICK luminosité %PERCENT %%', en: '%BRICK brightness %PERCENT %%' },
    },
    { id: 'off', method: 'off', parameters: [], text: { fr: '%BRICK éteindre', en: '%BRICK turn off' } },
  ],
  readings: [],
  events: [],
};
