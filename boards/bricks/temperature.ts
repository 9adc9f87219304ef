import type { BrickType } from '../types.ts';

/** A 10 kΩ thermistor (B = 3975 K) as the upper half of a divider with 10 kΩ. */
export const temperature: BrickType = {
  id: 'temperature',
  name: { fr: 'Capteur de température', en: 'Temperature sensor' },
  explanation: {
    fr: 'Il mesure la température en degrés.',
    en: 'It measures the temperature in degrees.',
  },
  category: 'sensors',
  signals: [{ name: 'signal', needs: ['analog-in'] }],
  driver: { class: 'Temperature', noun: 'thermometer' },
  settings: [],
  actions: [],
  readings: [
    {
      id: 'celsius',
      method: 'celsius',
      type: { kind: 'decimal', min: -40, max: 125 },
      parameters: [],
      unit: '°C',
      text: { fr: '%BRICK température en °C', en: '%BRICK temperature in °C' },
    },
  ],
  events: [],
};
