/** Every chip we know, by its id. */
import type { Chip, ChipId } from '../types.ts';
import { atmega2560 } from './atmega2560.ts';
import { atmega328p } from './atmega328p.ts';
import { atmega32u4 } from './atmega32u4.ts';

export const CHIPS: Readonly<Record<ChipId, Chip>> = { atmega328p, atmega32u4, atmega2560 };
