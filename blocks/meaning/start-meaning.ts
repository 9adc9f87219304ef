/** What the start blocks mean. In: readings of blocks. Out: triggers. */
import { trigger, type Meanings } from '../meaning.ts';

export const START_MEANING: Meanings = {
  event_start: trigger(() => ({ kind: 'start' })),
  event_forever: trigger(() => ({ kind: 'forever' })),
  event_every: trigger((block) => ({ kind: 'every', seconds: block.value('SECONDS') })),
  event_crosses: trigger((block) => ({
    kind: 'crosses',
    direction: block.field('DIRECTION') === 'below' ? 'below' : 'above',
    value: block.value('VALUE'),
    threshold: block.value('THRESHOLD'),
  })),
  event_becomes_true: trigger((block) => ({ kind: 'becomesTrue', condition: block.value('CONDITION') })),
  event_changes: trigger((block) => ({
    kind: 'changes',
    value: block.value('VALUE'),
    by: block.value('BY'),
  })),
  event_message: trigger((block) => ({ kind: 'message', message: block.field('MESSAGE') })),
  event_line: trigger(() => ({ kind: 'line' })),
};
