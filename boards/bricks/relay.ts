import type { BrickType } from '../types.ts';

export const relay: BrickType = {
  id: 'relay',
  name: { fr: 'Relais', en: 'Relay' },
  explanation: {
    fr: 'Un interrupteur commandé : il met en marche une lampe ou une pompe.',
    en: 'A switch you command: it starts a lamp or a pump.',
  },
  category: 'action',
  signals: [{ name: 'signal', needs: ['digital-out'] }],
  driver: { class: 'Relay', noun: 'relay' },
  settings: [],
  actions: [
    {
      id: 'on',
      method: 'on',
      parameters: [],
      text: { fr: '%BRICK fermer (marche)', en: '%BRICK close (on)' },
    },
    {
      id: 'off',
      method: 'off',
      parameters: [],
      onStopAll: true,
      text: { fr: '%BRICK ouvrir (arrêt)', en: '%BRICK open (off)' },
    },
    { id: 'toggle', method: 'toggle', parameters: [], text: { fr: '%BRICK inverser', en: '%BRICK toggle' } },
  ],
  readings: [
    {
      id: 'is_on',
      method: 'isOn',
      type: { kind: 'truth' },
      parameters: [],
      text: { fr: '%BRICK en marche ?', en: '%BRICK is on?' },
    },
  ],
  events: [],
};
