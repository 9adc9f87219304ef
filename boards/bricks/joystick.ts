import type { BrickType } from '../types.ts';
import { choice, option } from './parameters.ts';

export const joystick: BrickType = {
  id: 'joystick',
  name: { fr: 'Joystick', en: 'Joystick' },
  explanation: {
    fr: 'Une manette que tu pousses dans tous les sens.',
    en: 'A stick that you push in any direction.',
  },
  category: 'sensors',
  signals: [
    { name: 'x', needs: ['analog-in'] },
    { name: 'y', needs: ['analog-in'] },
  ],
  driver: { class: 'Joystick', noun: 'joystick' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'x',
      method: 'x',
      type: { kind: 'whole', min: -100, max: 100 },
      parameters: [],
      text: { fr: '%BRICK gauche-droite', en: '%BRICK left-right' },
    },
    {
      id: 'y',
      method: 'y',
      type: { kind: 'whole', min: -100, max: 100 },
      parameters: [],
      text: { fr: '%BRICK haut-bas', en: '%BRICK up-down' },
    },
    {
      id: 'pushed',
      method: 'isPushed',
      type: { kind: 'truth' },
      parameters: [
        choice('DIRECTION', 'up', [
          option('up', 0, 'Joystick::UP', { fr: 'vers le haut', en: 'up' }),
          option('down', 1, 'Joystick::DOWN', { fr: 'vers le bas', en: 'down' }),
          option('left', 2, 'Joystick::LEFT', { fr: 'à gauche', en: 'left' }),
          option('right', 3, 'Joystick::RIGHT', { fr: 'à droite', en: 'right' }),
        ]),
      ],
      text: { fr: '%BRICK poussé %DIRECTION ?', en: '%BRICK pushed %DIRECTION?' },
    },
  ],
  events: [
    {
      id: 'pushed',
      reading: 'pushed',
      edge: 'rises',
      text: { fr: 'quand %BRICK est poussé %DIRECTION', en: 'when %BRICK is pushed %DIRECTION' },
    },
  ],
};
