import type { BrickType } from '../types.ts';
import { whole } from './parameters.ts';

/** A DC motor behind an H-bridge with two inputs: PWM on the first, direction on the second. */
export const motor: BrickType = {
  id: 'motor',
  name: { fr: 'Moteur', en: 'Motor' },
  explanation: {
    fr: 'Un moteur qui tourne plus ou moins vite, dans les deux sens.',
    en: 'A motor that turns faster or slower, in both directions.',
  },
  category: 'action',
  signals: [
    { name: 'speed', needs: ['digital-out', 'pwm'] },
    { name: 'direction', needs: ['digital-out'] },
  ],
  driver: { class: 'Motor', noun: 'motor' },
  settings: [],
  actions: [
    {
      id: 'run',
      method: 'run',
      parameters: [whole('SPEED', -100, 100, 60)],
      needs: ['pwm'],
      text: { fr: '%BRICK tourner à %SPEED %%', en: '%BRICK run at %SPEED %%' },
    },
    {
      id: 'stop',
      method: 'stop',
      parameters: [],
      onStopAll: true,
      text: { fr: '%BRICK s’arrêter', en: '%BRICK stop' },
    },
  ],
  readings: [],
  events: [],
};
