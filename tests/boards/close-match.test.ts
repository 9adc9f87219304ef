import { describe, expect, it } from 'vitest';
import { closeMatch } from '../../boards/close-match.ts';

describe('the nearest known word', () => {
  it.each([
    ['D55', ['D4', 'D5', 'A0'], 'D5'],
    ['prots', ['pins', 'ports'], 'ports'],
    ['Télécommande', ['relais', 'telecommande'], 'telecommande'],
    ['LEDS', ['lcd', 'led'], 'led'],
    ['', ['led'], undefined],
    ['aquarium', ['led', 'servo'], undefined],
    ['x'.repeat(100_000), ['led'], undefined],
  ])('of %s is found among %s', (word, known, expected) => {
    expect(closeMatch(word, known)).toBe(expected);
  });
});
