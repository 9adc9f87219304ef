import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { LIMITS, readWorkspace, type ProgramFile } from '../../blocks/index.ts';
import { numberBlock, oneOfEach, programFile, script, stack, type Saved } from './saved-blocks.ts';
import { summary } from './summary.ts';
import { HUNG_MS } from '../support/hung.ts';

const bricks = oneOfEach(BRICK_TYPES);
const read = (blocks: readonly unknown[], more: Partial<ProgramFile> = {}) =>
  readWorkspace(programFile(blocks, { bricks, ...more }), BRICK_TYPES);
const codes = (blocks: readonly unknown[], more: Partial<ProgramFile> = {}) =>
  read(blocks, more).diagnostics.map(({ code }) => code);
const body = (...blocks: readonly Saved[]) => summary(read([script(...blocks)]).program.scripts[0]?.body);

const reset: Saved = { type: 'timer_reset' };
const wait = (seconds: unknown): Saved => ({
  type: 'control_wait',
  inputs: { SECONDS: { shadow: numberBlock(seconds) } },
});
const repeat = (inside: Saved): Saved => ({
  type: 'control_repeat',
  inputs: { TIMES: { shadow: numberBlock(3) }, DO: { block: inside } },
});

describe('scripts', () => {
  test('stand in turn order: starts of the base first, then by y, then by x', () => {
    const at = (id: string, type: string, x: number, y: number) => ({ type, id, x, y, inputs: {} });
    const { program } = read([
      at('c', 'event_forever', 5, 20),
      at('b', 'event_forever', 1, 20),
      at('e', 'event_start', 0, 300),
      at('a', 'event_line', 0, -4),
      at('d', 'event_start', 0, 100),
    ]);
    expect(program.scripts.map(({ blockId }) => blockId)).toEqual(['d', 'e', 'a', 'b', 'c']);
  });

  test('without a position stand in the order of the file', () => {
    const { program } = read([
      { type: 'event_forever', id: 'a' },
      { type: 'event_forever', id: 'b', x: 'left', y: null },
    ]);
    expect(program.scripts.map(({ blockId }) => blockId)).toEqual(['a', 'b']);
  });

  test('may be missing altogether', () => {
    expect(read([]).program.scripts).toEqual([]);
    expect(readWorkspace(programFile([], { workspace: {} }), BRICK_TYPES).diagnostics).toEqual([]);
  });

  test('leave out what hangs on no start block, and say so', () => {
    const { program, diagnostics } = read([stack({ ...wait(1), id: 'w' }, reset), numberBlock(4)]);
    expect(program.scripts).toEqual([]);
    expect(diagnostics.map(({ code, blockId }) => [code, blockId])).toEqual([
      ['block-loose', 'w'],
      ['block-loose', 'block-1'],
    ]);
    expect(diagnostics[0]?.message.fr).toContain('« attendre … s »');
  });

  test('leave out a lone note without a word', () => {
    expect(codes([{ type: 'note', fields: { TEXT: 'à faire' } }])).toEqual([]);
  });
});

