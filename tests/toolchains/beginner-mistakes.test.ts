/** What a child reads after a typical mistake: the first sentence, in both languages, on the right line. */
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import { builtin } from '../../compiler/toolchains/builtin.ts';
import { BEGINNER_MISTAKES } from './beginner-mistakes.ts';

const templates = readTemplates('firmware-templates');
const toolchain = builtin({ templates: () => templates, now: () => performance.now() });
const board = BOARDS.find(({ id }) => id === 'uno');
if (board === undefined) throw new Error('there is no board uno');

describe('a beginner’s mistake is explained where it is', () => {
  test.each(BEGINNER_MISTAKES)('$what', async ({ sketch, code, line, fr, en }) => {
    const files = [{ path: 'main.ino', text: sketch.join('\n') }];
    const { diagnostics } = await toolchain.build({
      sketch: { name: 'main', main: 'main.ino', files, blocks: [] },
      board,
      chip: CHIPS[board.chip],
    });
    const [first] = diagnostics;
    expect(first?.message).toEqual({ fr, en });
    expect([first?.code, first?.span?.file, first?.span?.line]).toEqual([code, 'main.ino', line]);
  });
});
