/** The examples as Blockly sees them: loaded and saved again, nothing changes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { blockDefinitions, blockSpecs, printProgramFile } from '../../blocks/index.ts';
import { isArray, isObject } from '../../blocks/json.ts';
import { complaintsDuring, define, loadAndSave, registerStandIns } from '../blocks/headless-blockly.ts';
import { exampleNames, observeText, programText, readExample } from './example-files.ts';

beforeAll(() => {
  registerStandIns();
  define(blockDefinitions(blockSpecs(BRICK_TYPES), 'fr'));
});

function idsIn(node: unknown): readonly string[] {
  if (isArray(node)) return node.flatMap(idsIn);
  if (!isObject(node)) return [];
  const own = typeof node['type'] === 'string' && typeof node['id'] === 'string' ? [node['id']] : [];
  return [...own, ...Object.values(node).flatMap(idsIn)];
}

describe.each(exampleNames())('the example %s', (name) => {
  test('is what Blockly saves after loading it', async () => {
    const { file } = await readExample(name);
    let saved: unknown;
    const complaints = complaintsDuring(() => {
      saved = loadAndSave(file.workspace);
    });
    expect(complaints).toEqual([]);
    expect(saved).toEqual(file.workspace);
  });

  test('is printed as the editor prints it, with an id of its own for each block', async () => {
    const { file } = await readExample(name);
    expect(programText(name)).toBe(printProgramFile(file));
    const ids = idsIn(file.workspace['blocks']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says in French and in English what must be observed', async () => {
    const { file } = await readExample(name);
    const [french = '', english = ''] = observeText(name).split('\n---\n');
    expect(french).toContain(`# ${file.name}\n`);
    expect(french).toContain('**Essaie** :');
    expect(english).toContain('**Try this**:');
    for (const part of [french, english]) {
      const lines = part.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
      expect(lines.length).toBeGreaterThanOrEqual(5);
      expect(lines.length).toBeLessThanOrEqual(10);
    }
  });
});
