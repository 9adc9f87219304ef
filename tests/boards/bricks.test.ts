import { describe, expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { checkBrickType } from '../../boards/check-brick-type.ts';

const holes = (text: string): string[] =>
  [...text.replaceAll('%%', '').matchAll(/%([A-Z0-9_]+)/g)].map((match) => match[1] ?? '').toSorted();

describe('the catalogue of bricks', () => {
  it('has at least 22 bricks, each id once', () => {
    const ids = BRICK_TYPES.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(22);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives each brick a name of its own in both languages', () => {
    for (const language of ['fr', 'en'] as const) {
      const names = BRICK_TYPES.map(({ name }) => name[language]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('gives each brick a driver of its own, or one with the same wires', () => {
    const classes = BRICK_TYPES.map(({ driver }) => driver.class);
    expect(new Set(classes).size).toBe(classes.length);
  });
});

describe.each(BRICK_TYPES.map((type) => [type.id, type] as const))('brick %s', (_, type) => {
  it('passes the brick check', () => {
    expect(checkBrickType(type)).toEqual([]);
  });

  it('survives a trip through JSON', () => {
    expect(JSON.parse(JSON.stringify(type))).toEqual(type);
  });

  it('explains itself in one sentence of each language', () => {
    expect(type.explanation.fr).toMatch(/^[^.]+\.$/);
    expect(type.explanation.en).toMatch(/^[^.]+\.$/);
  });

  it('does something or measures something', () => {
    expect(type.actions.length + type.readings.length).toBeGreaterThan(0);
  });

  it('mentions %BRICK and every parameter exactly once in both languages', () => {
    const texts = [
      ...type.actions,
      ...type.readings,
      ...type.events.map((event) => ({
        text: event.text,
        parameters: type.readings.find(({ id }) => id === event.reading)?.parameters ?? [],
      })),
    ];
    for (const { text, parameters } of texts) {
      const wanted = ['BRICK', ...parameters.map(({ id }) => id)].toSorted();
      expect(holes(text.fr)).toEqual(wanted);
      expect(holes(text.en)).toEqual(wanted);
    }
  });
});
