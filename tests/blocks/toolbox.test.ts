import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { blockSpecs, toolbox, type BlockLevel, type Declared } from '../../blocks/index.ts';
import { oneOfEach, programFile } from './saved-blocks.ts';

const specs = blockSpecs(BRICK_TYPES);
const led = { id: 'led-a', type: 'led', port: '2' };

const typesIn = (shelf: ReturnType<typeof toolbox>, category?: string): readonly string[] =>
  shelf.contents
    .filter(({ toolboxitemid }) => category === undefined || toolboxitemid === category)
    .flatMap(({ contents }) => contents)
    .filter(({ kind }) => kind === 'block')
    .map(({ type }) => String(type));

const categories = (level: BlockLevel): readonly string[] =>
  toolbox(specs, [led], level, 'fr').contents.map(({ name }) => name);

describe('toolbox', () => {
  test('lists the blocks of plugged bricks only', () => {
    const shown = typesIn(toolbox(specs, [led], 'expert', 'fr'));
    const bricks = new Set(shown.flatMap((type) => specs.get(type)?.brickType ?? []));
    expect([...bricks]).toEqual(['led']);
    expect(shown).toContain('led_on');
  });

  test('points a brick’s blocks to the first plugged brick of that type', () => {
    const shelf = toolbox(specs, [led, { ...led, id: 'led-b' }], 'beginner', 'fr');
    const blocks = shelf.contents.flatMap(({ contents }) => contents).filter(({ type }) => type === 'led_on');
    expect(blocks).toEqual([{ kind: 'block', type: 'led_on', fields: { BRICK: 'led-a' } }]);
  });

  test('says what to do in a category that waits for a brick', () => {
    const action = toolbox(specs, [led], 'beginner', 'fr').contents.find((c) => c.toolboxitemid === 'action');
    expect(action?.contents).toEqual([
      { kind: 'label', text: 'Pose une brique sur la base pour voir ses blocs.' },
    ]);
  });

  test('shows more categories at each level', () => {
    const beginner = ['Départ', 'Lumière', 'Action', 'Capteurs', 'Contrôle', 'Logique', 'Nombres'];
    expect(categories('beginner')).toEqual(beginner);
    expect(categories('advanced')).toEqual([...beginner, 'Texte', 'Variables', 'Mes blocs', 'Moniteur']);
    expect(categories('expert')).toEqual([
      ...beginner,
      'Texte',
      'Variables',
      'Listes',
      'Mes blocs',
      'Moniteur',
    ]);
  });

  test('shows every block at the last level once everything is plugged and declared', () => {
    const { lists, messages, ownBlocks } = programFile([]);
    const declared: Declared = { lists, messages, ownBlocks };
    const shown = new Set(typesIn(toolbox(specs, oneOfEach(BRICK_TYPES), 'expert', 'en', declared)));
    expect([...specs.keys()].filter((type) => !shown.has(type))).toEqual(['own_define']);
  });

  test('starts with the start of the base and ends with the bricks’ events', () => {
    const button = { id: 'b', type: 'button', port: '9' };
    const start = typesIn(toolbox(specs, [button], 'beginner', 'fr'), 'start');
    expect(start[0]).toBe('event_start');
    expect(start.slice(-2)).toEqual(['button_when_pressed', 'button_when_released']);
  });

  test('puts grey blocks in the holes, in the child’s language', () => {
    const shelf = toolbox(specs, [], 'advanced', 'en');
    const join = shelf.contents
      .flatMap(({ contents }) => contents)
      .find(({ type }) => type === 'text_length');
    expect(join).toEqual({
      kind: 'block',
      type: 'text_length',
      inputs: { VALUE: { shadow: { type: 'text_literal', fields: { TEXT: 'Hello' } } } },
    });
  });

  test('offers each own block once, its value only if it gives one, and its parameters', () => {
    const { lists, messages, ownBlocks } = programFile([]);
    const quiet = { id: 'o2', name: 'éteindre', parameters: [], hasResult: false };
    const declared: Declared = { lists, messages, ownBlocks: [...ownBlocks, quiet] };
    const own = typesIn(toolbox(specs, [], 'advanced', 'fr', declared), 'ownBlocks');
    expect(own.toSorted()).toEqual([
      'own_call',
      'own_call',
      'own_call_value',
      'own_parameter',
      'own_parameter',
      'own_return',
      'own_return_nothing',
    ]);
  });
});
