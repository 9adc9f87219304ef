import type { BrickType } from '../types.ts';
import { choice, option } from './parameters.ts';

/** The 17 keys of the remote sold with most kits: NEC command bytes. */
const KEYS: readonly (readonly [string, number, string, string])[] = [
  ['0', 0x19, '0', '0'],
  ['1', 0x45, '1', '1'],
  ['2', 0x46, '2', '2'],
  ['3', 0x47, '3', '3'],
  ['4', 0x44, '4', '4'],
  ['5', 0x40, '5', '5'],
  ['6', 0x43, '6', '6'],
  ['7', 0x07, '7', '7'],
  ['8', 0x15, '8', '8'],
  ['9', 0x09, '9', '9'],
  ['star', 0x16, '*', '*'],
  ['hash', 0x0d, '#', '#'],
  ['up', 0x18, 'haut', 'up'],
  ['down', 0x52, 'bas', 'down'],
  ['left', 0x08, 'gauche', 'left'],
  ['right', 0x5a, 'droite', 'right'],
  ['ok', 0x1c, 'OK', 'OK'],
];

const key = choice(
  'KEY',
  'ok',
  KEYS.map(([value, code, fr, en]) =>
    option(value, code, `InfraredRemote::KEY_${value.toUpperCase()}`, { fr, en }),
  ),
);

/** A demodulating receiver (38 kHz) and the NEC protocol. A key counts as held until 150 ms after its last frame. */
export const infrared: BrickType = {
  id: 'infrared',
  name: { fr: 'Récepteur infrarouge', en: 'Infrared receiver' },
  explanation: {
    fr: 'Il comprend les touches d’une télécommande.',
    en: 'It understands the keys of a remote control.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in', 'interrupt'] }],
  driver: { class: 'InfraredRemote', noun: 'remote' },
  settings: [],
  limit: 1,
  actions: [],
  readings: [
    {
      id: 'held',
      method: 'isHeld',
      type: { kind: 'truth' },
      parameters: [key],
      text: { fr: '%BRICK touche %KEY appuyée ?', en: '%BRICK key %KEY pressed?' },
    },
    {
      id: 'code',
      method: 'lastCode',
      type: { kind: 'whole', min: 0, max: 255 },
      parameters: [],
      text: { fr: '%BRICK dernier code reçu', en: '%BRICK last code received' },
    },
  ],
  events: [
    {
      id: 'key',
      reading: 'held',
      edge: 'rises',
      text: { fr: 'quand %BRICK reçoit la touche %KEY', en: 'when %BRICK receives key %KEY' },
    },
  ],
};
