/** What an object of each driver takes in RAM is what its header says; sizes.test.ts prints the flash. */
import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { filesFor, templateFiles } from './templates.ts';

describe.runIf(requireTool('avr-g++', 'arduino-core'))('the RAM of a driver', () => {
  test('is what its header says', async () => {
    const headers = new Map(templateFiles().map(({ name, text }) => [name, text]));
    const classes = [...new Set(BRICK_TYPES.map(({ driver }) => driver.class))];
    const checks = classes.map((name) => {
      const bytes = /RAM: (\d+) bytes?/.exec(headers.get(`${name}.h`) ?? '')?.[1] ?? '0';
      return `static_assert(sizeof(${name}) == ${bytes}, "${name}");`;
    });
    const includes = classes.map((name) => `#include "${name}.h"\n`);
    const sketch = `${includes.join('')}${checks.join('\n')}\nvoid setup() {} void loop() {}`;
    const files = { ...filesFor(classes.map((name) => `${name}.h`)), 'sketch.ino': sketch };
    const build = await compileSketch({ files });
    expect(build.ok ? '' : build.errors).toBe('');
  });
});
