/** Together the examples show what Génie can do. */
import { expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { BLOCK_CATEGORIES, blockSpecs } from '../../blocks/index.ts';
import { isArray, isObject } from '../../blocks/json.ts';
import { exampleNames, readExample } from './example-files.ts';

const SHARE_OF_BLOCKS = 0.9;

function typesIn(node: unknown): readonly string[] {
  if (isArray(node)) return node.flatMap(typesIn);
  if (!isObject(node)) return [];
  const own = typeof node['type'] === 'string' ? [node['type']] : [];
  return [...own, ...Object.values(node).flatMap(typesIn)];
}

const examples = await Promise.all(exampleNames().map(readExample));
const specs = blockSpecs(BRICK_TYPES);
const usedBlocks = new Set(examples.flatMap(({ file }) => typesIn(file.workspace)));

test('every brick is in an example', () => {
  const used = new Set(examples.flatMap(({ file }) => file.bricks.map(({ type }) => type)));
  expect(BRICK_TYPES.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
});

test('every board but the old Nano is in an example, and most are for our base', () => {
  const used = examples.map(({ kit }) => kit.board.id);
  const missing = BOARDS.map(({ id }) => id).filter((id) => !used.includes(id));
  expect(missing).toEqual(['nano-old']);
  expect(used.filter((id) => id === 'genie-base').length).toBeGreaterThan(used.length / 2);
});

test('at least nine blocks of ten, and every category, are in an example', () => {
  const missing = [...specs.keys()].filter((type) => !usedBlocks.has(type));
  expect(
    1 - missing.length / specs.size,
    `blocks in no example: ${missing.join(', ')}`,
  ).toBeGreaterThanOrEqual(SHARE_OF_BLOCKS);
  const categories = new Set([...usedBlocks].flatMap((type) => specs.get(type)?.category ?? []));
  expect(BLOCK_CATEGORIES.filter((category) => !categories.has(category))).toEqual([]);
});
