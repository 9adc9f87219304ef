import type { BrickType } from '../types.ts';
import { levelSetting } from './level-setting.ts';

export const motion: BrickType = {
  id: 'motion',
  name: { fr: 'Détecteur de mouvement', en: 'Motion sensor' },
  explanation: {
    fr: 'Il sent quand quelqu’un bouge devant lui.',
    en: 'It notices when someone moves in front of it.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['digital-in'] }],
  driver: { class: 'Motion', noun: 'motion' },
  settings: [levelSetting('high')],
  actions: [],
  readings: [
    {
      id: 'moving',
      method: 'isMoving',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK mouvement ?', en: '%BRICK movement?' },
    },
  ],
  events: [
    {
      id: 'started',
      reading: 'moving',
      edge: 'rises',
      text: { fr: 'quand %BRICK sent un mouvement', en: 'when %BRICK notices movement' },
    },
    {
      id: 'ended',
      reading: 'moving',
      edge: 'falls',
      text: { fr: 'quand %BRICK ne sent plus de mouvement', en: 'when %BRICK notices no more movement' },
    },
  ],
};
