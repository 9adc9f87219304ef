/** Adds a script that never runs, so that the others become state machines that take turns. */
import type { Program } from '../../compiler/program/model.ts';

export const scheduled = (program: Program): Program => ({
  ...program,
  messages: [...program.messages, { id: 'never', name: 'never' }],
  scripts: [
    ...program.scripts,
    {
      blockId: 'never',
      trigger: { kind: 'message', message: 'never' },
      body: [{ blockId: 'never-note', kind: 'note', text: 'never' }],
    },
  ],
});
