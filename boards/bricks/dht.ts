import type { BrickType } from '../types.ts';
import { option } from './parameters.ts';

/** DHT11 or DHT22 (AM2302). Asked at most every 2 seconds; the last good answer is kept between. */
export const dht: BrickType = {
  id: 'dht',
  name: { fr: 'Capteur d’air', en: 'Air sensor' },
  explanation: {
    fr: 'Il mesure la température et l’humidité de l’air.',
    en: 'It measures the temperature and the humidity of the air.',
  },
  category: 'sensors',
  signals: [{ name: 'data', needs: ['digital-in', 'digital-out'] }],
  driver: { class: 'Dht', noun: 'airSensor' },
  settings: [
    {
      id: 'MODEL',
      name: { fr: 'Modèle', en: 'Model' },
      type: {
        kind: 'choice',
        default: 'dht11',
        options: [
          option('dht11', 11, 'Dht::DHT11', { fr: 'DHT11 (bleu)', en: 'DHT11 (blue)' }),
          option('dht22', 22, 'Dht::DHT22', { fr: 'DHT22 (blanc)', en: 'DHT22 (white)' }),
        ],
      },
    },
  ],
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
    {
      id: 'humidity',
      method: 'humidity',
      type: { kind: 'decimal', min: 0, max: 100 },
      parameters: [],
      unit: '%',
      text: { fr: '%BRICK humidité en %%', en: '%BRICK humidity in %%' },
    },
  ],
  events: [],
};
