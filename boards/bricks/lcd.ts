import type { BrickType } from '../types.ts';
import { anything, choice, option, whole } from './parameters.ts';

const line = choice('LINE', '1', [
  option('1', 1, '1', { fr: '1', en: '1' }),
  option('2', 2, '2', { fr: '2', en: '2' }),
]);

/** HD44780 behind a PCF8574 on I2C, 16 columns, 2 lines, both counted from 1. */
export const lcd: BrickType = {
  id: 'lcd',
  name: { fr: 'Écran LCD', en: 'LCD screen' },
  explanation: {
    fr: 'Un écran de deux lignes de seize lettres.',
    en: 'A screen with two lines of sixteen letters.',
  },
  category: 'light',
  signals: [
    { name: 'data', needs: ['i2c-data'] },
    { name: 'clock', needs: ['i2c-clock'] },
  ],
  bus: 'i2c',
  driver: { class: 'Lcd', noun: 'screen' },
  settings: [
    {
      id: 'ADDRESS',
      name: { fr: 'Adresse', en: 'Address' },
      type: {
        kind: 'choice',
        default: '0x27',
        options: [
          option('0x27', 0x27, '0x27', { fr: '0x27', en: '0x27' }),
          option('0x3F', 0x3f, '0x3F', { fr: '0x3F', en: '0x3F' }),
        ],
      },
    },
  ],
  actions: [
    {
      id: 'print',
      method: 'print',
      parameters: [anything('VALUE', 'Bonjour'), line],
      text: { fr: '%BRICK écrire %VALUE ligne %LINE', en: '%BRICK write %VALUE on line %LINE' },
    },
    {
      id: 'print_at',
      method: 'printAt',
      parameters: [anything('VALUE', 'A'), line, whole('COLUMN', 1, 16, 1)],
      text: {
        fr: '%BRICK écrire %VALUE ligne %LINE colonne %COLUMN',
        en: '%BRICK write %VALUE on line %LINE column %COLUMN',
      },
    },
    { id: 'clear', method: 'clear', parameters: [], text: { fr: '%BRICK effacer', en: '%BRICK clear' } },
    {
      id: 'backlight',
      method: 'setBacklight',
      parameters: [
        choice('STATE', 'on', [
          option('on', 1, 'true', { fr: 'allumer', en: 'on' }),
          option('off', 0, 'false', { fr: 'éteindre', en: 'off' }),
        ]),
      ],
      text: { fr: '%BRICK éclairage : %STATE', en: '%BRICK backlight: %STATE' },
    },
  ],
  readings: [],
  events: [],
};
