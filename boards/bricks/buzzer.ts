import type { BrickType } from '../types.ts';
import { choice, option, seconds, whole } from './parameters.ts';

const NOTES = [
  ['do', 'C', 262],
  ['ré', 'D', 294],
  ['mi', 'E', 330],
  ['fa', 'F', 349],
  ['sol', 'G', 392],
  ['la', 'A', 440],
  ['si', 'B', 494],
  ['do aigu', 'C5', 523],
  ['ré aigu', 'D5', 587],
  ['mi aigu', 'E5', 659],
  ['fa aigu', 'F5', 698],
  ['sol aigu', 'G5', 784],
  ['la aigu', 'A5', 880],
  ['si aigu', 'B5', 988],
] as const;

const notes = NOTES.map(([fr, en, hertz]) => {
  const scientific = en.length === 1 ? `${en}4` : en;
  return option(scientific, hertz, `NOTE_${scientific}`, { fr, en });
});

/** A passive buzzer driven by tone(): one note at a time. */
export const buzzer: BrickType = {
  id: 'buzzer',
  name: { fr: 'Buzzer', en: 'Buzzer' },
  explanation: {
    fr: 'Un petit haut-parleur qui joue des notes.',
    en: 'A tiny loudspeaker that plays notes.',
  },
  category: 'action',
  signals: [{ name: 'signal', needs: ['digital-out'] }],
  driver: { class: 'Buzzer', noun: 'buzzer' },
  settings: [],
  timer: { role: 'tone', shared: false },
  actions: [
    {
      id: 'note',
      method: 'play',
      parameters: [choice('NOTE', 'C4', notes), seconds('SECONDS', 0.5)],
      lasts: { parameter: 'SECONDS', endMethod: 'stop' },
      text: { fr: '%BRICK jouer %NOTE pendant %SECONDS s', en: '%BRICK play %NOTE for %SECONDS s' },
    },
    {
      id: 'tone',
      method: 'play',
      parameters: [whole('HERTZ', 31, 20_000, 440), seconds('SECONDS', 0.5)],
      lasts: { parameter: 'SECONDS', endMethod: 'stop' },
      text: { fr: '%BRICK jouer %HERTZ Hz pendant %SECONDS s', en: '%BRICK play %HERTZ Hz for %SECONDS s' },
    },
    {
      id: 'start',
      method: 'play',
      parameters: [whole('HERTZ', 31, 20_000, 440)],
      text: { fr: '%BRICK commencer à jouer %HERTZ Hz', en: '%BRICK start playing %HERTZ Hz' },
    },
    {
      id: 'stop',
      method: 'stop',
      parameters: [],
      onStopAll: true,
      text: { fr: '%BRICK se taire', en: '%BRICK be quiet' },
    },
  ],
  readings: [],
  events: [],
};
