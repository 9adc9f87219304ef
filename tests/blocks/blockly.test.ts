import { beforeAll, describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import {
  blockDefinitions,
  blockMessage,
  blockSpecs,
  readWorkspace,
  toolbox,
  type ProgramFile,
} from '../../blocks/index.ts';
import { isObject } from '../../blocks/json.ts';
import { complaintsDuring, define, freshBlock, loadAndSave, registerStandIns } from './headless-blockly.ts';
import { everyBlockFile, inScript, oneOfEach, programFile, type Saved } from './saved-blocks.ts';

const specs = blockSpecs(BRICK_TYPES);
const bricks = oneOfEach(BRICK_TYPES);
const read = (file: ProgramFile) => readWorkspace(file, BRICK_TYPES);

/** Blockly gives a block an id where we left it out: compare without them. */
const withoutIds = (node: unknown): unknown =>
  JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'blockId' ? undefined : value)));

beforeAll(registerStandIns);

describe.each(['fr', 'en'] as const)('Blockly with our blocks in %s', (language) => {
  beforeAll(() => {
    define(blockDefinitions(specs, language));
  });

  test('makes every block from its definition without complaint, and we read it back', () => {
    for (const spec of specs.values()) {
      let workspace: ProgramFile['workspace'] = {};
      const complaints = complaintsDuring(() => {
        workspace = freshBlock(spec.type);
      });
      expect([spec.type, complaints]).toEqual([spec.type, []]);
      const { diagnostics } = read(programFile([], { bricks, workspace }));
      const codes = new Set(diagnostics.map(({ code }) => code));
      codes.delete('socket-empty');
      // A block fresh from the toolbox hangs on nothing, and a fresh definition defines nothing yet.
      codes.delete(spec.type === 'own_define' ? 'own-block-unknown' : 'block-loose');
      expect([spec.type, ...codes]).toEqual([spec.type]);
    }
  });

  test('loads, saves and gives back every block with its holes filled', () => {
    const file = everyBlockFile(BRICK_TYPES);
    const direct = read(file);
    expect(direct.diagnostics).toEqual([]);
    let workspace: ProgramFile['workspace'] = {};
    const complaints = complaintsDuring(() => {
      workspace = loadAndSave(file.workspace);
    });
    expect(complaints).toEqual([]);
    expect(withoutIds(read({ ...file, workspace }).program)).toEqual(withoutIds(direct.program));
  });

  test('takes every block of the toolbox as it is, and only conditions are left to fill', () => {
    const { lists, messages, ownBlocks } = programFile([]);
    const shelf = toolbox(specs, bricks, 'expert', language, { lists, messages, ownBlocks });
    for (const entry of shelf.contents.flatMap(({ contents }) => contents)) {
      const spec = specs.get(String(entry['type']));
      if (entry['kind'] !== 'block' || spec === undefined) continue;
      const { kind: _, ...block } = entry;
      const fields = isObject(block['fields']) ? block['fields'] : {};
      const variable = spec.holes.some((hole) => hole.kind === 'variable') ? { VARIABLE: { id: 'v1' } } : {};
      const saved: Saved = { ...block, type: spec.type, fields: { ...fields, ...variable } };
      const file = programFile([inScript(spec, saved)], { bricks });
      const { diagnostics } = read({ ...file, workspace: loadAndSave(file.workspace) });
      const others = diagnostics.filter(({ code }) => code !== 'socket-empty');
      expect([spec.type, others]).toEqual([spec.type, []]);
      const conditions = spec.holes.filter((hole) => hole.kind === 'value' && hole.shadow === undefined);
      expect([spec.type, diagnostics.length]).toEqual([spec.type, Math.min(1, conditions.length)]);
    }
  });
});

test('Blockly keeps disabled blocks and comments, and we read them', () => {
  define(blockDefinitions(specs, 'fr'));
  const file = programFile([
    {
      type: 'event_start',
      icons: { comment: { text: 'allumer */ "tout"\n??/ 🎉', pinned: false, height: 80, width: 160 } },
      next: {
        block: {
          type: 'timer_reset',
          disabledReasons: ['MANUALLY_DISABLED'],
          next: { block: { type: 'control_stop_all' } },
        },
      },
    },
  ]);
  const { program } = read({ ...file, workspace: loadAndSave(file.workspace) });
  expect(program.scripts[0]?.comment).toBe('allumer */ "tout"\n??/ 🎉');
  expect(program.scripts[0]?.body.map(({ kind }) => kind)).toEqual(['stopAll']);
});

test('a body in the middle of words gets a row of its own for the words before it', () => {
  const spec = specs.get('control_if_else');
  expect(spec && blockMessage(spec.text.fr, spec.holes, 'fr')).toEqual({
    message: 'si %1 alors %2 %3 sinon %4 %5',
    args: [
      { type: 'input_value', name: 'IF0', check: ['Boolean', 'Number'] },
      { type: 'input_dummy' },
      { type: 'input_statement', name: 'DO0' },
      { type: 'input_dummy' },
      { type: 'input_statement', name: 'ELSE' },
    ],
  });
});

test('each block is styled by its category and says what it is for', () => {
  const [first] = blockDefinitions(new Map([...specs].filter(([type]) => type === 'led_brightness')), 'fr');
  expect(first).toMatchObject({
    message0: '%1 briller à %2 %%',
    style: 'genie-light',
    previousStatement: null,
    nextStatement: null,
    tooltip: specs.get('led_brightness')?.tooltip.fr,
  });
});
