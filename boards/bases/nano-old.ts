/** Arduino Nano with the old bootloader (ATmegaBOOT), sold until 2018 and by most clones still. */
import type { Board } from '../types.ts';
import { nano } from './nano.ts';

export const nanoOld: Board = {
  ...nano,
  id: 'nano-old',
  name: { fr: 'Arduino Nano (ancien démarrage)', en: 'Arduino Nano (old bootloader)' },
  arduino: { ...nano.arduino, fqbn: 'arduino:avr:nano:cpu=atmega328old' },
  upload: { ...nano.upload, baud: 57_600 },
};