describe('blocks in a script', () => {
  test('are read from the grey block when nothing stands in front of it', () => {
    expect(body(wait(0.5))).toBe('[(wait duration=0.5 unit=seconds)]');
    const both = { SECONDS: { block: numberBlock(2), shadow: numberBlock(1) } };
    expect(body({ type: 'control_wait', inputs: both })).toBe('[(wait duration=2 unit=seconds)]');
  });

  test('that are disabled are skipped, those below go on', () => {
    const off = { ...wait(1), disabledReasons: ['MANUALLY_DISABLED'] };
    const offToo = { ...wait(1), enabled: false };
    expect(body(off, offToo, reset)).toBe('[(resetTimer)]');
    expect(read([{ type: 'event_start', disabledReasons: ['x'] }]).program.scripts).toEqual([]);
    expect(codes([{ ...reset, disabledReasons: ['ORPHANED_BLOCK'] }])).toEqual([]);
  });

  test('keep their comments on scripts, statements and own blocks', () => {
    const icons = { comment: { text: 'pour */ voir', pinned: true } };
    const { program } = read([
      { ...script({ ...reset, icons }), icons },
      { type: 'own_define', extraState: { ownBlock: 'o1' }, icons },
    ]);
    expect(program.scripts[0]?.comment).toBe('pour */ voir');
    expect(program.scripts[0]?.body[0]?.comment).toBe('pour */ voir');
    expect(program.ownBlocks[0]?.comment).toBe('pour */ voir');
  });

  test('have ids of their own: missing ones are made up, taken ones replaced, the same each time', () => {
    const file = [script({ ...reset, id: 'a' }, { ...reset, id: 'a' }, reset, { ...reset, id: '' })];
    const ids = read(file).program.scripts[0]?.body.map(({ blockId }) => blockId);
    expect(ids?.[0]).toBe('a');
    expect(new Set(ids).size).toBe(4);
    expect(read(file).program.scripts[0]?.body.map(({ blockId }) => blockId)).toEqual(ids);
  });

  test('of a type that we don’t know are named once for each type, and those below go on', () => {
    const unknown = (type: unknown) => ({ type: type as string, inputs: { A: { block: numberBlock(1) } } });
    const { program, diagnostics } = read([
      script(unknown('mars_land'), reset, unknown('mars_land'), unknown('x')),
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['block-unknown', 'block-unknown']);
    expect(diagnostics[0]?.message.fr).toContain('« mars_land »');
    expect(diagnostics[0]?.blockId).toBe('block-2');
    expect(summary(program.scripts[0]?.body)).toBe('[(resetTimer)]');
    expect(codes([{ type: '__proto__' }, { type: 'constructor' }, { type: 7 }])).toEqual([
      'block-unknown',
      'block-unknown',
      'block-unknown',
    ]);
  });

  test('of a brick that is not in the kit are unknown', () => {
    const file = programFile([script({ type: 'led_on', fields: { BRICK: 'led' } })], { bricks });
    expect(readWorkspace(file, []).diagnostics.map(({ code }) => code)).toEqual(['block-unknown']);
  });
});

describe('holes', () => {
  test('with nothing in them are said in the block’s own words, and named in the node', () => {
    const { program, diagnostics } = read([script({ type: 'control_if', id: 'si' })]);
    expect(diagnostics).toMatchObject([{ code: 'socket-empty', blockId: 'si' }]);
    expect(diagnostics[0]?.message).toEqual({
      fr: 'Il manque quelque chose : le bloc « si … alors » attend une condition. Pose un bloc dans le trou.',
      en: 'Something is missing: the block “if … then” needs a condition. Put a block in the hole.',
    });
    const [first] = program.scripts[0]?.body ?? [];
    expect(first).toMatchObject({
      branches: [{ condition: { kind: 'empty', expected: 'truth', hole: 'IF0', blockId: 'si' }, body: [] }],
    });
  });

  test.each([
    ['led_brightness', 'un nombre'],
    ['text_length', 'un texte'],
    ['rgb_led_colour', 'une couleur'],
    ['monitor_print_line', 'une valeur'],
  ])('of %s wait for %s', (type, expected) => {
    const block: Saved = { type, fields: { BRICK: type === 'rgb_led_colour' ? 'rgb-led' : 'led' } };
    const holder = type === 'text_length' ? { type: 'control_wait', inputs: { SECONDS: { block } } } : block;
    expect(read([script(holder)]).diagnostics[0]?.message.fr).toContain(`attend ${expected}.`);
  });

  test('with a disabled block in them are empty', () => {
    const inputs = { SECONDS: { block: { ...numberBlock(1), enabled: false } } };
    expect(codes([script({ type: 'control_wait', inputs })])).toEqual(['socket-empty']);
  });

  test('refuse a statement where a value goes', () => {
    expect(codes([script({ type: 'control_wait', inputs: { SECONDS: { block: reset } } })])).toEqual([
      'block-misplaced',
    ]);
  });

  test('refuse a value, a start block or a definition in a stack', () => {
    expect(codes([script(numberBlock(1), { type: 'event_start' }, { type: 'own_define' })])).toEqual([
      'block-misplaced',
      'block-misplaced',
      'block-misplaced',
    ]);
  });

  test('that the block doesn’t have, and blocks below a value, are not lost without a word', () => {
    expect(codes([script({ ...reset, inputs: { DO7: { block: reset } } })])).toEqual(['block-misplaced']);
    const value = { ...numberBlock(1), next: { block: reset } };
    expect(codes([script({ type: 'control_wait', inputs: { SECONDS: { block: value } } })])).toEqual([
      'block-misplaced',
    ]);
  });
});

describe('fields', () => {
  const literal = (value: unknown) =>
    body({ type: 'monitor_print_line', inputs: { VALUE: { block: numberBlock(value) } } });

  test.each([
    [3, 3],
    ['3', 3],
    ['3,5', 3.5],
    [' -0.25 ', -0.25],
    ['1e3', 1000],
    [undefined, 0],
  ])('take %j as the number %d', (saved, value) => {
    expect(literal(saved)).toBe(`[(print newLine=true value=${value})]`);
  });

  test.each(['', 'douze', '1/2', '0x10', '1e999', '١', null, true, [], {}, '9'.repeat(1000)])(
    'ask for another number instead of %j',
    (saved) => {
      const print: Saved = { type: 'monitor_print_line', inputs: { VALUE: { block: numberBlock(saved) } } };
      expect(codes([script(print)])).toEqual(['block-field']);
    },
  );

  test('ask for another value when a menu has no such entry, a colour is none or a number is out of range', () => {
    const inPrint = (block: Saved): Saved => ({ type: 'monitor_print_line', inputs: { VALUE: { block } } });
    const smooth = { type: 'number_smooth', inputs: { VALUE: { shadow: numberBlock(1) } } };
    const wrong = [
      inPrint({ type: 'logic_truth', fields: { VALUE: 'peut-être' } }),
      inPrint({ type: 'colour_literal', fields: { COLOUR: 'rouge' } }),
      inPrint({ ...smooth, fields: { SAMPLES: 101 } }),
      inPrint({ ...smooth, fields: { SAMPLES: 2.5 } }),
      inPrint({ type: 'variables_get', fields: { VARIABLE: 3 } }),
      inPrint({ type: 'memory_remembered', fields: { SLOT: {} } }),
    ];
    const { diagnostics, program } = read([script(...wrong)]);
    expect(diagnostics.map(({ code }) => code)).toEqual(wrong.map(() => 'block-field'));
    expect(diagnostics[0]?.message.fr).toBe('Dans le bloc « vrai », choisis une autre valeur pour « menu ».');
    expect(summary(program.scripts[0]?.body[2])).toContain('args=[1, 100]');
  });

  test('cut a text at 200 letters, never half an emoji, and say so', () => {
    const long: Saved = { type: 'text_literal', fields: { TEXT: '🎉'.repeat(201) } };
    const { program, diagnostics } = read([
      script({ type: 'monitor_print_line', inputs: { VALUE: { block: long } } }),
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['block-field']);
    expect(summary(program.scripts[0]?.body)).toBe(`[(print newLine=true value="${'🎉'.repeat(200)}")]`);
  });

  test('take a variable as Blockly saves it, or its id alone', () => {
    const change = (VARIABLE: unknown): Saved => ({
      type: 'variables_change',
      fields: { VARIABLE },
      inputs: { BY: { shadow: numberBlock(1) } },
    });
    const expected = '(changeVariable by=1 variable=v1)';
    expect(body(change({ id: 'v1', name: 'compteur' }), change('v1'))).toBe(`[${expected}, ${expected}]`);
  });

  test('say when a brick’s block points to a brick of another type that has the same words', () => {
    expect(codes([script({ type: 'led_on', fields: { BRICK: 'relay' } })])).toEqual(['brick-wrong-kind']);
    // Where the other brick has no such action, the checker says it.
    expect(codes([script({ type: 'led_on', fields: { BRICK: 'servo' } })])).toEqual([]);
  });
});

describe('blocks that grow', () => {
  test('ask for another value when their extraState is not as it should be', () => {
    const truth = { block: { type: 'logic_truth' } };
    const odd = (extraState: unknown) =>
      codes([script({ type: 'control_if', extraState, inputs: { IF0: truth } })]);
    expect(odd({ elseIfCount: -1 })).toEqual(['block-field']);
    expect(odd({ elseIfCount: 'deux' })).toEqual(['block-field']);
    expect(odd('<mutation elseif="1"/>')).toEqual(['block-field']);
    expect(odd({ elseIfCount: 1e12 })).toEqual(['block-field', 'socket-empty']);
    const { program } = read([script({ type: 'control_if', extraState: { elseIfCount: 1e12 } })]);
    expect(program.scripts[0]?.body).toMatchObject([{ branches: { length: 51 } }]);
  });

  test('a call gives its values in the order of the declaration, whatever it was when the call was drawn', () => {
    const inputs = { ARG0: { block: numberBlock(1) }, ARG1: { block: numberBlock(2) } };
    const call = (parameters?: readonly string[]): Saved => ({
      type: 'own_call',
      extraState: { ownBlock: 'o1', ...(parameters && { parameters }) },
      inputs,
    });
    const define = { type: 'own_define', extraState: { ownBlock: 'o1' } };
    const read2 = (block: Saved) => summary(read([script(block), define]).program.scripts[0]?.body);
    expect(read2(call(['p2', 'p1']))).toBe('[(callStatement args=[2, 1] ownBlock=o1)]');
    expect(read2(call())).toBe('[(callStatement args=[1, 2] ownBlock=o1)]');
    expect(read2(call(['p1']))).toBe('[(callStatement args=[1, ?] ownBlock=o1)]');
    const { diagnostics } = read([script(call(['p1'])), define]);
    expect(diagnostics.map(({ code }) => code)).toContain('socket-empty');
    expect(diagnostics.at(-1)?.message.fr).toContain('« clignoter »');
  });

  test('a definition without a declaration, or a second one, is said', () => {
    const define = (ownBlock: string) => ({ type: 'own_define', extraState: { ownBlock } });
    expect(codes([define('o9')])).toEqual(['own-block-unknown']);
    expect(codes([define('o1'), define('o1')])).toEqual(['own-block-defined-twice']);
    expect(read([define('o1')]).program.ownBlocks).toMatchObject([{ id: 'o1', name: 'clignoter', body: [] }]);
  });
});

describe('limits', () => {
  const nested = (levels: number): Saved => {
    let block = reset;
    for (let level = 1; level < levels; level++) block = repeat(block);
    return block;
  };

  test('a stack of 5 000 blocks is read without hanging', () => {
    let long = wait(1);
    for (let count = 2; count < LIMITS.blocks; count++) long = { ...wait(1), next: { block: long } };
    const start = performance.now();
    const { program, diagnostics } = read([{ type: 'event_start', next: { block: long } }]);
    expect(performance.now() - start).toBeLessThan(HUNG_MS);
    expect(diagnostics).toEqual([]);
    expect(program.scripts[0]?.body).toHaveLength(LIMITS.blocks - 1);
  });

  test('more than 5 000 blocks are too many', () => {
    let long = reset;
    for (let count = 0; count < LIMITS.blocks; count++) long = { ...reset, next: { block: long } };
    const { program, diagnostics } = read([{ type: 'event_start', next: { block: long } }]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['workspace-too-big']);
    expect(diagnostics[0]?.message.fr).toContain('5002 blocs, et 5000 au plus');
    expect(program.scripts[0]?.body.length).toBeLessThanOrEqual(LIMITS.blocks);
  });

  test('120 blocks inside one another are read, 121 are too deep', () => {
    expect(codes([script(nested(LIMITS.nesting))])).toEqual([]);
    const { diagnostics } = read([script(nested(LIMITS.nesting + 30))]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['nested-too-deep']);
    expect(diagnostics[0]?.message.fr).toContain('(150, au plus 120)');
  });

  test('values count as levels too', () => {
    let value: Saved = numberBlock(1);
    for (let level = 0; level < 5000; level++) {
      value = { type: 'number_function', inputs: { VALUE: { block: value } } };
    }
    expect(codes([script({ type: 'control_wait', inputs: { SECONDS: { block: value } } })])).toEqual([
      'workspace-too-big',
      'nested-too-deep',
    ]);
  });

  test('more than 64 scripts or 200 variables are too many', () => {
    const scripts = Array.from({ length: LIMITS.scripts + 1 }, () => ({ type: 'event_forever' }));
    expect(codes(scripts)).toEqual(['workspace-too-big']);
    const variables = Array.from({ length: LIMITS.variables + 1 }, (_, n) => ({
      id: `v${n}`,
      name: `v${n}`,
    }));
    expect(codes([], { workspace: { variables } })).toEqual(['workspace-too-big']);
  });

  test('a variable’s name has at most 60 letters', () => {
    const workspace = { variables: [{ id: 'v', name: 'é'.repeat(61) }] };
    const { program, diagnostics } = read([], { workspace });
    expect(diagnostics.map(({ code }) => code)).toEqual(['file-field']);
    expect(program.variables).toEqual([{ id: 'v', name: 'é'.repeat(60) }]);
  });

  test.each([
    [{ blocks: 3 }, 'workspace.blocks'],
    [{ blocks: { blocks: {} } }, 'workspace.blocks'],
    [{ blocks: { blocks: [null] } }, 'workspace.blocks.blocks[0]'],
    [
      { blocks: { blocks: [{ type: 'event_start', next: { block: 7 } }] } },
      'workspace.blocks.blocks[0].next',
    ],
    [{ variables: 'x' }, 'workspace.variables'],
    [{ variables: [{ id: 1, name: 'x' }] }, 'workspace.variables[0]'],
    [
      {
        variables: [
          { id: 'a', name: 'x' },
          { id: 'a', name: 'y' },
        ],
      },
      'workspace.variables[1]',
    ],
  ])('a damaged piece %j is said with its place', (workspace, path) => {
    const { diagnostics } = read([], { workspace });
    expect(diagnostics.map(({ code }) => code)).toEqual(['workspace-damaged']);
    expect(diagnostics[0]?.message.fr).toContain(`(${path})`);
  });
});
