import type { BrickType } from '../types.ts';
import { decimal, whole } from './parameters.ts';

/** Four digits and a colon behind a TM1637. */
export const display: BrickType = {
  id: 'display',
  name: { fr: 'Afficheur 4 chiffres', en: '4-digit display' },
  explanation: {
    fr: 'Quatre chiffres lumineux pour un score, une heure, une mesure.',
    en: 'Four bright digits for a score, a time, a measurement.',
  },
  category: 'light',
  signals: [
    { name: 'clock', needs: ['digital-out'] },
    { name: 'data', needs: ['digital-in', 'digital-out'] },
  ],
  driver: { class: 'Display4', noun: 'display' },
  settings: [],
  actions: [
    {
      id: 'number',
      method: 'showNumber',
      parameters: [whole('NUMBER', -999, 9999, 0)],
      text: { fr: '%BRICK montrer %NUMBER', en: '%BRICK show %NUMBER' },
    },
    {
      id: 'decimal',
      method: 'showDecimal',
      parameters: [decimal('NUMBER', -99.9, 999.9, 12.5)],
      text: {
        fr: '%BRICK montrer %NUMBER avec un chiffre après la virgule',
        en: '%BRICK show %NUMBER with one decimal',
      },
    },
    {
      id: 'time',
      method: 'showTime',
      parameters: [whole('LEFT', 0, 99, 12), whole('RIGHT', 0, 99, 34)],
      text: { fr: '%BRICK montrer l’heure %LEFT : %RIGHT', en: '%BRICK show time %LEFT : %RIGHT' },
    },
    {
      id: 'brightness',
      method: 'setBrightness',
      parameters: [whole('LEVEL', 1, 8, 4)],
      text: { fr: '%BRICK luminosité %LEVEL sur 8', en: '%BRICK brightness %LEVEL of 8' },
    },
    { id: 'clear', method: 'clear', parameters: [], text: { fr: '%BRICK effacer', en: '%BRICK clear' } },
  ],
  readings: [],
  events: [],
};
