/** What a wire can do, in words that follow "this port cannot …". */
import type { Capability, LocalizedText } from './types.ts';

export const CAPABILITY_WORDS: Readonly<Record<Capability, LocalizedText>> = {
  'digital-in': { fr: 'lire un oui ou un non', en: 'read a yes or a no' },
  'digital-out': { fr: 'commander une brique', en: 'drive a brick' },
  pwm: { fr: 'doser la puissance (PWM)', en: 'set a power level (PWM)' },
  'analog-in': { fr: 'mesurer une valeur', en: 'measure a value' },
  'i2c-data': { fr: 'parler en I2C', en: 'speak I2C' },
  'i2c-clock': { fr: 'parler en I2C', en: 'speak I2C' },
  interrupt: { fr: 'réagir à l’instant (interruption)', en: 'react at once (interrupt)' },
};
