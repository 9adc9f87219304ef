/** Every example built by avr-gcc with the official core does what its observe.md promises. */
import { describe } from 'vitest';
import { requireTool } from '../support/reference-tools.ts';
import { playExamples } from './play-examples.ts';

describe.runIf(requireTool('avr-g++', 'arduino-core'))('by avr-gcc', () => {
  playExamples('avr-gcc');
});
