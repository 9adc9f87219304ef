/** Why a compiler gave no answer, in a sentence's end. */
import type { Message } from '../diagnostics/diagnostic.ts';
import type { Finished } from './run-program.ts';

export function runFailureReason(failure: NonNullable<Finished['failure']>): Message {
  switch (failure) {
    case 'missing':
      return { fr: 'il ne démarre pas', en: 'it does not start' };
    case 'timeout':
      return { fr: 'il met trop de temps', en: 'it takes too long' };
    case 'output':
      return { fr: 'il écrit sans s’arrêter', en: 'it writes without end' };
    case 'killed':
      return { fr: 'l’ordinateur l’a arrêté', en: 'the computer stopped it' };
  }
}
