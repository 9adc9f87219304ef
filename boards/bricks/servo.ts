import type { BrickType } from '../types.ts';
import { whole } from './parameters.ts';

/** A hobby servo: a pulse of 544 to 2400 µs every 20 ms for 0 to 180 degrees. */
export const servo: BrickType = {
  id: 'servo',
  name: { fr: 'Servomoteur', en: 'Servo' },
  explanation: {
    fr: 'Un moteur qui tourne jusqu’à l’angle que tu demandes et y reste.',
    en: 'A motor that turns to the angle you ask for and stays there.',
  },
  category: 'action',
  signals: [{ name: 'signal', needs: ['digital-out', 'pwm'] }],
  driver: { class: 'ServoMotor', noun: 'servo' },
  settings: [],
  timer: { role: 'servo', shared: true },
  limit: 8,
  actions: [
    {
      id: 'angle',
      method: 'moveTo',
      parameters: [whole('ANGLE', 0, 180, 90)],
      text: { fr: '%BRICK aller à %ANGLE °', en: '%BRICK move to %ANGLE °' },
    },
    {
      id: 'release',
      method: 'release',
      parameters: [],
      text: { fr: '%BRICK se relâcher', en: '%BRICK let go' },
    },
  ],
  readings: [
    {
      id: 'angle',
      method: 'angle',
      type: { kind: 'whole', min: 0, max: 180 },
      parameters: [],
      unit: '°',
      text: { fr: '%BRICK angle', en: '%BRICK angle' },
    },
  ],
  events: [],
};
