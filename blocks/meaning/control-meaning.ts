/** What waiting, loops, choices, stopping and messages mean. In: readings of blocks. Out: statements. */
import type { Branch } from '../../compiler/program/model.ts';
import { statement, type BlockReading, type Meaning, type Meanings } from '../meaning.ts';

const conditionLoop = (until: boolean): Meaning =>
  statement((block) => ({
    kind: 'while',
    until,
    condition: block.value('CONDITION'),
    body: block.body('DO'),
  }));

const broadcast = (andWait: boolean): Meaning =>
  statement((block) => ({ kind: 'broadcast', message: block.field('MESSAGE'), andWait }));

const branch = (block: BlockReading, index: number): Branch => ({
  condition: block.value(`IF${index}`),
  body: block.body(`DO${index}`),
});

export const CONTROL_MEANING: Meanings = {
  control_wait: statement((block) => ({ kind: 'wait', unit: 'seconds', duration: block.value('SECONDS') })),
  control_wait_ms: statement((block) => ({
    kind: 'wait',
    unit: 'milliseconds',
    duration: block.value('MS'),
  })),
  control_wait_until: statement((block) => ({ kind: 'waitUntil', condition: block.value('CONDITION') })),
  control_wait_until_timeout: statement((block) => ({
    kind: 'waitUntil',
    condition: block.value('CONDITION'),
    timeoutSeconds: block.value('SECONDS'),
  })),
  control_repeat: statement((block) => ({
    kind: 'repeat',
    times: block.value('TIMES'),
    body: block.body('DO'),
  })),
  control_forever: statement((block) => ({ kind: 'forever', body: block.body('DO') })),
  control_while: conditionLoop(false),
  control_until: conditionLoop(true),
  control_for: statement((block) => ({
    kind: 'for',
    variable: block.field('VARIABLE'),
    from: block.value('FROM'),
    to: block.value('TO'),
    by: block.value('BY'),
    body: block.body('DO'),
  })),
  control_for_each: statement((block) => ({
    kind: 'forEach',
    variable: block.field('VARIABLE'),
    list: block.field('LIST'),
    body: block.body('DO'),
  })),
  control_if: statement((block) => {
    const branches: Branch[] = [];
    for (let index = 0; index <= block.extra.elseIfCount; index++) branches.push(branch(block, index));
    return block.extra.hasElse
      ? { kind: 'if', branches, otherwise: block.body('ELSE') }
      : { kind: 'if', branches };
  }),
  control_if_else: statement((block) => ({
    kind: 'if',
    branches: [branch(block, 0)],
    otherwise: block.body('ELSE'),
  })),
  control_break: statement(() => ({ kind: 'break' })),
  control_continue: statement(() => ({ kind: 'continue' })),
  control_stop_script: statement(() => ({ kind: 'stopScript' })),
  control_stop_all: statement(() => ({ kind: 'stopAll' })),
  message_broadcast: broadcast(false),
  message_broadcast_wait: broadcast(true),
  note: statement((block) => ({ kind: 'note', text: block.field('TEXT') })),
};
